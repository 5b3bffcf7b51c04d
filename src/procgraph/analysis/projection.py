"""Projections of a dataset onto networkx graphs."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from procgraph.dataset.reader import Dataset
from procgraph.dataset.resolution import ALTERNATIVE_TO, DESCRIBED_BY
from procgraph.model import Concept, Relation
from procgraph.rdf import vocabulary as v

__all__ = ["alternatives", "to_networkx"]


def to_networkx(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """Procedures and concepts as nodes, by IRI; affirmed facts and the links between documents as
    edges.

    A node has `label` and `kind` (a class of the ontology, as ``Procedure``). An edge has
    `relation`; one of a fact has `condition`, `frequency`, `quote`, `document` and `line` too, and
    its key is its relation with its place, so that the same fact of two documents is two edges.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for part in dataset.parts():
        extraction = part.record.extraction
        procedure = extraction.procedure
        graph.add_node(procedure.iri, label=procedure.label, kind="Procedure")
        for fact in extraction.facts:
            if not isinstance(fact.object, Concept) or fact.polarity == "negated":
                continue
            concept, place = fact.object, fact.evidence[0]
            if concept.iri not in graph:
                kind = v.SLOT_CLASS[fact.relation].removeprefix(v.pg(""))
                graph.add_node(concept.iri, label=concept.label, kind=kind)
            graph.add_edge(
                procedure.iri,
                concept.iri,
                key=f"{fact.relation.value} {fact.document}#{place.start}",
                relation=fact.relation.value,
                condition=fact.condition,
                frequency=fact.frequency,
                quote=place.quote,
                document=fact.document,
                line=place.line,
            )
    for subject, relation, target in _links(dataset):
        if subject in graph and target in graph:
            graph.add_edge(subject, target, key=relation, relation=relation)
    return graph


def alternatives(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """Of a graph from `to_networkx`, the procedures and what is an alternative to them.

    A concept that a document describes is taken for that document's procedure. An edge has the
    `condition` under which the alternative is chosen, or None.
    """
    described = {
        concept: procedure
        for concept, procedure, data in graph.edges(data=True)
        if data["relation"] == DESCRIBED_BY.removeprefix(v.pg(""))
    }
    projected: nx.DiGraph[str] = nx.DiGraph()
    for procedure, other, data in graph.edges(data=True):
        if data["relation"] == Relation.HAS_ALTERNATIVE.value and "quote" in data:
            target = described.get(other, other)
            for node in (procedure, target):
                projected.add_node(node, **graph.nodes[node])
            projected.add_edge(procedure, target, condition=data["condition"], quote=data["quote"])
    return projected


def _links(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    for line in dataset.resolution():
        # The segment holds nothing but IRIs.
        subject, predicate, target = (term.strip("<>") for term in line.split(" ")[:3])
        # Inverses would only double the edges.
        if predicate != ALTERNATIVE_TO:
            yield subject, predicate.rsplit("/", 1)[-1].rsplit("#", 1)[-1], target
