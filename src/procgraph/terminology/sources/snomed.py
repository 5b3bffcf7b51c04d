"""A SNOMED CT release in RF2 (snapshot) → names.

What a concept is, its fully specified name says in brackets ('Cholecystitis (disorder)'). The
release is the user's own: nothing of SNOMED CT comes with procgraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from procgraph.errors import InputError
from procgraph.terminology.sources.names import Name, Standing, scheme_by_code
from procgraph.terminology.sources.text import lines_of

__all__ = ["read_snomed", "snapshot_files"]

_CONCEPT = ("id", "effectiveTime", "active", "moduleId", "definitionStatusId")
_DESCRIPTION = (
    *("id", "effectiveTime", "active", "moduleId", "conceptId"),
    *("languageCode", "typeId", "term", "caseSignificanceId"),
)
_FULLY_SPECIFIED = "900000000000003001"
_SYNONYM = "900000000000013009"
_TAG = re.compile(r"\s*\(([^()]+)\)$")
_FILES = {
    "concepts": "sct2_Concept_Snapshot_*.txt",
    "descriptions": "sct2_Description_Snapshot*.txt",
}


def snapshot_files(folder: Path) -> dict[str, list[Path]]:
    """The concept and description files of a release, wherever they stand below the folder.

    Raises:
        InputError: one of them is missing.
    """
    found = {kind: sorted(folder.rglob(pattern)) for kind, pattern in _FILES.items()}
    for kind, files in found.items():
        if not files:
            raise InputError(
                f"holds no {_FILES[kind]}",
                source=str(folder),
                mend="give the folder of a SNOMED CT snapshot release (RF2)",
            )
    return found


def read_snomed(folder: Path, scheme: str | None = None) -> Iterator[Name]:
    """The English names of the active concepts of which `rules/sources.toml` knows the tag.

    With a `scheme`, only those that stand in that vocabulary.

    Raises:
        InputError: a file is missing or is no RF2.
    """
    files = snapshot_files(folder)
    active = {
        row[0] for path in files["concepts"] for row in _rows(path, _CONCEPT) if row[2] == "1"
    }
    schemes: dict[str, str] = {}
    for concept, kind, term in _descriptions(files["descriptions"], active):
        tag = _TAG.search(term) if kind == _FULLY_SPECIFIED else None
        found = scheme_by_code("semantic_tag").get(tag[1]) if tag else None
        if tag and found and scheme in (None, found):
            schemes[concept] = found
            yield Name(f"SNOMEDCT:{concept}", found, term[: tag.start()])
    for concept, kind, term in _descriptions(files["descriptions"], schemes):
        if kind == _SYNONYM:
            yield Name(f"SNOMEDCT:{concept}", schemes[concept], term, Standing.SYNONYM)


def _descriptions(
    paths: list[Path], concepts: set[str] | dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Concept, kind and term of the active English descriptions of these concepts."""
    for path in paths:
        for _, _, active, _, concept, language, kind, term, _ in _rows(path, _DESCRIPTION):
            if active == "1" and concept in concepts and language == "en":
                yield concept, kind, term


def _rows(path: Path, header: tuple[str, ...]) -> Iterator[list[str]]:
    for number, line in lines_of(path):
        row = line.split("\t")
        if len(row) != len(header) or (number == 1 and tuple(row) != header):
            raise InputError(
                f"has {len(row)} columns" if number > 1 else "has another header",
                source=str(path),
                line=number,
                mend=f"RF2 has {len(header)} columns here: {', '.join(header)}",
            )
        if number > 1:
            yield row
