"""What takes long to work out and never changes, kept in the user's cache folder.

A file's name is made of everything that its content depends on. One that is missing, cut off or
changed is made again, and where nothing can be written nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["cache_dir", "digest", "read_cached", "write_cached"]

# Files of one kind and other versions that stay, for installations that share the folder.
_KEPT = 12


def cache_dir() -> Path:
    """``$PROCGRAPH_CACHE``, else ``$XDG_CACHE_HOME/procgraph``, else ``~/.cache/procgraph``."""
    if own := os.environ.get("PROCGRAPH_CACHE"):
        return Path(own)
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # A relative path there is to be ignored (XDG Base Directory Specification).
    return (base if base.is_absolute() else Path("~/.cache").expanduser()) / "procgraph"


def digest(parts: list[bytes]) -> str:
    """The first 16 digits of the SHA-256 of these parts, each with its length."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()[:16]


def read_cached(kind: str, key: str) -> Any:
    """What was kept of this kind under this key, as JSON has it; None where nothing is."""
    with contextlib.suppress(OSError, ValueError):
        checksum, _, body = _path(kind, key).read_bytes().partition(b"\n")
        if checksum.decode() == hashlib.sha256(body).hexdigest():
            return json.loads(body)
    return None


def write_cached(kind: str, key: str, content: Any) -> None:
    """Keep what JSON can hold, whole or not at all, and forget the oldest of the kind."""
    path = _path(kind, key)
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
        _prune(path.parent, kind)
    if written is not None:
        with contextlib.suppress(OSError):
            Path(written).unlink()


def _path(kind: str, key: str) -> Path:
    return cache_dir() / f"{kind}-{key}.json"


def _prune(folder: Path, kind: str) -> None:
    files = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_KEPT]:
        path.unlink()
