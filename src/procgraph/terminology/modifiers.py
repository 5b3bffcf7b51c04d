"""Modifiers that narrow a noun and no more: ``rules/modifiers.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from procgraph.terminology.words import rules, us_spelling

__all__ = ["without_modifiers"]


def without_modifiers(phrase: str, schemes: tuple[str, ...]) -> Iterator[str]:
    """What is left of a normalised phrase as its modifiers are dropped one by one from the left.

    'A of B' is also read as 'B A', for modifiers that stand there ('endoscopy suite of hospital').
    What a condition comes from, or when it comes, is dropped from the right before.

    >>> list(without_modifiers("mild to moderate neck pain", ("conditions",)))
    ['neck pain']
    >>> list(without_modifiers("severe chronic pain", ("conditions",)))
    ['chronic pain', 'pain']
    >>> list(without_modifiers("severe anemia due to chemotherapy", ("conditions",)))
    ['anemia due to chemotherapy', 'severe anemia', 'anemia']
    """
    table = _table(schemes)
    yield from _rests_of(phrase, table)
    while (tail := table.tail and table.tail.search(phrase)) and tail.start():
        phrase = phrase[: tail.start()]
        yield phrase
        yield from _rests_of(phrase, table)


def _rests_of(phrase: str, table: _Table) -> Iterator[str]:
    yield from _rests(phrase.split(), table)
    head, of, owner = phrase.partition(" of ")
    if of:
        yield from _rests([*owner.split(), *head.split()], table)


def _rests(words: list[str], table: _Table) -> Iterator[str]:
    at = 0
    while length := _modifier(words, at, table):
        at += length
        if at + 1 < len(words) and words[at] in table.joints and _modifier(words, at + 1, table):
            at += 1
        elif words[at] not in table.prepositions:
            yield " ".join(words[at:])


class _Table(NamedTuple):
    modifiers: frozenset[str]
    most_words: int
    joints: frozenset[str]
    prepositions: frozenset[str]
    tail: re.Pattern[str] | None


def _modifier(words: list[str], at: int, table: _Table) -> int:
    """How many words from `at` on are one modifier that has something after it, or 0."""
    for length in range(min(table.most_words, len(words) - at - 1), 0, -1):
        if " ".join(words[at : at + length]).rstrip(",") in table.modifiers:
            return length
    return 0


@cache
def _table(schemes: tuple[str, ...]) -> _Table:
    stated = rules("modifiers.toml")
    found, tails = stated["modifiers"], stated["tails"]
    modifiers = frozenset(
        " ".join(map(us_spelling, entry.split()))
        for name in ("any", *schemes)
        for entry in found.get(name, ())
    )
    longest = max((len(entry.split()) for entry in modifiers), default=0)
    prepositions = frozenset(rules("inflection.toml")["phrase"]["head_before"])
    openers = "|".join(opener for name in schemes for opener in tails.get(name, ()))
    tail = re.compile(f" (?:{openers}) (?!.* (?:{openers}) )") if openers else None
    return _Table(modifiers, longest, frozenset(found["joints"]), prepositions, tail)
