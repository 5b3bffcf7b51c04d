"""What the shapes need beyond a document's graph: classes and labels of vocabulary concepts.

A document names a few dozen concepts of the vocabulary. Looking those up costs milliseconds where
validating against the whole vocabulary would cost some hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from procgraph.rdf.serialise import Triple, to_rdflib_triple
from procgraph.resources import ontology_dir, vocabulary_files

__all__ = ["class_hierarchy", "membership"]


@cache
def membership() -> Mapping[Node, tuple[Triple, ...]]:
    """Triples of class and label by concept, for every concept of the vocabularies."""
    triples: dict[Node, set[Triple]] = defaultdict(set)
    for file in vocabulary_files():
        for triple in _parse(str(file)):
            subject, predicate, value = triple
            if predicate == rdflib.RDF.type:
                triples[subject].add(triple)
            elif predicate == rdflib.SKOS.prefLabel:
                triples[subject].add((subject, rdflib.RDFS.label, value))
    return MappingProxyType({concept: tuple(of) for concept, of in triples.items()})


@cache
def class_hierarchy() -> tuple[Triple, ...]:
    """The `rdfs:subClassOf` triples of the ontology."""
    triples = _parse(str(ontology_dir() / "procgraph.ttl"))
    return tuple(triple for triple in triples if triple[1] == rdflib.RDFS.subClassOf)


def _parse(path: str) -> Iterator[Triple]:
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    return (to_rdflib_triple(quad.triple) for quad in quads)
