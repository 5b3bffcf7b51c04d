"""Numbers of paragraphs: '3.5 Bleeding was reported in 2%.' says nothing of 3.5."""

from __future__ import annotations

import re
from itertools import pairwise

from procgraph.documents.lines import Line

__all__ = ["without_clause_numbers"]

_NUMBER = re.compile(r"[\[(]?(?P<said>\d{1,2}(?:\.\d{1,2})+)[\])]?\.?[ \t\xa0]+(?=[A-Z])")
# In words: '2.5 MHz probe' is not a sentence.
_SHORTEST = 3
_STOPS = ".:;?"


def without_clause_numbers(text: str, found: list[Line]) -> list[Line]:
    """The lines, with those that begin behind their number whose numbers count on from one
    another's."""
    counted = [
        (index, match.end(), tuple(map(int, match["said"].split("."))))
        for index, line in enumerate(found)
        if line.mark == "" and (match := _NUMBER.match(text, line.start, line.end))
    ]
    if not any(_counts_on(one, other) for (_, _, one), (_, _, other) in pairwise(counted)):
        return found
    read = list(found)
    last: tuple[int, ...] = ()
    for index, start, number in counted:
        if number > last and _is_sentence(text[start : found[index].end]):
            read[index] = found[index]._replace(start=start)
            last = number
    return read


def _counts_on(number: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether one is next in the list that the other is in, or begins a list in or behind it."""
    next_one = (*number[:-1], number[-1] + 1)
    return other == next_one or other == (*number, 1) or (other[-1] == 1 and other > number)


def _is_sentence(says: str) -> bool:
    return len(says.split()) >= _SHORTEST and says[-1] in _STOPS
