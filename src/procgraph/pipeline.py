"""`build`: the whole way from documents to a dataset, incremental and parallel.

Documents are found and hashed, one at a time; what is new or changed is worked on. The unit of work
is a segment: a worker reads its documents, copies what has not changed, and stages the segment's
files; what comes back is small, and the index is loaded meanwhile. When all are there, the links
across documents are made, everything is put in place at once, and the index and the report follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from procgraph.collecting import collecting_seldom
from procgraph.dataset.changes import LARGEST_UPDATE, Changes
from procgraph.dataset.early_index import EarlyIndex
from procgraph.dataset.index import index_path, prune_indexes, retire_index, update_index
from procgraph.dataset.links import with_links
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.place import dataset_folder, refuse_inside
from procgraph.dataset.plan import Job, Plan, known_before
from procgraph.dataset.reader import Dataset
from procgraph.dataset.report import Report, recorded, write_report, written_report
from procgraph.dataset.staging import Finished, Staging
from procgraph.dataset.versions import versions
from procgraph.documents.references import find_references
from procgraph.engines import Engine, connected
from procgraph.errors import DatasetError, InputError
from procgraph.extraction import rules_version
from procgraph.locations import location
from procgraph.stages import Stages
from procgraph.terminology import lexicon_version

if TYPE_CHECKING:
    from procgraph.workers import Done

__all__ = ["BuildSummary", "build"]

OnError = Callable[[InputError], None]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did. `documents` counts what the dataset holds now; `stages` has seconds by
    stage: those that passed, and for what workers do, those of all their processors. `remarks` name
    the documents that were worked on and not read to the end, a line each. `other_kinds` has the
    endings of files in folders that are of no known kind, each with how many there are."""

    folder: Path
    documents: int
    added: int
    changed: int
    removed: int
    facts: int
    quads: int
    report: Report
    errors: tuple[InputError, ...]
    remarks: tuple[str, ...]
    other_kinds: Mapping[str, int]
    strict: bool
    seconds: float
    stages: Mapping[str, float]

    @property
    def unchanged(self) -> int:
        """The documents that were not worked on."""
        return self.documents - self.added - self.changed

    @property
    def warnings(self) -> Counter[str]:
        """The number of results of each shape and rule."""
        return Counter(result.shape for result in self.report.results)

    def lines(self) -> list[str]:
        """The summary for people to read: counts, time by stage, results by kind."""
        parts = f"{self.added} new, {self.changed} changed, {self.removed} removed"
        stages = ", ".join(f"{name} {s:.1f} s" for name, s in self.stages.items())
        kinds = ", ".join(f"{count} {name}" for name, count in sorted(self.warnings.items()))
        return [
            f"{self.folder}: {self.documents} documents ({parts}), {self.facts} facts, "
            f"{self.quads} quads, {self.seconds:.1f} s",
            f"time by stage: {stages}",
            f"results by kind: {kinds or 'none'}",
        ]

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
    engine: str = "local",
    scheduler: str | None = None,
    metadata: str | Path | None = None,
    strict: bool = False,
    terminologies: Iterable[str | Path] = (),
    mappings: str | Path | None = None,
    progress: OnProgress | None = None,
    on_error: OnError | None = None,
    on_stage: Callable[[str], None] | None = None,
) -> BuildSummary:
    """Make the dataset `out` from documents, or bring it up to date.

    The dataset holds exactly the documents of `paths` afterwards; only new, changed and removed
    ones are worked on. Its files are the same bytes for the same input, whatever the workers, the
    order, the hash seed or what it held before. A document that cannot be read goes to `on_error`
    and into the summary's `errors`, and the rest goes on. `progress` gets the number of documents
    done and of all, `on_stage` the name of what begins: ``compile`` (where
    terminologies are read for the first time), ``find``, ``work``, ``resolve``,
    ``commit``, ``index``, ``rules``.

    `terminologies` and `mappings` are those of `Lexicon.load`: outside terminologies to link to,
    and an SSSOM file that overrides links.

    `engine` says who works: ``local``, `workers` processes of this machine (with more than one a
    script needs the usual ``if __name__ == "__main__":`` guard), or ``dask``, the workers of the
    Dask cluster at the address `scheduler`.

    Raises:
        InputError: there is not one good document; nothing is written then.
        DatasetError: `out` is a folder of something else or cannot be written to, or another build
            is writing to it; the cluster does not answer, has no workers, or other versions.
    """
    stages, errors = Stages(on_stage), _Errors(on_error)
    remarks: list[str] = []
    others: Counter[str] = Counter()
    folder, given = location(out), list(paths)
    terms, mapped = tuple(map(str, terminologies)), None if mappings is None else str(mappings)
    refuse_inside(folder, given)
    names = lexicon_version(terms, mapped, on_compile=lambda: stages.begin("compile"))
    made = versions(rules=rules_version(), terminology=names)
    staging = Staging(folder)
    with (
        collecting_seldom(),
        connected(engine, workers=workers, scheduler=scheduler) as hands,
        dataset_folder(folder, hands.exclusive),
        EarlyIndex(folder, staging.folder) as early,
    ):
        staging.resume()
        before = _manifest_before(folder)
        stages.begin("find")
        with staging.spool() as spool:
            found = find_references(
                given,
                metadata=location(metadata) if metadata else None,
                on_error=errors.report,
                on_other=lambda ending: others.update((ending,)),
            )
            plan = Plan.of(found, known_before(folder, before, made), spool)
        for _, refusal in sorted(plan.refused.items()):
            errors.report(refusal.error)
        if not plan.entries:
            raise errors.last
        manifest = before
        if plan.is_other_than(before):
            stages.begin("work")
            finished = staging.start(made, plan.wanted)
            jobs = list(plan.jobs(before, spool, staging=staging, skip=finished.keys()))
            is_early = len(plan.changed) > LARGEST_UPDATE * len(plan.entries)
            for segment, ready in finished.items() if is_early else ():
                early.add(segment, ready.entry)
            failed: dict[str, InputError] = {}
            for segment, done in _work(jobs, terms, mapped, hands, progress):
                failed |= done.failed
                remarks.extend(done.remarks)
                stages.add(done.seconds)
                if done.entry:
                    wanted = plan.wanted[segment]
                    prints = {k: sha256 for k, sha256 in wanted.items() if k not in failed}
                    finished[segment] = Finished(done.entry, prints)
                    staging.add(segment, finished[segment])
                    if is_early:
                        early.add(segment, done.entry)
            early.pause()
            for identifier in sorted(failed):
                errors.report(failed[identifier])
            entries = {k: entry for k, entry in plan.entries.items() if k not in failed}
            if not entries:
                staging.discard()
                raise errors.last
            segments, refused = plan.segments(before, finished), plan.refusals(failed)
            manifest = Manifest(made, entries, segments, refused=refused)
            stages.begin("resolve")
            manifest = with_links(manifest, before, staging, finished)
            stages.begin("commit")
            staging.commit(manifest)
        staging.discard()
        staging.tidy(manifest, before)
        report = _served(Dataset(folder, manifest), before, early, stages)
    errors.finish()
    stages.end()
    after = manifest.documents
    return BuildSummary(
        folder=folder,
        documents=len(after),
        added=len(after.keys() - before.documents.keys()),
        changed=len(plan.changed & after.keys() & before.documents.keys()),
        removed=len(before.documents.keys() - after.keys()),
        facts=manifest.relations.total(),
        quads=manifest.quads,
        report=report,
        errors=tuple(errors.all),
        remarks=tuple(sorted(remarks)),
        other_kinds=dict(sorted(others.items())),
        strict=strict,
        seconds=stages.total,
        stages=dict(stages.seconds),
    )


class _Errors:
    """The errors of inputs. The last one waits: without a good document it is what is raised."""

    def __init__(self, on_error: OnError | None) -> None:
        self.all: list[InputError] = []
        self._on_error = on_error
        self._reported = 0

    @property
    def last(self) -> InputError:
        """The error that a build without documents ends in."""
        if not self.all:
            return InputError("no documents were given", source="build", mend="name a PATH")
        return self.all[-1]

    def report(self, error: InputError) -> None:
        """Tell the error before, now that it is not the last."""
        self.finish()
        self.all.append(error)

    def finish(self) -> None:
        """Tell the last error, too."""
        if self._on_error:
            for error in self.all[self._reported :]:
                self._on_error(error)
        self._reported = len(self.all)


def _work(
    jobs: Sequence[Job],
    terms: tuple[str, ...],
    mapped: str | None,
    hands: Engine,
    progress: OnProgress | None,
) -> Iterator[tuple[str, Done]]:
    """Do the jobs, and tell how far they are."""
    if not jobs:
        return
    # Here, because a build in which nothing changed needs none of what this imports.
    from procgraph.workers import Naming

    ready, total = 0, sum(job.size for job in jobs)
    for job, done in hands.run(jobs, Naming(terms, mapped)):
        yield job.segment, done
        ready += job.size
        if progress:
            progress(ready, total)


def _served(dataset: Dataset, before: Manifest, early: EarlyIndex, stages: Stages) -> Report:
    """Bring the index up to date, and the report where it is about something else."""
    folder, manifest = dataset.folder, dataset.manifest
    changes = Changes(folder, before, manifest)
    if not index_path(folder, manifest).is_dir():
        stages.begin("index")
        retire_index(folder, before)
        early.finish(manifest)
        update_index(changes)
        dataset.store()
    report = written_report(dataset)
    if report is None:
        stages.begin("rules")
        report = recorded(dataset, changes)
        write_report(dataset, report)
    prune_indexes(folder)
    return report


def _manifest_before(folder: Path) -> Manifest:
    """The manifest, or an empty one when there is none that this version can read."""
    try:
        return Manifest.read(folder)
    except DatasetError:
        return Manifest(versions={})
