"""Labels of vocabularies in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from procgraph.terminology.normalise import plain, without_accents
from procgraph.terminology.skos import Term
from procgraph.terminology.words import rules, singular, us_spelling

__all__ = ["Gazetteer", "Hit"]

# Letters and figures, with combining marks, invisible hyphens and apostrophes inside.
_MARKS = "\u0300-\u036f"
_INSIDE = rf"'’ʼ{_MARKS}\u00ad\u200b-\u200d\u2060"
_TOKEN = re.compile(rf"[^\W_]+(?:[{_INSIDE}]+[^\W_]+)*[{_MARKS}]*")
_HYPHENS = "-\u2010\u2011"
# Between two words of one label: a line may end there, but not before a capital (a new item).
_SPACE = "[ \t\u00a0]"
_JOINT = re.compile(rf"{_SPACE}*\r?\n{_SPACE}*(?=[a-z0-9])|{_SPACE}+|[{_HYPHENS}]")
_ARTICLES = frozenset({"a", "an", "the"})
# Four capitals and the s of a plural.
_LONGEST_ABBREVIATION = 5
_SHORTEST = 3
_REMEMBERED = 1 << 16


class Hit(NamedTuple):
    """A term's label as it stands in a text: `text[start:end]`; `label` is the preferred one."""

    start: int
    end: int
    iri: str
    label: str


class _Word(NamedTuple):
    """A token as labels are compared: respelled, and in the singular besides."""

    plain: str
    lemma: str


class _Words(dict[str, _Word]):
    """Token → word, remembered."""

    def __missing__(self, token: str) -> _Word:
        if len(self) >= _REMEMBERED:
            self.clear()
        word = self[token] = _word(token)
        return word


_WORDS = _Words()


class _Node:
    """What may follow the first words of a label: its last word, in the singular, or a further one.

    A further word is kept as the label has it and, where it is the head before 'of', in the
    singular.
    """

    __slots__ = ("ends", "further")

    def __init__(self) -> None:
        self.ends: dict[str, Term] = {}
        self.further: dict[str, _Node] = {}


class _Start(NamedTuple):
    """What begins with a word: a label that is no more, longer ones, an abbreviation."""

    term: Term | None
    goes_on: bool
    abbreviated: Term | None


class _Starts(dict[str, _Start | None]):
    """Token → what begins with it, remembered; None for most."""

    def __init__(self, root: _Node, abbreviations: dict[str, Term]) -> None:
        self._root, self._abbreviations = root, abbreviations

    def __missing__(self, token: str) -> _Start | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        start = self[token] = self._start(token)
        return start

    def _start(self, token: str) -> _Start | None:
        word, lemma = _WORDS[token]
        term = self._root.ends.get(lemma)
        goes_on = word in self._root.further or lemma in self._root.further
        abbreviated = None
        if len(word) <= _LONGEST_ABBREVIATION:
            short = self._abbreviations
            abbreviated = short.get(token) or short.get(token.removesuffix("s"))
        if term is None and not goes_on and abbreviated is None:
            return None
        return _Start(term, goes_on, abbreviated)


class _Token(NamedTuple):
    """Where a token begins, and the token."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


# First and last token of a label, and its term.
_Found = tuple[int, int, Term]
_Tokens = Sequence[_Token]


# Several vocabularies are looked for in one text, one after the other.


@lru_cache(maxsize=256)
def _said(text: str) -> list[str]:
    return _TOKEN.findall(text)


@lru_cache(maxsize=256)
def _tokens(text: str) -> _Tokens:
    return [_Token(match.start(), match[0]) for match in _TOKEN.finditer(text)]


class Gazetteer:
    """Finds the labels of some terms; where two terms share one, the earlier term has it."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root = _Node()
        self._abbreviations: dict[str, Term] = {}
        self._starts = _Starts(self._root, self._abbreviations)
        listed = list(terms)
        for term in listed:
            self._add(term.label, term)
        for term in listed:
            for label in term.alt_labels:
                self._add(label, term)

    def find(self, text: str) -> list[Hit]:
        """The labels in `text` from left to right, not overlapping, the longest first served."""
        said = map(self._starts.__getitem__, _said(text))
        starts = [(at, start) for at, start in enumerate(said) if start is not None]
        if not starts:
            return []
        words = _tokens(text)
        found: list[_Found] = []
        for at, start in starts:
            if start.term is not None:
                found.append((at, at, start.term))
            if start.goes_on:
                found.extend(_longer(self._root, text, words, at))
            if start.abbreviated is not None:
                found.append((at, at, start.abbreviated))
        return _best(found, text, words) if found else []

    def _add(self, label: str, term: Term) -> None:
        if len(label) < _SHORTEST or (len(label) < _LONGEST_ABBREVIATION and label.isupper()):
            self._abbreviations.setdefault(label.upper(), term)
            return
        words = [_word(token) for token in _TOKEN.findall(label)]
        words = [word for word in words if word.plain not in _ARTICLES]
        if not words:
            return
        node = self._root
        for word, following in pairwise(words):
            step = word.lemma if following.plain == "of" else word.plain
            node = node.further.setdefault(step, _Node())
        node.ends.setdefault(words[-1].lemma, term)


def _longer(node: _Node, text: str, tokens: _Tokens, at: int) -> Iterator[_Found]:
    """The labels of more than one word from `at` on."""
    last = at
    while True:
        word, lemma = _WORDS[tokens[last].text]
        following = node.further.get(word) or node.further.get(lemma)
        if following is None:
            return
        node = following
        while True:
            if last + 1 == len(tokens):
                return
            joint = _JOINT.match(text, tokens[last].end)
            if joint is None or joint.end() != tokens[last + 1].start:
                return
            last += 1
            if _WORDS[tokens[last].text].plain not in _ARTICLES:
                break
        term = node.ends.get(_WORDS[tokens[last].text].lemma)
        if term is not None:
            yield at, last, term


def _word(token: str) -> _Word:
    if not token.isascii():
        # Only the comparison sees this: offsets are the text's own.
        token = without_accents(plain(token))
    word = us_spelling(token.casefold().removesuffix("'s"))
    return _Word(word, singular(word))


def _is_whole(text: str, tokens: _Tokens, first: int, last: int) -> bool:
    """Whether it is no part of a compound of other meaning.

    'non-surgical' is no 'surgical' and 'nerve-sparing' no 'nerve', but 'CT-guided' names CT.
    """
    start, end = tokens[first].start, tokens[last].end
    if start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum():
        return False
    if end >= len(text) or text[end] not in _HYPHENS or last + 1 == len(tokens):
        return True
    following = tokens[last + 1]
    return following.start != end + 1 or following.text.lower() in _tails()


@cache
def _tails() -> frozenset[str]:
    return frozenset(rules("gazetteer.toml")["tails"])


def _best(found: list[_Found], text: str, tokens: _Tokens) -> list[Hit]:
    taken: set[int] = set()
    hits: list[Hit] = []
    for first, last, term in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0])):
        span = range(first, last + 1)
        if taken.isdisjoint(span) and _is_whole(text, tokens, first, last):
            taken.update(span)
            hits.append(Hit(tokens[first].start, tokens[last].end, term.iri, term.label))
    return sorted(hits)
