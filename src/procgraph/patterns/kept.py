"""Compiled patterns, kept from one process to the next.

`re` compiles a thousand patterns in a second or two, and every process that reads a document needs
as many. What the compiler of `re` makes of them is kept in the user's cache folder, and is given to
the engine as the compiler would. These are private parts of `re`: what was kept is read by the very
interpreter that wrote it, and where a part is missing patterns are compiled as ever.
"""

from __future__ import annotations

import array
import atexit
import base64
import importlib
import re
import sys
import zlib
from functools import cache
from typing import Any

from procgraph.cache import digest, read_cached, write_cached

__all__ = ["Store", "compiled"]

_KIND = "patterns"
# More than the rules of one version make; what other versions left is then forgotten.
_MOST = 8000


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives for the same arguments."""
    return _store().compiled(source, flags)


class Store:
    """The patterns that are kept, by flags and source: the engine's code, the number of groups and
    their names."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Any]] = read_cached(_KIND, _key()) or {}
        self._new: dict[str, list[Any]] = {}

    def compiled(self, source: str, flags: int) -> re.Pattern[str]:
        name = f"{int(flags)} {source}"
        try:
            made = self._kept.get(name) or self._new.get(name)
            if made is None:
                made = self._new[name] = _made(source, int(flags))
            whole, code, groups, names = made
            return _engine(source, whole, _unpacked(code), groups, names)
        except (AttributeError, ImportError, TypeError, RuntimeError, ValueError):
            return re.compile(source, flags)

    def save(self) -> None:
        """Keep what is new beside what others have kept meanwhile."""
        if not self._new:
            return
        kept = read_cached(_KIND, _key()) or {}
        if len(kept) > _MOST:
            kept = {}
        write_cached(_KIND, _key(), kept | self._new)


@cache
def _store() -> Store:
    store = Store()
    atexit.register(store.save)
    return store


@cache
def _key() -> str:
    return digest([sys.version.encode(), sys.byteorder.encode()])


def _made(source: str, flags: int) -> list[Any]:
    """All that the engine needs, as `re._compiler.compile` works it out."""
    parser, compiler = map(importlib.import_module, ("re._parser", "re._compiler"))
    parsed = parser.parse(source, flags)
    code = array.array("I", compiler._code(parsed, flags)).tobytes()
    packed = base64.b64encode(zlib.compress(code)).decode()
    state = parsed.state
    return [flags | state.flags, packed, state.groups - 1, dict(state.groupdict)]


def _unpacked(code: str) -> list[int]:
    numbers = array.array("I")
    numbers.frombytes(zlib.decompress(base64.b64decode(code)))
    return numbers.tolist()


def _engine(
    source: str, flags: int, code: list[int], groups: int, names: dict[str, int]
) -> re.Pattern[str]:
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    compile_code = importlib.import_module("_sre").compile
    pattern: re.Pattern[str] = compile_code(source, flags, code, groups, names, tuple(by_number))
    return pattern
