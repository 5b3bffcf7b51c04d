"""The vocabularies and the ontology as quads, each in the graph that it has in a dataset."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from procgraph import resources
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import ONTOLOGY_GRAPH, VOCABULARY_GRAPH

__all__ = ["ontology_quads", "vocabulary_quads"]

_PREF_LABEL = ox.NamedNode(v.SKOS + "prefLabel")
_LABEL = ox.NamedNode(v.RDFS_LABEL)


def vocabulary_quads() -> Iterator[ox.Quad]:
    """The SKOS concepts; each prefLabel is an `rdfs:label` too: one property finds every name."""
    for path in resources.vocabulary_files():
        for quad in _parse(path, VOCABULARY_GRAPH):
            yield quad
            if quad.predicate == _PREF_LABEL:
                yield ox.Quad(quad.subject, _LABEL, quad.object, quad.graph_name)


def ontology_quads() -> Iterator[ox.Quad]:
    """The terms of the ontology."""
    path = resources.ontology_dir() / "procgraph.ttl"
    if path.is_file():
        yield from _parse(path, ONTOLOGY_GRAPH)


def _parse(path: Path, graph: str) -> Iterator[ox.Quad]:
    name = ox.NamedNode(graph)
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
