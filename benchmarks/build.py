"""The whole build beside the straightforward pipeline, and what a document costs as they get more.

    python benchmarks/build.py
    python benchmarks/build.py --sizes 1000 10000 100000 --straightforward 0
    python benchmarks/build.py --smoke --json

Each size is a clean `procgraph build` of generated documents in a process of its own, start-up
included: extract, link, write, validate, index. The straightforward pipeline (straightforward.py)
runs in between on as many documents as it can finish. Its cost is taken per document, without its
start-up: it grows no slower than linearly, so what follows for more documents favours it. The
ratios are those of wall time (ours with `--workers`, it has one process) and of CPU time.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from common import ROOT, arguments, measure, present, scratch
from generate import generate

SIZES = (1_000, 10_000)
STRAIGHTFORWARD = 300


@dataclass(frozen=True, slots=True)
class Cost:
    """What a document costs: seconds of wall and CPU time."""

    wall: float
    cpu: float


def build(documents: Path, dataset: Path, workers: int) -> tuple[dict[str, object], Cost]:
    """A clean build, measured: its row, and the cost of a document."""
    shutil.rmtree(dataset, ignore_errors=True)
    command = [sys.executable, "-m", "procgraph", "build", documents, "--out", dataset]
    run = measure([*command, "--workers", str(workers)])
    count = len(json.loads((dataset / "dataset.json").read_bytes())["documents"])
    cost = Cost(run.wall / count, run.cpu / count)
    row = run.row(
        pipeline=f"procgraph, {workers} workers",
        documents=count,
        **_per_document(cost),
        **{
            "disk MB": round(_size(dataset) / 1e6),
            "index MB": round(_size(dataset / "index") / 1e6),
        },
    )
    return row, cost


def straightforward(documents: Path, out: Path) -> tuple[dict[str, object], Cost]:
    """The straightforward pipeline, measured: its row, and the cost of a document."""
    program = ROOT / "benchmarks" / "straightforward.py"
    run = measure([sys.executable, program, documents, "--out", out])
    told = json.loads(run.output)
    wall, cpu = (sum(told[kind].values()) - told[kind]["start"] for kind in ("wall", "cpu"))
    cost = Cost(wall / told["documents"], cpu / told["documents"])
    row = run.row(
        pipeline="straightforward",
        documents=told["documents"],
        **_per_document(cost),
        **{"disk MB": round(_size(out) / 1e6)},
    )
    shutil.rmtree(out)
    return row, cost


def compared(
    folder: Path, sizes: Sequence[int], baseline: int, workers: int, *, keep: bool
) -> tuple[list[dict[str, object]], dict[str, object]]:
    """The rows, and the ratios of the straightforward pipeline to the last size."""
    rows: list[dict[str, object]] = []
    costs: list[Cost] = []
    plain: list[Cost] = []
    for size in sizes:
        documents, dataset = folder / f"documents-{size}", folder / f"dataset-{size}"
        generated(size, documents)
        if baseline:
            row, cost = straightforward(
                generated(baseline, folder / f"documents-{baseline}"), folder / "straightforward"
            )
            rows.append(row)
            plain.append(cost)
        row, cost = build(documents, dataset, workers)
        rows.append(row)
        costs.append(cost)
        if not keep:
            shutil.rmtree(dataset)
    last = costs[-1]
    ratios: dict[str, object] = {}
    if plain:
        mean = Cost(*(sum(getattr(c, k) for c in plain) / len(plain) for k in ("wall", "cpu")))
        ratios["times_faster_by_wall_time"] = round(mean.wall / last.wall, 1)
        ratios["times_faster_by_CPU_time"] = round(mean.cpu / last.cpu, 1)
        ratios["straightforward_for_the_last_size_in_seconds"] = round(mean.wall * sizes[-1])
    if len(costs) > 1:
        growth = last.wall / costs[-2].wall, last.cpu / costs[-2].cpu
        ratios["cost_per_document_last_to_size_before_by_wall_time"] = round(growth[0], 2)
        ratios["cost_per_document_last_to_size_before_by_CPU_time"] = round(growth[1], 2)
    return rows, ratios


def generated(size: int, folder: Path) -> Path:
    """`folder` with that many documents; made when it is not there."""
    if not folder.is_dir():
        beside = folder.with_name(f".{folder.name}")
        generate(size, beside)
        beside.rename(folder)
    return folder


def _per_document(cost: Cost) -> dict[str, object]:
    return {
        "wall ms a document": round(cost.wall * 1000, 1),
        "CPU ms a document": round(cost.cpu * 1000, 1),
    }


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="documents to build")
    parser.add_argument(
        "--straightforward",
        type=int,
        default=STRAIGHTFORWARD,
        metavar="N",
        help="documents for the straightforward pipeline; 0: leave it out",
    )
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if options.smoke:
        options.sizes, options.straightforward = [20], 5
    with scratch(options.scratch) as folder:
        rows, ratios = compared(
            folder,
            options.sizes,
            options.straightforward,
            options.workers,
            keep=options.scratch is not None,
        )
    present("build", rows, as_json=options.json, **ratios)


if __name__ == "__main__":
    main()
