"""What stands on every page of a paper: headers, footers, numbers of pages, versions and owners.

The words are in ``rules/furniture.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from procgraph.documents.headings import line_key
from procgraph.documents.rendering import Rendering, TextBuilder
from procgraph.documents.wording import load_rules

__all__ = ["Unfurnished", "unfurnished"]

_LINE = re.compile(r"[^\r\n\x0b\x0c\u2028\u2029]+")
_BULLET = re.compile(r"(?:[-*+•‣◦●▪·–—#|]|o(?= [A-Z])|\(?\d{1,2}[.)])\s")
_NUMBER = re.compile(r"\d+")
# The words of what a page has to be clicked on.
_CALLS = (
    r"more|less|\ball\b|video|\btop\b|page|share|subscribe|post|article|topic|appointment|"
    r"consultation|call ?back"
)
# What a text has that has furniture.
_ANY = re.compile(
    rf"\x0c|\d|©|(?i:\bcopies\b|uncontrolled|rights|by:|site:|mail:|address:|hours:|owner|author|{_CALLS})"
)
# A counter of steps that has a line of its own.
_COUNTER = re.compile(r"0?\d{1,2}")
_FEWEST_COUNTERS = 3
# How many marks a row of one cell has.
_ONE_CELL = 2
# What a line has, in small letters, that one of the patterns of ``furniture.toml`` may match.
_TELLING = re.compile(r"[\d:©]|copies|uncontrolled|rights|copyright")
_BREAK = "\x0c"
_STOPS = ".!?:"
# How many lines of a header or a footer stand beside the end of a page.
_DEPTH = 2
_LONGEST = 120
_LONGEST_CALL = 40
# The lines of one kind of paper are the same on each.
_REMEMBERED = 1 << 14


class Unfurnished(NamedTuple):
    """The text without furniture, and where that stood, as spans of the text with it."""

    rendering: Rendering
    left_out: tuple[tuple[int, int], ...]


class _Line(NamedTuple):
    start: int
    end: int
    says: str
    is_apart: bool
    """Whether empty lines stand before and behind it."""


def unfurnished(text: str) -> Unfurnished:
    """`text` without furniture; what a page parted is one list or paragraph again."""
    found = list(_lines(text)) if _ANY.search(text) else []
    furniture = _furniture(text, found) if found else frozenset()
    if not furniture and _BREAK not in text:
        return Unfurnished(Rendering.unchanged(text), ())
    builder = TextBuilder()
    at = 0
    kept = [line for index, line in enumerate(found) if index not in furniture]
    before: _Line | None = None
    for line in kept:
        gap = text[at : line.start]
        if before is None:
            gap = ""
        elif gap.strip() or _BREAK in gap:
            gap = "\n" if _goes_on(before.says, line.says) else "\n\n"
            gap += text[text.rfind("\n", 0, line.start) + 1 : line.start].lstrip(_BREAK)
        else:
            builder.add(gap, at)
            gap = ""
        builder.add(gap)
        builder.add(text[line.start : line.end], line.start)
        at, before = line.end, line
    builder.add("\n")
    spans = tuple((found[index].start, found[index].end) for index in sorted(furniture))
    return Unfurnished(builder.render(), spans)


def _goes_on(before: str, says: str) -> bool:
    """Whether a line goes on with what stood before the end of its page."""
    if _BULLET.match(says):
        return _BULLET.match(before) is not None
    return says[0].islower() and before[-1] not in _STOPS


def _lines(text: str) -> Iterator[_Line]:
    spans = []
    for match in _LINE.finditer(text):
        if says := match[0].strip():
            start = match.start() + match[0].index(says)
            spans.append((start, start + len(says)))
    edges = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    gaps = [_is_wide(text[end:start]) for end, start in zip(*edges, strict=True)]
    gaps[0] = gaps[-1] = True
    for index, (start, end) in enumerate(spans):
        yield _Line(start, end, text[start:end], gaps[index] and gaps[index + 1])


def _is_wide(gap: str) -> bool:
    return gap.count("\n") > 1 or _BREAK in gap


def _furniture(text: str, found: Sequence[_Line]) -> frozenset[int]:
    """The positions of lines that are furniture."""
    lowered = [line.says.lower() for line in found]
    likely = [index for index, says in enumerate(lowered) if _TELLING.search(says)]
    has_breaks = _BREAK in text
    pages = {i for i in likely if _is_page(lowered[i], found[i].is_apart and has_breaks)}
    edges = _edges(text, found, pages)
    said = Counter(_form(found[index].says) for index in edges)
    repeated = {index for index in edges if said[_form(found[index].says)] > 1}
    first: dict[str, int] = {}
    for index in sorted(repeated):
        first.setdefault(_form(found[index].says), index)
    for index in first.values():
        if not _stands_above_title(found, index, pages | repeated):
            repeated.discard(index)  # the title itself, which every page has again
    controls = {i for i in likely if _is_control(lowered[i], found[i].is_apart)}
    calls = {i for i, says in enumerate(lowered) if _is_call(says)}
    return frozenset(pages | repeated | controls | calls | _counters(lowered))


def _edges(text: str, found: Sequence[_Line], pages: set[int]) -> set[int]:
    """The lines that stand where a page ends or begins, and may be its header or footer."""
    ends = {
        index
        for index in range(1, len(found))
        if _BREAK in text[found[index - 1].end : found[index].start]
    }
    near = {i + step for i in pages for step in range(-_DEPTH, _DEPTH + 1)}
    near |= {i + step for i in ends for step in range(-_DEPTH, _DEPTH)}
    if near:
        near |= {*range(_DEPTH), *range(len(found) - _DEPTH, len(found))}
    return {
        index
        for index in near
        if 0 <= index < len(found)
        and len(found[index].says) <= _LONGEST
        and found[index].says[-1] not in _STOPS
        and not _BULLET.match(found[index].says)
        and index not in pages
    }


def _stands_above_title(found: Sequence[_Line], index: int, others: set[int]) -> bool:
    """Whether another line that may be a title stands below the first of repeated ones."""
    rest = (found[at].says for at in range(index + 1, len(found)) if at not in others)
    says = next(rest, "")
    return says[-1:] not in ("", *_STOPS) and line_key(says) is None and not _BULLET.match(says)


def _form(says: str) -> str:
    return _NUMBER.sub("0", " ".join(says.lower().split()))


@lru_cache(maxsize=_REMEMBERED)
def _is_page(lowered: str, may_be_bare: bool) -> bool:
    """Whether a line has the number of a page, or is one where only its place tells that."""
    if len(lowered) > _LONGEST:
        return False
    patterns = _patterns()
    if patterns.page.fullmatch(lowered) or patterns.paged.match(lowered):
        return True
    return may_be_bare and patterns.bare.fullmatch(lowered) is not None


def _is_call(lowered: str) -> bool:
    """Whether a line is what a page has to be clicked on: 'Learn more'."""
    return len(lowered) <= _LONGEST_CALL and _patterns().call.fullmatch(lowered) is not None


def _counters(lowered: Sequence[str]) -> set[int]:
    """The lines that are counters and nothing else, where they go on from one another: '01'."""
    runs: list[list[int]] = []
    for index, says in enumerate(lowered):
        if not _COUNTER.fullmatch(says):
            continue
        goes_on = bool(runs) and int(says) == int(lowered[runs[-1][-1]]) + 1
        if goes_on and index > runs[-1][-1] + 1:
            runs[-1].append(index)
        elif int(says) < 2:
            runs.append([index])
    return {index for run in runs if len(run) >= _FEWEST_COUNTERS for index in run}


@lru_cache(maxsize=_REMEMBERED)
def _is_control(lowered: str, is_apart: bool) -> bool:
    """Whether a line, or the one cell of a row, says who owns a paper, which version it is, or when
    somebody is there."""
    patterns = _patterns()
    if lowered.count("|") == _ONE_CELL:
        lowered = lowered.strip("| ")
    if patterns.coded.search(lowered):
        return False
    if patterns.control.match(lowered) or patterns.hours.fullmatch(lowered):
        return True
    return is_apart and patterns.versioned.fullmatch(lowered) is not None


class _Patterns(NamedTuple):
    page: re.Pattern[str]
    bare: re.Pattern[str]
    paged: re.Pattern[str]
    control: re.Pattern[str]
    versioned: re.Pattern[str]
    hours: re.Pattern[str]
    coded: re.Pattern[str]
    call: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    rules = load_rules("furniture.toml")
    return _Patterns(*(re.compile(rules[name].replace("\n", "")) for name in _Patterns._fields))
