"""What every index begins with: a store of the vocabularies and the ontology, kept in the cache.

To load the vocabularies takes a second, longer than all the rest of a small dataset; to copy their
store takes no time. Where no store can be kept, or none that was kept can be read, they are loaded
anew.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from procgraph.cache import cache_dir, digest
from procgraph.dataset.versions import ontology_version
from procgraph.dataset.vocabulary import ontology_quads, vocabulary_quads

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["begin_index", "load_quads", "put_in_place"]

_CHUNK = 1 << 20

# Stores of other versions that stay, for installations that share the folder.
_KEPT = 4


def begin_index(path: Path) -> ox.Store:
    """A new store at `path`, of the vocabularies and the ontology.

    Raises `OSError` or `RuntimeError` when it cannot be written.
    """
    kept = _kept_path()
    try:
        if not kept.is_dir():
            put_in_place(kept, lambda beside: _made(beside).flush())
            _prune(kept.parent)
        # Not a backup, which is made of hard links: damage to one index would be damage to all.
        shutil.copytree(kept, path)
        return ox.Store(str(path))
    except (OSError, RuntimeError):
        # It may be damaged; the next time it is made again.
        shutil.rmtree(kept, ignore_errors=True)
        shutil.rmtree(path, ignore_errors=True)
        return _made(path)


def load_quads(store: ox.Store, chunks: Iterable[bytes]) -> None:
    """Load chunks of N-Quads whose IRIs are ours."""
    with io.BufferedReader(_Stream(chunks), _CHUNK) as stream:
        store.bulk_load(input=stream, format=ox.RdfFormat.N_QUADS, lenient=True)


def put_in_place(path: Path, fill: Callable[[Path], None]) -> None:
    """Have a store made beside its place, and put it there.

    Raises `OSError` when it cannot be put there, and whatever `fill` raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.parent / f".{path.name}.{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        fill(beside)
        try:
            beside.rename(path)
        except OSError:
            if not path.is_dir():
                raise
            # Another process was faster; its store is the same.
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _kept_path() -> Path:
    version = digest([ontology_version().encode(), ox.__version__.encode()])
    return cache_dir() / "index" / f"vocabularies-{version}"


def _made(path: Path) -> ox.Store:
    store = ox.Store(str(path))
    quads = chain(vocabulary_quads(), ontology_quads())
    load_quads(store, (f"{quad} .\n".encode() for quad in quads))
    return store


def _prune(folder: Path) -> None:
    found = sorted(folder.glob("vocabularies-*"), key=lambda path: path.stat().st_mtime)
    for stale in found[:-_KEPT]:
        shutil.rmtree(stale, ignore_errors=True)


class _Stream(io.RawIOBase):
    """Chunks of bytes as a file to read from."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while not self._rest:
            found = next(self._chunks, None)
            if found is None:
                return 0
            self._rest = found
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
