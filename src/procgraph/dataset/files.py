"""How files come to stand on disk: whole or not at all, and under one lock."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from procgraph.errors import DatasetError

__all__ = ["LOCK", "exclusive", "segment_of", "sync_directory", "write_lines", "write_whole"]

LOCK = ".lock"
"""The name of the file that a build holds locked."""


def segment_of(identifier: str) -> str:
    """The segment that holds the document with this id: two hexadecimal digits."""
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:2]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, sync it and rename it, so that no reader meets half of it."""
    write_lines(path, (data,))


def write_lines(path: Path, chunks: Iterable[bytes]) -> str:
    """`write_whole` for a stream of chunks; returns the SHA-256 of what was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    digest = hashlib.sha256()
    try:
        with beside.open("wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def sync_directory(path: Path) -> None:
    """Make the renames in a folder last through a power cut, where the system can."""
    if os.name != "posix":
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


if os.name == "nt":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
