"""From a phrase in a slot to its concept: the steps of linking, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from procgraph.model import Concept
from procgraph.rdf.iris import CONCEPT, concept_iri
from procgraph.terminology.curation import Curation, Decision
from procgraph.terminology.index import How, Labels
from procgraph.terminology.modifiers import without_modifiers
from procgraph.terminology.normalise import normalise
from procgraph.terminology.outside import Found, Outside
from procgraph.terminology.skos import Term
from procgraph.terminology.slots import Slot

__all__ = ["NAMED", "Linker"]

NAMED = frozenset({"curated", "exact", "inflected", "synonym"})
"""The steps that find the concept itself: neither a wider one nor none."""

_UNDECIDED = Decision()


class _Phrase(NamedTuple):
    """A phrase in its slot: its label and the IRI of ours that is made from it."""

    text: str
    label: str
    iri: str
    slot: Slot


class _Broader(NamedTuple):
    """A wider concept; `label` is there where none of our vocabularies describes it."""

    iri: str
    label: str | None = None


class Linker:
    """Our own terms, and what stands beside them; see `Lexicon` for the steps."""

    def __init__(
        self,
        terms: Sequence[Term],
        labels: Labels,
        outside: Outside | None = None,
        curation: Curation | None = None,
    ) -> None:
        self._terms, self._labels = terms, labels
        self._by_iri: Mapping[str, Term] = {term.iri: term for term in terms}
        self._outside, self._curation = outside, curation

    def link(self, text: str, slot: Slot) -> Concept:
        """The concept of a phrase; always one."""
        decision = self._curation.decide(text, slot) if self._curation else None
        if decision is not None:
            concept = self._curated(text, slot, decision)
            if concept is not None:
                return concept
        return self._found(text, slot, decision or _UNDECIDED)

    def _curated(self, text: str, slot: Slot, decision: Decision) -> Concept | None:
        """What a person decided; None where they only rejected."""
        outside = tuple(curie for curie in decision.exact if not curie.startswith(CONCEPT))
        own = next((self._by_iri[o] for o in decision.exact if o in self._by_iri), None)
        if (
            own is None
            and outside
            and not decision.broad
            and (match := self._own(text, slot, decision))
        ):
            own = match[0]
        if own is not None:
            matches = tuple(sorted({*outside, *own.matches}))
            return Concept(own.iri, own.label, text, matches, "curated")
        broader = self._decided_broader(slot, decision)
        if outside or broader is not None or decision.is_nothing:
            return _coined(self._phrase(text, slot, is_ours=False), outside, "curated", broader)
        return None

    def _found(self, text: str, slot: Slot, decision: Decision) -> Concept:
        match = self._own(text, slot, decision)
        if match is not None:
            term, how = match
            return Concept(term.iri, term.label, text, term.matches, how)
        phrase = self._phrase(text, slot)
        namesake = self._by_iri.get(phrase.iri)
        if namesake is not None and namesake.iri not in decision.rejected:
            # Only an apostrophe tells them apart ('obriens sign').
            return Concept(phrase.iri, namesake.label, text, namesake.matches, "inflected")
        if namesake is not None:
            phrase = self._phrase(text, slot, is_ours=False)
        found = self._beyond(text, slot, decision)
        broader = self._broader(phrase, decision, is_found=found is not None)
        # A part of a code is a doubtful name; a wider concept of ours is not.
        if found is not None and not (found.is_lesser and broader):
            return _coined(phrase, found.matches, found.how, broader)
        return _coined(phrase, (), "phrase" if broader is None else "broader", broader)

    def _broader(self, phrase: _Phrase, decision: Decision, *, is_found: bool) -> _Broader | None:
        """What is left without modifiers: a term of ours before one of the others."""
        slot = phrase.slot
        rests = list(without_modifiers(phrase.label, slot.schemes)) if slot.schemes else []
        for rest in rests:
            if match := self._own(rest, slot, decision):
                return _Broader(match[0].iri)
        for rest in rests if not is_found else ():
            if self._beyond(rest, slot, decision) is not None:
                return self._named(rest, slot)
        return None

    def _decided_broader(self, slot: Slot, decision: Decision) -> _Broader | None:
        for wider in decision.broad:
            if wider in self._by_iri:
                return _Broader(wider)
            name = decision.labels.get(wider) or (self._outside and self._outside.label(wider))
            # Without its name an outside term has no IRI of ours.
            if name:
                return self._named(name, slot)
        return None

    def _named(self, name: str, slot: Slot) -> _Broader:
        """The concept of ours that an outside term's name makes."""
        phrase = self._phrase(name, slot)
        return _Broader(phrase.iri, None if phrase.iri in self._by_iri else phrase.label)

    def _own(self, text: str, slot: Slot, decision: Decision) -> tuple[Term, How] | None:
        match = self._labels.look_up(text, slot.schemes)
        if match is None or self._terms[match.term].iri in decision.rejected:
            return None
        return self._terms[match.term], match.how

    def _beyond(self, text: str, slot: Slot, decision: Decision) -> Found | None:
        if self._outside is None:
            return None
        return self._outside.look_up(text, slot.schemes, decision.rejected)

    def _phrase(self, text: str, slot: Slot, *, is_ours: bool = True) -> _Phrase:
        """The phrase with its IRI. With `is_ours` false, never that of a term of ours: a person
        said that it is another thing."""
        label = normalise(text) or text.strip()
        iri = concept_iri(label)
        namesake = self._by_iri.get(iri)
        if namesake is not None and not (is_ours and namesake.scheme in slot.schemes):
            iri = f"{iri}--{slot.name}"
        return _Phrase(text, label, iri, slot)


def _coined(
    phrase: _Phrase, matches: tuple[str, ...], how: str, broader: _Broader | None
) -> Concept:
    """A concept with an IRI made from the phrase."""
    return Concept(
        phrase.iri,
        phrase.label,
        phrase.text,
        matches,
        how,
        broader.iri if broader else None,
        coined=True,
        broader_label=broader.label if broader else None,
    )
