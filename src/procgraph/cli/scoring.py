"""The command that scores facts and links against gold."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from procgraph.cli.errors import InputErrors
from procgraph.cli.options import TableJson, examples
from procgraph.cli.output import counted, note, print_json
from procgraph.errors import InputError

__all__ = ["commands"]

commands = typer.Typer()

_NAMED = 3


class Half(StrEnum):
    """The halves of a gold set."""

    DEVELOPMENT = "development"
    TEST = "test"


@commands.command(
    epilog=examples(
        "procgraph evaluate data data/gold",
        "procgraph evaluate data data/gold/facts --details treats",
        "procgraph evaluate data data/gold --half development --details links",
    )
)
def evaluate(
    documents: Annotated[Path, typer.Argument(metavar="DOCS", help="a folder of documents")],
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD", help="a folder of gold facts, and perhaps links.tsv and resolution.tsv"
        ),
    ],
    details: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD",
            help="list what was missed or extra in a field, or among 'links' or 'resolution'",
        ),
    ] = None,
    half: Annotated[Half | None, typer.Option(help="only this half of the gold")] = None,
    format: Annotated[TableJson, typer.Option(help="how to print it")] = TableJson.TABLE,
) -> None:
    """Score facts and links of documents against gold: precision, recall, F1, qualifiers."""
    from procgraph import rendering
    from procgraph.evaluation import read_gold_folder, score
    from procgraph.reading import read
    from procgraph.terminology import Lexicon

    wanted = read_gold_folder(gold, part=half and half.value)
    if details is not None and details not in wanted.fields:
        fields = ", ".join(wanted.fields)
        raise InputError(f"has no field {details!r}", source=str(gold), mend=f"fields: {fields}")
    errors = InputErrors()
    found = score(documents, wanted, Lexicon.load(), read=read, on_error=errors.report)
    if format is TableJson.JSON:
        print_json(found.to_json())
    else:
        rendering.scores(found)
        if details is not None:
            rendering.details(found, details)
    if lost := found.without_document:
        note(f"{counted(len(lost), 'gold file')} without a document: {', '.join(lost[:_NAMED])}")
    errors.finish()
