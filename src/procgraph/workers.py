"""What a worker of a build does, and how the work is handed out.

A job is a segment: its result depends on the job, on the `Naming` and on the versions alone, so it
may be done anywhere, in any order, and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing import get_context

from procgraph.dataset import resolution
from procgraph.dataset.plan import Job
from procgraph.dataset.records import Record, fingerprint
from procgraph.dataset.segments import Part, read_segment, write_segment
from procgraph.dataset.staging import Finished
from procgraph.errors import DatasetError, InputError
from procgraph.model import Document
from procgraph.rdf.nquads import nquads_lines, to_triples
from procgraph.rdf.shapes import validate_triples
from procgraph.reading import read
from procgraph.terminology import Lexicon

__all__ = ["Done", "Naming", "lexicon", "run", "work_on"]


@dataclass(frozen=True, slots=True)
class Naming:
    """Which names are linked to: what `Lexicon.load` is called with."""

    terminologies: tuple[str, ...] = ()
    mappings: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What comes back of a job: `finished` is None when no document was good; `failed` has the
    documents that were not, by id."""

    finished: Finished | None
    rows: tuple[resolution.Row, ...]
    failed: Mapping[str, InputError]


@cache
def lexicon(naming: Naming) -> Lexicon:
    """The lexicon, loaded once in a process."""
    return Lexicon.load(naming.terminologies, naming.mappings)


def run(jobs: Sequence[Job], naming: Naming, *, workers: int = 1) -> Iterator[tuple[Job, Done]]:
    """Do the jobs in processes of this machine; each comes back as soon as it is done.

    Raises `DatasetError` when a worker died.
    """
    if workers <= 1 or len(jobs) <= 1:
        yield from ((job, work_on(job, naming)) for job in jobs)
        return
    # spawn: what a fork inherits (locks, an open index) is not safe to use on the other side.
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(work_on, job, naming): job for job in jobs}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BrokenProcessPool:
            raise DatasetError(
                "a worker died; build again with fewer --workers: it goes on where it stopped"
            ) from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def work_on(job: Job, naming: Naming) -> Done:
    """Stage one segment: what is new or changed is read, the rest is kept as it is."""
    names = lexicon(naming)
    parts: dict[str, Part] = {}
    failed: dict[str, InputError] = {}
    if job.keep:
        for part in read_segment(job.dataset, job.segment):
            identifier = part.record.extraction.document.id
            if identifier in job.keep:
                parts[identifier] = part
    for document in job.documents:
        try:
            parts[document.id] = _part(document, names)
        except InputError as error:
            failed[document.id] = error
        except Exception as problem:
            # One document that trips the reader over must not lose a hundred thousand others.
            failed[document.id] = InputError(
                f"cannot be read ({type(problem).__name__}: {problem})",
                source=document.source,
                line=document.line if document.line > 1 else None,
                mend="this is a fault of procgraph: report it with the document",
            )
    if not parts:
        return Done(None, (), failed)
    entry = write_segment(job.staging, job.segment, parts)
    prints = {identifier: part.record.sha256 for identifier, part in parts.items()}
    rows = tuple(resolution.row(parts[key].record.extraction) for key in sorted(parts))
    return Done(Finished(entry, prints), rows, failed)


def _part(document: Document, names: Lexicon) -> Part:
    extraction = read(document, names)
    triples = to_triples(extraction)
    found = validate_triples(document.id, triples, document.text)
    record = Record(extraction, fingerprint(document), tuple(map(asdict, found)))
    return Part.of(record, nquads_lines(document.id, triples))
