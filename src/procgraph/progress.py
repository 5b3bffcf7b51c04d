"""How far a build is: a bar on a terminal, otherwise a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

__all__ = ["Lines", "Progress", "build_progress"]

_SECONDS_BETWEEN = 5.0
_STAGES = {
    "compile": "compiling vocabularies (once)",
    "find": "looking for documents",
    "work": "reading documents",
    "resolve": "linking documents",
    "commit": "putting files in place",
    "index": "making the index",
    "rules": "asking the rules across documents",
}


class Progress:
    """What a build tells of itself, and nobody hears."""

    def stage(self, name: str) -> None:
        """A stage of the build begins."""

    def documents(self, done: int, total: int) -> None:
        """So many documents are done, of so many."""


class Lines(Progress):
    """A line every few seconds."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._told = self._begun = time.monotonic()

    def stage(self, name: str) -> None:
        """Tell it, when nothing was told for some seconds; compiling, which takes them, at once."""
        self._begun = time.monotonic()
        if name == "compile":
            self._told -= _SECONDS_BETWEEN
        self._tell(_STAGES[name])

    def documents(self, done: int, total: int) -> None:
        """Tell it with the rate and the time that remains."""
        passed = time.monotonic() - self._begun
        rate = done / passed if passed else 0.0
        left = f", {_duration((total - done) / rate)} left" if rate else ""
        self._tell(f"{done:,} of {total:,} documents, {rate:,.0f} a second{left}")

    def _tell(self, text: str) -> None:
        now = time.monotonic()
        if now - self._told >= _SECONDS_BETWEEN:
            self._told = now
            print(f"procgraph: {text}", file=self._out, flush=True)


class _Bar(Progress):
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task(_STAGES["find"], total=None, rate="")

    def stage(self, name: str) -> None:
        self._bars.reset(self._task, description=_STAGES[name], total=None, rate="")

    def documents(self, done: int, total: int) -> None:
        self._bars.update(self._task, completed=done, total=total)
        speed = self._bars.tasks[0].speed
        self._bars.update(self._task, rate=f"{speed:,.0f}/s" if speed else "")


@contextmanager
def build_progress(*, quiet: bool = False) -> Iterator[Progress]:
    """What to tell how far a build is; it shows it on standard error, or nowhere if `quiet`."""
    if quiet:
        yield Progress()
    elif not sys.stderr.isatty():
        yield Lines(sys.stderr)
    else:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as Bars

        with Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr, markup=False, highlight=False),
            transient=True,
        ) as bars:
            yield _Bar(bars)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
