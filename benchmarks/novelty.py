"""Sentences that were not seen before: what is like is exchanged for what is like.

A generated set repeats its sentences, and a reader that remembers what it has seen looks faster on
it than on new text. So in a share of the sentences numbers are scaled, names of sites, conditions,
staff, devices and so on are exchanged for others of the same vocabulary and length in words, and
where there is neither, a word for another of the corpus with the same ending.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from procgraph.terminology.skos import Term, read_terms

__all__ = ["SCHEMES", "Novelty", "vocabulary"]

SCHEMES = (
    "anatomy",
    "conditions",
    "equipment",
    "imaging",
    "personnel",
    "procedures",
    "settings",
    "substances",
)
"""The vocabularies whose labels are exchanged."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_NUMBER = re.compile(r"(?<![\w.,/–-])\d+(?![\w,/–]|\.\d|-\w)")
_PLAIN_WORD = re.compile(r"(?<![\w'’-])[a-z]{5,}(?![\w'’-])")
_LONGEST_LABEL = 5
_ENDING = 2
# Exchanged for each other only in a sentence that has them, and not always all of them.
_EXCHANGED = 0.7


class Novelty:
    """Makes sentences new. `texts` are those whose words may come in."""

    def __init__(self, terms: Iterable[Term], texts: Iterable[str]) -> None:
        alike: dict[tuple[str, int], set[str]] = defaultdict(set)
        for term in terms:
            if term.scheme in SCHEMES:
                for label in filter(_is_exchanged, (term.label, *term.alt_labels)):
                    alike[term.scheme, len(label.split())].add(label)
        self._alike = {key: sorted(labels) for key, labels in alike.items()}
        self._place = {
            tuple(label.lower().split()): key
            for key, labels in self._alike.items()
            for label in labels
        }
        words = sorted({word for text in texts for word in _PLAIN_WORD.findall(text)})
        # sorted by their ends, so that those which end alike stand together
        self._words = sorted(word[::-1] for word in words)

    def made_new(self, text: str, random: Random) -> str:
        """`text` with something exchanged; as it is when it has nothing that can be."""
        scale = random.uniform(0.5, 0.95) if "%" in text else random.uniform(0.6, 1.8)
        new = self._with_other_labels(_NUMBER.sub(lambda m: _scaled(m[0], scale), text), random)
        return new if new != text else self._with_another_word(text, random)

    def _with_other_labels(self, text: str, random: Random) -> str:
        words = list(_WORD.finditer(text))
        lowered = [word[0].lower() for word in words]
        parts: list[str] = []
        position, index = 0, 0
        while index < len(words):
            length = self._label_at(lowered, index)
            if length and random.random() < _EXCHANGED:
                start, end = words[index].start(), words[index + length - 1].end()
                key = self._place[tuple(lowered[index : index + length])]
                other = random.choice(self._alike[key])
                parts += [text[position:start], _in_the_case_of(text[start:end], other)]
                position = end
            index += length or 1
        return "".join([*parts, text[position:]])

    def _label_at(self, words: Sequence[str], index: int) -> int:
        """How many words from `index` on are a label; the most of them."""
        for length in range(min(_LONGEST_LABEL, len(words) - index), 0, -1):
            if tuple(words[index : index + length]) in self._place:
                return length
        return 0

    def _with_another_word(self, text: str, random: Random) -> str:
        words = list(_PLAIN_WORD.finditer(text))
        if not words:
            return text
        word = random.choice(words)
        ending = word[0][::-1][:_ENDING]
        start = bisect_left(self._words, ending)
        end = bisect_left(self._words, ending + "\uffff")
        other = self._words[random.randrange(start, end)][::-1]
        return text[: word.start()] + other + text[word.end() :]


def vocabulary(files: Iterable[Path]) -> list[Term]:
    """The terms of SKOS files."""
    return [term for path in files for term in read_terms(path)]


def _is_exchanged(label: str) -> bool:
    """No abbreviations: 'OR' is a room, and 'or' is not."""
    return len(label) > 3 and label != label.upper()


def _scaled(number: str, scale: float) -> str:
    return number if number in ("0", "1") else str(max(2, round(int(number) * scale)))


def _in_the_case_of(old: str, new: str) -> str:
    """`new`, with a capital where `old` has one; abbreviations stay as they are."""
    if old[0].isupper():
        return new[0].upper() + new[1:]
    return new
