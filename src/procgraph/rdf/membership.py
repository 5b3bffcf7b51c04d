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

from procgraph.rdf import vocabulary as v
from procgraph.rdf.terms import Terms
from procgraph.resources import ontology_dir, vocabulary_files

__all__ = ["class_hierarchy", "membership"]

_PREF_LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


@cache
def membership() -> Mapping[str, tuple[Terms, ...]]:
    """Triples of class and label by concept, for every concept of the vocabularies."""
    triples: dict[str, set[Terms]] = defaultdict(set)
    for file in vocabulary_files():
        for subject, predicate, value in _parse(str(file)):
            if predicate == f"<{v.RDF_TYPE}>":
                triples[subject].add((subject, predicate, value))
            elif predicate == _PREF_LABEL:
                triples[subject].add((subject, f"<{v.RDFS_LABEL}>", value))
    return MappingProxyType({concept: tuple(sorted(of)) for concept, of in triples.items()})


@cache
def class_hierarchy() -> tuple[Terms, ...]:
    """The `rdfs:subClassOf` triples of the ontology."""
    triples = _parse(str(ontology_dir() / "procgraph.ttl"))
    return tuple(triple for triple in triples if triple[1] == _SUBCLASS)


def _parse(path: str) -> Iterator[Terms]:
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        yield str(quad.subject), str(quad.predicate), str(quad.object)
