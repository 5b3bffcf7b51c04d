"""Lines, tables and a progress bar. In a pipe there is no colour, no frame, and no line is cut."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console", "fold", "line", "progress_bar", "table", "write"]

_PIPE_WIDTH = 1 << 16


def console(*, error: bool = False) -> Console:
    """A console on standard output or standard error."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """A table: framed in a terminal, aligned columns in a pipe."""
    if title:
        # As a line of its own: a title of the table's would be as narrow as the table.
        line(title)
    if not sys.stdout.isatty():
        # By hand: rich takes half a millisecond a row, and a pipe gets no frame and no colour.
        sys.stdout.writelines(f"{text}\n" for text in _aligned(columns, rows))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        drawn.add_column(Text(column), overflow="fold")
    for row in rows:
        drawn.add_row(*(c if isinstance(c, Text) else Text(_cell(c)) for c in row))
    write(console(), drawn)


def line(text: str) -> None:
    """A line of a result."""
    print(text)


def fold(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


@contextmanager
def progress_bar(description: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, which gets the number of things done and of all; none in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    with Progress(console=console(error=True), transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def write(out: Console, what: object, *, style: str | None = None) -> None:
    # Rich pads lines to the width of a cell; a pipe gets no trailing blanks.
    if out.is_terminal:
        out.print(what, style=style)
        return
    with out.capture() as captured:
        out.print(what)
    out.file.write("".join(f"{text.rstrip()}\n" for text in captured.get().splitlines()))


def _aligned(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table, two blanks between columns; a cell of several lines takes as many."""
    cells = [[_cell(value) for value in row] for row in (columns, *rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        for parts in zip_longest(*(cell.split("\n") for cell in row), fillvalue=""):
            padded = (
                part + " " * (width - _width(part))
                for part, width in zip(parts, widths, strict=True)
            )
            yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """How many places of a line a text takes: its longest line, wide characters twice."""
    if text.isascii() and "\n" not in text:
        return len(text)
    from rich.cells import cell_len

    return max(map(cell_len, text.split("\n")))


def _cell(value: object) -> str:
    return "" if value is None else str(value)
