"""Who does the work of a build: processes of this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from procgraph.dataset.files import exclusive
from procgraph.errors import DatasetError
from procgraph.locations import is_url

if TYPE_CHECKING:
    from procgraph.dataset.plan import Job
    from procgraph.workers import Done, Naming

__all__ = ["ENGINES", "Engine", "connected"]

ENGINES = ("local", "dask")


class Engine(Protocol):
    """What does jobs, and gives each back as soon as it is done."""

    def run(self, jobs: Sequence[Job], naming: Naming) -> Iterator[tuple[Job, Done]]: ...

    def exclusive(self, folder: Path) -> AbstractContextManager[None]:
        """The lock of a dataset."""


@dataclass(frozen=True, slots=True)
class _Local:
    workers: int

    def run(self, jobs: Sequence[Job], naming: Naming) -> Iterator[tuple[Job, Done]]:
        # Here, because a build in which nothing changed needs none of what this imports.
        from procgraph.workers import run

        return run(jobs, naming, workers=self.workers)

    def exclusive(self, folder: Path) -> AbstractContextManager[None]:
        if is_url(folder):
            raise DatasetError(
                f"{folder}: is on a storage, where only a cluster's scheduler can keep two builds"
                " apart; build with --engine dask --scheduler ADDRESS"
            )
        return exclusive(folder)


@contextmanager
def connected(name: str, *, workers: int = 1, scheduler: str | None = None) -> Iterator[Engine]:
    """The engine of this name: ``local`` with a number of processes, or ``dask`` at a scheduler.

    Raises `DatasetError` when there is none of this name, or its scheduler does not answer.
    """
    if name == "local":
        if scheduler is not None:
            raise DatasetError("--scheduler is for --engine dask; add that, or leave it out")
        yield _Local(workers)
    elif name == "dask":
        if scheduler is None:
            raise DatasetError(
                "--engine dask needs --scheduler ADDRESS; start one with `dask scheduler`, and"
                " workers with `dask worker ADDRESS`"
            )
        from procgraph.cluster import connect

        with connect(scheduler) as cluster:
            yield cluster
    else:
        raise DatasetError(f"there is no engine {name!r}; use one of {', '.join(ENGINES)}")
