"""'Did you mean …': the nearest names to one that is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["nearest"]

_COMPARED = 100


def nearest(name: str, known: Iterable[str], *, count: int = 3) -> str:
    """``; did you mean 'a' or 'b'?`` for the known names that are near, else nothing.

    >>> nearest("personel", ["personnel", "alternatives"])
    "; did you mean 'personnel'?"
    """
    wanted = name.casefold()
    by_case = {other.casefold(): other for other in sorted(known)}
    # difflib takes a second for ten thousand names; those that share letters in a row are few.
    pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
    shared = {other: sum([pair in other for pair in pairs]) / (len(other) + 1) for other in by_case}
    alike = sorted(by_case, key=lambda other: (-shared[other], other))[:_COMPARED]
    close = get_close_matches(wanted, alike, n=count, cutoff=0.6)
    if not close:
        return ""
    return "; did you mean " + " or ".join(repr(by_case[other]) for other in close) + "?"
