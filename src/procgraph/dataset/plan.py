"""What a build has to do: the documents that it was given against those that the dataset holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from procgraph.dataset.files import segment_of
from procgraph.dataset.manifest import DocumentEntry, Manifest, SegmentEntry
from procgraph.dataset.records import fingerprint
from procgraph.dataset.segments import is_intact
from procgraph.dataset.staging import Finished
from procgraph.model import Document

__all__ = ["Job", "Plan"]


@dataclass(frozen=True, slots=True)
class Job:
    """A segment to write: the documents to work on, those to keep, where from and where to."""

    segment: str
    documents: tuple[Document, ...]
    keep: frozenset[str]
    dataset: Path
    staging: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do: every document's entry, the ids to work on, and by segment to be written
    the fingerprints of its documents."""

    entries: Mapping[str, DocumentEntry]
    changed: frozenset[str]
    wanted: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(
        cls, documents: Iterable[Document], before: Manifest, made: Mapping[str, str], folder: Path
    ) -> Plan:
        """Compare what was read with what the dataset in `folder` holds.

        What other versions made is made anew, and so is a segment that is not as it was written.
        """
        known: Mapping[str, DocumentEntry] = {}
        if before.versions == made:
            whole = {n for n, entry in before.segments.items() if is_intact(folder, n, entry)}
            known = {k: entry for k, entry in before.documents.items() if entry.segment in whole}
        entries = {
            d.id: DocumentEntry(segment_of(d.id), fingerprint(d), d.source, d.line)
            for d in documents
        }
        changed = {
            identifier
            for identifier, entry in entries.items()
            if identifier not in known or known[identifier].sha256 != entry.sha256
        }
        dirty = {entries[identifier].segment for identifier in changed}
        dirty |= {known[identifier].segment for identifier in known.keys() - entries.keys()}
        wanted: dict[str, dict[str, str]] = defaultdict(dict)
        for identifier, entry in entries.items():
            if entry.segment in dirty:
                wanted[entry.segment][identifier] = entry.sha256
        return cls(entries, frozenset(changed), wanted)

    def jobs(
        self, documents: Iterable[Document], *, skip: Container[str], dataset: Path, staging: Path
    ) -> list[Job]:
        """A job for each segment to be written, but for those in `skip`."""
        work: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            if document.id in self.changed:
                work[self.entries[document.id].segment].append(document)
        return [
            Job(
                segment=name,
                documents=tuple(work[name]),
                keep=frozenset(self.wanted[name].keys() - self.changed),
                dataset=dataset,
                staging=staging,
            )
            for name in sorted(self.wanted)
            if name not in skip
        ]

    def segments(
        self, before: Manifest, finished: Mapping[str, Finished]
    ) -> dict[str, SegmentEntry]:
        """The segments of the new dataset: the finished ones, and those left as they were."""
        names = {entry.segment for entry in self.entries.values()}
        kept = {name: before.segments[name] for name in names - self.wanted.keys()}
        return kept | {name: segment.entry for name, segment in finished.items()}
