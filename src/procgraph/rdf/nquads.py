"""Extraction → N-Quads, formatted by hand; `written` has the terms.

A line is exactly as Oxigraph would write it back, so that a dump of the index and a segment can be
compared byte by byte. The tests re-parse every kind of line with hostile text in it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from procgraph.model import Concept, Duration, Extraction, Fact, Relation, Step
from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.terms import Triples
from procgraph.rdf.written import decimal_text, duration_literal, iri_term, literal_term
from procgraph.terminology.skos import expanded

__all__ = [
    "content_hash",
    "fact_iri",
    "nquads_text",
    "to_nquads",
    "to_triples",
]

Add = Callable[[str, str, str], None]
"""Takes a subject, the IRI of a predicate, and an object."""

_Growing = defaultdict[str, set[tuple[str, str]]]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]+(:[0-9]*)?([/?#]|$)")
_OUR_OWN = frozenset({"phrase", "broader"})
"""The linking steps that leave a phrase to a concept of our own."""

# What every fact has, as terms.
_EDGE = {relation: f"<{v.relation_iri(relation)}>" for relation in Relation}
_CONDITIONAL_EDGE = {relation: f"<{iri}>" for relation, iri in v.CONDITIONAL_RELATION.items()}
_SUBJECT, _PREDICATE, _OBJECT = (
    f"<{iri}>" for iri in (v.RDF_SUBJECT, v.RDF_PREDICATE, v.RDF_OBJECT)
)
_EXACT, _DERIVED = f"<{v.OA_EXACT}>", f"<{v.PROV_DERIVED}>"


def to_nquads(extraction: Extraction) -> list[str]:
    """The document graph of one extraction: N-Quads lines without line ends, sorted, unique."""
    text = nquads_text(extraction.document.id, to_triples(extraction))
    # Split at "\n" alone: other line separators stand unescaped in literals.
    return text.split("\n")[:-1]


def nquads_text(document: str, triples: Triples) -> str:
    """Triples as the sorted N-Quads lines of the document with this id, each with its end."""
    end = f" <{iris.graph_iri(document)}> .\n"
    # A blank follows a term, and no term goes on with less: the ends do not change the order.
    lines = [f"{s} {predicate} {o}" for predicate in triples for s, o in triples[predicate]]
    lines.sort()
    return end.join([*lines, ""])


def to_triples(extraction: Extraction) -> Triples:
    """The document graph of one extraction, each term as N-Quads writes it."""
    triples: _Growing = defaultdict(set)

    def add(subject: str, predicate: str, term: str) -> None:
        triples[_bracketed(predicate)].add((subject, term))

    _add_document(extraction, add)
    _add_procedure(extraction, add)
    choices = _choices(extraction.facts)
    for fact in extraction.facts:
        _add_fact(fact, triples, add, is_choice=fact.group in choices)
    _add_duration_of_procedure(extraction, add)
    return triples


def fact_iri(fact: Fact) -> str:
    """The IRI of the statement that a fact becomes."""
    return iris.statement_iri(fact.document, *_content(fact))


def content_hash(text: str) -> str:
    """The SHA-256 of a document's text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _bracketed(predicate: str) -> str:
    # One string for each of the few predicates: what takes triples in need not hash it again.
    return f"<{predicate}>"


def _add_document(extraction: Extraction, add: Add) -> None:
    document = extraction.document
    node = f"<{iris.document_iri(document.id)}>"
    add(node, v.RDF_TYPE, f"<{v.DOCUMENT_CLASS}>")
    add(node, v.DCTERMS_IDENTIFIER, literal_term(document.id))
    add(node, v.DCTERMS_TITLE, literal_term(extraction.procedure.label))
    add(node, v.DESCRIBES, iri_term(extraction.procedure.iri))
    add(node, v.CONTENT_HASH, literal_term(content_hash(document.text)))
    if document.url:
        # What is no absolute IRI stays readable as a literal, and a shape reports it.
        is_iri = _ABSOLUTE.match(document.url)
        add(node, v.DCTERMS_SOURCE, (iri_term if is_iri else literal_term)(document.url))


def _add_procedure(extraction: Extraction, add: Add) -> None:
    procedure = extraction.procedure
    node = iri_term(procedure.iri)
    add(node, v.RDF_TYPE, f"<{v.PROCEDURE_CLASS}>")
    add(node, v.RDFS_LABEL, literal_term(procedure.label, language="en"))
    for name in set(procedure.names) - {procedure.label}:
        add(node, v.SKOS_ALT_LABEL, literal_term(name, language="en"))
    for technique in procedure.technique:
        add(node, v.TECHNIQUE, literal_term(technique))
    if procedure.code_system:
        add(node, v.CODE_SYSTEM, literal_term(procedure.code_system))
    if procedure.code:
        add(node, v.CODE, literal_term(procedure.code))
    if procedure.add_on:
        add(node, v.ADD_ON, literal_term("true", datatype=v.XSD_BOOLEAN))
    for concept in procedure.concepts:
        add(node, v.DENOTES, iri_term(concept))


def _add_fact(fact: Fact, triples: _Growing, add: Add, *, is_choice: bool) -> None:
    procedure = iri_term(fact.procedure.iri)
    predicate = _predicate(fact, is_choice=is_choice)
    value = _add_object(fact, add)
    # Four of five triples are these: they are not worth a call each.
    statement = f"<{fact_iri(fact)}>"
    if fact.polarity == "affirmed":
        triples[predicate].add((procedure, value))
    triples[_SUBJECT].add((statement, procedure))
    triples[_PREDICATE].add((statement, predicate))
    triples[_OBJECT].add((statement, value))
    for evidence in fact.evidence:
        source = iris.evidence_iri(fact.document, evidence.start, evidence.end)
        triples[_EXACT].add((statement, literal_term(evidence.quote)))
        triples[_DERIVED].add((statement, f"<{source}>"))
    if fact.polarity == "negated":
        add(statement, v.POLARITY, literal_term("negated"))
    if fact.condition:
        add(statement, v.CONDITION, literal_term(fact.condition))
    if fact.frequency:
        add(statement, v.FREQUENCY, literal_term(fact.frequency))
    if fact.rate:
        _add_rate(statement, fact, add)
    if is_choice and fact.group is not None:
        choice = f"<{iris.choice_iri(fact.document, fact.group)}>"
        add(choice, v.RDF_TYPE, f"<{v.CHOICE_CLASS}>")
        add(statement, v.CHOICE_GROUP, choice)
    if isinstance(fact.object, Duration):
        _add_minutes(statement, fact.object, add)


def _add_object(fact: Fact, add: Add) -> str:
    """Describe the object of a fact as far as no vocabulary does, and return its term."""
    match fact.object:
        case Concept() as concept:
            node = iri_term(concept.iri)
            if concept.broader or concept.coined or concept.how in _OUR_OWN:
                _add_concept(node, concept, v.SLOT_CLASS[fact.relation], add)
            return node
        case Duration(text=text):
            return literal_term(text)
        case Step(order=order, text=text, label=label):
            step = f"<{iris.step_iri(fact.document, order)}>"
            add(step, v.RDF_TYPE, f"<{v.STEP_CLASS}>")
            add(step, v.ORDER, literal_term(str(order), datatype=v.XSD_INTEGER))
            add(step, v.RDFS_LABEL, literal_term(label or text, language="en"))
            return step


def _add_concept(node: str, concept: Concept, kind: str, add: Add) -> None:
    if concept.coined or concept.how in _OUR_OWN:
        add(node, v.RDF_TYPE, f"<{kind}>")
        add(node, v.RDFS_LABEL, literal_term(concept.label, language="en"))
        for match in filter(None, map(expanded, concept.matches)):
            add(node, v.SKOS_EXACT_MATCH, iri_term(match))
    if concept.broader:
        broader = iri_term(concept.broader)
        add(node, v.SKOS_BROAD_MATCH, broader)
        if concept.broader_label:
            # The name of a published term: a concept, though not one of our vocabularies.
            for described in (v.SKOS_CONCEPT, kind):
                add(broader, v.RDF_TYPE, f"<{described}>")
            add(broader, v.RDFS_LABEL, literal_term(concept.broader_label, language="en"))


def _add_rate(statement: str, fact: Fact, add: Add) -> None:
    assert fact.rate is not None
    for predicate, rate in ((v.MIN_RATE, fact.rate.min), (v.MAX_RATE, fact.rate.max)):
        if rate is not None:
            add(statement, predicate, literal_term(decimal_text(rate), datatype=v.XSD_DECIMAL))


def _add_duration_of_procedure(extraction: Extraction, add: Add) -> None:
    # Only the first: two durations on one node could not be told apart.
    for fact in extraction.facts:
        if isinstance(fact.object, Duration) and fact.polarity == "affirmed":
            _add_minutes(iri_term(extraction.procedure.iri), fact.object, add)
            return


def _add_minutes(subject: str, duration: Duration, add: Add) -> None:
    for minutes, integer, iso in (
        (duration.min_minutes, v.MIN_MINUTES, v.MIN_DURATION),
        (duration.max_minutes, v.MAX_MINUTES, v.MAX_DURATION),
    ):
        if minutes is not None:
            add(subject, integer, literal_term(str(minutes), datatype=v.XSD_INTEGER))
            add(subject, iso, literal_term(duration_literal(minutes), datatype=v.XSD_DURATION))


def _predicate(fact: Fact, *, is_choice: bool) -> str:
    """The term of the property that the fact's edge or statement uses."""
    if fact.polarity == "affirmed" and (fact.condition or is_choice):
        return _CONDITIONAL_EDGE.get(fact.relation) or _EDGE[fact.relation]
    return _EDGE[fact.relation]


def _choices(facts: Sequence[Fact]) -> frozenset[int]:
    """The groups that offer more than one object: a choice of one is none."""
    members: dict[int, set[object]] = defaultdict(set)
    for fact in facts:
        if fact.group is not None:
            members[fact.group].add(_object_key(fact.object))
    return frozenset(group for group, objects in members.items() if len(objects) > 1)


def _content(fact: Fact) -> list[str]:
    """What makes a statement the one that it is."""
    value = fact.object
    key = (value.iri,) if isinstance(value, Concept) else map(_given, _object_key(value))
    rate = (_given(fact.rate.min), _given(fact.rate.max)) if fact.rate else ()
    places = [f"{evidence.start},{evidence.end}" for evidence in fact.evidence]
    qualifiers = (fact.polarity, fact.condition or "", fact.frequency or "", *rate)
    return [fact.relation, *key, *qualifiers, *places]


def _given(part: object) -> str:
    return "" if part is None else str(part)


def _object_key(value: Concept | Duration | Step) -> tuple[object, ...]:
    match value:
        case Concept(iri=iri):
            return (iri,)
        case Duration(min_minutes=low, max_minutes=high, text=text):
            return (text, low, high)
        case Step(order=order, text=text):
            return (text, order)
