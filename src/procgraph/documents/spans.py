"""Which stretches of the text of a web page are linked, and which it shows as titles."""

from __future__ import annotations

from typing import NamedTuple

from procgraph.documents.asides import Attributes, is_title
from procgraph.documents.rendering import TextBuilder

__all__ = ["Link", "Spans"]

_TITLED = frozenset("p div strong b span a".split())


class Link(NamedTuple):
    """A stretch of the text that leads elsewhere, or to another place of its page."""

    start: int
    end: int
    is_within: bool = False


class Spans:
    """Collects the stretches while `text` is made."""

    def __init__(self, text: TextBuilder) -> None:
        self.links: list[Link] = []
        self.titles: list[tuple[int, int]] = []
        self._text = text
        self._link: Link | None = None
        self._open: list[tuple[str, int | None]] = []

    def open(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        start = self._text.length
        if tag in _TITLED:
            self._open.append((tag, start if is_title(attributes) else None))
        target = (dict(attributes).get("href") or "").strip() if tag == "a" else ""
        if target:
            self._end_link()
            self._link = Link(start, start, target.startswith(("#", "javascript:")))

    def close(self, tag: str) -> None:
        """An element ends, and with it those in it that were never closed."""
        if tag == "a":
            self._end_link()
        if tag not in _TITLED:
            return
        for at in range(len(self._open) - 1, -1, -1):
            name, start = self._open[at]
            if name == tag:
                if start is not None:
                    self.titles.append((start, self._text.length))
                del self._open[at:]
                return

    def _end_link(self) -> None:
        if self._link:
            self.links.append(self._link._replace(end=self._text.length))
            self._link = None
