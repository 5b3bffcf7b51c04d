"""Cards and forms: lines in capitals, and fields such as 'Location: ward'.

Where a page writes its headings in capitals, or in front of a colon on lines of their own, what is
written like them is one, although no table knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from procgraph.documents.cues import lead_of
from procgraph.documents.headings import lead_key, line_key
from procgraph.documents.lines import Line

__all__ = ["Fields", "fields"]

_FEWEST = 2
_LONGEST = 6
_LONGEST_LEAD = 4
# A line to fill in: 'Signed: .........', 'Date ____'.
_BLANK = re.compile(
    r"(?:[\w/]+[ ]){0,2}"
    r"(?i:signature|signed|initials|name|date|witness|contact details|job title)\b"
    r"[^.:_\n]{0,60}:?[ ]*(?:_{3,}|\.{5,})"
)
# In letters: what is shorter may be an abbreviation ('BMI: 40').
_SHORTEST = 5


class Fields(NamedTuple):
    """The lines, with those in capitals marked as headings, and where fields begin whose name is a
    heading that no table knows, or that are to be filled in."""

    lines: list[Line]
    unknown: frozenset[int]


class _Field(NamedTuple):
    name: str
    key: str | None
    is_told: bool
    """Whether anything stands behind the colon."""


def fields(text: str, found: list[Line]) -> Fields:
    """What the capitals and the fields of a page tell of its headings."""
    said = [text[line.start : line.end] for line in found]
    named = [_field(line, says) for line, says in zip(found, said, strict=True)]
    known = sum(
        bool(field.key) if field else line.mark == "" and line_key(says) is not None
        for line, says, field in zip(found, said, named, strict=True)
        if _is_capital(field.name if field else says)
    )
    marked, unknown = list(found), set(_in_rows(found, named))
    unknown |= {line.start for line in found if not line.mark and _BLANK.match(text, line.start)}
    if known >= _FEWEST:
        for index, (line, following) in enumerate(zip_longest(found, said[1:])):
            says, field = said[index], named[index]
            if field and not field.key and _is_capital(field.name):
                unknown.add(line.start)
            elif field is None and _is_heading(line, says, following):
                marked[index] = line._replace(mark="#")
    return Fields(marked, frozenset(unknown))


def _field(line: Line, says: str) -> _Field | None:
    """The field that a line is; its name is short and has a capital."""
    lead = lead_of(says) if line.mark == "" else None
    if lead is None or lead["colon"] != ":" or not says[0].isupper():
        return None
    name = lead["lead"]
    if len(name.split()) > _LONGEST_LEAD or (_is_capital(name) and not _is_name(name)):
        return None
    return _Field(name, lead_key(name), lead.end() < len(says))


def _in_rows(found: Sequence[Line], named: Sequence[_Field | None]) -> Iterator[int]:
    """Where fields of unknown names begin that follow another whose text stands on its line.

    'Risks: bleeding' has said all that it says, and 'Next of kin: informed' is no risk; a list may
    stand below 'Risks:'. A form has several fields with known names.
    """
    start = 0
    while start < len(named):
        end = start
        while end < len(named) and named[end] and (end == start or not found[end].blank_before):
            end += 1
        row = [field for field in named[start:end] if field]
        if sum(bool(field.key and field.is_told) for field in row) >= _FEWEST:
            is_over = False
            for line, field in zip(found[start:end], row, strict=True):
                if field.key is None and is_over:
                    yield line.start
                is_over = field.is_told if field.key or is_over else False
        start = max(end, start + 1)


def _is_heading(line: Line, says: str, following: str | None) -> bool:
    if line.mark or following is None or _is_capital(following) or not _is_capital(says):
        return False
    is_short = len(says.split()) <= _LONGEST and (says[-1].isalnum() or says[-1] in ":?)")
    return is_short and (line.blank_before or _is_name(says)) and line_key(says) is None


def _is_capital(says: str) -> bool:
    return says[0].isalpha() and says.isupper() and sum(map(str.isalpha, says)) > 1


def _is_name(says: str) -> bool:
    """Whether capitals are more than an abbreviation."""
    return sum(map(str.isalpha, says)) >= _SHORTEST
