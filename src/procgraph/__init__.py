"""procgraph: clinical procedure documents into a knowledge graph that can be checked.

>>> import procgraph
>>> text = "Arthroscopy\\n\\nPersonnel\\n- Orthopedic surgeon\\n"
>>> [extraction] = procgraph.extract(text)
>>> [fact.object.label for fact in extraction.facts]
['orthopedic surgeon']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procgraph.api import ProcedureGraph, extract, open
    from procgraph.dataset.rows import Rows
    from procgraph.errors import (
        DatasetError,
        InputError,
        ProcgraphError,
        QuestionError,
        ResourceError,
        ServerError,
    )
    from procgraph.model import Document, Extraction, Fact, Relation
    from procgraph.pipeline import BuildSummary, build

__all__ = [
    "BuildSummary",
    "DatasetError",
    "Document",
    "Extraction",
    "Fact",
    "InputError",
    "ProcedureGraph",
    "ProcgraphError",
    "QuestionError",
    "Relation",
    "ResourceError",
    "Rows",
    "ServerError",
    "build",
    "extract",
    "open",
]

__version__ = "0.1.0"

_HOMES = {
    "api": ("ProcedureGraph", "extract", "open"),
    "dataset.rows": ("Rows",),
    "errors": (
        "DatasetError",
        "InputError",
        "ProcgraphError",
        "QuestionError",
        "ResourceError",
        "ServerError",
    ),
    "model": ("Document", "Extraction", "Fact", "Relation"),
    "pipeline": ("BuildSummary", "build"),
}


def __getattr__(name: str) -> Any:
    # On first use: the validator alone takes longer to import than most commands to run.
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"procgraph.{home}"), name)
    raise AttributeError(f"module 'procgraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
