"""The command that scores facts against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procgraph.cli.errors import InputErrors
from procgraph.cli.options import TableJson, examples
from procgraph.cli.output import print_json
from procgraph.errors import InputError

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(
    epilog=examples(
        "procgraph evaluate data data/gold/facts",
        "procgraph evaluate data data/gold/facts --details treats",
    )
)
def evaluate(
    documents: Annotated[Path, typer.Argument(metavar="DOCS", help="a folder of documents")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="a folder of gold facts")],
    details: Annotated[
        str | None, typer.Option(metavar="FIELD", help="list what was missed or extra in a field")
    ] = None,
    format: Annotated[TableJson, typer.Option(help="how to print it")] = TableJson.TABLE,
) -> None:
    """Score the facts of documents against gold: precision, recall, F1, qualifiers."""
    from procgraph import evaluation, rendering
    from procgraph.documents import read_documents
    from procgraph.reading import read
    from procgraph.terminology import Lexicon

    if details is not None and details not in evaluation.FIELDS:
        fields = ", ".join(evaluation.FIELDS)
        raise InputError(f"has no field {details!r}", source=str(gold), mend=f"fields: {fields}")
    wanted = evaluation.read_gold(gold)
    lexicon = Lexicon.load()
    errors = InputErrors()
    found = evaluation.evaluate(
        (
            fact.to_json()
            for document in read_documents([documents], on_error=errors.report)
            if Path(document.id).stem in wanted
            for fact in errors.facts(read, document, lexicon)
        ),
        wanted,
    )
    if format is TableJson.JSON:
        print_json(found.to_json())
    else:
        rendering.scores(found)
        if details is not None:
            rendering.confusions(found.confusions(details))
    errors.finish()
