"""Phrases → terms: the tables that linking looks things up in, one set a scheme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

from procgraph.terminology.normalise import normalise, sort_key, surface
from procgraph.terminology.skos import Term
from procgraph.terminology.words import rules

__all__ = ["How", "LabelIndex", "Labels", "Match", "build_index"]

How = Literal["exact", "inflected", "synonym"]

# Per step of linking, per scheme: form of the phrase → position of the term.
LabelIndex = dict[str, dict[str, dict[str, int]]]


class Match(NamedTuple):
    """A term that a phrase denotes, by its position, and the step that found it."""

    term: int
    how: How


_Form = Callable[[str], str]


class _Step(NamedTuple):
    name: str
    how: How
    form: _Form
    labels: Callable[[Term], Iterable[str]]
    # Where two terms share a form, that form means neither.
    ambiguous_is_none: bool


def _preferred(term: Term) -> tuple[str, ...]:
    return (term.label,)


def _synonyms(term: Term) -> tuple[str, ...]:
    return term.alt_labels + term.hidden_labels


_STEPS = (
    _Step("exact", "exact", surface, _preferred, False),
    _Step("normal", "inflected", normalise, _preferred, False),
    _Step("order", "inflected", sort_key, _preferred, True),
    _Step("synonym", "synonym", normalise, _synonyms, False),
    _Step("synonym-order", "synonym", sort_key, _synonyms, True),
)


def build_index(terms: Sequence[Term]) -> LabelIndex:
    """The tables of all steps and schemes."""
    return {step.name: _table(step, terms) for step in _STEPS}


class Labels:
    """The labels of all schemes, looked up by phrase."""

    def __init__(self, index: LabelIndex) -> None:
        self._index = index
        self._merged: dict[tuple[str, ...], list[tuple[_Step, _Form, dict[str, int]]]] = {}

    def look_up(self, phrase: str, schemes: tuple[str, ...]) -> Match | None:
        """The term of the first step that finds one; within a step the first scheme has it."""
        if not schemes:
            return None
        tables = self._merged.get(schemes)
        if tables is None:
            tables = self._merged[schemes] = [
                (step, step.form, _merged(self._index[step.name], schemes)) for step in _STEPS
            ]
        for step, form, table in tables:
            term = table.get(form(phrase))
            if term is not None:
                # No step behind a synonym finds anything else.
                is_none = step.how == "synonym" and _is_word(phrase)
                return None if is_none else Match(term, step.how)
        return None


def _is_word(phrase: str) -> bool:
    """Whether a phrase is a word that is spelled like an abbreviation: 'pads' are no PAD."""
    return normalise(phrase) in _words() and not any(w[:2].isupper() for w in phrase.split())


@cache
def _words() -> frozenset[str]:
    return frozenset(map(normalise, rules("abbreviations.toml")["words"].split()))


def _merged(tables: dict[str, dict[str, int]], schemes: tuple[str, ...]) -> dict[str, int]:
    merged: dict[str, int] = {}
    for scheme in reversed(schemes):
        merged.update(tables.get(scheme, {}))
    return merged


def _table(step: _Step, terms: Sequence[Term]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    ambiguous: set[tuple[str, str]] = set()
    for position, term in enumerate(terms):
        for label in step.labels(term):
            form = step.form(label)
            if form and found[term.scheme].setdefault(form, position) != position:
                ambiguous.add((term.scheme, form))
    if step.ambiguous_is_none:
        for scheme, form in ambiguous:
            del found[scheme][form]
    return dict(found)
