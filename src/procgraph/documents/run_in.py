"""Headings that stand before a full stop: '6-3. CONTRAINDICATIONS. None.', 'Staff. A nurse.'

They are headings where others of their page stand so, of several sections; in capitals or behind a
counter also those that no table knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from procgraph.documents.headings import heading_key, line_key
from procgraph.documents.lettered import TELLING
from procgraph.documents.lines import Line

__all__ = ["run_in_headings"]

_HEAD = re.compile(
    r"(?P<counter>\d{1,2}(?:[.-]\d{1,2})+\.?[ \t]+|[A-Z][.)][ \t]+)?"
    r"(?P<head>[A-Z][^.:;!?\d\n]{2,60})\.(?:[ \t]+(?=\S)|$)"
)
_LETTER = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\d+")
_LONGEST = 6
# Of how many sections they are.
_FEWEST = 2
_FEWEST_PLAIN = 3
# What stands so in any section.
_NOTES = frozenset("note warning caution important remember attention example danger".split())


class _Kind(NamedTuple):
    """How a heading is written: its counter, as letters and noughts; whether in capitals."""

    counter: str
    is_capital: bool

    @property
    def is_plain(self) -> bool:
        return not (self.counter or self.is_capital)


def run_in_headings(text: str, found: list[Line]) -> list[Line]:
    """The lines, with such headings parted from what stands behind them."""
    heads = {
        index: head
        for index, line in enumerate(found)
        if line.mark in ("", "1") and (head := _head(text, line))
    }
    kinds = {index: _kind(text, found[index], head) for index, head in heads.items()}
    keys: dict[_Kind, set[str]] = {}
    for index, kind in kinds.items():
        says = heads[index]["head"]
        if key := heading_key(says) if kind.is_plain else line_key(says):
            keys.setdefault(kind, set()).add(key)
    told = {kind for kind, of in keys.items() if _are_headings(kind, of)}
    at = {
        index
        for index, kind in kinds.items()
        if kind in told and not (kind.is_plain and heading_key(heads[index]["head"]) is None)
    }
    return [
        part
        for index, line in enumerate(found)
        for part in (_parted(line, heads[index]) if index in at else (line,))
    ]


def _head(text: str, line: Line) -> re.Match[str] | None:
    head = _HEAD.match(text, line.start, line.end)
    if head is None or len(head["head"].split()) > _LONGEST:
        return None
    return None if head["head"].lower() in _NOTES else head


def _kind(text: str, line: Line, head: re.Match[str]) -> _Kind:
    begins = text.rfind("\n", 0, line.start) + 1
    counter = text[begins : head.start("head")].strip()
    return _Kind(_LETTER.sub("a", _NUMBER.sub("0", counter)), head["head"].isupper())


def _are_headings(kind: _Kind, keys: set[str]) -> bool:
    fewest = _FEWEST_PLAIN if kind.is_plain else _FEWEST
    return len(keys) >= fewest and not TELLING.isdisjoint(keys)


def _parted(line: Line, head: re.Match[str]) -> Iterator[Line]:
    yield line._replace(end=head.end("head"))
    if head.end() < line.end:
        yield Line(head.end(), line.end, line.indent, "", False)
