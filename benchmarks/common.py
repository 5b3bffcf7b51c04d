"""What every benchmark needs: measuring, the machine, a table, JSON, the command line.

What is measured runs as a process of its own, so that nothing is warm by accident and the peak
memory is that of this work alone. The figures come from `wait4`: CPU time of the process and of all
its children, and the largest resident set of any one of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "Clock", "Run", "arguments", "clock", "machine", "measure", "present", "scratch"]

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""

_PACKAGES = ("procgraph-kg", "rdflib", "pyoxigraph", "pyshacl")


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds of wall and CPU time, and the most memory that any process of it held.

    `peak_megabytes` is in units of 10^6 bytes. `output` is what it printed, `progress` what it said
    on standard error.
    """

    wall: float
    cpu: float
    peak_megabytes: float
    output: str
    progress: str = ""

    def row(self, **more: object) -> dict[str, object]:
        """The figures as a row of a table, after what `more` says."""
        return {
            **more,
            "wall s": round(self.wall, 2),
            "CPU s": round(self.cpu, 2),
            "peak MB": round(self.peak_megabytes),
        }


def measure(command: Sequence[str | Path], *, allowed: Iterable[int] = (0,)) -> Run:
    """Run `command` and measure it.

    Linux counts the memory that the starting process held at the fork, so the caller should be
    small. Raises `SystemExit` with what the command said when its exit code is not `allowed`.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        started = time.perf_counter()
        process = subprocess.Popen([str(c) for c in command], stdout=said, stderr=complained)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        output = said.read().decode(errors="replace")
        progress = complained.read().decode(errors="replace")
        if process.returncode not in set(allowed):
            line = " ".join(map(str, command))
            said_last = (output + progress)[-2000:]
            raise SystemExit(f"{line}\nended with {process.returncode}:\n{said_last}")
    # ru_maxrss is in kibibytes on Linux and in bytes on macOS
    unit = 1 if sys.platform == "darwin" else 1024
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss * unit / 1e6, output, progress)


@dataclass(slots=True)
class Clock:
    """Seconds of wall and CPU time of this process, filled when the block ends."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def clock() -> Iterator[Clock]:
    """Time a block of this process: ``with clock() as taken: …``."""
    taken = Clock()
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield taken
    finally:
        taken.wall, taken.cpu = time.perf_counter() - wall, time.process_time() - cpu


@contextmanager
def scratch(folder: str | None = None) -> Iterator[Path]:
    """A folder for documents and datasets: `folder`, which is kept, or one that is removed."""
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        yield Path(folder).resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="procgraph-bench-") as name:
            yield Path(name)


def machine(packages: Iterable[str] = ()) -> dict[str, object]:
    """The machine and the versions that a figure belongs to; `packages` besides the usual ones."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in (*_PACKAGES, *packages)},
    }


def arguments(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options that every benchmark has: --json, --smoke, --scratch."""
    parser = argparse.ArgumentParser(
        description=(description or "").split("\n")[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--smoke", action="store_true", help="a few seconds: does it run at all?")
    parser.add_argument("--scratch", metavar="FOLDER", help="keep documents and datasets here")
    return parser


def present(
    title: str,
    rows: Sequence[Mapping[str, object]],
    *,
    as_json: bool,
    packages: Iterable[str] = (),
    tables: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
    **more: object,
) -> None:
    """Print a benchmark's rows: JSON with the machine, or a Markdown table.

    Rows may have different columns. Further `tables` follow by their names, and `more` (ratios,
    sizes) one a line.
    """
    known = machine(packages)
    if as_json:
        figures = {"benchmark": title, **known, **more, "rows": list(rows), **(tables or {})}
        print(json.dumps(figures, indent=2))
        return
    versions = known["versions"]
    assert isinstance(versions, dict)
    print(f"{title}: {known['cpu']}, {known['cores']} cores, Python {known['python']}")
    print(", ".join(f"{name} {number}" for name, number in versions.items()), end="\n\n")
    print("\n".join(table(rows)))
    for name, others in (tables or {}).items():
        print(f"\n{name.replace('_', ' ')}:\n", *table(others), sep="\n")
    print()
    for name, value in more.items():
        print(f"{name.replace('_', ' ')}: {value}")


def table(rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """The lines of a Markdown table with a column for each key, in order of appearance."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[_cell(row.get(column, "")) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    yield _line(columns, widths, rows)
    yield "|".join(["", *("-" * (width + 2) for width in widths), ""])
    for row in cells:
        yield _line(row, widths, rows)


def _line(cells: Sequence[str], widths: Sequence[int], rows: Sequence[Mapping[str, object]]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    numbers = [all(not isinstance(row.get(c, 0), str) for row in rows) for c in columns]
    padded = (
        cell.rjust(width) if number else cell.ljust(width)
        for cell, width, number in zip(cells, widths, numbers, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
