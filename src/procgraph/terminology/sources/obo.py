"""OBO files (1.2 and 1.4) → names.

Only synonyms of the scope EXACT link; obsolete terms and discarded synonyms are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from procgraph.errors import InputError
from procgraph.terminology.sources.lineage import Lineage, is_taken, scheme_by_prefix
from procgraph.terminology.sources.names import Name, Standing
from procgraph.terminology.sources.text import lines_of

__all__ = ["data_version", "read_obo"]

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(EXACT|NARROW|BROAD|RELATED)?\s*([^\s\[]*)')
_ESCAPE = re.compile(r"\\(.)")
_LETTERS = {"n": "\n", "W": " ", "t": "\t"}
_DISCARDED = "obsolete_synonym"


class _Tag(NamedTuple):
    name: str
    value: str
    line: int


def read_obo(path: Path, scheme: str | None = None) -> Iterator[Name]:
    """The names of the terms of an OBO file.

    Without a `scheme` a term's prefix tells its vocabulary, and terms of unknown prefixes, such as
    the imported ones of another ontology, are left out.

    Raises:
        InputError: it is no OBO, or nothing tells what its terms are.
    """
    lineage = _lineage(path)
    terms = known = 0
    for tags in _terms(path):
        terms += 1
        identifier = _first(tags, "id") or ""
        wanted = scheme or scheme_by_prefix(identifier)
        known += wanted is not None
        if wanted is None or _is_obsolete(tags):
            continue
        if is_taken(identifier, lineage.ancestors(identifier)):
            yield from _names(identifier, wanted, tags, path)
    if not terms:
        raise InputError("holds no [Term]", source=str(path), mend="give an OBO file")
    if not known:
        raise InputError(
            "nothing tells what its terms are",
            source=str(path),
            mend=f"name their slot, such as condition={path}",
        )


def data_version(path: Path) -> str | None:
    """The release that the header names, as a date where there is one in it."""
    for _, line in lines_of(path):
        if line.startswith("["):
            return None
        if line.startswith("data-version:"):
            value = line.partition(":")[2].strip()
            date = re.search(r"\d{4}-\d{2}-\d{2}", value)
            return date[0] if date else value
    return None


def _names(identifier: str, scheme: str, tags: list[_Tag], path: Path) -> Iterator[Name]:
    for tag in tags:
        if tag.name == "name":
            yield Name(identifier, scheme, _unescaped(tag.value))
        elif tag.name == "synonym":
            found = _SYNONYM.match(tag.value)
            if found is None:
                raise InputError(
                    "a synonym stands in quotes, with its scope after it",
                    source=str(path),
                    line=tag.line,
                    mend='write synonym: "text" EXACT []',
                )
            text, scope, kind = found.groups()
            if kind != _DISCARDED:
                standing = Standing.SYNONYM if scope == "EXACT" else Standing.OTHER
                yield Name(identifier, scheme, _unescaped(text), standing)


def _lineage(path: Path) -> Lineage:
    lineage = Lineage()
    for tags in _terms(path):
        if identifier := _first(tags, "id"):
            parents = [tag.value.split()[0] for tag in tags if tag.name == "is_a" and tag.value]
            lineage.add(identifier, parents)
    return lineage


def _terms(path: Path) -> Iterator[list[_Tag]]:
    tags: list[_Tag] | None = None
    for number, line in lines_of(path):
        if line.startswith("["):
            if tags:
                yield tags
            tags = [] if line.rstrip() == "[Term]" else None
        elif tags is not None and line.strip() and not line.startswith("!"):
            name, colon, value = line.partition(":")
            if not colon:
                raise InputError(
                    "is no 'tag: value'", source=str(path), line=number, mend="give an OBO file"
                )
            tags.append(_Tag(name.strip(), value.strip(), number))
    if tags:
        yield tags


def _first(tags: list[_Tag], name: str) -> str | None:
    return next((tag.value.split()[0] for tag in tags if tag.name == name and tag.value), None)


def _is_obsolete(tags: list[_Tag]) -> bool:
    return any(tag.name == "is_obsolete" and tag.value.startswith("true") for tag in tags)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _LETTERS.get(found[1], found[1]), text)
