"""The whole build beside the straightforward pipeline, and what a document costs as they get more.

    python benchmarks/build.py
    python benchmarks/build.py --sizes 1000 10000 100000 --straightforward 0
    python benchmarks/build.py --sizes 10000 --novelty 0
    python benchmarks/build.py --smoke --json

Each size is a clean `procgraph build` of generated documents in a process of its own, start-up
included: extract, link, write, validate, index. The straightforward pipeline (straightforward.py)
runs in between on as many documents as it can finish. Its cost is taken per document, without its
start-up: it grows no slower than linearly, so what follows for more documents favours it. The
ratios are those of wall time (ours with `--workers`, it has one process) and of CPU time.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from common import ROOT, Run, arguments, measure, present, scratch
from generate import NOVELTY, generate

SIZES = (1_000, 10_000)
STRAIGHTFORWARD = 300

Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """One run: its row, seconds by stage, and wall and CPU seconds for a document."""

    row: Figures
    stages: Figures
    wall: float
    cpu: float


def build(documents: Path, dataset: Path, workers: int) -> Result:
    """A clean build, measured. Its stages are sums over the workers where they do them."""
    shutil.rmtree(dataset, ignore_errors=True)
    command = [sys.executable, "-m", "procgraph", "build", documents, "--out", dataset]
    run = measure([*command, "--workers", str(workers)])
    count = len(json.loads((dataset / "dataset.json").read_bytes())["documents"])
    what = {"pipeline": f"procgraph, {workers} workers", "documents": count}
    told = re.search(r"time by stage: (.*)", run.output + run.progress)
    seconds = re.findall(r"(\w[\w ]*?) ([\d.]+) s\b", told[1] if told else "")
    disk = {"disk MB": _megabytes(dataset), "index MB": _megabytes(dataset / "index")}
    return _result(
        what, run, run.wall / count, run.cpu / count, {k: float(v) for k, v in seconds}, disk
    )


def straightforward(documents: Path, out: Path) -> Result:
    """The straightforward pipeline, measured. Its start-up does not count for a document's cost."""
    program = ROOT / "benchmarks" / "straightforward.py"
    run = measure([sys.executable, program, documents, "--out", out])
    told = json.loads(run.output)
    count = told["documents"]
    wall, cpu = (sum(told[kind].values()) - told[kind]["start"] for kind in ("wall", "cpu"))
    what = {"pipeline": "straightforward", "documents": count}
    disk = {"disk MB": _megabytes(out)}
    shutil.rmtree(out)
    return _result(what, run, wall / count, cpu / count, told["wall"], disk)


def compared(
    folder: Path,
    sizes: Sequence[int],
    baseline: int,
    workers: int,
    *,
    novelty: float,
    keep: bool,
) -> tuple[list[Result], Figures]:
    """The results in the order of the runs, and the ratios for the last size."""
    ours: list[Result] = []
    plain: list[Result] = []
    runs: list[Result] = []
    for size in sizes:
        if baseline:
            documents = generated(baseline, folder, novelty)
            plain.append(straightforward(documents, folder / "straightforward"))
            runs.append(plain[-1])
        dataset = folder / f"dataset-{size}"
        ours.append(build(generated(size, folder, novelty), dataset, workers))
        runs.append(ours[-1])
        if not keep:
            shutil.rmtree(dataset)
    last = ours[-1]
    ratios: Figures = {}
    if plain:
        wall = sum(result.wall for result in plain) / len(plain)
        cpu = sum(result.cpu for result in plain) / len(plain)
        ratios["times_faster_by_wall_time"] = round(wall / last.wall, 1)
        ratios["times_faster_by_CPU_time"] = round(cpu / last.cpu, 1)
        ratios["straightforward_for_the_last_size_in_seconds"] = round(wall * sizes[-1])
    if len(ours) > 1:
        before = ours[-2]
        growth = round(last.wall / before.wall, 2), round(last.cpu / before.cpu, 2)
        ratios["cost_per_document_to_that_of_the_size_before_by_wall_time"] = growth[0]
        ratios["cost_per_document_to_that_of_the_size_before_by_CPU_time"] = growth[1]
    return runs, ratios


def generated(size: int, folder: Path, novelty: float) -> Path:
    """A folder below `folder` with that many documents; made when it is not there."""
    documents = folder / f"documents-{size}-{novelty}"
    if not documents.is_dir():
        beside = documents.with_name(f".{documents.name}")
        generate(size, beside, novelty=novelty)
        beside.rename(documents)
    return documents


def _result(
    what: Figures, run: Run, wall: float, cpu: float, stages: Mapping[str, float], disk: Figures
) -> Result:
    cost = {"wall ms/doc": round(wall * 1000, 1), "CPU ms/doc": round(cpu * 1000, 1)}
    return Result({**run.row(**what), **cost, **disk}, {**what, **stages}, wall, cpu)


def _megabytes(folder: Path) -> int:
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6)


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
    parser.add_argument("--novelty", type=float, default=NOVELTY, help="see generate.py")
    options = parser.parse_args()
    if options.smoke:
        options.sizes, options.straightforward = [20], 5
    with scratch(options.scratch) as folder:
        runs, ratios = compared(
            folder,
            options.sizes,
            options.straightforward,
            options.workers,
            novelty=options.novelty,
            keep=options.scratch is not None,
        )
    present(
        "build",
        [run.row for run in runs],
        as_json=options.json,
        tables={"seconds_by_stage": [run.stages for run in runs]},
        **ratios,
    )


if __name__ == "__main__":
    main()
