"""Between N-Quads lines and the quads of the RDF libraries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox
import rdflib

from procgraph.rdf.terms import parse_nquads
from procgraph.rdf.vocabulary import PREFIXES

__all__ = ["Triple", "parse_nquads", "to_rdflib", "to_rdflib_term", "to_rdflib_triple"]

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]


def to_rdflib(quads: Iterable[ox.Quad]) -> rdflib.Dataset:
    """The same quads as an rdflib dataset, with the project's prefixes bound.

    Literals keep their lexical form: rdflib would rewrite some (`PT90M`, `007`) while it parses.
    """
    dataset = rdflib.Dataset()
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    graphs: dict[str, rdflib.Graph] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        if name not in graphs:
            graphs[name] = dataset.graph(rdflib.URIRef(name)) if name else dataset.default_graph
        graphs[name].add(to_rdflib_triple(quad.triple))
    return dataset


def to_rdflib_triple(triple: ox.Triple) -> Triple:
    """A pyoxigraph triple as rdflib's."""
    subject, predicate, value = triple
    return to_rdflib_term(subject), to_rdflib_term(predicate), to_rdflib_term(value)


def to_rdflib_term(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """One term of a pyoxigraph quad as rdflib's."""
    match term:
        case ox.NamedNode(value=value):
            return _uri(value)
        case ox.BlankNode(value=value):
            return rdflib.BNode(value)
        case ox.Literal(value=value, language=str(language)):
            return rdflib.Literal(value, lang=language)
        case ox.Literal(value=value, datatype=datatype):
            if datatype.value == str(rdflib.XSD.string):
                return rdflib.Literal(value)
            return rdflib.Literal(value, datatype=_uri(datatype.value), normalize=False)
    raise TypeError(f"rdflib has no term for {term!r}")


# A graph names its few properties and classes thousands of times.
_uri = lru_cache(maxsize=4096)(rdflib.URIRef)
