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
    "PasswordVariable",
    "Paths",
    "TableJson",
    "Terminologies",
    "TokenVariable",
    "User",
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


Dataset = Annotated[
    str, typer.Argument(metavar="DIR", help="a dataset that `build` made, or the URL of one")
]


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...", help="files, folders (recursive), URLs of them, or - for standard input"
    ),
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


User = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="who asks a server; or PROCGRAPH_USER"),
]


PasswordVariable = Annotated[
    str,
    typer.Option(
        "--password-env", metavar="VARIABLE", help="the environment variable with the password"
    ),
]


TokenVariable = Annotated[
    str,
    typer.Option(
        "--token-env", metavar="VARIABLE", help="the environment variable with a bearer token"
    ),
]


def examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
