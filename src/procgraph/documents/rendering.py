"""Text made from markup, with the way back from every offset to the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Rendering", "TextBuilder"]


@dataclass(frozen=True, slots=True)
class Rendering:
    """`text`, and for its pieces where they stand in the source (`pieces`: text offset, source
    offset, ascending), `title` and `facts` as the markup's head states them."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    title: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    @classmethod
    def unchanged(cls, text: str) -> Rendering:
        """A text that is its own source."""
        return cls(text, ((0, 0),))

    def source_offset(self, offset: int) -> int:
        """The offset in the source of the character at `offset` of the text (the nearest before it,
        where the character itself was added by the rendering)."""
        position = bisect_right(self.pieces, (offset, 1 << 62)) - 1
        if position < 0:
            return 0
        start, source = self.pieces[position]
        return source + (offset - start)

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> Rendering:
        """The rendering with stretches of its text, ascending, put otherwise."""
        builder = TextBuilder()
        at = 0
        for start, end, instead in edits:
            self._copy(builder, at, start)
            builder.add(instead)
            at = end
        self._copy(builder, at, len(self.text))
        return builder.render(self.title, self.metadata)

    def _copy(self, builder: TextBuilder, start: int, end: int) -> None:
        first = bisect_right(self.pieces, (start, 1 << 62))
        last = bisect_right(self.pieces, (end - 1, 1 << 62))
        bounds = [start, *(offset for offset, _ in self.pieces[first:last]), end]
        for one, other in pairwise(bounds):
            builder.add(self.text[one:other], self.source_offset(one))


class TextBuilder:
    """Collects text piece by piece, and where each piece came from."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int]] = []
        self._length = 0
        self._last = "\n"

    def add(self, text: str, source: int | None = None) -> None:
        """Append `text`; `source` is its offset in the source, None for what the rendering adds."""
        if not text:
            return
        if source is not None:
            self._pieces.append((self._length, source))
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]

    @property
    def length(self) -> int:
        """Of the text so far, in code points."""
        return self._length

    @property
    def at_line_start(self) -> bool:
        return self._last == "\n"

    @property
    def at_space(self) -> bool:
        return self._last in " \n"

    def separate(self) -> None:
        """End an entry of a list that stands on one line: 'nurse; surgeon'."""
        if self._parts[-1:] == [" "]:
            self._parts.pop()
            self._length -= 1
            if self._pieces and self._pieces[-1][0] == self._length:
                self._pieces.pop()
        before = self._parts[-1].rstrip()[-1:] if self._parts else ""
        if before not in ("", "|"):
            self.add(" " if before in ".;:," else "; ")

    def new_line(self) -> None:
        """End the line, unless it is empty."""
        if not self.at_line_start:
            self.add("\n")

    def render(self, title: str | None = None, metadata: dict[str, str] | None = None) -> Rendering:
        return Rendering("".join(self._parts), tuple(self._pieces), title, metadata or {})
