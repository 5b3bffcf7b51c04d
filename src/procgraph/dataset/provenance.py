"""What `export --provenance full` adds: that a statement is one, its section and rule, how its
object was linked, and Web Annotation selectors for the places that it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.model import Concept, Extraction
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import document_iri, evidence_iri, graph_iri
from procgraph.rdf.nquads import fact_iri
from procgraph.rdf.written import iri_term, literal_term

__all__ = ["provenance"]

_SECTION = v.pg("section")
_RULE = v.pg("rule")
_MENTION = v.pg("mention")
_LINKED_BY = v.pg("linkedBy")


def provenance(extraction: Extraction) -> Iterator[str]:
    """N-Quads lines for the document's graph.

    The place of a quote, `<document#char=start,end>`, becomes an `oa:SpecificResource` of the
    document, with an `oa:TextPositionSelector` (code points, half-open).
    """
    identifier = extraction.document.id
    graph, document = iri_term(graph_iri(identifier)), iri_term(document_iri(identifier))
    for fact in extraction.facts:
        statement = iri_term(fact_iri(fact))
        yield f"{statement} <{v.RDF_TYPE}> <{v.STATEMENT_CLASS}> {graph} ."
        yield f"{statement} <{_SECTION}> {literal_term(fact.section)} {graph} ."
        yield f"{statement} <{_RULE}> {literal_term(fact.rule)} {graph} ."
        if isinstance(fact.object, Concept):
            yield f"{statement} <{_MENTION}> {literal_term(fact.object.text)} {graph} ."
            yield f"{statement} <{_LINKED_BY}> {literal_term(fact.object.how)} {graph} ."
        for evidence in fact.evidence:
            place = evidence_iri(identifier, evidence.start, evidence.end)
            selector = f"<{place}/selector>"
            for subject, predicate, term in (
                (f"<{place}>", v.RDF_TYPE, f"<{v.OA}SpecificResource>"),
                (f"<{place}>", v.OA + "hasSource", document),
                (f"<{place}>", v.OA + "hasSelector", selector),
                (selector, v.RDF_TYPE, f"<{v.OA}TextPositionSelector>"),
                (selector, v.OA + "start", _integer(evidence.start)),
                (selector, v.OA + "end", _integer(evidence.end)),
            ):
                yield f"{subject} <{predicate}> {term} {graph} ."


def _integer(number: int) -> str:
    return literal_term(str(number), datatype=v.XSD + "nonNegativeInteger")
