"""The index: an Oxigraph store made from the segments, thrown away and remade when it does not fit.

`index/<stamp>/` is named after a hash of all that is in it, so an index either fits or has another
name, and two processes that make the same one at once do no harm. After a small change the index of
the dataset before is copied, which costs nothing but names, and brought up to date.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from procgraph.cache import cache_dir
from procgraph.dataset.changes import Changes
from procgraph.dataset.files import KEPT_SECONDS, Kind, file_name, open_file
from procgraph.dataset.first_index import begin_index, load_quads, put_in_place
from procgraph.dataset.manifest import MEND, Manifest
from procgraph.dataset.segments import RESOLUTION, read_shares
from procgraph.errors import DatasetError
from procgraph.locations import is_url
from procgraph.rdf.iris import graph_iri

__all__ = [
    "PAUSE",
    "in_parts",
    "index_path",
    "index_room",
    "load_index",
    "open_index",
    "prune_indexes",
    "retire_index",
    "update_index",
]

_CHUNK = 1 << 20
_LEAST = 128 << 20
_LEAST_AT_A_PAUSE = 8 << 20
_SMALL_PARTS = 2
_SMALL = 8 << 20

_KEPT = 3
PAUSE = ("", 0)
"""In the place of a file: no other comes for a while."""


def index_room(folder: Path) -> Path:
    """Where the indexes of a dataset are: below `folder`, or in the cache of this machine when that
    is on a storage."""
    if is_url(folder):
        # The store needs a disk.
        return cache_dir() / "index" / hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return folder / "index"


def index_path(folder: Path, manifest: Manifest) -> Path:
    """Where the index that fits the manifest is, or would be."""
    return index_room(folder) / manifest.stamp


def open_index(folder: Path, manifest: Manifest) -> ox.Store:
    """The dataset's index, read-only; made first where there is none that fits.

    Raises `DatasetError` when the segments cannot be loaded or the index cannot be written.
    """
    path = index_path(folder, manifest)
    try:
        if not path.is_dir():
            _put(folder, path, lambda beside: load_index(beside, _parts(folder, manifest)))
        return ox.Store.read_only(str(path))
    except SyntaxError as problem:
        where = " ".join(str(problem).split())
        raise DatasetError(f"{folder}: a segment is not N-Quads ({where}); {MEND}") from None
    except (OSError, RuntimeError) as problem:
        raise DatasetError(
            f"{path}: the index cannot be made or read ({problem}); free some disk space or remove"
            f" {path.parent}"
        ) from None


def update_index(changes: Changes) -> None:
    """Make the index of a dataset out of that of the one before, when that is there and little has
    changed.

    Where it does nothing, `open_index` makes the index anew, to the same quads.
    """
    folder = changes.folder
    old, new = index_path(folder, changes.before), index_path(folder, changes.after)
    if new.is_dir() or not old.is_dir() or not changes.are_small:
        return
    try:
        _put(folder, new, lambda beside: _update(changes, old, beside))
    except (OSError, SyntaxError, ValueError, RuntimeError, DatasetError):
        # Whatever is wrong with the old index, the new one can be made without it; what is wrong
        # with the disk or the segments shows when that is done.
        return


def retire_index(folder: Path, before: Manifest) -> None:
    """Leave the index of the dataset before to those who read it, for some minutes."""
    with suppress(OSError):
        os.utime(index_path(folder, before))


def prune_indexes(folder: Path, *, keep: Path | None = None) -> None:
    """Remove the indexes that nobody can be reading any more: not that of the dataset, not `keep`,
    and not the last few of those that were retired some minutes ago."""
    with suppress(OSError, DatasetError):
        current = index_path(folder, Manifest.read(folder))
        found = [
            (p.stat().st_mtime, p) for p in current.parent.iterdir() if p not in (current, keep)
        ]
        oldest = time.time() - KEPT_SECONDS
        for number, (retired, stale) in enumerate(sorted(found, reverse=True)):
            if number >= _KEPT or retired < oldest:
                shutil.rmtree(stale, ignore_errors=True)


def _update(changes: Changes, old: Path, new: Path) -> None:
    # A backup is made of hard links.
    ox.Store.read_only(str(old)).backup(str(new))
    store = ox.Store(str(new))
    for identifier in changes.gone:
        store.remove_graph(ox.NamedNode(graph_iri(identifier)))
    for name, wanted in sorted(changes.come.items()):
        shares = read_shares(str(changes.folder), name, changes.after.segments[name], wanted)
        _add(store, b"".join(share.quads for share in shares.values()))
    gone, come = changes.links
    for quad in ox.parse(input=gone, format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    _add(store, come)
    store.flush()


def _add(store: ox.Store, quads: bytes) -> None:
    store.load(input=quads, format=ox.RdfFormat.N_QUADS)


def _put(folder: Path, path: Path, fill: Callable[[Path], None]) -> None:
    """Have an index made, and remove those that are not needed any more."""
    put_in_place(path, fill)
    prune_indexes(folder, keep=path)


def load_index(path: Path, parts: Iterable[Iterable[bytes]]) -> None:
    """Make a store at `path` of the vocabularies, and of parts: each is chunks of N-Quads.

    What was loaded lies in a sorted run for each million quads, of which every look-up asks each;
    they are merged in the end, unless all parts are small.

    Raises `OSError`, `RuntimeError` or `SyntaxError`.
    """
    store = begin_index(path)
    size = 0

    def counted(part: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal size
        for chunk in part:
            size += len(chunk)
            yield chunk

    for part in parts:
        load_quads(store, counted(part))
    if size > _SMALL:
        store.optimize()
    store.flush()


def in_parts(files: Iterable[tuple[str, int]]) -> Iterator[Iterator[str]]:
    """Gather the names of files, given with their sizes in bytes, into parts to load, as they come.

    The store sorts a million quads at a time while it reads a part, and what is left over when the
    part ends: two small parts let a small dataset not wait for its last byte. All that comes behind
    them is one part, however much it is, because the store begins to merge parts from the third on,
    each with all before it.
    """
    number = size = 0

    def part_of(file: tuple[str, int]) -> int:
        nonlocal number, size
        is_pause = file is PAUSE
        may_end = is_pause or number < _SMALL_PARTS
        if may_end and size >= (_LEAST_AT_A_PAUSE if is_pause else _LEAST):
            number, size = number + 1, 0
        size += file[1]
        return number

    for _, part in groupby(files, part_of):
        yield (name for name, _ in part if name)


def _parts(folder: Path, manifest: Manifest) -> Iterator[Iterator[bytes]]:
    files = [
        (file_name(Kind.QUADS, name, entry.files[Kind.QUADS]), entry.files[Kind.QUADS].size)
        for name, entry in sorted(manifest.segments.items())
    ]
    links = file_name(Kind.QUADS, RESOLUTION, manifest.resolution), manifest.resolution.size
    for part in in_parts([*files, links]):
        yield _chunks(folder, part)


def _chunks(folder: Path, names: Iterable[str]) -> Iterator[bytes]:
    for name in names:
        with open_file(str(folder), name) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
