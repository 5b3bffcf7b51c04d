"""What `explain` tells: why a fact is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from procgraph.dataset.cards import STATEMENT, cards
from procgraph.dataset.lookup import labels
from procgraph.dataset.reader import Dataset
from procgraph.errors import QuestionError
from procgraph.model import Concept, Evidence, Extraction, Fact
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import document_id
from procgraph.rdf.nquads import fact_iri

__all__ = ["Explanation", "Passage", "explain"]

_HASH = re.compile(r"[0-9a-f]{4,32}$")
_WHOLE_HASH = 32
_SUBJECT = ox.NamedNode(v.RDF_SUBJECT)
_BROADER = (ox.NamedNode(v.SKOS + "broader"), ox.NamedNode(v.SKOS_BROAD_MATCH))
_CONTEXT = 160


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote in its line of the text: `before`, `quote` and `after`, cut between words with '…'
    where the line is long."""

    place: Evidence
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a fact is there: where the text says it, and which step linked its concept (`how`).

    `paths` are the ways from its concept up to a root, as labels; there are several where a concept
    has more than one broader concept. A concept of no vocabulary has itself alone.
    """

    fact: Fact
    iri: str
    source: str
    passages: tuple[Passage, ...]
    how: str | None
    paths: tuple[tuple[str, ...], ...]


def explain(dataset: Dataset, fact: str, *, procedure: str | None = None) -> Explanation:
    """Why a fact is there. `fact` is its statement's IRI, the first digits of the IRI's hash, or
    its number on the card of `procedure`.

    Raises `QuestionError` when no fact, or more than one, is meant.
    """
    store = dataset.store()
    found = _by_number(dataset, fact, procedure) if procedure else _by_hash(dataset, store, fact)
    extraction, one = found
    concept = one.object if isinstance(one.object, Concept) else None
    return Explanation(
        fact=one,
        iri=fact_iri(one),
        source=extraction.document.source,
        passages=tuple(_passage(extraction.document.text, place) for place in one.evidence),
        how=concept.how if concept else None,
        paths=tuple(sorted(_paths(store, concept))) if concept else (),
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
    prefix = fact.strip("<>").removeprefix(STATEMENT).casefold()
    if not _HASH.match(prefix):
        raise QuestionError(
            f"{fact!r} is no fact: give a statement's IRI, at least 4 digits of its hash, "
            "or a number with --procedure"
        )
    whole = ox.NamedNode(STATEMENT + prefix) if len(prefix) == _WHOLE_HASH else None
    quads = [
        quad
        for quad in store.quads_for_pattern(whole, _SUBJECT, None)
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(STATEMENT + prefix)
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


def _paths(store: ox.Store, concept: Concept) -> Iterator[tuple[str, ...]]:
    """The labels of each way from a concept to a root; a circle ends where it closes."""
    waiting: list[tuple[tuple[str, ...], tuple[ox.NamedNode, ...]]] = [
        ((concept.label,), (ox.NamedNode(concept.iri),))
    ]
    while waiting:
        told, nodes = waiting.pop()
        above = {
            quad.object
            for predicate in _BROADER
            for quad in store.quads_for_pattern(nodes[-1], predicate, None)
            # Our own scheme only: a broadMatch may lead into another terminology.
            if isinstance(quad.object, ox.NamedNode)
            and quad.object.value.startswith(v.PREFIXES["pgc"])
            and quad.object not in nodes
        }
        if not above:
            yield told
        waiting.extend(((*told, labels(store, node)), (*nodes, node)) for node in above)


def _passage(text: str, place: Evidence) -> Passage:
    line_start = text.rfind("\n", 0, place.start) + 1
    line_end = text.find("\n", place.end)
    before = text[line_start : place.start]
    after = text[place.end : len(text) if line_end < 0 else line_end]
    if len(before) > _CONTEXT:
        before = "… " + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + " …"
    return Passage(place, before, place.quote, after)
