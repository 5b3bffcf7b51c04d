"""Paths of this machine, and URLs of any storage that fsspec knows.

A URL has the same methods as a path, so whoever reads or writes needs not know which it is. What a
storage asks for (keys, regions) comes from its own settings or from those of fsspec.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from procgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from upath import UPath

__all__ = ["files_below", "is_url", "location", "move", "put", "remove_folder"]


def is_url(path: str | Path) -> bool:
    """Whether this names something on a storage of its own.

    >>> is_url("s3://bucket/pages"), is_url("file:///tmp/pages"), is_url("C:/pages")
    (True, False, False)
    """
    scheme, separator, _ = str(path).partition("://")
    return bool(separator) and scheme != "file" and len(scheme) > 1 and "/" not in scheme


def location(path: str | Path) -> Path:
    """The path, or what stands for it where it is a URL; a ``file://`` URL is a path.

    Raises `InputError` for a storage that is unknown or whose package is missing.
    """
    if not is_url(path):
        text = str(path)
        return Path(url2pathname(urlsplit(text).path)) if text.startswith("file://") else Path(path)
    if not isinstance(path, str):
        return path
    try:
        from upath import UPath
    except ImportError:
        raise InputError(
            "is a URL, and what reads those is missing",
            source=path,
            mend="install it with `pip install 'procgraph-kg[cluster]'`",
        ) from None
    try:
        found = UPath(path)
        # Only now is the storage's own package looked for.
        found.fs  # noqa: B018
    except (ImportError, ValueError) as problem:
        raise InputError(
            f"is on a storage that cannot be used ({problem})", source=path, mend="check the URL"
        ) from None
    return cast("Path", found)


def files_below(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a folder of a storage, at any depth: the URL of each, and its path below the
    folder."""
    url = _storage(folder)
    root = url.path.rstrip("/")
    # One listing: to ask what each is would be a round trip a file.
    for found in sorted(url.fs.find(root)):
        below = found[len(root) :].lstrip("/")
        yield str(url / below), below


def put(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file of a storage: others see all of it or nothing."""
    url = _storage(path)
    url.parent.mkdir(parents=True, exist_ok=True)
    with url.fs.transaction, url.open("wb") as file:
        file.writelines(chunks)


def move(source: Path, target: Path) -> None:
    """Move a file within a disk or a storage, over what may be there."""
    if is_url(source):
        _storage(source).fs.mv(_storage(source).path, _storage(target).path)
    else:
        source.replace(target)


def remove_folder(folder: Path) -> None:
    """Remove a folder and all that is in it, where there is one."""
    if is_url(folder):
        with suppress(FileNotFoundError):
            _storage(folder).fs.rm(_storage(folder).path, recursive=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _storage(path: Path) -> UPath:
    """What a URL really is, without what others remember of its folders."""
    url = cast("UPath", path)
    url.fs.invalidate_cache()
    return url
