"""Segments: the quads of some documents, and beside them their records and summaries.

A segment is three files, all in the order of the documents' ids: ``segments/xx-….nq`` holds each
document's quads, sorted; ``records/xx-….jsonl`` and ``summaries/xx-….jsonl`` a line a document. The
rest of a name is a hash of the file's content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from procgraph.dataset.files import Kind, file_name, is_whole, open_file, write_file
from procgraph.dataset.manifest import MEND, DocumentEntry, SegmentEntry
from procgraph.dataset.records import Record, read_record, read_text, write_record
from procgraph.dataset.summaries import (
    Sketch,
    Summary,
    read_sketch,
    read_summary,
    summarise,
    write_summary,
)
from procgraph.errors import DatasetError
from procgraph.locations import location
from procgraph.model import Extraction
from procgraph.rdf.nquads import nquads_text
from procgraph.rdf.terms import Triples

__all__ = [
    "RESOLUTION",
    "Part",
    "Share",
    "is_intact",
    "read_graphs",
    "read_segment",
    "read_shares",
    "read_sketches",
    "read_summaries",
    "read_texts",
    "write_segment",
]

_Read = TypeVar("_Read")

RESOLUTION = "resolution"
"""What the file with the links across documents is called, beside the segments'."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a segment has of one document: its record, and the lines of its quads."""

    record: Record
    quads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One document's share of a segment's three files, as it stands there."""

    summary: Summary
    line: bytes
    record: bytes
    quads: bytes

    @classmethod
    def of(
        cls,
        extraction: Extraction,
        triples: Triples,
        violations: Iterable[dict[str, Any]] = (),
    ) -> Share:
        """The share of a document that was just read, of the triples of its graph."""
        quads = sum(map(len, triples.values()))
        summary = summarise(extraction, quads, violations)
        return cls(
            summary,
            f"{write_summary(summary)}\n".encode("ascii"),
            f"{write_record(Record(extraction))}\n".encode("ascii"),
            nquads_text(extraction.document.id, triples).encode(),
        )


def write_segment(folder: str, name: str, shares: Mapping[str, Share]) -> SegmentEntry:
    """Write the shares of a segment, by document id, and return its manifest entry."""
    ordered = [shares[identifier] for identifier in sorted(shares)]
    summaries = [share.summary for share in ordered]
    relations: Counter[str] = Counter()
    for summary in summaries:
        relations.update(summary.relations)
    return SegmentEntry(
        files={
            Kind.QUADS: write_file(folder, Kind.QUADS, name, (s.quads for s in ordered)),
            Kind.RECORDS: write_file(folder, Kind.RECORDS, name, (s.record for s in ordered)),
            Kind.SUMMARIES: write_file(folder, Kind.SUMMARIES, name, (s.line for s in ordered)),
        },
        quads=sum(summary.quads for summary in summaries),
        violations=sum(len(summary.violations) for summary in summaries),
        relations=relations,
    )


def read_segment(
    folder: str | Path,
    name: str,
    entry: SegmentEntry,
    documents: Mapping[str, DocumentEntry] | None = None,
    *,
    only: Container[str] | None = None,
) -> Iterator[Part]:
    """The parts of a segment, in the order of their documents' ids, or those of `only`.

    `documents` says where they came from. Raises `DatasetError` when the segment's files are
    missing or do not fit together.
    """
    for share in _shares(str(folder), name, entry, only):
        try:
            record = read_record(share.record)
            quads = _lines(share.quads)
        except (ValueError, KeyError, TypeError):
            raise _damaged(folder, name, entry) from None
        place = (documents or {}).get(share.summary.id)
        yield Part(record.located(place.source, place.line) if place else record, quads)


def read_graphs(
    folder: str | Path, name: str, entry: SegmentEntry
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The id, the text and the lines of the quads of each document, in the order of their ids; the
    rest of their records is not parsed.

    Raises `DatasetError` as `read_segment` does.
    """
    for share in _shares(str(folder), name, entry, None):
        try:
            identifier, text = read_text(share.record.decode("ascii"))
            quads = _lines(share.quads)
        except (ValueError, TypeError):
            raise _damaged(folder, name, entry) from None
        yield identifier, text, quads


def read_shares(
    folder: str, name: str, entry: SegmentEntry, only: Container[str]
) -> dict[str, Share]:
    """The shares of the documents of `only`, by id; no record is parsed.

    Raises `DatasetError` as `read_segment` does.
    """
    return {share.summary.id: share for share in _shares(folder, name, entry, only)}


def read_summaries(folder: str | Path, name: str, entry: SegmentEntry) -> Iterator[Summary]:
    """The summaries of a segment, in the order of their documents' ids.

    Raises `DatasetError` when the file is missing or damaged.
    """
    return _read_summaries(folder, name, entry, read_summary)


def read_sketches(folder: str | Path, name: str, entry: SegmentEntry) -> Iterator[Sketch]:
    """The same as sketches of the rows in them."""
    return _read_summaries(folder, name, entry, read_sketch)


def _read_summaries(
    folder: str | Path, name: str, entry: SegmentEntry, read: Callable[[bytes], _Read]
) -> Iterator[_Read]:
    try:
        with _open(str(folder), Kind.SUMMARIES, name, entry) as file:
            yield from map(read, file)
    except (OSError, ValueError, KeyError, TypeError):
        raise _damaged(folder, name, entry, Kind.SUMMARIES) from None


def read_texts(
    folder: str | Path, name: str, entry: SegmentEntry, only: Container[str]
) -> dict[str, str]:
    """The texts of the documents of `only`, by id.

    Raises `DatasetError` when the file is missing or damaged.
    """
    try:
        with _open(str(folder), Kind.RECORDS, name, entry) as file:
            texts = (read_text(line.decode("ascii")) for line in file)
            return {identifier: text for identifier, text in texts if identifier in only}
    except (OSError, ValueError, TypeError):
        raise _damaged(folder, name, entry, Kind.RECORDS) from None


def is_intact(
    folder: str | Path, name: str, entry: SegmentEntry, *, trusted_until: int = 0
) -> bool:
    """Whether a segment's files are there as its entry has them; see `is_whole`."""
    return all(
        is_whole(str(folder), file_name(kind, name, file), file, trusted_until=trusted_until)
        for kind, file in entry.files.items()
    )


def _shares(
    folder: str, name: str, entry: SegmentEntry, only: Container[str] | None
) -> Iterator[Share]:
    try:
        with ExitStack() as stack:
            summaries, records, quads = (
                stack.enter_context(_open(folder, kind, name, entry))
                for kind in (Kind.SUMMARIES, Kind.RECORDS, Kind.QUADS)
            )
            for line in summaries:
                summary = read_summary(line)
                record = records.readline()
                lines = list(islice(quads, summary.quads))
                if not record or len(lines) != summary.quads:
                    raise ValueError("a file is cut off")
                if only is None or summary.id in only:
                    yield Share(summary, line, record, b"".join(lines))
            if records.read(1) or quads.read(1):
                raise ValueError("a file has more than it should")
    except (OSError, ValueError, KeyError, TypeError):
        raise _damaged(folder, name, entry) from None


def _lines(quads: bytes) -> tuple[str, ...]:
    # Split at "\n" alone: other line separators stand unescaped in literals.
    return tuple(quads.decode().split("\n")[:-1])


def _open(folder: str, kind: Kind, name: str, entry: SegmentEntry) -> BinaryIO:
    return open_file(folder, file_name(kind, name, entry.files[kind]))


def _damaged(
    folder: str | Path, name: str, entry: SegmentEntry, kind: Kind = Kind.QUADS
) -> DatasetError:
    path = location(folder) / file_name(kind, name, entry.files[kind])
    return DatasetError(f"{path}: is missing or damaged, or has been replaced since; {MEND}")
