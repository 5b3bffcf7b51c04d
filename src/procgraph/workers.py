"""What a worker of a build does, and how the work is handed out.

A job is a segment: its result depends on the job, on the `Naming` and on the versions alone, so it
may be done anywhere, in any order, and again.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from functools import cache, partial
from multiprocessing import connection, get_context, parent_process

from procgraph.collecting import collect_seldom
from procgraph.dataset.contradictions import contradictions
from procgraph.dataset.manifest import SegmentEntry
from procgraph.dataset.plan import Job
from procgraph.dataset.segments import Share, read_shares, write_segment
from procgraph.documents.references import parse_document
from procgraph.errors import DatasetError, InputError, PassingError
from procgraph.locations import location
from procgraph.model import Document, Extraction
from procgraph.rdf.nquads import to_triples
from procgraph.rdf.shapes import validate_triples
from procgraph.reading import read, remark
from procgraph.terminology import Lexicon

__all__ = ["Done", "Naming", "lexicon", "run", "work_on"]

DOCUMENTS_A_PROCESS = 50
"""So many documents are done in the time that a process takes to start."""

_BEHIND_THE_INDEX = 5


@dataclass(frozen=True, slots=True)
class Naming:
    """Which names are linked to: what `Lexicon.load` is called with."""

    terminologies: tuple[str, ...] = ()
    mappings: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What comes back of a job: `entry` is the segment that was staged, None when no document was
    good; `failed` has the documents that were not, by id; `seconds` are those of the processor, by
    stage; `remarks` are on documents that were not read to the end."""

    entry: SegmentEntry | None
    failed: Mapping[str, InputError]
    seconds: Mapping[str, float]
    remarks: tuple[str, ...] = ()


@cache
def lexicon(naming: Naming) -> Lexicon:
    """The lexicon, loaded once in a process."""
    return Lexicon.load(naming.terminologies, naming.mappings)


def run(jobs: Sequence[Job], naming: Naming, *, workers: int = 1) -> Iterator[tuple[Job, Done]]:
    """Do the jobs in processes of this machine; each comes back as soon as it is done.

    A few documents are done in this process: others would take longer to start. Raises
    `DatasetError` when a worker died.
    """
    useful = sum(job.size for job in jobs) // DOCUMENTS_A_PROCESS
    processes = min(workers, len(jobs), useful)
    if processes <= 1:
        yield from ((job, work_on(job, naming)) for job in jobs)
        return
    # Here first: what is wrong with it is told once, and what has to be compiled is, once.
    lexicon(naming)
    # spawn: what a fork inherits (locks, an open index) is not safe to use on the other side.
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(naming,)
    ) as pool:
        futures = {pool.submit(work_on, job, naming): job for job in jobs}
        try:
            for future in as_completed(futures):
                yield futures.pop(future), future.result()
        except BrokenProcessPool:
            raise DatasetError(
                "a worker died; build again with fewer --workers: it goes on where it stopped"
            ) from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def work_on(job: Job, naming: Naming) -> Done:
    """Stage one segment: what is new or changed is read, the rest is copied as it is."""
    clock = _Clock()
    names = lexicon(naming)
    clock.stop("load")
    shares: dict[str, Share] = {}
    if job.keep and job.entry:
        shares = read_shares(job.dataset, job.segment, job.entry, job.keep)
        clock.stop("write")
    failed: dict[str, InputError] = {}
    remarks: list[str] = []
    for identifier, source, line, get in _documents(job):
        try:
            document = get()
            clock.stop("read")
            extraction = read(document, names)
            clock.stop("extract")
            shares[identifier] = _share(extraction, clock)
            remarks.extend(filter(None, [remark(extraction)]))
        except InputError as error:
            failed[identifier] = error
        except Exception as problem:
            # One document that trips the reader over must not lose a hundred thousand others.
            failed[identifier] = PassingError(
                f"cannot be read ({type(problem).__name__}: {problem})",
                source=source,
                line=line if line > 1 else None,
                mend="this is a fault of procgraph: report it with the document",
            )
    entry = write_segment(job.staging, job.segment, shares) if shares else None
    clock.stop("write")
    return Done(entry, failed, dict(clock.seconds), tuple(remarks))


class _Clock:
    """The processor's seconds, by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._started = time.process_time()

    def stop(self, stage: str) -> None:
        """The time since the last stop was this stage's."""
        now = time.process_time()
        self.seconds[stage] += now - self._started
        self._started = now


def _documents(job: Job) -> Iterator[tuple[str, str, int, Callable[[], Document]]]:
    """Id, source and line of each document to work on, and the way to get it."""
    for reference in job.references:
        yield reference.id, reference.source, reference.line, reference.read
    if job.spool is not None:
        with location(job.spool).open("rb") as file:
            for line in file:
                document = parse_document(line)
                yield document.id, document.source, document.line, partial(_same, document)


def _same(document: Document) -> Document:
    return document


def _share(extraction: Extraction, clock: _Clock) -> Share:
    document = extraction.document
    triples = to_triples(extraction)
    clock.stop("write")
    found = validate_triples(document.id, triples, document.text)
    if any(fact.polarity == "negated" for fact in extraction.facts):
        found += contradictions(document.id, triples, document.text)
    clock.stop("validate")
    share = Share.of(extraction, triples, map(asdict, found))
    clock.stop("write")
    return share


def _begin(naming: Naming) -> None:
    """Load what every job needs, once; and end when the process that began this one does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if os.name == "posix":
        # The index, which one thread of the parent loads meanwhile, must not be waited for.
        os.nice(_BEHIND_THE_INDEX)
    lexicon(naming)
    # What has been loaded stays.
    gc.freeze()
    collect_seldom()


def _end_with_parent() -> None:
    # A worker waits for jobs on a pipe that it holds both ends of: it would wait for ever.
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
