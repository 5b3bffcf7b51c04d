"""A graph that is made from the rows of a SELECT is the one that the engine makes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from procgraph.api import ProcedureGraph
from procgraph.dataset.construct import as_select
from procgraph.dataset.query import bound, run
from procgraph.dataset.questions import Question, shipped
from procgraph.dataset.rows import to_rows
from procgraph.errors import QuestionError
from procgraph.rdf.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
EX = "http://example.org/"
VALUES = [
    ox.NamedNode(f"{EX}a"),
    ox.BlankNode("b"),
    ox.Literal("a"),
    ox.Literal(""),
    ox.Literal('two\nlines,\t"quoted" \\ \u2028 ä'),
    ox.Literal("a", language="en"),
    ox.Literal(True),
    ox.Literal("yes", datatype=ox.NamedNode(f"{XSD}boolean")),
    ox.Literal(-7),
    ox.Literal("007", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("1.50", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("1e3", datatype=ox.NamedNode(f"{XSD}double")),
    ox.Literal("PT30M", datatype=ox.NamedNode(f"{XSD}duration")),
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    for number, value in enumerate(VALUES):
        subject = ox.NamedNode(f"{EX}s{number % 9}")
        for graph in ("one", "two"):
            store.add(ox.Quad(subject, ox.NamedNode(f"{EX}p"), value, ox.NamedNode(EX + graph)))
    return store


def _engine(store: ox.Store, text: str) -> list:
    found = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    return list(to_rows(found).cells)


ALL = "WHERE { ?s ?p ?o OPTIONAL { ?o ?p ?none } }"


@pytest.mark.parametrize(
    "text",
    [
        f"CONSTRUCT {{ ?s ?p ?o }} {ALL}",
        f"CONSTRUCT {{ ?s ?p ?o . ?o ?p ?s }} {ALL}",
        f"construct {{ ?s ?o $s }} {ALL}",
        f"CONSTRUCT {{ ?s a pg:Thing, <u:x#y> ; pg:is ?o.}} {ALL}",
        f"CONSTRUCT {{ ?s pg:is ?none . <u:a> <u:b> <u:c> . <u:a> <u:b> ?nothing }} {ALL}",
        f"# CONSTRUCT {{\nPREFIX pg: <u:#> PREFIX : <u:>\nCONSTRUCT {{ ?s a pg:X }}{ALL}",
        f"CONSTRUCT {{ ?s a pg:X }} FROM <{EX}one> {ALL} ORDER BY ?s LIMIT 3",
        "CONSTRUCT { ?s a ?x } { ?s pg:no ?x }",
    ],
)
def test_makes_the_graph_that_the_engine_makes(store: ox.Store, text: str) -> None:
    assert as_select(text)
    assert list(run(store, text, "test").cells) == _engine(store, text)


@pytest.mark.parametrize(
    "text",
    [
        f"CONSTRUCT {{ ?s pg:is 'a' }} {ALL}",
        f"CONSTRUCT {{ ?s pg:is [] }} {ALL}",
        f"CONSTRUCT {{ ?s pg:is 1 . }} {ALL}",
        f"CONSTRUCT {{ ?s pg:is _:b ; }} {ALL}",
        f"CONSTRUCT {{ ?s pg:is pg:a\\,b }} {ALL}",
        f"BASE <{EX}> CONSTRUCT {{ ?s <p> ?o }} {ALL}",
        f"CONSTRUCT {{ <u:a> <u:b> <u:c> }} {ALL}",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        f"DESCRIBE <{EX}s0>",
    ],
)
def test_leaves_the_rest_to_the_engine(store: ox.Store, text: str) -> None:
    assert as_select(text) is None
    assert run(store, text, "test").is_graph
    if "_:" not in text and "[]" not in text:
        assert list(run(store, text, "test").cells) == _engine(store, text)


@pytest.mark.parametrize(
    "template", ["?s ?p", "?s ?p ?o ?o", "a ?p ?o", "?s ?p , ?o", "?s ?p a", "?s x:p ?o"]
)
def test_what_is_no_template_is_told_by_the_engine(store: ox.Store, template: str) -> None:
    text = f"CONSTRUCT {{ {template} }} {ALL}"
    assert as_select(text) is None
    with pytest.raises(QuestionError, match="is not a SPARQL query"):
        run(store, text, "test")


def test_what_is_wrong_is_told_where_it_stands(store: ox.Store) -> None:
    with pytest.raises(QuestionError, match=r"is not a SPARQL query: error at 2:13"):
        run(store, "CONSTRUCT { ?s ?p ?o }\nWHERE { ?s }", "test")


@pytest.mark.parametrize("question", shipped("construct"), ids=lambda q: q.name)
def test_shipped_graphs_are_the_engines(corpus: ProcedureGraph, question: Question) -> None:
    text = bound(corpus.store, question, {})
    assert as_select(text)
    rows = run(corpus.store, text, question.source)
    assert len(rows)
    assert list(rows.cells) == _engine(corpus.store, text)
