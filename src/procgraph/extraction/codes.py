"""Which code a document states for its procedure, and titles without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from procgraph.documents import Outline
from procgraph.documents.labels import NAMING
from procgraph.extraction.rules import rule
from procgraph.model import CodeSystem, Document

__all__ = ["Stated", "stated_code", "without_code"]

_CODES: dict[CodeSystem, re.Pattern[str]] = {
    "CPT4": re.compile(r"\d{4}[0-9A-Z]"),
    "HCPCS": re.compile(r"[A-V]\d{4}"),
    "ICD10PCS": re.compile(r"[0-9A-HJ-NP-Z]{7}"),
}
# Where a code stands in a title, the surest place first.
_PLACES = ("title.code-first", "title.code-enclosed", "title.code-last")
_LONGEST_SYSTEM_LINE = 40
_LONGEST_ROW = 80


class Stated(NamedTuple):
    """A code system and a code, each None where it is not stated."""

    system: CodeSystem | None
    code: str | None


def stated_code(
    document: Document, preamble: list[str], outline: Outline, name: str | None
) -> Stated:
    """The code that a document's metadata, its titles, its naming section (and the `name` there) or
    a row of its text states, and no other: one of several is none."""
    text = document.text
    system, code = document.code_system, document.code
    named = [
        " ".join(text[section.start : section.end].split())
        for section in outline.sections
        if section.key in NAMING
    ]
    for line in preamble:
        match = rule("title.system-line").match(line.strip("*_ "))
        if match and len(line) < _LONGEST_SYSTEM_LINE:
            system = system or _system(match["system"])
            code = code or _checked(match["code"], system)
    for line in [*preamble, *named]:
        match = rule("title.code-label").search(line)
        if match:
            system = system or _system(match["system"])
            code = code or _checked(match["code"], system)
    titles = [title for title in (*preamble, document.title, name) if title]
    for found in (_in_titles(titles), _in_rows(text)):
        if code is None and found.code and system in (None, found.system):
            system, code = found
    for line in [*preamble, *named]:
        for match in rule("title.code-in-brackets").finditer(line):
            code = code or _checked(match["code"], system)
    return Stated(system, code)


def without_code(title: str, code: str | None = None) -> str:
    """A title without the codes that it states, which are no part of a name.

    >>> without_code("CPT Code 12345: Knee arthroscopy")
    'Knee arthroscopy'
    >>> without_code("Knee arthroscopy (CPT 12345, 12346)")
    'Knee arthroscopy'
    >>> without_code("12345 - Knee arthroscopy")
    'Knee arthroscopy'
    >>> without_code("Flu shot (A1234)", "A1234")
    'Flu shot'
    """
    for place in _PLACES:
        title = rule(place).sub(" ", title)
    bare = rule("title.code-bare").match(title)
    if bare:
        title = title[bare.end() :]
    match = rule("title.code-in-brackets").search(title)
    if match and match["code"].upper() == code:
        title = title[: match.start()] + title[match.end() :]
    return " ".join(title.split())


def _in_titles(titles: list[str]) -> Stated:
    found = {_of(match) for t in titles for place in _PLACES for match in rule(place).finditer(t)}
    # Without the name of its system, only a title's first word is a code.
    bare = (match for title in titles if (match := rule("title.code-bare").match(title)))
    return _only(found or {_of(match) for match in bare})


def _in_rows(text: str) -> Stated:
    """What the rows and lines of a text state that say a code and nothing else."""
    # Nobody else asks about the lines: their gate would cost more than the match.
    row = rule("title.code-row").pattern
    found = (row.match(line) for line in text.split("\n") if len(line) < _LONGEST_ROW)
    return _only({_of(match) for match in found if match})


def _only(found: Iterable[Stated]) -> Stated:
    codes = set(found)
    return codes.pop() if len(codes) == 1 else Stated(None, None)


def _of(match: re.Match[str]) -> Stated:
    said = match.groupdict()
    code = (said["codes"] or said.get("first") or "").upper()
    system = _system(said.get("system") or said.get("behind"))
    system = system or ("HCPCS" if code[:1].isalpha() else "CPT4")
    return Stated(system, _checked(code, system))


def _system(name: str | None) -> CodeSystem | None:
    key = (name or "").upper().replace("-", "")
    if key.startswith("CPT"):
        return "CPT4"
    return "HCPCS" if key == "HCPCS" else "ICD10PCS" if key == "ICD10PCS" else None


def _checked(code: str | None, system: CodeSystem | None) -> str | None:
    """A code only counts in the form of its system: 'code: ABOVE' is none."""
    if not code or not system:
        return None
    return code.upper() if _CODES[system].fullmatch(code.upper()) else None
