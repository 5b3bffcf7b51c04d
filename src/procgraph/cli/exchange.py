"""Commands that dump, push, compare and count datasets."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from procgraph.cli.options import (
    Dataset,
    PasswordVariable,
    TableJson,
    TokenVariable,
    User,
    examples,
)
from procgraph.cli.output import print_json, write
from procgraph.errors import InputError

__all__ = ["commands"]

commands = typer.Typer()


class ExportFormat(StrEnum):
    """Formats of a dump."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


class Provenance(StrEnum):
    """How much a dump says of where a statement comes from."""

    QUOTES = "quotes"
    FULL = "full"


@commands.command(
    epilog=examples(
        "procgraph export graph --format turtle -o graph.ttl",
        "procgraph export graph --format jsonld --provenance full | jq '.\"@graph\"[0]'",
    )
)
def export(
    dataset: Dataset,
    format: Annotated[ExportFormat, typer.Option(help="the format to write")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="a file to write to")
    ] = None,
    provenance: Annotated[
        Provenance, typer.Option(help="full: type, section, rule, linking step, selectors too")
    ] = Provenance.QUOTES,
) -> None:
    """Write the dataset in another format; the same dataset gives the same bytes."""
    from procgraph.dataset.export import export as dump
    from procgraph.dataset.files import write_lines
    from procgraph.dataset.reader import open_dataset

    if output is not None and not output.absolute().parent.is_dir():
        raise InputError("is in no folder that there is", source=str(output), mend="make it first")
    pieces = dump(open_dataset(dataset), format.value, provenance=provenance.value)
    if output is None:
        for piece in pieces:
            write(piece)
        return
    try:
        write_lines(output, (piece.encode() for piece in pieces))
    except OSError as problem:
        raise InputError(
            problem.strerror or "cannot be written", source=str(output), mend="check the path"
        ) from None


@commands.command(
    epilog=examples(
        "procgraph push graph --endpoint http://localhost:7878/store",
        "PROCGRAPH_PASSWORD=... procgraph push graph --user dba \\"
        "\n    --endpoint http://localhost:8890/sparql-graph-crud-auth",
    )
)
def push(
    dataset: Dataset,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="the server's graph store (Graph Store Protocol)")
    ],
    query_endpoint: Annotated[
        str | None,
        typer.Option(metavar="URL", help="its query service, where that cannot be told"),
    ] = None,
    user: User = None,
    password_env: PasswordVariable = "PROCGRAPH_PASSWORD",
    token_env: TokenVariable = "PROCGRAPH_TOKEN",
    parallel: Annotated[int, typer.Option(min=1, max=64, help="requests at once")] = 4,
    everything: Annotated[
        bool, typer.Option("--all", help="send all graphs, not only those that differ")
    ] = False,
) -> None:
    """Load the dataset into another SPARQL server: only the graphs that differ are sent."""
    from procgraph import rendering, servers
    from procgraph.dataset.reader import open_dataset

    opened = open_dataset(dataset)
    endpoints = servers.Endpoints.of(endpoint, query_endpoint)
    secret = servers.Credentials.from_environment(
        user, password_env=password_env, token_env=token_env
    )
    with (
        servers.Client(secret) as client,
        rendering.progress_bar("Sending graphs") as progress,
    ):
        done = servers.push(
            opened,
            endpoints,
            client,
            parallel=parallel,
            everything=everything,
            progress=progress,
        )
    print(
        f"{endpoints.store}: {done.sent} graphs sent ({done.triples} triples), "
        f"{done.removed} removed, {done.unchanged} as they were, {done.seconds:.1f} s"
    )


@commands.command(
    epilog=examples(
        "procgraph diff graph-old graph-new",
        "procgraph diff graph-old graph-new --format json --exit-code",
    )
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="a dataset")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="another dataset")],
    format: Annotated[TableJson, typer.Option(help="how to print it")] = TableJson.TABLE,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="exit with 1 when there are differences")
    ] = False,
) -> None:
    """Compare two datasets: facts added, removed, changed, by document and sentence."""
    from procgraph import rendering
    from procgraph.dataset.diff import diff as compare
    from procgraph.dataset.reader import open_dataset

    found = list(compare(open_dataset(old), open_dataset(new)))
    if format is TableJson.JSON:
        print_json([change.to_json() for change in found])
    elif found:
        rendering.changes(found)
    raise typer.Exit(1 if exit_code and found else 0)


@commands.command(epilog=examples("procgraph stats graph", "procgraph stats graph --format json"))
def stats(
    dataset: Dataset,
    format: Annotated[TableJson, typer.Option(help="how to print it")] = TableJson.TABLE,
) -> None:
    """Count by class, relation, code system, kind of statement and document."""
    from procgraph import rendering
    from procgraph.dataset.reader import open_dataset
    from procgraph.dataset.stats import stats as count

    found = count(open_dataset(dataset))
    if format is TableJson.JSON:
        print_json(found)
    else:
        rendering.counts(found)
