"""`dataset.json`: what a dataset holds, made by which versions, with a hash of everything.

It is written last. A dataset without one is none, and a build compares its input with it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from procgraph.dataset.files import FileEntry, Kind
from procgraph.errors import DatasetError, InputError

__all__ = [
    "FORMAT",
    "MEND",
    "NAME",
    "DocumentEntry",
    "Manifest",
    "Refusal",
    "SegmentEntry",
    "segment_entry",
    "segment_json",
]

FORMAT = 2
"""The version of the layout on disk."""

NAME = "dataset.json"

MEND = "build it again with `procgraph build`"


NO_FILE = FileEntry("", 0)


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """Where a document is and where it came from; `line` is its row's in a table."""

    segment: str
    sha256: str
    source: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that cannot be read as it is, and why: `line`, `problem` and `mend` are those of
    the `InputError`. It holds for this content in this place."""

    sha256: str
    source: str
    row: int
    line: int | None
    problem: str
    mend: str

    @classmethod
    def of(cls, entry: DocumentEntry, error: InputError) -> Refusal:
        """The refusal of the document that this would have been the entry of."""
        return cls(entry.sha256, entry.source, entry.line, error.line, error.problem, error.mend)

    @property
    def error(self) -> InputError:
        """What is told of it."""
        return InputError(self.problem, source=self.source, line=self.line, mend=self.mend)


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment's three files, and what they hold."""

    files: Mapping[Kind, FileEntry]
    quads: int
    violations: int
    relations: Mapping[str, int]


@dataclass(frozen=True)
class Manifest:
    """All of `dataset.json`. `versions` names the code, rules and vocabularies that made it;
    `resolution` is the file with the links across documents, `links` how many those are; `refused`
    are the documents that were given and cannot be read."""

    versions: Mapping[str, str]
    documents: Mapping[str, DocumentEntry] = field(default_factory=dict)
    segments: Mapping[str, SegmentEntry] = field(default_factory=dict)
    resolution: FileEntry = NO_FILE
    links: int = 0
    refused: Mapping[str, Refusal] = field(default_factory=dict)

    @property
    def relations(self) -> Counter[str]:
        """The number of facts of each relation."""
        total: Counter[str] = Counter()
        for segment in self.segments.values():
            total.update(segment.relations)
        return total

    @property
    def quads(self) -> int:
        """The number of quads of the documents and of the links across them."""
        return self.links + sum(entry.quads for entry in self.segments.values())

    @cached_property
    def stamp(self) -> str:
        """A hash of all that an index is made from."""
        return self._hash(Kind.QUADS)

    @cached_property
    def report_stamp(self) -> str:
        """A hash of all that a validation report is made from, but for the rules."""
        return self._hash(Kind.QUADS, Kind.SUMMARIES)

    def _hash(self, *kinds: Kind) -> str:
        parts = [self.versions.get("ontology", ""), self.resolution.sha256]
        for name, entry in sorted(self.segments.items()):
            parts += [f"{name}:{entry.files[kind].sha256}" for kind in kinds]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def to_bytes(self) -> bytes:
        """The manifest as it stands on disk."""
        head = {
            "format": FORMAT,
            "versions": dict(self.versions),
            "counts": {
                "documents": len(self.documents),
                "quads": sum(entry.quads for entry in self.segments.values()),
                "facts": self.relations.total(),
                "violations": sum(entry.violations for entry in self.segments.values()),
                "relations": dict(sorted(self.relations.items())),
            },
            "resolution": {"nquads": _file_json(self.resolution), "quads": self.links},
        }
        # A line each, and so written fast: there may be a hundred thousand.
        documents = [
            f"{json.dumps(name)}: {json.dumps(_document_json(entry))}"
            for name, entry in sorted(self.documents.items())
        ]
        segments = [
            f"{json.dumps(name)}: {json.dumps(segment_json(entry))}"
            for name, entry in sorted(self.segments.items())
        ]
        text = json.dumps(head, indent=1).removesuffix("\n}")
        refused = [
            f"{json.dumps(name)}: {json.dumps(asdict(refusal))}"
            for name, refusal in sorted(self.refused.items())
        ]
        for key, lines in (("segments", segments), ("documents", documents), ("refused", refused)):
            text += f',\n "{key}": {{\n  ' + ",\n  ".join(lines) + "\n }"
        return f"{text}\n}}\n".encode("ascii")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of the dataset in `folder`.

        Raises `DatasetError` when there is none, or one that this version cannot read.
        """
        path = folder / NAME
        try:
            data = json.loads(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            raise DatasetError(
                f"{folder}: is not a dataset; make one with `procgraph build`"
            ) from None
        except OSError as problem:
            raise DatasetError(f"{path}: {problem.strerror}; check its permissions") from None
        except ValueError:
            raise DatasetError(f"{path}: is damaged; {MEND}") from None
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise DatasetError(f"{path}: is not a dataset of format {FORMAT}; {MEND}")
        try:
            return cls(
                versions=data["versions"],
                documents={k: DocumentEntry(**v) for k, v in data["documents"].items()},
                segments={k: segment_entry(v) for k, v in data["segments"].items()},
                resolution=_file_entry(data["resolution"]["nquads"]),
                links=data["resolution"]["quads"],
                refused={k: Refusal(**v) for k, v in data.get("refused", {}).items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise DatasetError(f"{path}: is damaged; {MEND}") from None


def segment_json(entry: SegmentEntry) -> dict[str, Any]:
    """A segment's entry as JSON; a file is its hash and its size in bytes."""
    return {
        **{_KEYS[kind]: _file_json(file) for kind, file in entry.files.items()},
        "quads": entry.quads,
        "violations": entry.violations,
        "relations": dict(sorted(entry.relations.items())),
    }


def segment_entry(data: Mapping[str, Any]) -> SegmentEntry:
    """A segment's entry from JSON."""
    return SegmentEntry(
        files={kind: _file_entry(data[key]) for kind, key in _KEYS.items()},
        quads=data["quads"],
        violations=data["violations"],
        relations=data["relations"],
    )


def _document_json(entry: DocumentEntry) -> dict[str, str | int]:
    return {
        "segment": entry.segment,
        "sha256": entry.sha256,
        "source": entry.source,
        "line": entry.line,
    }


_KEYS = {Kind.QUADS: "nquads", Kind.RECORDS: "records", Kind.SUMMARIES: "summaries"}


def _file_json(entry: FileEntry) -> list[str | int]:
    return [entry.sha256, entry.size]


def _file_entry(data: list[Any]) -> FileEntry:
    sha256, size = data
    return FileEntry(sha256, size)
