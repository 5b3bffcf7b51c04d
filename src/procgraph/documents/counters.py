"""Counters in front of headings and of the items of lists: '2', 'iv', 'C'."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["readings"]

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


def readings(counter: str) -> Iterator[tuple[str, int]]:
    """What a counter may be, and which of its kind, from 0; 'I' and 'i' are alike.

    >>> list(readings("3")), list(readings("v"))
    ([('number', 2)], [('roman', 4), ('letter', 21)])
    """
    if counter.isdigit():
        yield "number", int(counter) - 1
        return
    lowered = counter.lower()
    if lowered in _ROMAN:
        yield "roman", _ROMAN.index(lowered)
    if len(lowered) == 1 and lowered.isalpha():
        yield "letter", ord(lowered) - ord("a")
