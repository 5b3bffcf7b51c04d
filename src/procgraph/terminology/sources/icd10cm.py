"""The tabular list of ICD-10-CM (XML) → names.

Titles are indexed with and without their words in brackets, 'unspecified' and 'NOS' are dropped,
and a title that names a remainder ('Other chest pain') is no name of anything.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from procgraph.errors import InputError
from procgraph.terminology.normalise import normalise
from procgraph.terminology.sources.names import Name, Standing
from procgraph.terminology.sources.text import readable
from procgraph.terminology.words import rules

__all__ = ["is_residual", "read_icd10cm", "spellings"]

_ROUND = re.compile(r"\s*\(([^()]*)\)")
_SQUARE = re.compile(r"\s*\[([^\[\]]*)\](?P<last>\s*$)?")
_SCHEME = "conditions"


class _Rules(NamedTuple):
    left_out: re.Pattern[str]
    residual: re.Pattern[str]
    chapters: tuple[str, ...]


def read_icd10cm(path: Path) -> Iterator[Name]:
    """The names of all codes from A to U and Z.

    A code that says no more than the one above it ('Sciatica, unspecified side' below 'Sciatica')
    adds nothing. Inclusion terms stand for no more than a part of their code, so they are of lesser
    standing, and only candidates where the code is a remainder.

    Raises:
        InputError: it is no tabular list.
    """
    with readable(path):
        try:
            for _, chapter in ET.iterparse(path):
                if chapter.tag == "chapter":
                    for code in chapter.iterfind("./section/diag"):
                        yield from _names(code, frozenset())
                    chapter.clear()
        except ET.ParseError as error:
            raise InputError(
                "is no XML",
                source=str(path),
                line=error.position[0],
                mend="give the tabular list of ICD-10-CM",
            ) from None


def spellings(title: str) -> list[str]:
    """What a title is looked up by, the fullest first."""
    text = _rules().left_out.sub(lambda found: " " if found[0].startswith(" ") else "", title)
    text = " ".join(text.split()).strip(" ,")
    synonyms = [found[1] for found in _SQUARE.finditer(text) if found["last"] is not None]
    text = _SQUARE.sub("", text).strip()
    found = (_ROUND.sub(r" \1", text), _ROUND.sub("", text), *synonyms)
    return list(dict.fromkeys(" ".join(one.split()) for one in found if one.strip()))


def is_residual(title: str) -> bool:
    """Whether a title names what is left over ('Other chest pain')."""
    return _rules().residual.search(title) is not None


def _names(code: ET.Element, above: frozenset[str]) -> Iterator[Name]:
    identifier = code.findtext("name", "")
    if identifier.startswith(_rules().chapters):
        return
    curie, title = f"ICD10CM:{identifier}", code.findtext("desc", "")
    residual = is_residual(title)
    known = set(above)
    if not residual:
        yield from _new(curie, title, Standing.LABEL, known)
    for note in code.iterfind("./inclusionTerm/note"):
        if note.text and not is_residual(note.text):
            standing = Standing.OTHER if residual else Standing.LESSER
            yield from _new(curie, note.text, standing, known)
    for narrower in code.iterfind("diag"):
        yield from _names(narrower, frozenset(known))


def _new(curie: str, title: str, standing: Standing, known: set[str]) -> Iterator[Name]:
    for text in spellings(title):
        form = normalise(text)
        if form and form not in known:
            known.add(form)
            yield Name(curie, _SCHEME, text, standing)


@cache
def _rules() -> _Rules:
    table = rules("sources.toml")["icd10cm"]
    return _Rules(
        re.compile(table["left_out"]),
        re.compile(table["residual"]),
        tuple(table["chapters_left_out"]),
    )
