"""Which patterns can match a text at all, told from its words alone.

Most rules match few clauses, and a case-insensitive search costs far more than a look at the words.
So each pattern is taken apart once into groups of literals, of each of which every match contains
one. Each group has a bit. A text has the bits of the groups that one of its words answers, and a
pattern is only searched for in a text that has all of its bits. A gate never decides that a pattern
matches; what this module does not understand of a pattern, it does not ask for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from procgraph.patterns.any_case import folded

__all__ = ["Gates", "requirements"]

_Group = frozenset[str]
_Parsed = Iterable[tuple[Any, Any]]

# In a literal: an edge of a word, which is white space, punctuation, \b or an end of the text.
_EDGE = "|"
# In a literal: the beginning of the text.
_START = "^"
_NOTHING = frozenset({""})
_AN_EDGE = frozenset({_EDGE})
_MOST_STRINGS = 600
_MOST_GROUPS = 3
_LONGEST = 24
_REMEMBERED = 1 << 16
_NO_WORD = -1
_WORD = re.compile(r"\w+")
_DIGITS = frozenset("0123456789")
# Signs of punctuation that a text is asked for as it is for a word.
_MARKS = frozenset("()[]:;,|%/?!\"'+*<>=&#–—-")
# What nearly every text has, so that asking for it shuts out nothing.
_EVERYWHERE = frozenset(
    f"{_EDGE}{word}{_EDGE}"
    for word in "a an the of to and or in is are be for with on at by as from that it".split()
)
# How many texts have it, where its length would mislead.
_SHARES = {**dict.fromkeys(_EVERYWHERE, 1.0), **dict.fromkeys(_DIGITS, 0.02)}


class Gates:
    """The gates of some patterns.

    `need[i]` are the bits that a text must have for pattern `i`, `literals` the bits that a text
    has which contains one.
    """

    def __init__(self, need: Sequence[int], literals: Mapping[str, int]) -> None:
        self.need, self.literals = need, literals
        self._words, self._first = _Words(literals), _First(literals)

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Gates:
        """The gates of patterns, which are taken apart for it: a millisecond each."""
        bits: dict[_Group, int] = {}
        needs: list[int] = []
        literals: dict[str, int] = {}
        for pattern in patterns:
            need = 0
            for group in requirements(pattern):
                bit = bits.setdefault(group, 1 << len(bits))
                need |= bit
                for literal in group:
                    literals[literal] = literals.get(literal, 0) | bit
            needs.append(need)
        return cls(needs, literals)

    def signature(self, text: str) -> int:
        """The bits of the groups that a word of `text` answers."""
        # A word with the punctuation around it: splitting at white space is all that is quick.
        said, words, first = text.split(), self._words, self._first
        bits = 0
        for word in said:
            bits |= words[word]
        for word in said:
            if (starting := first[word]) != _NO_WORD:
                return bits | starting
        return bits


class _Remembered(dict[str, int]):
    """Word → bits, remembered."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        bits = self[word] = self.bits(word)
        return bits

    def bits(self, word: str) -> int:
        raise NotImplementedError


class _First(_Remembered):
    """The first word of a text → the bits of the literals that begin a text; `_NO_WORD` for a lone
    sign, behind which the first word may stand."""

    def __init__(self, literals: Mapping[str, int]) -> None:
        self._literals = {text: b for text, b in literals.items() if text.startswith(_START)}

    def bits(self, word: str) -> int:
        part = _WORD.search(word)
        if part is None:
            return _NO_WORD
        said = f"{_START}{_plain(part[0])}{_EDGE}"
        ends = range(2, min(len(said), _LONGEST) + 1)
        return reduce(or_, (self._literals.get(said[:end], 0) for end in ends), 0)


class _Words(_Remembered):
    """Word → the bits of all the literals in it, but for those that begin a text.

    A literal with an edge before or behind it is looked up by the word's first or last letters; the
    few without are looked for.
    """

    def __init__(self, literals: Mapping[str, int]) -> None:
        self._edged: dict[str, int] = {}
        self._signs: dict[str, int] = {}
        self._inner: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for literal, bits in literals.items():
            if literal in _DIGITS or literal in _MARKS:
                self._signs[literal] = bits
            elif literal.startswith(_START):
                continue
            elif _EDGE in literal:
                self._edged[literal] = bits
            else:
                self._inner[literal[:2]].append((literal, bits))

    def bits(self, word: str) -> int:
        parts = _WORD.findall(word)
        if parts == [word]:
            return self._of_letters(_plain(word))
        signs = (self._signs.get(character, 0) for character in word if character in _MARKS)
        return reduce(or_, chain((self[part] for part in parts), signs), 0)

    def _of_letters(self, plain: str) -> int:
        bits, edged = 0, f"{_EDGE}{plain}{_EDGE}"
        for at in range(1, min(len(edged), _LONGEST) + 1):
            bits |= self._edged.get(edged[:at], 0) | self._edged.get(edged[-at:], 0)
        for at in range(len(plain)):
            for literal, own in self._inner.get(plain[at : at + 2], ()):
                if plain.startswith(literal, at):
                    bits |= own
            bits |= self._signs.get(plain[at], 0)
        return bits


def _plain(word: str) -> str:
    """A word as every pattern that matches it has it: in lower case, figures in ASCII."""
    if word.isascii():
        return word.lower()
    figures = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded(word))
    return "".join(figures).casefold()


def requirements(pattern: str) -> list[_Group]:
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

    def __init__(self, before: _Group = _NOTHING) -> None:
        self.groups: list[_Group] = []
        self.strings = before
        self.is_closed = True

    def all_groups(self) -> list[_Group]:
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
        if _MARKS.issuperset(signs):
            self.groups.append(frozenset(signs))

    def _stand_at(self, place: Any) -> None:
        if place in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            if self.strings == _NOTHING and self.is_closed:
                self.strings = frozenset({_START})
        elif place is not op.AT_NON_BOUNDARY and not _all_end(self.strings, _START):
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

    def _add(self, strings: _Group | None) -> None:
        if strings is None:
            self._skip()
            return
        if len(self.strings) * len(strings) > _MOST_STRINGS:
            self._skip()
        self.strings = frozenset(_joined(a, b) for a in self.strings for b in strings)

    def _skip(self, groups: Iterable[_Group] = ()) -> None:
        """Go past something that has too many strings, but requires `groups`."""
        self._flush()
        self.groups.extend(groups)
        self.is_closed = False

    def _flush(self) -> None:
        ranked = [_pieces(string) for string in self.strings]
        # the most telling word of each string, and the next, where all have one
        for pieces in list(zip(*ranked, strict=False))[:2]:
            if all(len(piece) > 1 or piece in _DIGITS for piece in pieces):
                self.groups.append(frozenset(pieces))
        self.strings = _NOTHING


def _reading(parts: _Parsed, before: _Group = _NOTHING) -> _Reading:
    reading = _Reading(before)
    for name, value in parts:
        reading.read(name, value)
    return reading


def _union(groups: Iterable[_Group]) -> _Group:
    return frozenset(chain.from_iterable(groups))


_CATEGORIES = {
    op.CATEGORY_SPACE: _AN_EDGE,
    op.CATEGORY_NOT_WORD: _AN_EDGE,
    op.CATEGORY_DIGIT: _DIGITS,
}


def _of_character(character: str) -> _Group | None:
    if character.isascii() and (character.isalnum() or character == "_"):
        return frozenset({character.lower()})
    return None if character.isalnum() else _AN_EDGE


def _of_set(members: Iterable[tuple[Any, Any]]) -> _Group | None:
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
    return before + (after[1:] if before.endswith(_EDGE) and after.startswith(_EDGE) else after)


def _all_end(strings: _Group, end: str = _EDGE) -> bool:
    return all(string.endswith(end) for string in strings)


def _pieces(string: str) -> list[str]:
    """The words of a string, the most telling first, with their edges as far as they are known."""
    words = string.split(_EDGE)
    last = len(words) - 1
    pieces = [
        f"{_EDGE if place else ''}{word}{_EDGE if place < last else ''}"[:_LONGEST]
        for place, word in enumerate(words)
        if word.strip(_START)
    ]
    return sorted(pieces, key=lambda piece: (piece in _EVERYWHERE, -len(piece)))


def _commonness(group: _Group) -> float:
    """A rough measure of how often a text answers a group: short literals do, and many."""
    return sum(_SHARES.get(literal, 3.0 ** -len(literal)) for literal in group)
