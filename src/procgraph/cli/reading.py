"""Commands that read documents and store nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from procgraph.cli.errors import InputErrors
from procgraph.cli.options import FactFormat, Mappings, Metadata, Paths, Terminologies, examples
from procgraph.cli.output import print_json_line, write
from procgraph.errors import InputError

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(
    epilog=examples(
        "procgraph extract leaflet.txt",
        "procgraph extract data/documents --format jsonl > facts.jsonl",
        "curl -s https://example.org/leaflet.txt | procgraph extract -",
    )
)
def extract(
    paths: Paths,
    format: Annotated[FactFormat, typer.Option(help="how to print facts")] = FactFormat.TABLE,
    metadata: Metadata = None,
    terminologies: Terminologies = None,
    mappings: Mappings = None,
) -> None:
    """Print the facts of documents; store nothing."""
    from procgraph import rendering
    from procgraph.documents import read_documents
    from procgraph.terminology import Lexicon

    lexicon = Lexicon.load(terminologies or (), mappings)
    errors = InputErrors()
    found = (
        fact
        for document in read_documents(paths, metadata=metadata, on_error=errors.report)
        for fact in errors.facts(document, lexicon)
    )
    if format is FactFormat.JSONL:
        for fact in found:
            print_json_line(fact.to_json())
    elif facts := list(found):
        rendering.facts(facts)
    errors.finish()


@commands.command(
    epilog=examples(
        "procgraph text leaflet.html",
        "procgraph text rows.jsonl --id 0216T",
    )
)
def text(
    path: Annotated[str, typer.Argument(metavar="PATH", help="a file, or - for standard input")],
    id: Annotated[str | None, typer.Option(metavar="ID", help="the row of a table")] = None,
) -> None:
    """Print a document's text as the offsets of facts count it."""
    from procgraph.documents import read_documents

    found = [d for d in read_documents([path]) if id is None or d.id == id]
    if len(found) != 1:
        mend = "name a row with --id" if found else "check --id"
        raise InputError(f"holds {len(found)} documents, not one", source=path, mend=mend)
    write(found[0].text)
