"""What a document's facts depend on besides the document: code, rules and vocabularies.

All of it is hashed without loading any, for a build in which nothing changed asks too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import procgraph
from procgraph import resources

__all__ = ["ontology_version", "rules_across_version", "versions"]

# The rooms, and the modules of this one, that decide what a segment holds.
_ROOMS = ("documents", "extraction", "terminology", "rdf")
_MODULES = (
    "model.py",
    "reading.py",
    "dataset/contradictions.py",
    "dataset/links.py",
    "dataset/records.py",
    "dataset/relinking.py",
    "dataset/resolution.py",
    "dataset/segments.py",
    "dataset/summaries.py",
)


def versions(*, rules: str, terminology: str) -> dict[str, str]:
    """The versions that go into a manifest: a change in any works on all documents anew."""
    return {
        "software": procgraph.__version__,
        "code": _code(),
        "rules": rules,
        "terminology": terminology,
        "ontology": ontology_version(),
    }


def rules_across_version() -> str:
    """A hash of the rules across documents and of the code that asks them, which decide what a
    report says."""
    folder = resources.queries_dir() / "violations"
    package = Path(__file__).resolve().parent
    asked = _hash([package / "report.py", package / "rules.py"], package)
    return _hash(folder.glob("*.rq"), folder) + asked


@cache
def _code() -> str:
    # A version number stays the same between two releases; the code that reads documents does not.
    package = Path(__file__).resolve().parent.parent
    files = [path for room in _ROOMS for path in package.joinpath(room).rglob("*.py")]
    return _hash([*files, *(package / module for module in _MODULES)], package)


@cache
def ontology_version() -> str:
    """A hash of the ontology, its shapes and the vocabularies."""
    folder = resources.ontology_dir()
    return _hash([*folder.glob("*.ttl"), *resources.vocabulary_files()], folder)


def _hash(files: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
