"""Parameters become terms, and terms never become syntax."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procgraph.dataset.binding import bind
from procgraph.errors import QuestionError

EX = "http://example.org/"
A, B = ox.NamedNode(EX + "a"), ox.NamedNode(EX + "b")
GRAPH = [
    ("a", "knows", "b"),
    ("b", "knows", "c"),
    ("a", "likes", "c"),
]


@pytest.fixture(scope="module")
def store():
    store = ox.Store()
    for triple in GRAPH:
        store.add(ox.Quad(*(ox.NamedNode(EX + name) for name in triple)))
    store.add(ox.Quad(A, ox.NamedNode(EX + "age"), ox.Literal(30)))
    return store


def rows(store, query, **values):
    text = bind(query, {name: v if isinstance(v, list) else [v] for name, v in values.items()})
    found = store.query(text, prefixes={"": EX})
    return sorted(
        tuple(None if c is None else c.value.removeprefix(EX) for c in row) for row in found
    )


@pytest.mark.parametrize(
    ("query", "values", "expected"),
    [
        ("SELECT ?x WHERE { ?x :knows ?who }", {"who": B}, [("a",)]),
        ("SELECT ?x ?who WHERE { ?x :knows ?who }", {"who": B}, [("a", "b")]),
        ("SELECT DISTINCT ?who WHERE { ?x :knows $who }", {"who": B}, [("b",)]),
        ("SELECT ?x WHERE { ?x :knows ?y MINUS { ?x :knows ?who } }", {"who": B}, [("b",)]),
        ("SELECT ?x WHERE { ?x :age ?n FILTER(?n <= ?most) }", {"most": ox.Literal(30)}, [("a",)]),
        ("SELECT ?x WHERE { ?x :age ?n FILTER(?n <= ?most) }", {"most": ox.Literal(29)}, []),
        ("SELECT ?x WHERE { { SELECT ?x WHERE { ?x :knows ?who } } }", {"who": B}, [("a",)]),
        (
            "SELECT ?who (COUNT(?x) AS ?n) WHERE { ?x :knows ?who } GROUP BY ?who ORDER BY ?who",
            {"who": B},
            [("b", "1")],
        ),
        ("SELECT ?x WHERE { ?who :knows+ ?x }", {"who": A}, [("b",), ("c",)]),
        ("SELECT ?x WHERE { VALUES ?who { :c } ?x :knows ?who }", {"who": B}, [("a",)]),
        ("SELECT ?x WHERE { VALUES ?x { :c } { ?x :knows ?y } }", {"x": [A, B]}, [("a",), ("b",)]),
        ("SELECT ?x WHERE { VALUES ?x { } ?x :knows ?y }", {"x": [A]}, [("a",)]),
        (
            "SELECT ?x WHERE { ?x :knows ?y MINUS { VALUES ?who { :c } ?x :knows ?who } }",
            {"who": [B]},
            [("b",)],
        ),
    ],
)
def test_a_parameter_is_bound_wherever_it_stands(store, query, values, expected):
    assert rows(store, query, **values) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# ?who and VALUES ?who { :x }\nSELECT ?who WHERE {}",
        'SELECT ("?who" AS ?who_) ?who WHERE {}',
        "SELECT ('''it's ?who''' AS ?t) ?who WHERE {}",
        "SELECT (<http://x/?who> AS ?t) ?who WHERE {}",
        "SELECT ?whose ?who WHERE {}",
    ],
)
def test_only_the_variable_itself_is_replaced(text):
    bound = bind(text, {"who": [A]})
    assert bound == text.replace(" ?who WHERE", f" ({A} AS ?who) WHERE").replace(
        "SELECT ?who WHERE", f"SELECT ({A} AS ?who) WHERE"
    )


def test_a_variable_that_does_not_occur_is_an_error():
    with pytest.raises(QuestionError, match=r"no variable \?nobody"):
        bind("SELECT ?x WHERE {}", {"nobody": [A]})


def test_a_list_needs_a_values_block():
    with pytest.raises(QuestionError, match="takes a list"):
        bind("SELECT ?x WHERE { ?x :knows ?who }", {"who": [A, B]})


@given(st.text())
def test_no_text_can_leave_its_literal(text):
    store = ox.Store()
    literal = ox.Literal(text)
    [row] = store.query(bind("SELECT ?t WHERE { }", {"t": [literal]}))
    assert row["t"] == literal
    [row] = store.query(bind("SELECT ?t WHERE { VALUES ?t { 1 } }", {"t": [literal]}))
    assert row["t"] == literal


@given(st.text(alphabet="ab ?$\"'#<>{}()\\\n.;VALUES", max_size=60))
def test_what_is_not_bound_comes_back_as_it_is(text):
    assert bind(text, {}) == text
