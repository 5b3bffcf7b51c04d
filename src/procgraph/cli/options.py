"""Options and arguments that several commands share, and how examples are shown."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Dataset",
    "FactFormat",
    "Mappings",
    "Metadata",
    "Paths",
    "TableJson",
    "Terminologies",
    "examples",
]


class TableJson(StrEnum):
    """Formats of a command whose result is a list."""

    TABLE = "table"
    JSON = "json"


class FactFormat(StrEnum):
    """Formats of facts."""

    TABLE = "table"
    JSONL = "jsonl"


Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="a dataset that `build` made")]


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="files, folders (recursive) or - for standard input"),
]


Metadata = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="a .csv or .jsonl with id, code, code_system, url"),
]


Terminologies = Annotated[
    list[str] | None,
    typer.Option(
        "--terminology",
        metavar="FILE",
        help="link to this too: .obo, .ttl, .csv, a SNOMED CT RF2 folder, MRCONSO.RRF; repeatable",
    ),
]


Mappings = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="an .sssom.tsv whose lines override what is linked"),
]


def examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
