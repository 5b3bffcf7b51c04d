"""Which patterns can match a text at all, told from its words alone.

Most rules match few clauses, and a case-insensitive search costs far more than a look at the words.
So each pattern is taken apart once into groups of literals, of each of which every match contains
one (see `requirements`). Each group has a bit. A text has the bits of the groups that one of its
words answers, and a pattern is only searched for in a text that has all of its bits. A gate never
decides that a pattern matches.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_

from procgraph.patterns.any_case import folded
from procgraph.patterns.requirements import (
    DIGITS,
    EDGE,
    LONGEST,
    MARKS,
    START,
    Group,
    requirements,
)

__all__ = ["Gates"]

_REMEMBERED = 1 << 16
_NO_WORD = -1
_WORD = re.compile(r"\w+")


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
        bits: dict[Group, int] = {}
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
        said = text.split()
        bits = 0
        for answered in map(self._words.__getitem__, said):
            bits |= answered
        for word in said:
            if (starting := self._first[word]) != _NO_WORD:
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
        self._literals = {text: b for text, b in literals.items() if text.startswith(START)}

    def bits(self, word: str) -> int:
        part = _WORD.search(word)
        if part is None:
            return _NO_WORD
        said = f"{START}{_plain(part[0])}{EDGE}"
        begins = [said[:end] for end in range(2, min(len(said), LONGEST) + 1)]
        return reduce(or_, [self._literals[it] for it in begins if it in self._literals], 0)


class _Words(_Remembered):
    """Word → the bits of all the literals in it, but for those that begin a text.

    A literal with an edge before or behind it is looked up by the word's first or last letters; the
    few without are looked for.
    """

    def __init__(self, literals: Mapping[str, int]) -> None:
        self._edged: dict[str, int] = {}
        self._signs: dict[str, int] = {}
        self._inner: dict[str, int] = {}
        for literal, bits in literals.items():
            if literal in DIGITS or literal in MARKS:
                self._signs[literal] = bits
            elif literal.startswith(START):
                continue
            elif EDGE in literal:
                self._edged[literal] = bits
            else:
                self._inner[literal] = bits
        # The first two letters of those that are looked for → how long these are.
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for literal in self._inner:
            self._lengths[literal[:2]].add(len(literal))

    def bits(self, word: str) -> int:
        parts = _WORD.findall(word)
        if parts == [word]:
            return self._of_letters(_plain(word))
        signs = (self._signs.get(character, 0) for character in word if character in MARKS)
        return reduce(or_, chain((self[part] for part in parts), signs), 0)

    def _of_letters(self, plain: str) -> int:
        edged = f"{EDGE}{plain}{EDGE}"
        ends = range(1, min(len(edged), LONGEST) + 1)
        said = [edged[:at] for at in ends] + [edged[-at:] for at in ends]
        found = [self._edged[literal] for literal in said if literal in self._edged]
        pairs = [(at, plain[at : at + 2]) for at in range(len(plain))]
        inner = [
            plain[at : at + length]
            for at, pair in pairs
            if pair in self._lengths
            for length in self._lengths[pair]
        ]
        found += [self._inner[literal] for literal in inner if literal in self._inner]
        if not plain.isalpha():
            found += [self._signs.get(sign, 0) for sign in plain]
        return reduce(or_, found, 0)


def _plain(word: str) -> str:
    """A word as every pattern that matches it has it: in lower case, figures in ASCII."""
    if word.isascii():
        return word.lower()
    figures = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded(word))
    return "".join(figures).casefold()
