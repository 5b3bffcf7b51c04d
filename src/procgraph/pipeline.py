"""`build`: the whole way from documents to a dataset, incremental and parallel.

The unit of work is a segment, which a worker stages (see `workers`); what comes back is small. When
all are there, the links across documents are made, and everything is put in place at once.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from procgraph.dataset import resolution
from procgraph.dataset.files import LOCK, exclusive, write_lines
from procgraph.dataset.manifest import NAME, Manifest, versions
from procgraph.dataset.plan import Plan
from procgraph.dataset.reader import STAGING, open_dataset
from procgraph.dataset.report import Report, recorded, write_report
from procgraph.dataset.segments import read_segment, resolution_path
from procgraph.dataset.staging import Staging
from procgraph.documents import read_documents
from procgraph.errors import DatasetError, InputError
from procgraph.extraction import rules_version
from procgraph.model import Document
from procgraph.workers import Naming, lexicon, run

__all__ = ["BuildSummary", "build"]

OnError = Callable[[InputError], None]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did. `documents` counts what the dataset holds now."""

    folder: Path
    documents: int
    added: int
    changed: int
    removed: int
    facts: int
    quads: int
    report: Report
    errors: tuple[InputError, ...]
    strict: bool
    seconds: float

    @property
    def unchanged(self) -> int:
        """The documents that were not worked on."""
        return self.documents - self.added - self.changed

    @property
    def exit_code(self) -> int:
        """2 when an input failed, 1 when it is strict and a rule is broken, else 0."""
        if self.errors:
            return 2
        return 1 if self.strict and not self.report.conforms else 0


def build(
    paths: Iterable[str | Path],
    out: str | Path,
    *,
    workers: int = 1,
    metadata: str | Path | None = None,
    strict: bool = False,
    terminologies: Iterable[str | Path] = (),
    mappings: str | Path | None = None,
    progress: OnProgress | None = None,
    on_error: OnError | None = None,
) -> BuildSummary:
    """Make the dataset `out` from documents, or bring it up to date.

    The dataset holds exactly the documents of `paths` afterwards; only new, changed and removed
    ones are worked on. Its segments are the same bytes for the same input, whatever the workers,
    the order or the hash seed. A document that cannot be read goes to `on_error` and into the
    summary's `errors`, and the rest goes on. `progress` gets the number of documents done and of
    all.

    `terminologies` and `mappings` are those of `Lexicon.load`: outside terminologies to link to,
    and an SSSOM file that overrides links.

    With `workers` > 1 a script needs the usual ``if __name__ == "__main__":`` guard.

    Raises:
        InputError: there is not one good document; nothing is written then.
        DatasetError: `out` is a folder of something else, or another build is writing to it.
    """
    started = time.perf_counter()
    folder, given = Path(out), list(paths)
    naming = Naming(tuple(map(str, terminologies)), None if mappings is None else str(mappings))
    _refuse_inside(folder, given)
    errors: list[InputError] = []

    def report_error(error: InputError) -> None:
        errors.append(error)
        if on_error:
            on_error(error)

    documents = _read(given, Path(metadata) if metadata else None, report_error)
    made = versions(rules=rules_version(), terminology=lexicon(naming).version)
    with _dataset_folder(folder):
        staging = Staging(folder)
        staging.resume()
        before = _manifest_before(folder)
        plan = Plan.of(documents, before, made, folder)
        finished = staging.start(made, plan.wanted)
        rows: dict[str, Sequence[resolution.Row]] = {}
        jobs = plan.jobs(documents, skip=finished.keys(), dataset=folder, staging=staging.folder)
        failed: dict[str, InputError] = {}
        done, total = 0, sum(len(job.documents) for job in jobs)
        for job, result in run(jobs, naming, workers=workers):
            failed |= result.failed
            if result.finished:
                staging.add(job.segment, result.finished)
                finished[job.segment] = result.finished
                rows[job.segment] = result.rows
            done += len(job.documents)
            if progress:
                progress(done, total)
        entries = {k: entry for k, entry in plan.entries.items() if k not in failed}
        # Without a good document the last error is what the build fails with.
        last = None if entries else failed.pop(max(failed))
        for identifier in sorted(failed):
            report_error(failed[identifier])
        if last:
            staging.discard()
            raise last
        manifest = Manifest(made, entries, plan.segments(before, finished))
        for name in manifest.segments.keys() - rows.keys():
            source = staging.folder if name in finished else folder
            rows[name] = [resolution.row(p.record.extraction) for p in read_segment(source, name)]
        links = resolution.resolve(row for name in sorted(rows) for row in rows[name])
        digest = write_lines(
            resolution_path(staging.folder), (f"{line}\n".encode() for line in links)
        )
        staging.commit(replace(manifest, resolution_sha256=digest))
    dataset = open_dataset(folder)
    report = recorded(dataset)
    write_report(dataset, report)
    return BuildSummary(
        folder=folder,
        documents=len(entries),
        added=len(entries.keys() - before.documents.keys()),
        changed=len(plan.changed & entries.keys() & before.documents.keys()),
        removed=len(before.documents.keys() - entries.keys()),
        facts=dataset.manifest.relations.total(),
        quads=sum(entry.quads for entry in dataset.manifest.segments.values()) + len(links),
        report=report,
        errors=tuple(errors),
        strict=strict,
        seconds=time.perf_counter() - started,
    )


def _read(
    paths: Iterable[str | Path], metadata: Path | None, report_error: OnError
) -> list[Document]:
    """All documents. The last error is raised, not reported, when there is nothing else."""
    waiting: list[InputError] = []
    documents = list(read_documents(paths, metadata=metadata, on_error=waiting.append))
    if not documents:
        last = waiting.pop() if waiting else None
        for error in waiting:
            report_error(error)
        raise last or InputError("no documents were given", source="build", mend="name a PATH")
    for error in waiting:
        report_error(error)
    return documents


@contextmanager
def _dataset_folder(folder: Path) -> Iterator[None]:
    """The folder under its lock, made where it is missing; left as it was when the input is bad."""
    is_new = not folder.exists()
    if not is_new:
        _refuse_other(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DatasetError(f"{folder}: {problem.strerror}; choose another --out") from None
    try:
        with exclusive(folder):
            yield
    except InputError:
        if not (folder / NAME).exists():
            shutil.rmtree(folder) if is_new else (folder / LOCK).unlink(missing_ok=True)
        raise


def _refuse_other(folder: Path) -> None:
    if not folder.is_dir():
        raise DatasetError(f"{folder}: is a file, not a folder; choose another --out")
    found = {path.name for path in folder.iterdir()}
    if found and NAME not in found and STAGING not in found and found != {LOCK}:
        raise DatasetError(
            f"{folder}: is not empty and not a dataset; choose another --out or empty it"
        )


def _refuse_inside(folder: Path, paths: Iterable[str | Path]) -> None:
    """Refuse a dataset among its own documents: its records would be the next build's input."""
    target = folder.resolve()
    for path in map(Path, paths):
        if path.is_dir() and target.is_relative_to(path.resolve()):
            raise DatasetError(
                f"{folder}: lies inside {path}, which is read for documents; choose another --out"
            )


def _manifest_before(folder: Path) -> Manifest:
    """The manifest, or an empty one when there is none that this version can read."""
    try:
        return Manifest.read(folder)
    except DatasetError:
        return Manifest(versions={})
