"""What `show` and `explain` tell: one procedure's facts, and why a fact is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from procgraph.dataset.lookup import find_procedures, labels
from procgraph.dataset.reader import Dataset
from procgraph.errors import QuestionError
from procgraph.model import Concept, Extraction, Fact, Relation
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import document_id, statement_iri
from procgraph.rdf.nquads import fact_iri

__all__ = ["Card", "Explanation", "Numbered", "cards", "explain"]

_STATEMENT = statement_iri("")[:-32]
_HASH = re.compile(r"[0-9a-f]{4,32}$")
_DESCRIBES = ox.NamedNode(v.DESCRIBES)
_TYPE = ox.NamedNode(v.RDF_TYPE)
_STATEMENT_CLASS = ox.NamedNode(v.STATEMENT_CLASS)
_BROADER = (ox.NamedNode(v.SKOS + "broader"), ox.NamedNode(v.SKOS_BROAD_MATCH))
_CONTEXT = 160


@dataclass(frozen=True, slots=True)
class Numbered:
    """A fact as `show` lists it: its number on the card, and the hash at the end of its IRI."""

    number: int
    hash: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Card:
    """One document's procedure and its facts, in the order of the relations and of the text."""

    extraction: Extraction
    facts: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a fact is there: `before`, `quote` and `after` are its place in the text, `how` is the
    step that linked its concept, and `path` the concept's labels up to the root."""

    fact: Fact
    iri: str
    source: str
    before: str
    quote: str
    after: str
    how: str | None
    path: tuple[str, ...]


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


def explain(dataset: Dataset, fact: str, *, procedure: str | None = None) -> Explanation:
    """Why a fact is there. `fact` is its statement's IRI, the first digits of the IRI's hash, or
    its number on the card of `procedure`.

    Raises `QuestionError` when no fact, or more than one, is meant.
    """
    store = dataset.store()
    found = _by_number(dataset, fact, procedure) if procedure else _by_hash(dataset, store, fact)
    extraction, one = found
    text, place = extraction.document.text, one.evidence[0]
    concept = one.object if isinstance(one.object, Concept) else None
    return Explanation(
        fact=one,
        iri=fact_iri(one),
        source=extraction.document.source,
        before=text[_line_start(text, place.start) : place.start],
        quote=text[place.start : place.end],
        after=text[place.end : _line_end(text, place.end)],
        how=concept.how if concept else None,
        path=tuple(_path(store, concept)) if concept else (),
    )


def _card(extraction: Extraction) -> Card:
    order = {relation: i for i, relation in enumerate(Relation)}
    facts = sorted(extraction.facts, key=lambda f: (order[f.relation], f.evidence[0].start))
    return Card(
        extraction,
        tuple(
            Numbered(number, fact_iri(fact).removeprefix(_STATEMENT), fact)
            for number, fact in enumerate(facts, start=1)
        ),
    )


def _by_number(dataset: Dataset, number: str, procedure: str) -> tuple[Extraction, Fact]:
    found = cards(dataset, procedure)
    for card in found:
        for numbered in card.facts:
            if str(numbered.number) == number or numbered.hash.startswith(number):
                return card.extraction, numbered.fact
    count = max(len(card.facts) for card in found)
    raise QuestionError(f"{procedure!r} has no fact {number!r}; its facts are 1 to {count}")


def _by_hash(dataset: Dataset, store: ox.Store, fact: str) -> tuple[Extraction, Fact]:
    prefix = fact.strip("<>").removeprefix(_STATEMENT).casefold()
    if not _HASH.match(prefix):
        raise QuestionError(
            f"{fact!r} is no fact: give a statement's IRI, at least 4 digits of its hash, "
            "or a number with --procedure"
        )
    quads = [
        quad
        for quad in store.quads_for_pattern(None, _TYPE, _STATEMENT_CLASS)
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(_STATEMENT + prefix)
    ]
    if len(quads) != 1:
        many = (
            f"{len(quads)} facts start with it; give more digits" if quads else "`show` lists them"
        )
        raise QuestionError(f"there is no one fact {fact!r}; {many}")
    graph, statement = quads[0].graph_name, quads[0].subject
    assert isinstance(graph, ox.NamedNode)
    extraction = dataset.part(document_id(graph.value)).record.extraction
    for one in extraction.facts:
        if fact_iri(one) == getattr(statement, "value", None):
            return extraction, one
    raise QuestionError(f"the record of {extraction.document.id} lacks the fact; build it again")


def _path(store: ox.Store, concept: Concept) -> Iterator[str]:
    """The concept's label, then the labels of one line of broader concepts up to the root."""
    node = ox.NamedNode(concept.iri)
    seen = set()
    yield concept.label
    while node not in seen:
        seen.add(node)
        above = {
            quad.object
            for predicate in _BROADER
            for quad in store.quads_for_pattern(node, predicate, None)
            # Our own scheme only: a broadMatch may lead into another terminology.
            if isinstance(quad.object, ox.NamedNode)
            and quad.object.value.startswith(v.PREFIXES["pgc"])
        }
        if not above:
            return
        node = min(above, key=lambda n: n.value)
        yield labels(store, node)


def _line_start(text: str, start: int) -> int:
    return max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)


def _line_end(text: str, end: int) -> int:
    stop = text.find("\n", end)
    return min(len(text) if stop < 0 else stop, end + _CONTEXT)
