"""What a build costs when little has changed, as a share of the full build.

    python benchmarks/incremental.py
    python benchmarks/incremental.py --documents 1000 --changed 50

The documents are generated and built once; then, each in a process of its own, start-up included:
nothing changed; one document changed; as many as `--changed`; as many removed; one added; one
renamed. `--check` then makes a clean build of the same documents and compares the segments.
"""

from __future__ import annotations

import filecmp
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from build import generated
from common import Run, arguments, measure, present, scratch
from generate import NOVELTY, Generator


class Corpus:
    """Generated documents in a folder, and what may happen to them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = sorted(p for p in folder.rglob("*.txt"))
        self._next = iter(self._files)
        self._more = _unseen(len([p for p in folder.rglob("*") if p.is_file()]))

    def change(self, count: int) -> None:
        """Another mention of staff at the end of `count` documents."""
        for path in self._taken(count):
            text = path.read_text("utf-8").rstrip("\n")
            path.write_text(f"{text}\nPersonnel\n- Nurse\n- Dentist\n", "utf-8")

    def remove(self, count: int) -> None:
        """Remove `count` documents."""
        for path in self._taken(count):
            path.unlink()

    def add(self, count: int) -> None:
        """Add `count` documents that were not there before."""
        for _ in range(count):
            name, text = next(self._more)
            (self.folder / name).write_text(text, "utf-8")

    def rename(self, count: int) -> None:
        """Give `count` documents another name."""
        for path in self._taken(count):
            path.rename(path.with_stem(f"{path.stem}_renamed"))

    def _taken(self, count: int) -> Iterator[Path]:
        """`count` documents that nothing has happened to yet."""
        for _ in range(count):
            yield next(self._next)


def _unseen(number: int) -> Iterator[tuple[str, str]]:
    generator = Generator()
    while True:
        yield generator.document(number)
        number += 1


def update(documents: Path, dataset: Path, workers: int) -> Run:
    """`procgraph build`, measured."""
    command = [sys.executable, "-m", "procgraph", "build", documents, "--out", dataset]
    return measure([*command, "--workers", str(workers)])


def measured(folder: Path, size: int, changed: int, workers: int) -> list[dict[str, object]]:
    """A row for the full build and for each kind of change."""
    documents, dataset = folder / "documents", folder / "dataset"
    for stale in (documents, dataset):
        shutil.rmtree(stale, ignore_errors=True)
    shutil.copytree(generated(size, folder, NOVELTY), documents)
    corpus = Corpus(documents)
    full = update(documents, dataset, workers)
    rows = [_row("all new", size, full, full)]
    kinds: list[tuple[str, int, Callable[[int], None] | None]] = [
        ("nothing", 0, None),
        ("changed", 1, corpus.change),
        ("changed", changed, corpus.change),
        ("removed", changed, corpus.remove),
        ("added", 1, corpus.add),
        ("renamed", 1, corpus.rename),
        ("nothing", 0, None),
    ]
    for what, count, happen in kinds:
        if happen:
            happen(count)
        rows.append(_row(what, count, update(documents, dataset, workers), full))
    return rows


def check(folder: Path, workers: int) -> bool:
    """Whether a clean build of the same documents has the same segments."""
    clean = folder / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    update(folder / "documents", clean, workers)
    return all(_same(folder / "dataset" / part, clean / part) for part in ("segments", "records"))


def _same(one: Path, other: Path) -> bool:
    names = sorted(path.name for path in one.iterdir())
    if names != sorted(path.name for path in other.iterdir()):
        return False
    return not filecmp.cmpfiles(one, other, names, shallow=False)[1]


def _row(what: str, count: int, run: Run, full: Run) -> dict[str, object]:
    shares = {
        "wall % of full": round(100 * run.wall / full.wall, 2),
        "CPU % of full": round(100 * run.cpu / full.cpu, 2),
    }
    return {**run.row(what=what, documents=count), **shares}


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--changed", type=int, default=100, help="how many change or go at once")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="compare with a clean build")
    options = parser.parse_args()
    if options.smoke:
        options.documents, options.changed = 20, 3
    with scratch(options.scratch) as folder:
        rows = measured(folder, options.documents, options.changed, options.workers)
        more: dict[str, object] = {}
        if options.check:
            more["bytes_equal_a_clean_build"] = check(folder, options.workers)
    present("incremental", rows, as_json=options.json, documents=options.documents, **more)


if __name__ == "__main__":
    main()
