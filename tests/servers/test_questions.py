"""Every question has the same rows everywhere: the embedded store, and each server."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest

from procgraph.dataset.questions import Question, shipped
from procgraph.dataset.rows import Cell, Rows
from procgraph.errors import QuestionError, ServerError
from procgraph.servers import Client, ask, push
from procgraph.servers.query import merged_graphs

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "int")}
SERVERS = ("oxigraph", "oxigraph without union", "virtuoso")


@pytest.fixture(scope="module", params=SERVERS)
def service(request, corpus) -> str:
    """The query service of a server that holds the corpus."""
    if request.param == "virtuoso":
        server = request.getfixturevalue("virtuoso")
    else:
        start = request.getfixturevalue("start_oxigraph")
        server = start(union=request.param == "oxigraph")
    with server.client() as client:
        push(corpus.dataset, server.endpoints, client)
    return server.endpoints.query


@pytest.fixture(scope="module")
def client():
    with Client() as client:
        yield client


@pytest.mark.parametrize("question", shipped(), ids=lambda q: q.name)
def test_a_question_has_the_same_rows_everywhere(corpus, service, client, question: Question):
    ours = corpus.query(question.name)
    theirs = ask(service, question, client=client)
    assert theirs.columns == ours.columns
    assert values(theirs) == values(ours)


@pytest.mark.parametrize(
    ("question", "parameters"),
    [
        ("personnel", {"procedure": "ESWL"}),
        ("personnel", {"procedure": "pgi:cervical-facet-joint-injection"}),
        ("procedures-for-condition", {"condition": "Chronic Neck-Pains"}),
        ("procedures-for-condition", {"condition": "pgc:chronic-low-back-pain"}),
        ("procedures-without-role", {"condition": "chronic low back pain", "role": "radiologist"}),
        (
            "feasible-with-staff",
            {"setting": "clinic", "roles": "nurse; pain specialist;radiologist"},
        ),
        ("evidence", {"procedure": "lumbar spinal fusion", "relation": "treats"}),
        ("alternatives-within", {"procedure": "lumbar spinal fusion", "steps": "4"}),
        ("under-minutes", {"minutes": 90}),
    ],
)
def test_parameters_mean_the_same_everywhere(corpus, service, client, question, parameters):
    ours = corpus.query(question, **parameters)
    assert len(ours), "the parameters should have an answer"
    assert values(ask(service, question, parameters, client=client)) == values(ours)


@pytest.mark.parametrize(
    "parameters",
    [
        {"procedure": "cervical facett injection"},
        {"procedure": "pgi:no-such-procedure"},
        {"procedure": "???"},
        {"procedure": ""},
        {"procedur": "ESWL"},
    ],
    ids=str,
)
def test_a_parameter_that_does_not_fit_is_told_everywhere(corpus, service, client, parameters):
    with pytest.raises(QuestionError) as ours:
        corpus.query("personnel", **parameters)
    with pytest.raises(QuestionError) as theirs:
        ask(service, "personnel", parameters, client=client)
    # The hints may differ: not all names of a server are fetched for one.
    assert str(theirs.value).partition(";")[0] == str(ours.value).partition(";")[0]


def test_a_misspelled_name_gets_a_hint(service, client):
    with pytest.raises(QuestionError, match="did you mean 'Cervical Facet Joint Injection'"):
        ask(service, "personnel", {"procedure": "cervical facett injection"}, client=client)


def test_a_question_of_ones_own_needs_no_prefixes(corpus, service, client):
    text = (
        "# pg: PREFIX skos: <u:>\n"
        "SELECT ?s (COUNT(*) AS ?n) WHERE { ?s a pg:Procedure ; pg:treats ?o } GROUP BY ?s"
    )
    assert values(ask(service, text, client=client)) == values(corpus.query(text))


def test_an_ask_is_answered(service, client):
    there = ask(service, "ASK { ?s pg:describes ?o }", client=client)
    assert there.columns == ("answer",)
    assert [row["answer"] for row in there] == [True]
    nowhere = ask(service, "ASK { ?s pg:describes pgc:nothing }", client=client)
    assert [row["answer"] for row in nowhere] == [False]


def test_what_is_no_sparql_is_told(service, client):
    with pytest.raises(ServerError, match="400 Bad Request"):
        ask(service, "SELECT ?x WHERE { ?x ?y }", client=client)


def test_graphs_are_named_only_where_they_have_to_be(request, service, client, corpus):
    named = merged_graphs(service, client, needed=True)
    has_union = "without union" not in request.node.name
    assert len(named) == (0 if has_union else len(corpus) + 3)


def test_the_graphs_to_ask_can_be_given(service, client, corpus):
    graph = "https://w3id.org/procgraph/graph/301_shock_wave_lithotripsy.txt"
    found = ask(service, "SELECT ?s { ?d pg:describes ?s }", client=client, graphs=[graph])
    assert len(found) == 1


def test_a_server_without_documents_is_told(start_oxigraph, client):
    url = start_oxigraph().endpoints.query
    with pytest.raises(ServerError, match="holds no documents of procgraph; push a dataset"):
        ask(url, "personnel", client=client)
    assert len(ask(url, "SELECT * { ?s ?p ?o }", client=client)) == 0


def test_a_long_answer_is_not_cut_in_silence(virtuoso, corpus, client):
    with virtuoso.client() as writer:
        push(corpus.dataset, virtuoso.endpoints, writer)
    text = "SELECT * { ?a a skos:Concept . ?b a skos:Concept } LIMIT 200000"
    with pytest.raises(ServerError, match="the server cut the answer short"):
        ask(virtuoso.endpoints.query, text, client=client)


def values(rows: Rows) -> list[tuple[object, ...]]:
    """The rows as a sorted list of plain values, whatever the datatypes that an engine gives."""
    return sorted((tuple(map(_value, row)) for row in rows.cells), key=str)


def _value(cell: Cell) -> object:
    if not isinstance(cell, ox.Literal):
        return str(cell)
    kind = cell.datatype.value
    if kind in NUMBERS:
        return Decimal(cell.value)
    if kind == XSD + "boolean":
        return cell.value in ("true", "1")
    if kind == XSD + "duration":
        # Virtuoso keeps its seconds, and writes them as if they were the duration.
        return "a duration"
    return cell.value, cell.language
