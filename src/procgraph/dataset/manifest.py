"""`dataset.json`: what a dataset holds, made by which versions, with a hash of everything.

It is written last. A dataset without one is none, and a build compares its input with it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import procgraph
from procgraph import resources
from procgraph.errors import DatasetError

__all__ = [
    "FORMAT",
    "MEND",
    "NAME",
    "DocumentEntry",
    "Manifest",
    "SegmentEntry",
    "segment_entry",
    "segment_json",
    "versions",
]

FORMAT = 1
"""The version of the layout on disk."""

NAME = "dataset.json"

MEND = "build it again with `procgraph build`"


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """Where a document is and where it came from; `line` is its row's in a table."""

    segment: str
    sha256: str
    source: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """The hashes of a segment's two files, and what they hold."""

    quads_sha256: str
    records_sha256: str
    quads: int
    violations: int
    relations: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of `dataset.json`. `versions` names the code, rules and vocabularies that made it."""

    versions: Mapping[str, str]
    documents: Mapping[str, DocumentEntry] = field(default_factory=dict)
    segments: Mapping[str, SegmentEntry] = field(default_factory=dict)
    resolution_sha256: str = ""

    @property
    def relations(self) -> Counter[str]:
        """The number of facts of each relation."""
        total: Counter[str] = Counter()
        for segment in self.segments.values():
            total.update(segment.relations)
        return total

    @property
    def stamp(self) -> str:
        """A hash of all that an index is made from."""
        parts = [self.versions["ontology"], self.resolution_sha256]
        parts += [f"{name}:{entry.quads_sha256}" for name, entry in sorted(self.segments.items())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def to_bytes(self) -> bytes:
        """The manifest as it stands on disk."""
        data = {
            "format": FORMAT,
            "versions": dict(self.versions),
            "counts": {
                "documents": len(self.documents),
                "quads": sum(entry.quads for entry in self.segments.values()),
                "facts": self.relations.total(),
                "violations": sum(entry.violations for entry in self.segments.values()),
                "relations": dict(sorted(self.relations.items())),
            },
            "documents": {
                name: {
                    "segment": entry.segment,
                    "sha256": entry.sha256,
                    "source": entry.source,
                    "line": entry.line,
                }
                for name, entry in sorted(self.documents.items())
            },
            "segments": {name: segment_json(e) for name, e in sorted(self.segments.items())},
            "resolution": self.resolution_sha256,
        }
        return (json.dumps(data, indent=1) + "\n").encode("ascii")

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
                resolution_sha256=data["resolution"],
            )
        except (KeyError, TypeError, AttributeError):
            raise DatasetError(f"{path}: is damaged; {MEND}") from None


def segment_json(entry: SegmentEntry) -> dict[str, Any]:
    """A segment's entry as JSON."""
    return {
        "nquads": entry.quads_sha256,
        "records": entry.records_sha256,
        "quads": entry.quads,
        "violations": entry.violations,
        "relations": dict(sorted(entry.relations.items())),
    }


def segment_entry(data: Mapping[str, Any]) -> SegmentEntry:
    """A segment's entry from JSON."""
    return SegmentEntry(
        quads_sha256=data["nquads"],
        records_sha256=data["records"],
        quads=data["quads"],
        violations=data["violations"],
        relations=data["relations"],
    )


def versions(*, rules: str, terminology: str) -> dict[str, str]:
    """What a document's facts depend on besides the document: a change in any works on all anew."""
    return {
        "software": procgraph.__version__,
        "code": _code(),
        "rules": rules,
        "terminology": terminology,
        "ontology": _ontology(),
    }


@cache
def _code() -> str:
    # A version number stays the same between two releases; the code that reads documents does not.
    package = Path(__file__).resolve().parent.parent
    rooms = ("documents", "extraction", "terminology", "rdf")
    files = [path for room in rooms for path in package.joinpath(room).rglob("*.py")]
    files += [package / "model.py", package / "reading.py", package / "dataset" / "records.py"]
    return _hash(files, package)


@cache
def _ontology() -> str:
    folder = resources.ontology_dir()
    return _hash([*folder.glob("*.ttl"), *resources.vocabulary_files()], folder)


def _hash(files: list[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
