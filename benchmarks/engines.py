"""What more workers cost: processes of this machine beside the workers of a Dask cluster.

    python benchmarks/engines.py
    python benchmarks/engines.py --documents 10000 --workers 1 2 4

Each is a clean build of the same generated documents, start-up included; a cluster is a scheduler
and that many workers on the loopback, started anew for each build and counted with it. The datasets
are compared: they must be the same bytes. On one machine the wall time only falls as far as its
cores go; the CPU time shows what handing out costs.
"""

from __future__ import annotations

import filecmp
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from common import Run, arguments, measure, present, scratch
from generate import generate


@dataclass(slots=True)
class Cluster:
    """A scheduler and its workers: where they are, and the CPU time that they took."""

    address: str
    cpu: float = 0.0


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[Cluster]:
    """A Dask cluster of separate processes, for a block."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    common = ("--host", "127.0.0.1", "--scheduler-file", str(file), "--no-dashboard")
    one = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    started = [_start("dask_scheduler", *common, "--port", "0")]
    running = Cluster("")
    try:
        while not file.exists():
            time.sleep(0.05)
        started += [_start("dask_worker", *common, *one) for _ in range(workers)]
        running.address = json.loads(file.read_text())["address"]
        yield running
    finally:
        for process in started:
            process.kill()
        usages = [os.wait4(process.pid, 0)[2] for process in started]
    running.cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Print a row for each engine and number of workers."""
    parser = arguments(__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    size, workers = (60, [1]) if given.smoke else (given.documents, given.workers)
    table = []
    with scratch(given.scratch) as folder:
        documents = folder / "documents"
        generate(size, documents)
        first = folder / f"local-{workers[0]}"
        for number in workers:
            out = folder / f"local-{number}"
            run = _build(documents, out, "--workers", str(number))
            table.append(_row("local", number, size, run, run.cpu))
            with cluster(number, folder) as running:
                out = folder / f"dask-{number}"
                run = _build(documents, out, "--engine", "dask", "--scheduler", running.address)
            table.append(_row("dask", number, size, run, run.cpu + running.cpu))
            for other in (folder / f"local-{number}", out):
                _refuse_other(first, other)
    present("Engines", table, as_json=given.json, packages=("distributed",))


def _row(engine: str, workers: int, size: int, run: Run, cpu: float) -> dict[str, object]:
    return {
        "engine": engine,
        "workers": workers,
        "documents": size,
        "wall s": round(run.wall, 1),
        "CPU s": round(cpu, 1),
        "CPU ms a document": round(cpu / size * 1000, 1),
    }


def _build(documents: Path, out: Path, *options: str) -> Run:
    # The generated documents are like the corpus, with a few rules across documents broken.
    command = ("-m", "procgraph", "build", documents, "--out", out)
    return measure([sys.executable, *command, *options])


def _refuse_other(one: Path, other: Path) -> None:
    """Stop when two datasets are not the same bytes."""
    names: Sequence[str] = [
        path.relative_to(one).as_posix() for path in sorted((one / "segments").iterdir())
    ]
    same, differ, missing = filecmp.cmpfiles(one, other, [*names, "dataset.json"], shallow=False)
    if differ or missing or not same:
        raise SystemExit(f"{one} and {other} differ: {differ[:3] + missing[:3]}")


def _start(what: str, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{what}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
