"""Python's collector of garbage, told to look seldom, or not at all.

What a build reads, it keeps: to look through all of it again and again takes a quarter of the time
in which the links across documents are made, and a twentieth of that for a document. Of an answer
of 40,000 rows it is a twentieth, of a graph of 100,000 triples a tenth.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collect_seldom", "collecting_seldom", "not_collecting"]

_OBJECTS_BETWEEN = 50_000


def collect_seldom() -> None:
    """Have garbage looked for seldom from now on."""
    gc.set_threshold(_OBJECTS_BETWEEN, *gc.get_threshold()[1:])


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Have garbage looked for seldom within a `with`."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def not_collecting() -> Iterator[None]:
    """Have no garbage looked for within a `with`, where much is made and no cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
