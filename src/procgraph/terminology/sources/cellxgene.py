"""The ontologies of the package cellxgene-ontology-guide (JSON, packed with Zstandard) → names.

Its `synonyms` are the exact ones; `ancestors` follow is_a and part_of.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from procgraph.errors import InputError
from procgraph.terminology.sources.lineage import is_taken, scheme_by_prefix
from procgraph.terminology.sources.names import Name, Standing
from procgraph.terminology.sources.text import readable

__all__ = ["read_cellxgene"]


def read_cellxgene(path: Path) -> Iterator[Name]:
    """The names of the terms that are not deprecated.

    Raises:
        InputError: the file is not what the package ships.
    """
    for identifier, term in _terms(path).items():
        scheme = scheme_by_prefix(identifier)
        if scheme is None or term.get("deprecated") or not term.get("label"):
            continue
        if is_taken(identifier, term.get("ancestors", ())):
            yield Name(identifier, scheme, term["label"])
            synonyms = frozenset(term.get("synonyms", ()))
            for synonym in sorted(synonyms):
                # MONDO has 'arms' beside 'ARMS' for a sarcoma; as a word it means something else.
                if synonym.isupper() or synonym.upper() not in synonyms:
                    yield Name(identifier, scheme, synonym, Standing.SYNONYM)


def _terms(path: Path) -> dict[str, dict[str, Any]]:
    import zstandard

    try:
        with readable(path), path.open("rb") as packed:
            stream = zstandard.ZstdDecompressor().stream_reader(packed)
            terms = json.load(io.TextIOWrapper(stream, "utf-8"))
    except (zstandard.ZstdError, ValueError):
        terms = None
    if not isinstance(terms, dict):
        raise InputError(
            "is not what the package ships",
            source=str(path),
            mend="install cellxgene-ontology-guide again",
        )
    return terms
