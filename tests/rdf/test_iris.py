"""IRIs say what they name, and two things never share one."""

from __future__ import annotations

import doctest

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procgraph.rdf import iris


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(iris).failed == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chronic neck pain", "chronic-neck-pain"),
        ("  CT/MRI – guided!  ", "ct-mri-guided"),
        ("naïve", "naive"),
        ("Straße", "strasse"),
        ("ﬁbroid", "fibroid"),
        ("Parkinson's disease", "parkinsons-disease"),
        ("Parkinson’s disease", "parkinsons-disease"),
        ("50% glucose", "50-glucose"),
    ],
)
def test_a_slug_is_readable(text, name):
    assert iris.slug(text) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("β-blocker", "blocker"),
        ("≥ 3 levels", "< 3 levels"),
        ("3 + 4", "3 – 4"),
        ("日本", "東京"),
        ("", "-"),
        ("facet " * 20 + "left", "facet " * 20 + "right"),
    ],
)
def test_what_a_slug_loses_is_kept_as_a_hash(one, other):
    assert iris.slug(one) != iris.slug(other) or one in {"", "-"}
    assert iris.slug(one).isascii()
    assert iris.slug(one).strip("-") == iris.slug(one) != ""


@given(st.text(max_size=300))
def test_a_slug_is_a_short_name(text):
    name = iris.slug(text)
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(name) <= 89
    assert name == name.strip("-")
    assert "--" not in name


@given(st.text(st.characters(min_codepoint=97, max_codepoint=99), min_size=81, max_size=200))
def test_two_long_titles_never_meet(text):
    assert iris.slug(text) != iris.slug(text + "a")
    assert iris.slug(text)[:80] == iris.slug(text + "a")[:80]


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_documents_never_share_an_iri(one, other):
    assume(one != other)
    assert iris.document_iri(one) != iris.document_iri(other)
    assert iris.statement_iri(one, "treats") != iris.statement_iri(other, "treats")


@given(st.text(st.characters(exclude_categories=[]), min_size=1))
def test_a_document_is_found_again_from_its_iris(identifier):
    assert iris.document_id(iris.document_iri(identifier)) == identifier
    assert iris.document_id(iris.graph_iri(identifier)) == identifier
    assert ox.NamedNode(iris.graph_iri(identifier))


def test_an_iri_of_something_else_is_no_documents():
    with pytest.raises(ValueError, match="not the IRI of a document"):
        iris.document_id(iris.concept_iri("pain"))


def test_the_shared_graphs_are_no_documents():
    shared = {iris.VOCABULARY_GRAPH, iris.ONTOLOGY_GRAPH, iris.RESOLUTION_GRAPH}
    assert len(shared) == 3
    assert not any(name.startswith(iris.BASE + "graph/") for name in shared)


def test_evidence_steps_and_choices_are_parts_of_the_document():
    start = "https://w3id.org/procgraph/document/a%20b.txt#"
    assert iris.evidence_iri("a b.txt", 3, 9) == start + "char=3,9"
    assert iris.step_iri("a b.txt", 2) == start + "step-2"
    assert iris.choice_iri("a b.txt", 1) == start + "choice-1"


def test_a_statement_is_what_it_states_and_where():
    one = iris.statement_iri("a", "treats", "x", "", "1,2")
    assert one == iris.statement_iri("a", "treats", "x", "", "1,2")
    assert one != iris.statement_iri("a", "treats", "x", "", "1,3")
    assert len(one.rsplit("/", 1)[1]) == 32
