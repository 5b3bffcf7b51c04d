"""Commands that ask a dataset questions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from procgraph.cli.options import PasswordVariable, TableJson, TokenVariable, User, examples
from procgraph.cli.output import print_json, write
from procgraph.errors import QuestionError

__all__ = ["commands"]

commands = typer.Typer()

_SHOWN = 1000
"""Rows of a table in a terminal: nobody reads more, and to draw ten thousand takes seconds."""


class RowFormat(StrEnum):
    """Formats of an answer."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    TURTLE = "turtle"


@commands.command(
    epilog=examples(
        "procgraph query graph procedures-for-condition --param condition='chronic neck pain'",
        "procgraph query graph feasible-with-staff -p setting=clinic -p roles='nurse; radiologist'",
        "procgraph query graph my-question.rq --format csv --timeout 10",
        "procgraph query http://localhost:7878/query add-ons",
    )
)
def query(
    dataset: Annotated[
        str,
        typer.Argument(
            metavar="DIR", help="a dataset that `build` made, or the URL of a SPARQL server"
        ),
    ],
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="a shipped question's name, or a file *.rq")
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help="a parameter: a label, CURIE, IRI or number; may be repeated",
        ),
    ] = None,
    format: Annotated[
        RowFormat | None, typer.Option(help="table, or turtle for a CONSTRUCT, unless given")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help=f"print the first N rows, 0 for all: all unless given, but {_SHOWN:,} of a table"
            " in a terminal",
        ),
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.001, metavar="S", help="give up after S seconds")
    ] = None,
    fail_empty: Annotated[
        bool, typer.Option("--fail-empty", help="exit with 1 when there are no rows")
    ] = False,
    default_graph: Annotated[
        list[str] | None,
        typer.Option(metavar="IRI", help="of a server: the graph to ask; may be repeated"),
    ] = None,
    user: User = None,
    password_env: PasswordVariable = "PROCGRAPH_PASSWORD",
    token_env: TokenVariable = "PROCGRAPH_TOKEN",
) -> None:
    """Answer a question: a shipped one (see `questions`), or a file with SPARQL."""
    from procgraph import rendering
    from procgraph.dataset.query import ask
    from procgraph.dataset.questions import find_question
    from procgraph.dataset.reader import open_dataset
    from procgraph.dataset.rows import shorten

    asked = find_question(question)
    given = _parameters(param or [])
    if dataset.startswith(("http://", "https://")):
        from procgraph import servers

        secret = servers.Credentials.from_environment(
            user, password_env=password_env, token_env=token_env
        )
        with servers.Client(secret) as client:
            rows = servers.ask(
                dataset, asked, given, client=client, timeout=timeout, graphs=default_graph
            )
    else:
        rows = ask(open_dataset(dataset), asked, given, timeout=timeout)
    wanted = format or (RowFormat.TURTLE if rows.is_graph else RowFormat.TABLE)
    if limit is None and wanted is RowFormat.TABLE and sys.stdout.isatty():
        limit = _SHOWN
    shown = rows.first(limit) if limit else rows
    if wanted is RowFormat.TABLE:
        rendering.table(shown.columns, ([shorten(cell) for cell in row] for row in shown.cells))
    else:
        write(shown.to(wanted.value))
    if len(shown) < len(rows):
        said = f"{len(rows):,} rows, the first {len(shown):,} are shown; --limit 0 shows all"
        print(said, file=sys.stderr)
    raise typer.Exit(1 if fail_empty and not rows else 0)


@commands.command(epilog=examples("procgraph questions", "procgraph questions --format json"))
def questions(
    format: Annotated[TableJson, typer.Option(help="how to print them")] = TableJson.TABLE,
) -> None:
    """List the shipped questions: name, what each answers, its parameters."""
    from procgraph import rendering
    from procgraph.dataset.questions import shipped

    found = shipped("competency", "construct")
    if format is TableJson.JSON:
        print_json([question.to_json() for question in found])
        return
    rendering.table(
        ("question", "answers", "parameters"),
        (
            (q.name, q.summary, ", ".join(f"{p.name}={p.default or ''}" for p in q.parameters))
            for q in found
        ),
    )


def _parameters(given: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise QuestionError(f"--param {text!r} is not of the form name=value")
        found[name.strip()] = value
    return found
