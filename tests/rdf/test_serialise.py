"""Quads reach rdflib as they are."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.serialise import parse_nquads, to_rdflib, to_rdflib_term

XSD = "http://www.w3.org/2001/XMLSchema#"


def test_lines_may_or_may_not_have_their_ends():
    line = '<http://s.example> <http://p.example> "a" .'
    once = list(parse_nquads([line, line]))
    assert once == list(parse_nquads([line + "\n", line + "\n"]))
    assert len(once) == 2
    assert list(parse_nquads([])) == []


def test_a_line_that_is_none_is_named_by_its_number():
    with pytest.raises(SyntaxError, match="line 2"):
        list(parse_nquads(['<http://s.example> <http://p.example> "a" .', "nonsense"]))


def test_a_document_graph_is_one_graph_of_the_dataset(extraction):
    lines = to_nquads(extraction)
    dataset = to_rdflib(parse_nquads(lines))
    graph = dataset.graph(rdflib.URIRef(iris.graph_iri("block.txt")))
    assert len(graph) == len(lines)
    assert len(dataset.default_graph) == 0


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_what_rdflib_parses_itself_is_isomorphic(extraction):
    lines = to_nquads(extraction)
    theirs = rdflib.Dataset()
    theirs.parse(data="\n".join(lines) + "\n", format="nquads")
    name = rdflib.URIRef(iris.graph_iri("block.txt"))
    ours = to_rdflib(parse_nquads(lines)).graph(name)
    assert isomorphic(ours, theirs.graph(name))


@pytest.mark.parametrize(
    ("text", "kind"), [("007", "integer"), ("PT90M", "duration"), ("1.0", "decimal")]
)
def test_a_literal_keeps_its_lexical_form(text, kind):
    term = to_rdflib_term(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)))
    assert str(term) == text
    assert str(term.datatype) == XSD + kind


def test_every_kind_of_term_has_its_like():
    assert to_rdflib_term(ox.NamedNode("http://x.example/")) == rdflib.URIRef("http://x.example/")
    assert to_rdflib_term(ox.BlankNode("b")) == rdflib.BNode("b")
    assert to_rdflib_term(ox.Literal("a")) == rdflib.Literal("a")
    assert to_rdflib_term(ox.Literal("a", language="en")) == rdflib.Literal("a", lang="en")
    with pytest.raises(TypeError, match="no term"):
        to_rdflib_term("text")


def test_quads_of_the_default_graph_stay_there():
    dataset = to_rdflib(parse_nquads(["<http://s.example> <http://p.example> _:b ."]))
    assert len(dataset.default_graph) == 1


def test_the_prefixes_are_bound():
    bound = {prefix: str(namespace) for prefix, namespace in to_rdflib([]).namespaces()}
    assert v.PREFIXES.items() <= bound.items()
