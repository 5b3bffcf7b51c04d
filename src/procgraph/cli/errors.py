"""How errors are told: one line each on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from procgraph.cli.output import note
from procgraph.errors import InputError, ProcgraphError

if TYPE_CHECKING:
    from procgraph.model import Document, Fact
    from procgraph.terminology import Lexicon

__all__ = ["InputErrors", "complain", "told"]


class InputErrors:
    """Inputs that failed while the rest went on: a line each, and exit code 2 at the end."""

    def __init__(self) -> None:
        self.count = 0

    def report(self, error: InputError) -> None:
        self.count += 1
        complain(str(error), 2)

    def facts(self, document: Document, lexicon: Lexicon) -> tuple[Fact, ...]:
        """The facts of a document, none where it cannot be read; tell what was left out."""
        from procgraph.reading import read, remark

        try:
            extraction = read(document, lexicon)
        except InputError as error:
            self.report(error)
            return ()
        if told := remark(extraction):
            note(told)
        return extraction.facts

    def finish(self) -> None:
        if self.count:
            raise typer.Exit(2)


def complain(message: str, code: int) -> int:
    """Tell an error in one line, or the help of a call in several, and give the exit code back."""
    is_help = "\n" in message and "Usage:" in message
    print(message if is_help else f"procgraph: {' '.join(message.split())}", file=sys.stderr)
    return code


def told(error: Exception) -> tuple[str, int]:
    """An error as one line, and its exit code."""
    if isinstance(error, ProcgraphError):
        return str(error), 2
    # What Typer raises knows how to say it; its classes are not public.
    message = getattr(error, "format_message", None)
    if message is not None:
        text = str(message())
        return (text if "Usage:" in text else f"{text} See procgraph --help."), 2
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}", 2
    return f"internal error: {type(error).__name__}: {error}; --debug shows where", 2
