"""The compiled lexicon in the user's cache folder.

Parsing the vocabularies and working out every label's forms takes a good part of a second; the
result is kept as JSON under a name made of everything that it depends on. A file that is missing,
cut off or changed is made again, and where nothing can be written nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import procgraph
from procgraph.resources import vocabulary_files
from procgraph.terminology.index import LabelIndex, build_index
from procgraph.terminology.skos import Term, terms_from_turtle

__all__ = ["cache_dir", "code_digest", "digest", "load_compiled"]

# Compiled lexicons of other versions that stay, for installations that share the folder.
_KEPT = 4

_Compiled = tuple[list[Term], LabelIndex, str]


def load_compiled() -> _Compiled:
    """Terms, index and version of the project's vocabularies, from the cache or compiled anew.

    Raises:
        ResourceError: a vocabulary is missing or broken.
    """
    sources = [(path, path.read_bytes()) for path in vocabulary_files()]
    version = digest([data for _, data in sources] + _room(".toml", "rules"))
    path = cache_dir() / f"lexicon-{version}-{code_digest()}.json"
    compiled = _read(path)
    if compiled is None:
        terms = [term for p, data in sources for term in terms_from_turtle(data, source=str(p))]
        terms.sort(key=lambda term: (term.scheme, term.iri))
        compiled = (terms, build_index(terms))
        _write(path, compiled)
    return (*compiled, version)


def cache_dir() -> Path:
    """``$PROCGRAPH_CACHE``, else ``$XDG_CACHE_HOME/procgraph``, else ``~/.cache/procgraph``."""
    if own := os.environ.get("PROCGRAPH_CACHE"):
        return Path(own)
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # A relative path there is to be ignored (XDG Base Directory Specification).
    return (base if base.is_absolute() else Path("~/.cache").expanduser()) / "procgraph"


def code_digest() -> str:
    """A hash of the code and the rules that decide what is compiled."""
    code = _room(".py") + _room(".py", "sources") + _room(".toml", "rules")
    return digest([procgraph.__version__.encode(), *code])


def digest(parts: list[bytes]) -> str:
    """The first 16 digits of the SHA-256 of these parts, each with its length."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()[:16]


def _room(suffix: str, folder: str = "") -> list[bytes]:
    """The files of this room, as they decide what is compiled."""
    where = files(__package__)
    entries = (where / folder if folder else where).iterdir()
    return [
        e.read_bytes() for e in sorted(entries, key=lambda e: e.name) if e.name.endswith(suffix)
    ]


def _read(path: Path) -> tuple[list[Term], LabelIndex] | None:
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        checksum, _, body = path.read_bytes().partition(b"\n")
        if checksum.decode() == hashlib.sha256(body).hexdigest():
            content: dict[str, Any] = json.loads(body)
            return [_term(values) for values in content["terms"]], content["index"]
    return None


def _term(values: list[Any]) -> Term:
    iri, scheme, label, alt, hidden, broader, matches, classes = values
    return Term(
        iri,
        scheme,
        label,
        tuple(alt),
        tuple(hidden),
        tuple(broader),
        tuple(matches),
        tuple(classes),
    )


def _write(path: Path, compiled: tuple[list[Term], LabelIndex]) -> None:
    terms, index = compiled
    content = {"terms": terms, "index": index}
    # In ASCII, which is read a fifth faster.
    body = json.dumps(content, separators=(",", ":")).encode()
    written = None
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, written = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        Path(written).replace(path)
        written = None
        _prune(path.parent)
    if written is not None:
        with contextlib.suppress(OSError):
            Path(written).unlink()


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("lexicon-*.json"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_KEPT]:
        path.unlink()
