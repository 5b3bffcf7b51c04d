"""How files come to stand on disk: whole or not at all, named by their content, and under one lock.

A dataset's large files are named after what is in them and never changed, so the manifest alone
says which of them are the dataset: that it is renamed is the moment of change. A file that it names
no longer is retired: it moves to ``.retired/``, where who opened the dataset before still finds it,
and is removed by a later build.

Folders are strings here, for a worker may be given one that is no folder of this machine: on a
storage (see `locations`) a file comes to stand whole by itself, and lasts.
"""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import BinaryIO

from procgraph.errors import DatasetError
from procgraph.locations import is_url, location, put

__all__ = [
    "LOCK",
    "FileEntry",
    "Kind",
    "exclusive",
    "file_name",
    "is_whole",
    "open_file",
    "prune_retired",
    "retire",
    "segment_of",
    "sync_directory",
    "sync_file",
    "write_file",
    "write_lines",
    "write_whole",
]

LOCK = ".lock"
"""The name of the file that a build holds locked."""

RETIRED = ".retired"
KEPT_SECONDS = 600
"""How long a retired file stays for those who read it."""

_NAME_DIGITS = 16
_BLOCK = 1 << 20


class Kind(Enum):
    """A kind of large file: its folder and its ending."""

    QUADS = ("segments", ".nq")
    RECORDS = ("records", ".jsonl")
    SUMMARIES = ("summaries", ".jsonl")

    @property
    def room(self) -> str:
        """The folder that it stands in."""
        return self.value[0]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What is known of a large file: the hash of its content, and its size in bytes."""

    sha256: str
    size: int


def segment_of(identifier: str) -> str:
    """The segment that holds the document with this id: two hexadecimal digits."""
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:2]


def file_name(kind: Kind, stem: str, entry: FileEntry) -> str:
    """The path of a large file below the dataset's folder."""
    room, ending = kind.value
    return f"{room}/{stem}-{entry.sha256[:_NAME_DIGITS]}{ending}"


def write_file(folder: str, kind: Kind, stem: str, chunks: Iterable[bytes]) -> FileEntry:
    """Write a large file below `folder` under the name that its content gives it.

    It is whole when it has its name, but not safe from a power cut before `sync_file`.
    """
    if is_url(folder):
        return _upload(folder, kind, stem, chunks)
    room = Path(folder, kind.room)
    room.mkdir(parents=True, exist_ok=True)
    with _beside(room / f"{stem}{kind.value[1]}") as (beside, file):
        entry = _write(file, chunks)
        file.close()
        beside.replace(Path(folder, file_name(kind, stem, entry)))
    return entry


def open_file(folder: str, name: str) -> BinaryIO:
    """Open a large file of a dataset, also one that has been retired since the manifest was read.

    Raises `OSError`.
    """
    place = location(folder)
    try:
        return (place / name).open("rb")
    except FileNotFoundError:
        return (place / RETIRED / name).open("rb")


def is_whole(folder: str, name: str, entry: FileEntry, *, trusted_until: int = 0) -> bool:
    """Whether a large file is there as it was written.

    Its size says so, unless it was touched after `trusted_until` (nanoseconds since 1970): then its
    content is hashed. On a storage, where nobody edits a file, the size is enough.
    """
    path = location(folder) / name
    try:
        found = path.stat()
        if found.st_size != entry.size:
            return False
        if is_url(folder) or found.st_mtime_ns <= trusted_until:
            return True
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False


def retire(folder: Path, name: str) -> None:
    """Take a large file out of the dataset, but leave it to those who read it."""
    target = folder / RETIRED / name
    target.parent.mkdir(parents=True, exist_ok=True)
    (folder / name).replace(target)
    os.utime(target)


def prune_retired(folder: Path) -> None:
    """Remove what was retired too long ago for anybody to read it still."""
    oldest = time.time() - KEPT_SECONDS
    with suppress(FileNotFoundError):
        for path in (folder / RETIRED).rglob("*"):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, sync it and rename it, so that no reader meets half of it."""
    write_lines(path, (data,))


def write_lines(path: Path, chunks: Iterable[bytes]) -> None:
    """`write_whole` for a stream of chunks."""
    if is_url(path):
        put(path, chunks)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path) as (beside, file):
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        file.close()
        beside.replace(path)


def sync_file(path: Path) -> None:
    """Make what was written to a file last through a power cut."""
    if is_url(path):
        return
    # Windows syncs what is open for writing only.
    with path.open("r+b" if os.name == "nt" else "rb") as file:
        os.fsync(file.fileno())


def sync_directory(path: Path) -> None:
    """Make the renames in a folder last through a power cut, where the system can."""
    if os.name != "posix" or is_url(path):
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; a process that dies lets go of it.

    Raises `DatasetError` when another process holds it.
    """
    with (folder / LOCK).open("ab") as file:
        try:
            _lock(file.fileno())
        except OSError:
            raise DatasetError(
                f"{folder}: another build is writing to it; wait for it or use another folder"
            ) from None
        yield


def _upload(folder: str, kind: Kind, stem: str, chunks: Iterable[bytes]) -> FileEntry:
    """`write_file` to a storage: the name is known when all is written, so that is done here."""
    with tempfile.TemporaryFile() as file:
        entry = _write(file, chunks)
        file.seek(0)
        put(location(folder) / file_name(kind, stem, entry), iter(partial(file.read, _BLOCK), b""))
    return entry


@contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file beside `path`, which is gone when something goes wrong."""
    # With the machine's name, for the folder may be shared by several.
    beside = path.with_name(f".{path.name}.{platform.node()}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            yield beside, file
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _write(file: BinaryIO, chunks: Iterable[bytes]) -> FileEntry:
    digest = hashlib.sha256()
    size = 0
    for chunk in chunks:
        digest.update(chunk)
        size += file.write(chunk)
    return FileEntry(digest.hexdigest(), size)


if os.name == "nt":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
