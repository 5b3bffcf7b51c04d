"""The application: its groups of commands, and how a call is run."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import procgraph
from procgraph.cli import asking, building, exchange, facts, reading, scoring
from procgraph.cli.errors import complain, told
from procgraph.cli.options import examples
from procgraph.cli.terms import terms
from procgraph.collecting import collecting_seldom

__all__ = ["app", "main"]

app = typer.Typer(
    name="procgraph",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for group in (reading, building, asking, facts, exchange, scoring):
    app.add_typer(group.commands)
app.add_typer(terms, name="terms")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"procgraph {procgraph.__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "procgraph build data/documents --out graph",
        "procgraph query graph personnel --param procedure='lumbar spinal fusion'",
        "procgraph show graph 'lumbar spinal fusion'",
    )
)
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error (anywhere in the call).")
    ] = False,
) -> None:
    """Clinical procedure documents into a knowledge graph whose every statement can be checked."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        # What a call loads and reads, it keeps until it ends.
        with collecting_seldom():
            code = app(
                [a for a in given if a != "--debug"], prog_name="procgraph", standalone_mode=False
            )
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough. What Python still holds must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as stop:
        # So Typer itself ends a call whose reader has gone, and shell completion.
        return 0 if isinstance(stop.__context__, BrokenPipeError) else int(stop.code or 0)
    except (KeyboardInterrupt, typer.Abort):
        return complain("interrupted", 130)
    except Exception as error:
        if debug:
            raise
        return complain(*told(error))
    return code if isinstance(code, int) else 0
