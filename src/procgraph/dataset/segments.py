"""Segments: the quads of some documents, and their records beside them.

`segments/xx.nq` holds the documents in the order of their ids, each document's quads sorted;
`records/xx.jsonl` one line a document in the same order.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from procgraph.dataset.files import write_lines
from procgraph.dataset.manifest import MEND, DocumentEntry, SegmentEntry
from procgraph.dataset.records import Record, read_record, write_record
from procgraph.errors import DatasetError
from procgraph.rdf.iris import graph_iri
from procgraph.rdf.nquads import iri_term

__all__ = [
    "Part",
    "is_intact",
    "quads_path",
    "read_segment",
    "records_path",
    "resolution_path",
    "write_segment",
]


@dataclass(frozen=True, slots=True)
class Part:
    """One document's share of a segment: its record, the record's line, and its quads' lines."""

    record: Record
    line: str
    quads: tuple[str, ...]

    @classmethod
    def of(cls, record: Record, quads: Iterable[str]) -> Part:
        """The part for a record and its quads."""
        return cls(record, write_record(record), tuple(quads))


def quads_path(folder: Path, name: str) -> Path:
    """The file with a segment's quads."""
    return folder / "segments" / f"{name}.nq"


def records_path(folder: Path, name: str) -> Path:
    """The file with a segment's records."""
    return folder / "records" / f"{name}.jsonl"


def resolution_path(folder: Path) -> Path:
    """The file with the links across documents."""
    return quads_path(folder, "resolution")


def write_segment(folder: Path, name: str, parts: Mapping[str, Part]) -> SegmentEntry:
    """Write the parts of a segment, by document id, and return its manifest entry."""
    ordered = [parts[identifier] for identifier in sorted(parts)]
    relations = Counter(f.relation.value for part in ordered for f in part.record.extraction.facts)
    quads = (f"{line}\n".encode() for part in ordered for line in part.quads)
    records = (f"{part.line}\n".encode() for part in ordered)
    return SegmentEntry(
        quads_sha256=write_lines(quads_path(folder, name), quads),
        records_sha256=write_lines(records_path(folder, name), records),
        quads=sum(len(part.quads) for part in ordered),
        violations=sum(len(part.record.violations) for part in ordered),
        relations=relations,
    )


def read_segment(
    folder: Path, name: str, documents: Mapping[str, DocumentEntry] | None = None
) -> Iterator[Part]:
    """The parts of a segment, in the order of their documents' ids.

    `documents` says where they came from. Raises `DatasetError` when the segment's two files are
    missing or do not fit together.
    """
    graphs: dict[str, list[str]] = defaultdict(list)
    try:
        # Split at "\n" alone: other line separators stand unescaped in literals.
        with quads_path(folder, name).open(encoding="utf-8", newline="\n") as file:
            for line in file:
                graphs[_graph(line)].append(line.rstrip("\n"))
        with records_path(folder, name).open(encoding="utf-8", newline="\n") as file:
            for line in file:
                record = read_record(line)
                identifier = record.extraction.document.id
                quads = graphs.pop(iri_term(graph_iri(identifier)), ())
                if documents is not None and identifier in documents:
                    record = record.located(
                        documents[identifier].source, documents[identifier].line
                    )
                yield Part(record, line.rstrip("\n"), tuple(quads))
    except (OSError, ValueError, KeyError, TypeError):
        raise DatasetError(f"{quads_path(folder, name)}: is missing or damaged; {MEND}") from None
    if graphs:
        raise DatasetError(f"{quads_path(folder, name)}: has graphs without records; {MEND}")


def is_intact(folder: Path, name: str, entry: SegmentEntry) -> bool:
    """Whether a segment's files are there with the bytes that its entry names."""
    files = (
        (quads_path(folder, name), entry.quads_sha256),
        (records_path(folder, name), entry.records_sha256),
    )
    return all(path.is_file() and _sha256(path) == expected for path, expected in files)


def _graph(line: str) -> str:
    return line.rsplit(" ", 2)[-2]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
