"""What `show` tells: one procedure's facts, numbered, in the order of a clinician's questions."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from procgraph.dataset.lookup import find_procedures
from procgraph.dataset.reader import Dataset
from procgraph.model import Extraction, Fact, Relation
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import document_id, statement_iri
from procgraph.rdf.nquads import fact_iri

__all__ = ["ORDER", "STATEMENT", "Card", "Numbered", "cards"]

STATEMENT = statement_iri("")[:-32]
"""What the IRI of a fact's statement begins with; its hash follows."""
ORDER = (
    # what for, and for whom not
    Relation.TREATS,
    Relation.DIAGNOSES,
    Relation.PREVENTS,
    Relation.SCREENS,
    Relation.ADD_ON_TO,
    Relation.HAS_ELIGIBILITY_CRITERION,
    Relation.CONTRAINDICATED_BY,
    # where, who, how long, and how the pain is taken away
    Relation.PERFORMED_IN,
    Relation.REQUIRES_PERSONNEL,
    Relation.HAS_DURATION,
    Relation.USES_ANESTHESIA,
    # what comes before, what may go wrong, what is gained, what comes after
    Relation.REQUIRES_PREPARATION,
    Relation.HAS_COMPLICATION,
    Relation.HAS_BENEFIT,
    Relation.HAS_RECOVERY,
    Relation.HAS_ALTERNATIVE,
    # how it is done
    Relation.HAS_STEP,
    Relation.USES_IMAGING,
    Relation.HAS_ANATOMICAL_SITE,
    Relation.USES_EQUIPMENT,
    Relation.USES_SUBSTANCE,
    Relation.HAS_PATIENT_EXPERIENCE,
)
"""The relations on a card."""

_DESCRIBES = ox.NamedNode(v.DESCRIBES)
_RANK = {relation: rank for rank, relation in enumerate(ORDER)}
_FREQUENCY = {"common": 0, "uncommon": 1, "rare": 2, None: 3}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A fact as `show` lists it: its number on the card, and the hash at the end of its IRI."""

    number: int
    hash: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Card:
    """One document's procedure and its facts, ordered by relation, then how often it happens,
    then as in the text; the members of a choice stand together."""

    extraction: Extraction
    facts: tuple[Numbered, ...]


def cards(dataset: Dataset, procedure: str) -> list[Card]:
    """The cards of a procedure, given as a label, CURIE or IRI: one for each document on it.

    Raises `QuestionError` when no document describes it.
    """
    store = dataset.store()
    found = [
        document_id(quad.subject.value)
        for iri in find_procedures(store, procedure)
        for quad in store.quads_for_pattern(None, _DESCRIBES, ox.NamedNode(iri))
        if isinstance(quad.subject, ox.NamedNode)
    ]
    return [_card(dataset.part(identifier).record.extraction) for identifier in sorted(found)]


def _card(extraction: Extraction) -> Card:
    return Card(
        extraction,
        tuple(
            Numbered(number, fact_iri(fact).removeprefix(STATEMENT), fact)
            for number, fact in enumerate(sorted(extraction.facts, key=_place), start=1)
        ),
    )


def _place(fact: Fact) -> tuple[int, ...]:
    start = fact.evidence[0].start
    return (_RANK[fact.relation], _FREQUENCY[fact.frequency], start, fact.group or 0)
