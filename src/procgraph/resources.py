"""Where the ontology, the questions and the vocabularies are.

A wheel carries them inside the package (``_resources/``); in a checkout they stand at its root.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from procgraph.errors import ResourceError

__all__ = ["ontology_dir", "queries_dir", "rejections_file", "vocabulary_files"]


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    for candidate in (package / "_resources", package.parent.parent):
        if (candidate / "ontology").is_dir():
            return candidate
    raise ResourceError(f"{package}: the ontology is missing; install procgraph-kg again")


def ontology_dir() -> Path:
    """The folder with procgraph.ttl, shapes.ttl, alignments.ttl, context.jsonld, mappings/ and
    vocabularies/."""
    return _root() / "ontology"


def queries_dir() -> Path:
    """The folder with competency/, violations/ and construct/."""
    return _root() / "queries"


def vocabulary_files() -> list[Path]:
    """The SKOS files of the project's own vocabularies, sorted by name."""
    return sorted((ontology_dir() / "vocabularies").glob("*.ttl"))


def rejections_file() -> Path:
    """The SSSOM file of outside terms that a name leads to and a mention does not mean."""
    return ontology_dir() / "mappings" / "rejections.sssom.tsv"
