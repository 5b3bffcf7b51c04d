"""The index: an Oxigraph store made from the segments, thrown away and remade when it does not fit.

`index/<stamp>/` is named after a hash of all that is in it, so an index either fits or has another
name, and two processes that make the same one at once do no harm.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from procgraph.dataset.manifest import MEND, Manifest
from procgraph.dataset.segments import quads_path, resolution_path
from procgraph.dataset.vocabulary import ontology_quads, vocabulary_quads
from procgraph.errors import DatasetError

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["index_path", "open_index"]

_CHUNK = 1 << 20


def index_path(folder: Path, manifest: Manifest) -> Path:
    """Where the index that fits the manifest is, or would be."""
    return folder / "index" / manifest.stamp


def open_index(folder: Path, manifest: Manifest) -> ox.Store:
    """The dataset's index, read-only; made first where there is none that fits.

    Raises `DatasetError` when the segments cannot be loaded or the index cannot be written.
    """
    path = index_path(folder, manifest)
    try:
        if not path.is_dir():
            _make(folder, manifest, path)
        return ox.Store.read_only(str(path))
    except SyntaxError as problem:
        where = " ".join(str(problem).split())
        raise DatasetError(f"{folder}: a segment is not N-Quads ({where}); {MEND}") from None
    except OSError as problem:
        raise DatasetError(
            f"{path}: the index cannot be made or read ({problem}); remove {path.parent}"
        ) from None


def _make(folder: Path, manifest: Manifest, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    beside = path.parent / f".{path.name}.{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        _load(folder, manifest, beside)
        try:
            beside.rename(path)
        except OSError:
            if not path.is_dir():
                raise
            # Another process was faster; its index is the same.
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    for stale in path.parent.iterdir():
        # A hidden one may be another process's work in progress.
        if stale.name != path.name and not stale.name.startswith("."):
            shutil.rmtree(stale, ignore_errors=True)


def _load(folder: Path, manifest: Manifest, path: Path) -> None:
    store = ox.Store(str(path))
    # All at once: each load of its own costs the store a set of files.
    with io.BufferedReader(_Stream(_chunks(folder, manifest)), _CHUNK) as stream:
        store.bulk_load(input=stream, format=ox.RdfFormat.N_QUADS)
    store.flush()


def _chunks(folder: Path, manifest: Manifest) -> Iterator[bytes]:
    segments = [quads_path(folder, name) for name in sorted(manifest.segments)]
    for path in [*segments, resolution_path(folder)]:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    for quad in chain(vocabulary_quads(), ontology_quads()):
        yield f"{quad} .\n".encode()


class _Stream(io.RawIOBase):
    """Chunks of bytes as a file to read from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
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
