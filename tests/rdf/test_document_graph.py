"""A document graph is the same however its lines are read."""

from __future__ import annotations

import pytest

from procgraph.rdf import iris
from procgraph.rdf.document_graph import DocumentGraph
from procgraph.rdf.nquads import to_nquads, to_triples
from procgraph.rdf.terms import literal, plain

GRAPH = f"<{iris.graph_iri('block.txt')}>"
P, Q = "<http://example.org/p>", "<http://example.org/q>"


def triples(graph):
    return sorted(graph.lines(graph.predicates))


def test_split_lines_parsed_lines_and_triples_are_one_graph(extraction):
    lines = to_nquads(extraction)
    expected = triples(DocumentGraph.parsed(lines))
    assert len(expected) == len(lines) > 100
    assert triples(DocumentGraph.read(lines)) == expected
    assert triples(DocumentGraph.read(f"{line}\n" for line in lines)) == expected
    assert triples(DocumentGraph.of("block.txt", to_triples(extraction))) == expected


def test_plain_lines_need_no_parser(extraction, monkeypatch):
    monkeypatch.delattr(DocumentGraph, "parsed")
    assert DocumentGraph.read(to_nquads(extraction)).document == "block.txt"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (r'"\u0041"', '"A"'),
        ('"a"^^<http://www.w3.org/2001/XMLSchema#string>', '"a"'),
        ('"a"@EN', '"a"@en'),
        ('"\t"', r'"\t"'),
        ("<urn:x>", "<urn:x>"),
        ("_:b1", "_:b1"),
    ],
)
def test_what_has_another_spelling_is_read_by_the_parser(written, canonical):
    graph = DocumentGraph.read([f"{P} {P} {written} {GRAPH} .", f'{Q} {Q} "{{}}" {GRAPH} .'])
    assert graph.relation(P).objects == {canonical}


@pytest.mark.parametrize(
    "line",
    [
        f'{P} {P} "open {GRAPH} .',
        f"{P} {P} <http://example.org/a b> {GRAPH} .",
        f"{P} {P} <http://example.org/%zz> {GRAPH} .",
        f'"subject" {P} {Q} {GRAPH} .',
        f'{P} "predicate" {Q} {GRAPH} .',
        f"{P} {P} {GRAPH} .\n{P} {P} {Q} {GRAPH} .x",
        f"{P} {GRAPH} .",
    ],
)
def test_what_is_no_line_is_refused(line):
    with pytest.raises((SyntaxError, ValueError)):
        DocumentGraph.read([f"{P} {P} {Q} {GRAPH} .", line])


@pytest.mark.parametrize("lines", [[], [f"{P} {P} {Q} ."], [f"{P} {P} {Q} {P} ."]])
def test_the_graph_is_that_of_a_document(lines):
    with pytest.raises(ValueError, match="graph"):
        DocumentGraph.read(lines)


def test_a_relation_leads_both_ways():
    pairs = {("_:a", "_:x"), ("_:a", "_:y"), ("_:b", "_:y")}
    graph = DocumentGraph.of("block.txt", {P: pairs})
    relation = graph.relation(P)
    assert relation.by_subject == {"_:a": {"_:x", "_:y"}, "_:b": {"_:y"}}
    assert relation.inverse.by_subject == {"_:x": {"_:a"}, "_:y": {"_:a", "_:b"}}
    assert relation.values({"_:b"}) == {"_:y"}
    assert relation.leading_to({"_:x"}, {"_:a", "_:b"}) == {"_:a"}
    assert graph.relation(Q).pairs == ()


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("<urn:x>", "urn:x"),
        ("_:b1", "b1"),
        (r'"\"\\\t\u00e4\U0001F600"@en', '"\\\tä😀'),
        ('"""', None),
    ],
)
def test_a_term_says_what_it_means(term, text):
    if text is None:
        with pytest.raises(ValueError, match="not a literal"):
            literal(term)
    else:
        assert plain(term) == text
