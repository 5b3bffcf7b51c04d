"""Numbers of headings.

Where only they tell the headings of a page, '4. Required evaluation' is no item of section 3.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from procgraph.documents.headings import caption_key, line_key
from procgraph.documents.labels import INSTRUCTIONS
from procgraph.documents.lettered import TELLING
from procgraph.documents.lines import Line

__all__ = ["numbered_headings", "without_number"]

_LONGEST = 8
_LONGEST_QUESTION = 16
_FEWEST = 3
_KNOWN = 2
_KNOWN_OF_SOME = 3
# What the numbered lines below such a heading are parts of.
_STEPS = INSTRUCTIONS | {"steps"}
_COUNTER = re.compile(r"\(?(\d{1,2})[.)]")
# '4.', '2.1', 'IV.', 'b)' in front of a heading that is marked as one.
_LEADING = re.compile(
    r"\A(?:Q(?:uestion)?:\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|(?:[IVX]{1,4}|[A-Za-z])[.)])\s+)"
    r"(?=\S)"
)


def numbered_headings(text: str, found: list[Line]) -> list[Line]:
    """The lines, with those marked as headings that a page's own numbers tell to be some.

    Each stands by itself, has a higher number than the one before, and has something else below it;
    a few are headings that are known, more of them where a number is missing. Where a heading has
    no number, what they open must tell that they are some, too: below 'Procedure Steps',
    '1. Preparation' is a step.
    """
    alone = [
        index
        for index, (line, following) in enumerate(zip_longest(found, found[1:]))
        if line.mark == "1" and _stands_alone(text, line, following)
    ]
    for numbered in (alone, [index for index in alone if found[index].blank_before]):
        if _are_headings(text, found, numbered):
            at = frozenset(numbered)
            return [
                line._replace(mark="#") if index in at else line for index, line in enumerate(found)
            ]
    return found


def without_number(heading: str) -> str:
    """A heading that is marked as one, without the number (or the 'Q:') in front of it."""
    return _LEADING.sub("", heading)


def _stands_alone(text: str, line: Line, following: Line | None) -> bool:
    if following is None or (following.mark == "1" and not line.blank_before):
        return False
    says = _says(text, line)
    longest = _LONGEST_QUESTION if says.endswith("?") else _LONGEST
    is_short = len(says.split()) <= longest and says[0].isupper()
    if not is_short or not (says[-1].isalnum() or says[-1] in "?):"):
        return False
    # '(a)' counts what stands below it, as '1.' does
    return following.mark != "1" or _number(text, following) <= 1


def _are_headings(text: str, found: list[Line], numbered: list[int]) -> bool:
    numbers = [_number(text, found[index]) for index in numbered]
    if len(numbered) < _FEWEST or any(after <= before for before, after in pairwise(numbers)):
        return False
    says = [_says(text, found[index]) for index in numbered]
    counts_on = numbers[0] == 1 and numbers[-1] == len(numbers)
    keys = [line_key(said) or caption_key(said) for said in says]
    known = len(keys) - keys.count(None)
    if known < (_KNOWN if counts_on else _KNOWN_OF_SOME):
        return False
    plain = [index for index, line in enumerate(found) if _is_heading(text, line)]
    if not plain:
        return True
    above = [index for index in plain if index < numbered[0]]
    open_key = line_key(_says(text, found[above[-1]])) if above else None
    is_apart = all(found[index].blank_before for index in numbered)
    return is_apart and open_key not in _STEPS and len(TELLING.intersection(keys)) >= _KNOWN


def _number(text: str, line: Line) -> int:
    start = max(text.rfind("\n", 0, line.start), text.rfind("\r", 0, line.start)) + 1
    counter = _COUNTER.search(text, start, line.start)
    return int(counter[1]) if counter else 0


def _is_heading(text: str, line: Line) -> bool:
    if line.mark == "#":
        return True
    says = _says(text, line)
    return line.mark == "" and line.blank_before and line_key(says) is not None


def _says(text: str, line: Line) -> str:
    return text[line.start : line.end]
