"""Cards and forms: lines in capitals, and fields such as 'Location: ward'.

Where a page writes its headings in capitals, or in front of a colon on lines of their own, what is
written like them is one, although no table knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from procgraph.documents.cues import lead_of
from procgraph.documents.headings import is_guessed, is_short, lead_key, line_key
from procgraph.documents.lines import Line

__all__ = ["Fields", "fields"]

_FEWEST = 2
_LONGEST = 6
_LONGEST_LEAD = 4
# How a heading may open that no table knows.
_OPENS = ("The ", "What ", "Who ", "Where ", "When ", "How ", "Why ", "Our ")
# A line to fill in: 'Signed: .........', 'Date ____'.
_TO_FILL_IN = re.compile(
    r"(?:[\w/]+[ ]){0,2}"
    r"(?i:signature|signed|initials|name|date|witness|contact details|job title)\b"
    r"[^.:_\n]{0,60}:?[ ]*(?:_{3,}|\.{5,})"
)
_BLANKS = ("___", ".....")
# In letters: what is shorter may be an abbreviation ('BMI: 40').
_SHORTEST = 5
# What a heading is of, behind its own words: 'Technique for lumbar puncture'.
_TAIL = re.compile(r".*\b(?:for|of|before|after|during) (?P<of>[\w '’-]{3,})")
_LONGEST_TAILED = 9


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
    named = [
        _field(says) if line.mark == "" and ":" in says else None
        for line, says in zip(found, said, strict=True)
    ]
    unknown = {
        *_in_rows(found, named),
        *_run_in(found, named),
        *_of_one_thing(found, said),
        *_to_fill_in(text, found),
    }
    capital = [
        index
        for index, (says, field) in enumerate(zip(said, named, strict=True))
        if _is_capital(field.name if field else says)
    ]
    known = [index for index in capital if _is_known(found[index], said[index], named[index])]
    marked = list(found)
    for index in capital if len(known) >= _FEWEST else ():
        field = named[index]
        if field and not field.key:
            unknown.add(found[index].start)
        elif field is None and _is_heading(found[index], said[index], said[index + 1 : index + 2]):
            marked[index] = found[index]._replace(mark="#")
    return Fields(marked, frozenset(unknown))


def _field(says: str) -> _Field | None:
    """The field that a line is; its name is short and has a capital."""
    lead = lead_of(says)
    if lead is None or lead["colon"] != ":" or not says[0].isupper():
        return None
    name = lead["lead"]
    if len(name.split()) > _LONGEST_LEAD or (_is_capital(name) and not _is_name(name)):
        return None
    return _Field(name, lead_key(name), lead.end() < len(says))


def _in_rows(found: Sequence[Line], named: Sequence[_Field | None]) -> Iterator[int]:
    """Where fields of unknown names begin that follow another whose text stands on its line."""
    row: list[tuple[Line, _Field]] = []
    for line, field in zip(found, named, strict=True):
        if row and (field is None or line.blank_before):
            yield from _unknown_in(row)
            row = []
        if field:
            row.append((line, field))
    yield from _unknown_in(row)


def _run_in(found: Sequence[Line], named: Sequence[_Field | None]) -> Iterator[int]:
    """Where paragraphs begin that open with a heading as others of the page do: 'The treatment: …'
    among 'Purpose: …', 'Preparation: …' and 'Risks: …'."""
    told = [
        (line, field)
        for line, field in zip(found, named, strict=True)
        if field and field.is_told and line.blank_before
    ]
    keys = {field.key for _, field in told if field.key}
    if len(keys) < _FEWEST:
        return
    for line, field in told:
        if field.key:
            continue
        name = field.name
        if line_key(name) or is_guessed(name) or name.startswith(_OPENS):
            yield line.start


def _of_one_thing(found: Sequence[Line], said: Sequence[str]) -> Iterator[int]:
    """Where lines begin that name what headings of the page are of, before a colon as these do:
    'When to scan before a tap: …' among 'Indications for a tap: …' and 'Technique for a tap: …'."""
    of: dict[str, list[tuple[Line, str | None]]] = {}
    for line, says in zip(found, said, strict=True):
        if line.mark or not line.blank_before or not says[0].isupper() or ":" not in says:
            continue
        lead = lead_of(says)
        tail = _TAIL.fullmatch(lead["lead"]) if lead and lead["colon"] == ":" else None
        if lead and tail and len(lead["lead"].split()) <= _LONGEST_TAILED:
            key = lead_key(lead["lead"]) or line_key(lead["lead"])
            of.setdefault(tail["of"].lower(), []).append((line, key))
    for leads in of.values():
        if len({key for _, key in leads if key}) >= _FEWEST:
            yield from (line.start for line, _ in leads)


def _unknown_in(row: Sequence[tuple[Line, _Field]]) -> Iterator[int]:
    """'Risks: bleeding' has said all that it says, and 'Next of kin: informed' is no risk; a list
    may stand below 'Risks:'. A form has several fields with known names."""
    if sum(bool(field.key and field.is_told) for _, field in row) < _FEWEST:
        return
    is_over = False
    for line, field in row:
        if field.key is None and is_over:
            yield line.start
        is_over = field.is_told if field.key or is_over else False


def _to_fill_in(text: str, found: Sequence[Line]) -> Iterator[int]:
    """Where lines to be filled in begin; few pages have any."""
    if any(blank in text for blank in _BLANKS):
        yield from (ln.start for ln in found if not ln.mark and _TO_FILL_IN.match(text, ln.start))


def _is_known(line: Line, says: str, field: _Field | None) -> bool:
    if field:
        return field.key is not None
    return line.mark == "" and line_key(says) is not None


def _is_heading(line: Line, says: str, following: Sequence[str]) -> bool:
    """Whether a line in capitals is a heading of what is `following`, and no table knows it."""
    if line.mark or not following or _is_capital(following[0]) or not is_short(says, _LONGEST):
        return False
    return (line.blank_before or _is_name(says)) and line_key(says) is None


def _is_capital(says: str) -> bool:
    return says.isupper() and says[0].isalpha() and sum(map(str.isalpha, says)) > 1


def _is_name(says: str) -> bool:
    """Whether capitals are more than an abbreviation."""
    return sum(map(str.isalpha, says)) >= _SHORTEST
