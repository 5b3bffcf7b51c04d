"""Lines of a web page that only lead elsewhere.

A menu has no name that would tell it where a page marks none; it is told by its links: a list or a
table row of nothing else, a line of links ('Home | Contact'), a way to the page ('Home / Scans').
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from procgraph.documents.headings import line_key
from procgraph.documents.rendering import Rendering

__all__ = ["Link", "without_menus"]

_MARK = re.compile(r" *(?P<mark>#+|-|\d+\.|\|)? ?")
_BETWEEN = " \t|/›»>→«‹←•·–-"
_ARROWS = ("→", "»", "›", "➔", "➜")
_STOPS = ".?!:;"
_FEWEST = 4
_FEWEST_WITHIN = 2
_LONGEST = 12
# The way to a page, in words, and by what stands between its links.
_WAY = re.compile(r"(?:you are here\b|(?:back to )?home\s*[/>»›|→·-]\s*\S)", re.IGNORECASE)
_STEP = re.compile(r"\s*[>»›]\s*")


class Link(NamedTuple):
    """A stretch of the text that leads elsewhere, or to another place of its page."""

    start: int
    end: int
    is_within: bool = False


class _Line(NamedTuple):
    """`start:end` with its mark, `stop` is behind its line end; `links` are its parts that are
    linked."""

    start: int
    end: int
    stop: int
    mark: str
    says: str
    is_linked: bool
    is_within: bool
    links: Sequence[Link]


def without_menus(rendering: Rendering, links: Sequence[Link]) -> Rendering:
    """The text without lines that only lead elsewhere."""
    lines = list(_lines(rendering.text, links))
    left_out = set(_menus(lines)) | {n for n, line in enumerate(lines) if _leads_away(line)}
    edits: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        if number in left_out:
            edits.append((line.start, line.stop, ""))
        elif tail := _tail(line):
            edits.append((tail, line.end, ""))
    return rendering.edited(edits) if edits else rendering


def _lines(text: str, links: Sequence[Link]) -> Iterator[_Line]:
    starts, ends = [link.start for link in links], [link.end for link in links]
    at = 0
    for whole in text.split("\n"):
        start, end = at, at + len(whole.rstrip())
        at = min(at + len(whole) + 1, len(text))
        match = _MARK.match(text, start, end)
        assert match is not None  # every part of the pattern is optional
        inside = [
            link._replace(start=max(link.start, start), end=min(link.end, end))
            for link in links[bisect_right(ends, start) : bisect_left(starts, end)]
            if text[max(link.start, start) : min(link.end, end)].strip()
        ]
        bounds = [match.end(), *(edge for link in inside for edge in link[:2]), end]
        rest = "".join(text[slice(*span)] for span in zip(bounds[::2], bounds[1::2], strict=True))
        is_linked = bool(inside) and not rest.strip(_BETWEEN)
        is_within = is_linked and all(link.is_within for link in inside)
        says = text[match.end() : end]
        yield _Line(start, end, at, _kind(match["mark"]), says, is_linked, is_within, inside)


def _kind(mark: str | None) -> str:
    """What marks a line: '#', '-', '|', or ''."""
    return "-" if mark and mark[0].isdigit() else (mark or "")[:1]


def _menus(lines: Sequence[_Line]) -> Iterator[int]:
    """The lines of lists and tables of which each is a link, where nothing leads them in."""
    for mark, group in groupby(range(len(lines)), key=lambda number: lines[number].mark):
        if mark not in ("-", "|"):
            continue
        numbers = list(group)
        run = [lines[number] for number in numbers]
        if mark == "-" and run[0].is_linked and run[0].says.lower().strip(_BETWEEN) == "home":
            yield from numbers
        if not all(line.is_linked for line in run):
            continue
        is_within = all(line.is_within for line in run)
        fewest = _FEWEST_WITHIN if is_within else _FEWEST if mark == "-" else 1
        above = lines[numbers[0] - 1] if numbers[0] else None
        if len(run) >= fewest and (is_within or not _leads_in(above)):
            yield from numbers


def _leads_in(line: _Line | None) -> bool:
    """Whether what stands above a list says what its items are."""
    if line is None:
        return False
    return line.mark == "#" or line.says.endswith(":") or line_key(line.says) is not None


def _leads_away(line: _Line) -> bool:
    """Whether a line only leads to another page: 'Learn more →', 'Home / Scans'."""
    if line.mark not in ("", "-") or not line.says:
        return False
    if line.links and _WAY.match(line.says):
        return True
    if len(line.says.split()) > _LONGEST or line.says[-1] in _STOPS:
        return False
    begins_linked = not line.links or line.links[0].start <= line.end - len(line.says)
    if line.says.endswith(_ARROWS) and begins_linked:
        return True
    if line.mark or line.is_within:
        return False
    if line.is_linked:
        return line_key(line.says) is None
    return _is_way(line)


def _is_way(line: _Line) -> bool:
    """Whether all of a line but its last part are links, with arrows between: 'Scans › Heart'."""
    parts = _STEP.split(line.says)
    start = line.end - len(line.says)
    return 1 < len(parts) <= len(line.links) + 1 and line.links[0][:2] == (
        start,
        start + len(parts[0]),
    )


def _tail(line: _Line) -> int:
    """Where a link begins that ends a paragraph, behind a full stop: 'You rest. Learn more →'."""
    if line.mark or not line.links or line.is_linked:
        return 0
    start, end, _ = line.links[-1]
    says = line.says[start - line.end + len(line.says) : end - line.end + len(line.says)]
    before = line.says[: start - line.end + len(line.says)].rstrip()
    is_apart = end >= line.end and before[-1:] in ("", *_STOPS)
    return start if is_apart and says.endswith(_ARROWS) and len(says.split()) <= _LONGEST else 0
