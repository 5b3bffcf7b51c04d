"""How errors are told: one line each on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from procgraph.errors import InputError, ProcgraphError

if TYPE_CHECKING:
    from procgraph.model import Document, Extraction, Fact
    from procgraph.terminology import Lexicon

__all__ = ["InputErrors", "complain", "told"]


class InputErrors:
    """Inputs that failed while the rest went on: a line each, and exit code 2 at the end."""

    def __init__(self) -> None:
        self.count = 0

    def report(self, error: InputError) -> None:
        self.count += 1
        complain(str(error), 2)

    def facts(
        self, read: Callable[[Document, Lexicon], Extraction], document: Document, lexicon: Lexicon
    ) -> tuple[Fact, ...]:
        try:
            return read(document, lexicon).facts
        except InputError as error:
            self.report(error)
            return ()

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
