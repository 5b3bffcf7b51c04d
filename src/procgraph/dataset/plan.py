"""What a build has to do: the documents that it was given against those that the dataset holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from procgraph.dataset.files import segment_of
from procgraph.dataset.manifest import NAME, DocumentEntry, Manifest, Refusal, SegmentEntry
from procgraph.dataset.segments import is_intact
from procgraph.dataset.staging import Finished, Spool, Staging
from procgraph.documents.references import Reference
from procgraph.errors import InputError, PassingError
from procgraph.model import Document

__all__ = ["Job", "Known", "Plan", "known_before"]


@dataclass(frozen=True, slots=True)
class Job:
    """A segment to write: the documents to work on, those to keep, where from and where to.

    No document is in it: `references` are files to read, `spool` is a file with `spooled` others.
    `entry` is the segment as it is in the folder `dataset`; `keep` are the ids that stay.
    """

    segment: str
    references: tuple[Reference, ...]
    spool: str | None
    spooled: int
    keep: frozenset[str]
    entry: SegmentEntry | None
    dataset: str
    staging: str

    @property
    def size(self) -> int:
        """The number of documents to work on."""
        return len(self.references) + self.spooled


@dataclass(frozen=True, slots=True)
class Known:
    """The documents that a dataset holds, and those that it was given and cannot be read."""

    documents: Mapping[str, DocumentEntry]
    refused: Mapping[str, Refusal]


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do: every document's entry, but for those that were `refused` before as they
    are now; by segment, the files to read and the number of documents that were spooled; and by
    segment to be written the hashes of its documents."""

    entries: Mapping[str, DocumentEntry]
    refused: Mapping[str, Refusal]
    changed: frozenset[str]
    references: Mapping[str, list[Reference]]
    spooled: Mapping[str, int]
    wanted: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(
        cls,
        found: Iterable[tuple[Reference, Document | None]],
        known: Known,
        spool: Spool,
    ) -> Plan:
        """Compare what was found with what is known.

        Of those that are to be worked on, the ones that cannot be read again are spooled.
        """
        documents = known.documents
        entries: dict[str, DocumentEntry] = {}
        refused: dict[str, Refusal] = {}
        changed: set[str] = set()
        references: dict[str, list[Reference]] = defaultdict(list)
        spooled: dict[str, int] = defaultdict(int)
        dirty: set[str] = set()
        for reference, document in found:
            identifier, before = reference.id, documents.get(reference.id)
            refusal = known.refused.get(identifier)
            if refusal is not None and _is_same(refusal, reference):
                refused[identifier] = refusal
                continue
            segment = before.segment if before else segment_of(identifier)
            entries[identifier] = DocumentEntry(
                segment, reference.sha256, reference.source, reference.line
            )
            if before is not None and before.sha256 == reference.sha256:
                continue
            changed.add(identifier)
            dirty.add(segment)
            if document is None:
                references[segment].append(reference)
            else:
                spool.add(segment, document)
                spooled[segment] += 1
        dirty.update(documents[identifier].segment for identifier in documents.keys() - entries)
        wanted: dict[str, dict[str, str]] = defaultdict(dict)
        for identifier, entry in entries.items():
            if entry.segment in dirty:
                wanted[entry.segment][identifier] = entry.sha256
        return cls(entries, refused, frozenset(changed), references, spooled, wanted)

    def is_other_than(self, before: Manifest) -> bool:
        """Whether there is anything to do."""
        return (
            bool(self.changed) or self.entries != before.documents or self.refused != before.refused
        )

    def jobs(
        self, before: Manifest, spool: Spool, *, staging: Staging, skip: Container[str]
    ) -> Iterator[Job]:
        """A job for each segment to be written, but for those in `skip`."""
        for name in sorted(self.wanted):
            if name not in skip:
                keep = frozenset(self.wanted[name].keys() - self.changed)
                spooled = self.spooled.get(name, 0)
                yield Job(
                    segment=name,
                    references=tuple(self.references.get(name, ())),
                    spool=str(spool.path(name)) if spooled else None,
                    spooled=spooled,
                    keep=keep,
                    entry=before.segments[name] if keep else None,
                    dataset=str(staging.dataset),
                    staging=str(staging.folder),
                )

    def segments(
        self, before: Manifest, finished: Mapping[str, Finished]
    ) -> dict[str, SegmentEntry]:
        """The segments of the new dataset: the finished ones, and those left as they were."""
        names = {entry.segment for entry in self.entries.values()}
        kept = {name: before.segments[name] for name in names - self.wanted.keys()}
        return kept | {name: segment.entry for name, segment in finished.items()}

    def refusals(self, failed: Mapping[str, InputError]) -> dict[str, Refusal]:
        """All that the new dataset remembers as refused; `failed` were worked on."""
        refused = dict(self.refused)
        for identifier, error in failed.items():
            if not isinstance(error, PassingError):
                refused[identifier] = Refusal.of(self.entries[identifier], error)
        return refused


def _is_same(refusal: Refusal, reference: Reference) -> bool:
    was = (refusal.sha256, refusal.source, refusal.row)
    return was == (reference.sha256, reference.source, reference.line)


def known_before(folder: Path, before: Manifest, made: Mapping[str, str]) -> Known:
    """What need not be worked on again where it has not changed.

    What other versions made is made anew, and so is a segment that is not as it was written: a file
    that was touched after the manifest was written is looked at.
    """
    if before.versions != made:
        return Known({}, {})
    written = (folder / NAME).stat().st_mtime_ns
    broken = {
        name
        for name, entry in before.segments.items()
        if not is_intact(folder, name, entry, trusted_until=written)
    }
    documents = before.documents
    if broken:
        documents = {k: entry for k, entry in documents.items() if entry.segment not in broken}
    return Known(documents, before.refused)
