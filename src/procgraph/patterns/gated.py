"""Things with a pattern, of which only those are looked at that a text opens the gate of."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Sequence
from functools import reduce
from importlib.resources import files
from operator import or_
from typing import Generic, Protocol, TypeVar

from procgraph.cache import digest, read_cached, write_cached
from procgraph.patterns.gates import Gates

__all__ = ["Gated", "gates_of"]

# Sets that have been picked for a text, by its signature.
_PICKED = 1 << 14


class _HasGate(Protocol):
    @property
    def need(self) -> int: ...


_T = TypeVar("_T", bound=_HasGate)


class Gated(tuple[_T, ...], Generic[_T]):
    """Things in the order in which they are tried, each with the bits that it needs."""

    _asks: int
    _picked: _Picked[_T]

    def __new__(cls, members: Iterable[_T]) -> Gated[_T]:
        self = super().__new__(cls, members)
        self._asks = reduce(or_, (member.need for member in self), 0)
        self._picked = _Picked(self)
        return self

    def open_for(self, signature: int) -> tuple[_T, ...]:
        """Those that may match a text with this signature, or what is left of it when words are
        taken off its end."""
        return self._picked[signature & self._asks]


class _Picked(dict[int, tuple[_T, ...]], Generic[_T]):
    """Bits that a text has → those of some things that they open, remembered: most texts answer
    none of the gates, and those that do answer the same few."""

    def __init__(self, members: Iterable[_T]) -> None:
        self._members = [(member.need, member) for member in members]
        self._asks = reduce(or_, (need for need, _ in self._members), 0)

    def __missing__(self, has: int) -> tuple[_T, ...]:
        if len(self) >= _PICKED:
            self.clear()
        lacks = self._asks ^ has
        picked = self[has] = tuple([one for need, one in self._members if not need & lacks])
        return picked


def gates_of(patterns: Sequence[str]) -> Gates:
    """The gates of patterns, kept in the user's cache folder: taking them apart is slow."""
    code = (files(__package__) / "requirements.py").read_bytes()
    # Which letters a pattern asks for, Python's own parser of patterns says.
    key = digest([sys.version.encode(), code, *(pattern.encode() for pattern in patterns)])
    with contextlib.suppress(TypeError, KeyError, AttributeError):
        kept = read_cached("gates", key)
        return Gates(kept["need"], kept["literals"])
    gates = Gates.of(patterns)
    write_cached("gates", key, {"need": gates.need, "literals": gates.literals})
    return gates
