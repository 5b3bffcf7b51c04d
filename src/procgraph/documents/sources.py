"""What a person names on the command line to the files that there are, and the ids they get."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from procgraph.errors import InputError
from procgraph.locations import files_below, is_url, location

__all__ = ["STANDARD_INPUT", "SUFFIXES", "TABLES", "Source", "find_sources"]

OnError = Callable[[InputError], None]
OnOther = Callable[[str], None]

STANDARD_INPUT = "-"
TABLES = frozenset({".jsonl", ".csv"})
SUFFIXES = frozenset({".txt", ".html", ".htm", ".md", *TABLES})
"""The endings that a folder is searched for."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or ``-``, and the id that its document gets."""

    path: str
    id: str

    @property
    def is_table(self) -> bool:
        """Whether each row is a document."""
        return _suffix(self.path) in TABLES


def find_sources(
    paths: Iterable[str | Path], on_error: OnError, on_other: OnOther | None = None
) -> list[Source]:
    """The files of paths, of folders (recursive), both also as URLs, and ``-``, ordered by id.

    A file's id is its name; files of the same name in several folders get their path below the
    folder that was given instead, all of them, so that an id never depends on order. What does not
    exist or is of no known kind goes to `on_error`. The ending of each file in a folder that is of
    no known kind goes to `on_other`, but for hidden files and what lies on a storage.
    """
    # By path, for a file may be named twice: by its folder and by itself.
    files: dict[str, str] = {}
    for given in paths:
        try:
            files.update(_files(given, on_error, on_other or _unheard))
        except InputError as error:
            on_error(error)
    names = {path: _name(path) for path in files}
    times = Counter(names.values())
    sources = [
        Source(path, names[path] if times[names[path]] == 1 else relative)
        for path, relative in files.items()
    ]
    return sorted(sources, key=lambda source: (source.id, source.path))


def _files(given: str | Path, on_error: OnError, on_other: OnOther) -> list[tuple[str, str]]:
    """The path of each file that is meant, and its path below the folder that was given."""
    source = str(given)
    if source == STANDARD_INPUT:
        return [(source, source)]
    path = location(given)
    try:
        is_folder = path.is_dir()
    except OSError as problem:
        # Of a storage that is not there; to a path this does not happen.
        raise InputError(
            f"cannot be reached ({problem})", source=source, mend="check the URL"
        ) from None
    endings = " ".join(sorted(SUFFIXES))
    if is_folder:
        found = list(_of_storage(path) if is_url(path) else _below(path, on_error, on_other))
        if not found:
            raise InputError("has no documents", source=source, mend=f"they end in {endings}")
        return found
    if not path.exists():
        raise InputError("does not exist", source=source, mend="check the path")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("is of an unknown kind", source=source, mend=f"use one of {endings}")
    return [(str(path), path.name)]


def _below(
    folder: Path, on_error: OnError, on_other: OnOther, prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """The documents of a folder: the path of each, and its path below the first folder, with
    ``/`` between the names."""
    # Not `Path.rglob`, which takes three times as long for a hundred thousand files.
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as problem:
        on_error(
            InputError(
                problem.strerror or "cannot be read",
                source=str(folder),
                mend="check its permissions",
            )
        )
        return
    base = "" if str(folder) == "." else f"{folder}{os.sep}".replace(os.sep * 2, os.sep)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            below = Path(base + entry.name)
            yield from _below(below, on_error, on_other, f"{prefix}{entry.name}/")
        elif (ending := _suffix(entry.name)) in SUFFIXES:
            if entry.is_file():
                yield base + entry.name, prefix + entry.name
        elif not entry.name.startswith(".") and not entry.is_dir():
            on_other(ending)


def _unheard(_: str) -> None:
    """What nobody asked to be told."""


def _of_storage(folder: Path) -> Iterator[tuple[str, str]]:
    return (found for found in files_below(folder) if _suffix(found[0]) in SUFFIXES)


def _name(path: str) -> str:
    return path.rpartition("/" if is_url(path) else os.sep)[2]


def _suffix(path: str) -> str:
    stem, dot, ending = _name(path).rpartition(".")
    return f".{ending.lower()}" if stem and dot else ""
