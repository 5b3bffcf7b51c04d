"""What every text that a pattern matches has in it: groups of literals, read off the pattern.

A literal is in lower case. In it ``|`` is an edge of a word (white space, punctuation, the ends of
the text), and ``^`` before it the beginning of the text. What this module does not understand of a
pattern, it does not ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["DIGITS", "EDGE", "LONGEST", "MARKS", "START", "Group", "requirements"]

Group = frozenset[str]
_Parsed = Iterable[tuple[Any, Any]]

EDGE = "|"
START = "^"
LONGEST = 24
"""Of a literal, in characters."""
DIGITS = frozenset("0123456789")
MARKS = frozenset("()[]:;,|%/?!\"'+*<>=&#–—-")
"""Signs of punctuation that a text is asked for as it is for a word."""

_NOTHING = frozenset({""})
_AN_EDGE = frozenset({EDGE})
_MOST_STRINGS = 600
_MOST_GROUPS = 3
# What nearly every text has, so that asking for it shuts out nothing.
_EVERYWHERE = frozenset(
    f"{EDGE}{word}{EDGE}"
    for word in "a an the of to and or in is are be for with on at by as from that it".split()
)
# How many texts have it, where its length would mislead.
_SHARES = {**dict.fromkeys(_EVERYWHERE, 1.0), **dict.fromkeys(DIGITS, 0.02)}


def requirements(pattern: str) -> list[Group]:
    """Groups of literals: every match of `pattern`, in any case, contains one of each group.

    >>> [sorted(group) for group in requirements(r"\\bneeds? (?:a|the) nurse")]
    [['|nurse'], ['|needs|', '|need|']]
    """
    groups = _reading(_parser.parse(pattern, re.IGNORECASE)).all_groups()
    return sorted(set(groups), key=lambda group: (_commonness(group), sorted(group)))[:_MOST_GROUPS]


class _Reading:
    """A part of a pattern, read from left to right.

    `groups` are required already; `strings` are all that can stand directly before the place that
    has been reached, with what stood `before` the part. `is_closed` while `strings` are all that
    the part and what is before it stand for.
    """

    def __init__(self, before: Group = _NOTHING) -> None:
        self.groups: list[Group] = []
        self.strings = before
        self.is_closed = True

    def all_groups(self) -> list[Group]:
        """What the whole part requires; nothing can be read after it."""
        self._flush()
        return self.groups

    def read(self, name: Any, value: Any) -> None:
        """One element of a parsed pattern."""
        if name is op.LITERAL:
            self._add(_of_character(chr(value)))
            self._ask_for([(name, value)])
        elif name is op.IN:
            self._add(_of_set(value))
            self._ask_for(value)
        elif name is op.AT:
            self._stand_at(value)
        elif name is op.SUBPATTERN:
            self._read_inner(_reading(value[-1], self.strings))
        elif name is op.BRANCH:
            self._read_branches([_reading(branch, self.strings) for branch in value[1]])
        elif name in (op.MAX_REPEAT, op.MIN_REPEAT):
            self._repeat(value[0], value[1], _reading(value[2]))
        elif name is op.ASSERT:
            self.groups.extend(_reading(value[1]).all_groups())
        elif name is not op.ASSERT_NOT:  # which takes no room and asks for no word
            self._skip()

    def _ask_for(self, members: Iterable[tuple[Any, Any]]) -> None:
        """Ask for one of some signs, where each member is one."""
        signs = [chr(value) if name is op.LITERAL else "" for name, value in members]
        if MARKS.issuperset(signs):
            self.groups.append(frozenset(signs))

    def _stand_at(self, place: Any) -> None:
        if place in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            if self.strings == _NOTHING and self.is_closed:
                self.strings = frozenset({START})
        elif place is not op.AT_NON_BOUNDARY and not _all_end(self.strings, START):
            self._add(_AN_EDGE)

    def _read_inner(self, inner: _Reading) -> None:
        self._flush_unless(inner.is_closed)
        self.groups.extend(inner.groups)
        self.strings = inner.strings

    def _read_branches(self, branches: Sequence[_Reading]) -> None:
        strings = _union(branch.strings for branch in branches)
        is_closed = len(strings) <= _MOST_STRINGS and all(branch.is_closed for branch in branches)
        self._flush_unless(is_closed)
        if not is_closed or any(branch.groups for branch in branches):
            ranked = [sorted(branch.all_groups(), key=_commonness) for branch in branches]
            # the most telling group of each branch, and the next, where all have one
            self.groups.extend(_union(groups) for groups in list(zip(*ranked, strict=False))[:2])
        if is_closed:
            self.strings = strings

    def _flush_unless(self, is_closed: bool) -> None:
        if not is_closed:
            self._skip()

    def _repeat(self, least: int, most: int, inner: _Reading) -> None:
        if inner.is_closed and most == 1:
            self._add(inner.strings if least else inner.strings | _NOTHING)
            return
        if least and inner.is_closed and inner.strings == _AN_EDGE:
            self._add(_AN_EDGE)  # what stands before '\s+' ends a word
        # '\b(?:very )*rare': after any number of words that end at an edge there is an edge
        ends = inner.is_closed and _all_end(inner.strings) and (least or _all_end(self.strings))
        self._skip(inner.all_groups() if least else [])
        if ends:
            self.strings = _AN_EDGE

    def _add(self, strings: Group | None) -> None:
        if strings is None:
            self._skip()
            return
        if len(self.strings) * len(strings) > _MOST_STRINGS:
            self._skip()
        self.strings = frozenset(_joined(a, b) for a in self.strings for b in strings)

    def _skip(self, groups: Iterable[Group] = ()) -> None:
        """Go past something that has too many strings, but requires `groups`."""
        self._flush()
        self.groups.extend(groups)
        self.is_closed = False

    def _flush(self) -> None:
        ranked = [_pieces(string) for string in self.strings]
        # the most telling word of each string, and the next, where all have one
        for pieces in list(zip(*ranked, strict=False))[:2]:
            if all(len(piece) > 1 or piece in DIGITS for piece in pieces):
                self.groups.append(frozenset(pieces))
        self.strings = _NOTHING


def _reading(parts: _Parsed, before: Group = _NOTHING) -> _Reading:
    reading = _Reading(before)
    for name, value in parts:
        reading.read(name, value)
    return reading


def _union(groups: Iterable[Group]) -> Group:
    return frozenset(chain.from_iterable(groups))


_CATEGORIES = {
    op.CATEGORY_SPACE: _AN_EDGE,
    op.CATEGORY_NOT_WORD: _AN_EDGE,
    op.CATEGORY_DIGIT: DIGITS,
}


def _of_character(character: str) -> Group | None:
    if character.isascii() and (character.isalnum() or character == "_"):
        return frozenset({character.lower()})
    return None if character.isalnum() else _AN_EDGE


def _of_set(members: Iterable[tuple[Any, Any]]) -> Group | None:
    found: set[str] = set()
    for name, value in members:
        if name is op.LITERAL:
            strings = _of_character(chr(value))
        elif name is op.CATEGORY:
            strings = _CATEGORIES.get(value)
        else:
            strings = None
        if strings is None:
            return None
        found |= strings
    return frozenset(found)


def _joined(before: str, after: str) -> str:
    return before + (after[1:] if before.endswith(EDGE) and after.startswith(EDGE) else after)


def _all_end(strings: Group, end: str = EDGE) -> bool:
    return all(string.endswith(end) for string in strings)


def _pieces(string: str) -> list[str]:
    """The words of a string, the most telling first, with their edges as far as they are known."""
    words = string.split(EDGE)
    last = len(words) - 1
    pieces = [
        f"{EDGE if place else ''}{word}{EDGE if place < last else ''}"[:LONGEST]
        for place, word in enumerate(words)
        if word.strip(START)
    ]
    return sorted(pieces, key=lambda piece: (piece in _EVERYWHERE, -len(piece)))


def _commonness(group: Group) -> float:
    """A rough measure of how often a text answers a group: short literals do, and many."""
    return sum(_SHARES.get(literal, 3.0 ** -len(literal)) for literal in group)
