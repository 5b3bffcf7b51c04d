"""Sorting here gives the order that the engine gives, for every shipped question too."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from procgraph.api import ProcedureGraph
from procgraph.dataset.query import bound, run
from procgraph.dataset.questions import Question, shipped
from procgraph.dataset.rows import Rows, to_rows
from procgraph.dataset.sorting import ordered, without_order
from procgraph.rdf.vocabulary import PREFIXES

EX = "http://example.org/"


def _engine(store: ox.Store, text: str) -> Rows:
    found = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    return to_rows(found)


def _store(*values: ox.NamedNode | ox.Literal) -> ox.Store:
    store = ox.Store()
    for number, value in enumerate(values):
        subject = ox.NamedNode(f"{EX}s{number}")
        store.add(ox.Quad(subject, ox.NamedNode(f"{EX}is"), subject))
        store.add(ox.Quad(subject, ox.NamedNode(f"{EX}p"), value))
    store.add(ox.Quad(ox.NamedNode(f"{EX}none"), ox.NamedNode(f"{EX}is"), ox.NamedNode(EX)))
    return store


def _query(order: str) -> str:
    return (
        f"SELECT ?s ?v WHERE {{ ?s <{EX}is> ?same . OPTIONAL {{ ?s <{EX}p> ?v }} }}\n"
        f"ORDER BY {order}\n"
    )


XSD = PREFIXES["xsd"]
STRINGS = [
    ox.NamedNode(f"{EX}b"),
    ox.NamedNode(f"{EX}B"),
    *map(ox.Literal, ["b", "a", "B", "Äther", "ä", "a b", "", "\U0001f600", "\uffee"]),
    ox.Literal("a", language="en"),
    ox.Literal("a", language="de"),
]
NUMBERS = [
    *map(ox.Literal, [10, 9, -3, 0]),
    ox.Literal("9.5", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("-10.25", datatype=ox.NamedNode(XSD + "decimal")),
    ox.NamedNode(f"{EX}b"),
]
OTHERS = [
    [ox.Literal("a"), ox.Literal(1)],
    [ox.Literal(1.5), ox.Literal(1)],
    [ox.Literal("PT30M", datatype=ox.NamedNode(XSD + "duration")), ox.Literal("a")],
    [ox.Literal("nine", datatype=ox.NamedNode(XSD + "integer")), ox.Literal(1)],
    [ox.Literal("1" * 30, datatype=ox.NamedNode(XSD + "integer")), ox.Literal(1)],
]


@pytest.mark.parametrize("values", [STRINGS, NUMBERS], ids=["strings", "numbers"])
@pytest.mark.parametrize("order", ["?v ?s", "DESC(?v) ?s", "asc( $v ) DESC ( ?s )"])
def test_is_the_engines_order(values: list[ox.NamedNode | ox.Literal], order: str) -> None:
    store, text = _store(*values), _query(order)
    plain, keys = without_order(text)
    rows = ordered(_engine(store, plain), keys)
    assert rows == _engine(store, text)
    assert rows is not None
    assert len(rows) == len(values) + 1


@pytest.mark.parametrize("values", OTHERS)
def test_leaves_what_it_does_not_know_to_the_engine(values: list[ox.Literal]) -> None:
    store, text = _store(*values), _query("?v ?s")
    plain, keys = without_order(text)
    assert ordered(_engine(store, plain), keys) is None
    assert run(store, text, "test") == _engine(store, text)


def test_what_is_not_shown_is_sorted_by_the_engine() -> None:
    store = _store(*map(ox.Literal, ["b", "c", "a"]))
    text = f"SELECT ?s WHERE {{ ?s <{EX}p> ?v }}\nORDER BY ?v"
    found = [row["s"] for row in run(store, text, "test")]
    assert found == [f"{EX}s2", f"{EX}s0", f"{EX}s1"]
    assert without_order(text) == (text, ()), "or it is asked twice"


@pytest.mark.parametrize(
    "end",
    [
        "ORDER BY ?v\nLIMIT 1",
        "ORDER BY ?v OFFSET 1",
        "# ORDER BY ?v",
        'ORDER BY DESC(?v = "a") ?v',
        "ORDER BY STR(?v)",
        "ORDER BY ?v\nVALUES ?v { 1 }",
    ],
)
def test_any_other_end_of_a_query_stays(end: str) -> None:
    text = f"SELECT ?v WHERE {{ ?s ?p ?v }}\n{end}"
    assert without_order(text) == (text, ())


@pytest.mark.parametrize("question", shipped(), ids=lambda q: q.name)
def test_shipped_questions_come_in_the_engines_order(
    corpus: ProcedureGraph, question: Question
) -> None:
    text = bound(corpus.store, question, {})
    rows = run(corpus.store, text, question.source)
    assert rows == _engine(corpus.store, text)
    # By what is not shown the engine sorts, after the rows have been found once already.
    assert {name for name, _ in without_order(text)[1]} <= set(rows.columns)
