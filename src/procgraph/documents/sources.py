"""What a person names on the command line to the files that there are, and the ids they get."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from procgraph.errors import InputError
from procgraph.locations import files_below, is_url, location

__all__ = ["STANDARD_INPUT", "SUFFIXES", "TABLES", "Source", "find_sources", "other_kinds"]

OnError = Callable[[InputError], None]

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


def find_sources(paths: Iterable[str | Path], on_error: OnError) -> list[Source]:
    """The files of paths, of folders (recursive), both also as URLs, and ``-``, ordered by id.

    A file's id is its name; files of the same name in several folders get their path below the
    folder that was given instead, all of them, so that an id never depends on order. What does not
    exist or is of no known kind goes to `on_error`.
    """
    # By path, for a file may be named twice: by its folder and by itself.
    files: dict[str, str] = {}
    for given in paths:
        try:
            files.update(_files(given, on_error))
        except InputError as error:
            on_error(error)
    names = {path: _name(path) for path in files}
    times = Counter(names.values())
    sources = [
        Source(path, names[path] if times[names[path]] == 1 else relative)
        for path, relative in files.items()
    ]
    return sorted(sources, key=lambda source: (source.id, source.path))


def other_kinds(paths: Iterable[str | Path]) -> Counter[str]:
    """The endings of the files in folders that are of no known kind, each with how many there are;
    hidden files and what lies on a storage are not counted."""
    found: Counter[str] = Counter()
    for given in paths:
        if str(given) == STANDARD_INPUT or is_url(given):
            continue
        for folder, folders, names in os.walk(location(given)):
            folders[:] = [name for name in folders if not Path(folder, name).is_symlink()]
            endings = (_suffix(name) for name in names if not name.startswith("."))
            found.update(ending for ending in endings if ending not in SUFFIXES)
    return found


def _files(given: str | Path, on_error: OnError) -> list[tuple[str, str]]:
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
        found = list(_of_storage(path) if is_url(path) else _below(path, on_error))
        if not found:
            raise InputError("has no documents", source=source, mend=f"they end in {endings}")
        return found
    if not path.exists():
        raise InputError("does not exist", source=source, mend="check the path")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("is of an unknown kind", source=source, mend=f"use one of {endings}")
    return [(str(path), path.name)]


def _below(folder: Path, on_error: OnError, prefix: str = "") -> Iterator[tuple[str, str]]:
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
            yield from _below(Path(base + entry.name), on_error, f"{prefix}{entry.name}/")
        elif _suffix(entry.name) in SUFFIXES and entry.is_file():
            yield base + entry.name, prefix + entry.name


def _of_storage(folder: Path) -> Iterator[tuple[str, str]]:
    return (found for found in files_below(folder) if _suffix(found[0]) in SUFFIXES)


def _name(path: str) -> str:
    return path.rpartition("/" if is_url(path) else os.sep)[2]


def _suffix(path: str) -> str:
    stem, dot, ending = _name(path).rpartition(".")
    return f".{ending.lower()}" if stem and dot else ""
