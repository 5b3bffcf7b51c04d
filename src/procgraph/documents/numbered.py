"""Numbers of headings.

Where only they tell the headings of a page, '4. Required evaluation' is no item of section 3.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from procgraph.documents.headings import heading_key, line_key
from procgraph.documents.lines import Line

__all__ = ["numbered_headings", "without_number"]

_LONGEST = 8
_LONGEST_QUESTION = 16
_FEWEST = 3
_KNOWN = 2
_COUNTER = re.compile(r"\(?(\d{1,2})[.)]")
# '4.', '2.1', 'IV.', 'b)' in front of a heading that is marked as one.
_LEADING = re.compile(
    r"\A(?:Q(?:uestion)?:\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|(?:[IVX]{1,4}|[A-Za-z])[.)])\s+)"
    r"(?=\S)"
)


def numbered_headings(text: str, found: list[Line]) -> list[Line]:
    """The lines, with those marked as headings that a page's own numbers tell to be some.

    Each stands by itself, counts on from the one before, and has something else below it; a few
    are headings that are known, and no heading has no number: below 'Procedure Steps', '1.
    Preparation' is a step.
    """
    numbered = [
        index
        for index, (line, following) in enumerate(zip_longest(found, found[1:]))
        if line.mark == "1" and _stands_alone(text, line, following)
    ]
    if len(numbered) < _FEWEST or not _counts_on(text, [found[index] for index in numbered]):
        return found
    known = sum(heading_key(_says(text, found[index])) is not None for index in numbered)
    if known < _KNOWN or any(_is_heading(text, line) for line in found):
        return found
    at = frozenset(numbered)
    return [line._replace(mark="#") if index in at else line for index, line in enumerate(found)]


def without_number(heading: str) -> str:
    """A heading that is marked as one, without the number (or the 'Q:') in front of it."""
    return _LEADING.sub("", heading)


def _stands_alone(text: str, line: Line, following: Line | None) -> bool:
    if following is None or (following.mark == "1" and not line.blank_before):
        return False
    says = _says(text, line)
    longest = _LONGEST_QUESTION if says.endswith("?") else _LONGEST
    is_short = len(says.split()) <= longest and says[0].isupper()
    if not is_short or not (says[-1].isalnum() or says[-1] == "?"):
        return False
    return following.mark != "1" or _number(text, following) == 1


def _counts_on(text: str, found: list[Line]) -> bool:
    """Whether the numbers of lines go up by one, from one."""
    numbers = [_number(text, line) for line in found]
    return numbers[0] == 1 and all(after == before + 1 for before, after in pairwise(numbers))


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
