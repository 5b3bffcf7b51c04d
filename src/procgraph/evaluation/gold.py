"""The gold facts of a folder, a file a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from procgraph.errors import InputError

__all__ = ["Record", "read_gold"]

Record = Mapping[str, Any]


def read_gold(
    folder: Path, *, part: str | None = None, may_lack: bool = False
) -> dict[str, Record]:
    """The gold files of a folder at any depth, by stem; of a `part`, those in a folder so named.

    Raises `InputError` for a file that is none, and for a folder without any unless it `may_lack`
    them.
    """
    files = sorted(folder.rglob("*.json")) if folder.is_dir() else []
    if part is not None:
        files = [f for f in files if part in (folder.name, *f.relative_to(folder).parts)]
    if not files and not may_lack:
        raise InputError("has no gold files", source=str(folder), mend="they are <document>.json")
    gold: dict[str, Record] = {}
    for file in files:
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as problem:
            line = getattr(problem, "lineno", 1)
            raise InputError("is not JSON", source=str(file), line=line, mend="mend it") from None
        if not isinstance(record, dict):
            raise InputError("is not a JSON object", source=str(file), line=1, mend="see data/gold")
        gold[file.stem] = record
    return gold
