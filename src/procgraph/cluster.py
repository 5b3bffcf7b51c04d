"""The same jobs on the workers of a Dask cluster.

What goes to a worker is a job, which names files; what comes back is small. The documents and the
dataset are on a storage that client and workers share: a common folder, or one of fsspec. A job
whose worker is lost is done by another one: it writes files that are named by what is in them, so
it may be done twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from procgraph.dataset.files import exclusive
from procgraph.dataset.plan import Job
from procgraph.dataset.versions import versions
from procgraph.errors import DatasetError
from procgraph.extraction import rules_version
from procgraph.locations import is_url
from procgraph.terminology import lexicon_version
from procgraph.workers import Done, Naming, work_on

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Cluster", "connect"]

SECONDS_TO_CONNECT = 10.0
SECONDS_FOR_WORKERS = 30.0
"""So long a cluster without one worker is waited for, at the start and in the middle."""

_JOBS_A_WORKER = 3
"""Handed out at once: enough to keep a worker at work, few enough to be held by the scheduler."""

_RETRIES = 3
"""Of a job that failed, as a storage may fail in passing. A worker that is lost does not count."""

_LOGGERS = ("distributed", "distributed.client")


@contextmanager
def connect(scheduler: str) -> Iterator[Cluster]:
    """The cluster of a scheduler, such as ``tcp://10.0.0.5:8786``.

    Raises `DatasetError`, in bounded time, when the extra ``cluster`` is missing or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise DatasetError(
            "--engine dask needs Dask: install it with `pip install 'procgraph-kg[cluster]'`"
        ) from None
    try:
        client = Client(
            scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="procgraph"
        )
    except (OSError, ValueError, AssertionError) as problem:
        raise DatasetError(
            f"{scheduler}: no scheduler answers ({' '.join(str(problem).split()) or 'no address'});"
            " start one with `dask scheduler`, or check --scheduler"
        ) from None
    # What Dask tells its developers about a connection that broke is told in one line here.
    levels = {name: logging.getLogger(name).level for name in _LOGGERS}
    try:
        for name in levels:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        yield Cluster(client, scheduler)
    finally:
        client.close()
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that is connected."""

    client: Client
    scheduler: str

    def run(self, jobs: Sequence[Job], naming: Naming) -> Iterator[tuple[Job, Done]]:
        """Do the jobs on the cluster's workers; each comes back as soon as it is done.

        Raises `DatasetError` when there are no workers, when one is of another version than this
        process, and when a job's workers died again and again.
        """
        if not jobs:
            return
        from concurrent.futures import CancelledError

        from distributed.comm.core import CommClosedError

        named = _absolute_naming(naming)
        expected = _versions(naming)
        waiting = iter(jobs)
        at_work: dict[Future[Done], Job] = {}
        try:
            for _ in range(_JOBS_A_WORKER * self._workers()):
                self._submit(waiting, at_work, named, expected)
            while at_work:
                for future in self._finished(list(at_work)):
                    job = at_work.pop(future)
                    yield job, self._result(future, job)
                    self._submit(waiting, at_work, named, expected)
        except (CommClosedError, CancelledError):
            at_work.clear()
            raise DatasetError(
                f"{self.scheduler}: the scheduler is gone; start it and build again: it goes on"
                " where it stopped"
            ) from None
        finally:
            if at_work:
                self.client.cancel(list(at_work))

    @contextmanager
    def exclusive(self, folder: Path) -> Iterator[None]:
        """Hold a dataset's lock, which the scheduler keeps when the dataset is on a storage.

        Raises `DatasetError` when another build holds it.
        """
        if not is_url(folder):
            with exclusive(folder):
                yield
            return
        from distributed import Lock

        lock = Lock(
            f"procgraph:{folder}", scheduler_rpc=self.client.scheduler, loop=self.client.loop
        )
        if not lock.acquire(blocking=False):
            raise DatasetError(
                f"{folder}: another build is writing to it; wait for it or use another folder"
            )
        try:
            yield
        finally:
            lock.release()

    def _submit(
        self,
        waiting: Iterator[Job],
        at_work: dict[Future[Done], Job],
        naming: Naming,
        expected: Mapping[str, str],
    ) -> None:
        for job in waiting:
            future = self.client.submit(
                _work_on,
                _absolute(job),
                naming,
                expected,
                # An input may change between two builds while its job stays the same.
                pure=False,
                retries=_RETRIES,
            )
            at_work[future] = job
            return

    def _workers(self) -> int:
        """The number of workers; waits for the first."""
        try:
            self.client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
        except TimeoutError:
            raise self._without_workers() from None
        return len(self.client.nthreads())

    def _finished(self, futures: list[Future[Done]]) -> list[Future[Done]]:
        """Those that are finished, at least one."""
        from distributed import wait

        while True:
            try:
                with self.client.as_current():
                    state = wait(futures, SECONDS_FOR_WORKERS, return_when="FIRST_COMPLETED")
            except TimeoutError:
                if not self.client.nthreads():
                    raise self._without_workers() from None
            else:
                return list(state.done)

    def _result(self, future: Future[Done], job: Job) -> Done:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            raise DatasetError(
                f"segment {job.segment}: its workers died again and again; see their logs, and"
                " build again: it goes on where it stopped"
            ) from None
        except ModuleNotFoundError as problem:
            raise DatasetError(
                f"{self.scheduler}: a worker cannot do the work ({problem}); install this version"
                " of procgraph-kg there"
            ) from None

    def _without_workers(self) -> DatasetError:
        return DatasetError(
            f"{self.scheduler}: has no workers; start some with `dask worker {self.scheduler}` and"
            " build again"
        )


# Several threads of one process would wait for each other anyway, and count each other's seconds.
_one_at_a_time = threading.Lock()


def _work_on(job: Job, naming: Naming, expected: Mapping[str, str]) -> Done:
    """A job, on a worker: refused where another version would do it."""
    found = _versions(naming)
    if found != expected:
        differ = ", ".join(
            f"{name} {found.get(name)} is not {version}"
            for name, version in expected.items()
            if found.get(name) != version
        )
        raise DatasetError(
            f"{_address()}: this worker is of another version ({differ}); install the same"
            " procgraph-kg, and the same terminologies, on the client and on every worker"
        )
    with _one_at_a_time:
        return work_on(job, naming)


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


@cache
def _versions(naming: Naming) -> Mapping[str, str]:
    return versions(
        rules=rules_version(), terminology=lexicon_version(naming.terminologies, naming.mappings)
    )


def _absolute(job: Job) -> Job:
    """The job with paths that do not depend on the folder that somebody stands in."""
    return replace(
        job,
        references=tuple(replace(r, source=_absolute_path(r.source)) for r in job.references),
        spool=job.spool and _absolute_path(job.spool),
        dataset=_absolute_path(job.dataset),
        staging=_absolute_path(job.staging),
    )


def _absolute_naming(naming: Naming) -> Naming:
    return Naming(
        tuple(map(_absolute_terminology, naming.terminologies)),
        naming.mappings and _absolute_path(naming.mappings),
    )


def _absolute_terminology(given: str) -> str:
    if Path(given).exists():
        return _absolute_path(given)
    slot, equals, path = given.partition("=")
    return f"{slot}={_absolute_path(path)}" if equals else given


def _absolute_path(path: str) -> str:
    return path if is_url(path) else str(Path(path).absolute())
