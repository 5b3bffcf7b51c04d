"""Mappings that a person has made: SSSOM files that override and reject what linking finds.

A row says what a mention means (``skos:exactMatch``, ``skos:broadMatch``) or, with the predicate
modifier ``Not``, what it does not mean. The mention is the `subject_label`, or a concept of ours as
`subject_id`; `subject_category` narrows the row to one slot ('condition'). An object is a concept
of ours (``pgc:neck-pain``) or an outside term (``HP:0030833``); ``sssom:NoTermFound`` means that
there is none. Rows of other predicates decide nothing, so proposals may stay in the file.

SSSOM: A Simple Standard for Sharing Ontological Mappings, https://w3id.org/sssom/
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from procgraph.errors import InputError
from procgraph.rdf.iris import CONCEPT, concept_iri
from procgraph.terminology.normalise import normalise
from procgraph.terminology.slots import Slot
from procgraph.terminology.sources.names import content_version, scheme_named
from procgraph.terminology.sources.text import lines_of, readable

__all__ = ["NO_TERM", "OWN_PREFIX", "Curation", "Decision", "mappings_version", "read_mappings"]

OWN_PREFIX = "pgc:"
NO_TERM = "sssom:NoTermFound"

_EXACT, _BROAD = "skos:exactMatch", "skos:broadMatch"
_OF_SKOS = frozenset({_EXACT, _BROAD, "skos:closeMatch", "skos:narrowMatch", "skos:relatedMatch"})
_NEEDED = ("predicate_id", "object_id", "mapping_justification")
_SUBJECTS = ("subject_label", "subject_id")
_HEADER = "subject_label, predicate_id, object_id, mapping_justification"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


class Decision(NamedTuple):
    """What is decided of one mention: objects are IRIs of ours or CURIEs.

    `is_nothing` says that no term fits. `justifications` are those of the rows, sorted.
    """

    exact: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    rejected: frozenset[str] = frozenset()
    is_nothing: bool = False
    labels: Mapping[str, str] = MappingProxyType({})
    justifications: tuple[str, ...] = ()


class _Row(NamedTuple):
    scheme: str | None
    predicate: str
    is_negated: bool
    object: str
    object_label: str
    justification: str


class Curation:
    """The decisions of some mapping files; `version` is a hash of them."""

    def __init__(self, rows: Mapping[str, Iterable[_Row]], version: str) -> None:
        self.version = version
        self._rows = {iri: tuple(of) for iri, of in rows.items()}

    def __add__(self, later: Curation) -> Curation:
        """The decisions of both. What one says that a mention means, counts even where the other
        rejects it."""
        rows = dict(self._rows)
        for iri, more in later._rows.items():
            rows[iri] = (*rows.get(iri, ()), *more)
        return Curation(rows, f"{self.version}+{later.version}")

    def decide(self, phrase: str, slot: Slot) -> Decision | None:
        """What is decided of a phrase in a slot, or None where nothing is."""
        rows = [
            row
            for row in self._rows.get(concept_iri(normalise(phrase) or phrase), ())
            if row.scheme is None or row.scheme in slot.schemes
        ]
        if not rows:
            return None
        said = [row for row in rows if not row.is_negated]
        return Decision(
            exact=_objects(said, _EXACT),
            broad=_objects(said, _BROAD),
            rejected=frozenset(row.object for row in rows if row.is_negated),
            is_nothing=any(row.object == NO_TERM and row.predicate == _EXACT for row in said),
            labels={row.object: row.object_label for row in said if row.object_label},
            justifications=tuple(sorted({row.justification for row in rows})),
        )


def mappings_version(path: Path) -> str:
    """The `Curation.version` of a file, without parsing it.

    Raises:
        InputError: it cannot be read.
    """
    with readable(path):
        return content_version(path)


def read_mappings(path: Path, concepts: Container[str] | None = None) -> Curation:
    """The decisions in an SSSOM file (TSV, with or without its header of metadata).

    `concepts` are the IRIs of ours that there are.

    Raises:
        InputError: it is no SSSOM, or a row lacks what it needs, or names a concept that is none.
    """
    rows: dict[str, list[_Row]] = defaultdict(list)
    lines = [(n, line) for n, line in lines_of(path) if line.strip() and not line.startswith("#")]
    if not lines:
        raise InputError("is empty", source=str(path), mend=f"give it the columns {_HEADER}")
    columns = lines[0][1].split("\t")
    missing = [column for column in _NEEDED if column not in columns]
    if not missing and not set(_SUBJECTS) & set(columns):
        missing = ["subject_label"]
    if missing:
        raise InputError(
            f"has no column {missing[0]!r}",
            source=str(path),
            line=lines[0][0],
            mend=f"an SSSOM table has {_HEADER}, separated by tabs",
        )
    for line, text in lines[1:]:
        cells = next(csv.reader([text], delimiter="\t"))
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        iri = _subject(row, path, line)
        if (decided := _row(row, path, line)) is not None:
            _check(decided.object, concepts, path, line)
            rows[iri].append(decided)
    return Curation(rows, mappings_version(path))


def _row(row: Mapping[str, str], path: Path, line: int) -> _Row | None:
    for column in _NEEDED:
        if not row.get(column):
            raise InputError(
                f"the cell {column!r} is empty", source=str(path), line=line, mend="fill it in"
            )
    modifier = row.get("predicate_modifier", "")
    if modifier not in {"", "Not"}:
        raise InputError(
            f"{modifier!r} is no predicate modifier",
            source=str(path),
            line=line,
            mend="write Not, or leave it empty",
        )
    predicate = row["predicate_id"].replace(_SKOS, "skos:")
    if _is_mistyped(predicate):
        raise InputError(
            f"{row['predicate_id']!r} is no predicate of a mapping",
            source=str(path),
            line=line,
            mend=f"write {_EXACT} or {_BROAD}",
        )
    if predicate not in {_EXACT, _BROAD} and not modifier:
        return None
    category = row.get("subject_category", "")
    return _Row(
        scheme_named(category, source=str(path), line=line) if category else None,
        predicate,
        bool(modifier),
        _expanded(row["object_id"]),
        row.get("object_label", ""),
        row["mapping_justification"],
    )


def _is_mistyped(predicate: str) -> bool:
    """Whether a predicate is none of SKOS, and of no other vocabulary either."""
    is_foreign = ":" in predicate and not predicate.startswith("skos:")
    return predicate not in _OF_SKOS and not is_foreign


def _check(target: str, concepts: Container[str] | None, path: Path, line: int) -> None:
    if concepts is not None and target.startswith(CONCEPT) and target not in concepts:
        raise InputError(
            f"there is no concept {OWN_PREFIX}{target.removeprefix(CONCEPT)}",
            source=str(path),
            line=line,
            mend="`procgraph terms search` finds concepts",
        )


def _subject(row: Mapping[str, str], path: Path, line: int) -> str:
    identifier, label = _expanded(row.get("subject_id", "")), row.get("subject_label", "")
    if identifier.startswith(CONCEPT):
        return identifier
    if not normalise(label):
        raise InputError(
            "names no mention",
            source=str(path),
            line=line,
            mend=f"write it as subject_label, or a subject_id {OWN_PREFIX}…",
        )
    return concept_iri(normalise(label))


def _expanded(identifier: str) -> str:
    return (
        CONCEPT + identifier.removeprefix(OWN_PREFIX)
        if identifier.startswith(OWN_PREFIX)
        else identifier
    )


def _objects(rows: Iterable[_Row], predicate: str) -> tuple[str, ...]:
    found = {row.object for row in rows if row.predicate == predicate and row.object != NO_TERM}
    return tuple(sorted(found))
