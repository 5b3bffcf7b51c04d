from __future__ import annotations

import csv
import dataclasses
import io
import json

import pyoxigraph as ox
import pytest

from procgraph.dataset.lookup import find_procedures, terms_for
from procgraph.dataset.query import ask
from procgraph.dataset.questions import Parameter, parse_question
from procgraph.dataset.rows import Rows, shorten, to_rows
from procgraph.errors import QuestionError
from procgraph.model import Concept
from procgraph.rdf.iris import concept_iri, procedure_iri

PROCEDURES = """
#+ summary: What treats a condition?
#+ params:
#+   - name: condition
#+     type: concept
#+     default: zz neck trouble
SELECT DISTINCT ?label WHERE {
  VALUES ?condition { pgc:zz-back-trouble }
  ?procedure pg:treats ?condition ; rdfs:label ?label .
} ORDER BY ?label
"""


@pytest.fixture(scope="module")
def store(sample):
    return sample.store()


@pytest.fixture(scope="module")
def question():
    return parse_question(PROCEDURES, name="procedures", source="procedures.rq")


def labels(rows):
    return [row["label"] for row in rows]


@pytest.mark.parametrize(
    "value",
    [
        "zz back trouble",
        "ZZ Back  Troubles",
        "zz-back-trouble",
        "pgc:zz-back-trouble",
        concept_iri("zz back trouble"),
        f"<{concept_iri('zz back trouble')}>",
    ],
)
def test_a_parameter_is_a_label_a_curie_or_an_iri(sample, question, value):
    assert labels(ask(sample, question, {"condition": value})) == ["Heat needle"]


def test_what_is_not_given_takes_its_default(sample, question):
    assert labels(ask(sample, question)) == [
        "Heat needle",
        "Test nerve block, each additional level",
        "Test nerve block, first level",
    ]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"condition": "zz back truble"}, "did you mean 'zz back trouble'"),
        ({"condition": "pgc:nothing-of-the-kind"}, "no concept in this dataset"),
        ({"condition": "https://example.org/nothing"}, "no concept in this dataset"),
        ({"condition": ""}, "is empty"),
        ({"other": "x"}, "has no parameter 'other'; its parameters: condition"),
    ],
)
def test_what_does_not_fit_is_one_error(sample, question, parameters, message):
    with pytest.raises(QuestionError) as error:
        ask(sample, question, parameters)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "attack",
    [
        '"> . } DELETE WHERE { ?s ?p ?o } #',
        'zz nothing" } #',
        "<http://x> . ?s ?p ?o }",
        "http://x/> } #",
        "pgc:a } UNION { ?s ?p ?o",
        "?condition",
        "'''",
        "\\",
        "\x00",
        "\ud800",
    ],
)
@pytest.mark.parametrize(
    "kind", ["concept", "procedure", "role", "roles", "setting", "relation", "integer"]
)
def test_no_value_becomes_syntax(store, kind, attack):
    with pytest.raises(QuestionError):
        terms_for(store, Parameter("x", kind), attack)


def test_any_string_is_a_string_and_no_more(sample):
    question = parse_question(
        "#+ params:\n#+   - name: x\nSELECT ?x WHERE { }", name="q", source="q.rq"
    )
    attack = '" } DELETE WHERE { ?s ?p ?o } #'
    assert [row["x"] for row in ask(sample, question, {"x": attack})] == [attack]


def test_a_parameter_without_default_must_be_given(sample):
    question = parse_question("#+ params:\n#+   - name: x\nSELECT ?x {}", name="q", source="q.rq")
    with pytest.raises(QuestionError, match="parameter x is missing; give it with --param x=VALUE"):
        ask(sample, question)


def test_a_default_that_the_dataset_lacks_is_said_to_be_so(sample):
    header = "#+ params:\n#+   - name: x\n#+     type: concept\n#+     default: zz nothing\n"
    text = f"{header}ASK {{ ?x ?p ?o }}"
    message = "the default does not fit: .* no concept in this dataset is 'zz nothing'"
    with pytest.raises(QuestionError, match=message):
        ask(sample, parse_question(text, name="q", source="q.rq"))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("heat needle", "Heat needle"),
        ("zz heat needles", "Heat needle"),
        ("pgi:heat-needle", "Heat needle"),
        ("pgc:zz-block", "Test nerve block, first level"),
        ("zz block", "Test nerve block, first level"),
    ],
)
def test_a_procedure_is_found_by_its_names_and_by_the_concept_that_it_denotes(store, name, found):
    assert find_procedures(store, name) == [procedure_iri(found)]


def test_an_outside_identifier_is_our_concept(make_dataset, make_extraction, store):
    exact = ox.NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    quad = next(store.quads_for_pattern(None, exact, None))
    namespaces = {
        "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
        "MESH": "http://id.nlm.nih.gov/mesh/",
    }
    [curie] = [
        f"{prefix}:{quad.object.value.removeprefix(namespace)}"
        for prefix, namespace in namespaces.items()
        if quad.object.value.startswith(namespace)
    ]
    assert terms_for(store, Parameter("x", "concept"), curie) == [quad.subject]


def test_a_name_of_two_procedures_names_both(make_dataset, make_extraction):
    dataset = make_dataset(
        make_extraction("a", "One", names=("the same",)),
        make_extraction("b", "Two", names=("The Same",)),
    )
    with pytest.raises(QuestionError, match=r"may mean One \(pgi:one\), Two \(pgi:two\)"):
        terms_for(dataset.store(), Parameter("p", "procedure"), "the same")


def test_a_preferred_label_goes_before_another_name(make_dataset, make_extraction):
    dataset = make_dataset(
        make_extraction("a", "The same"), make_extraction("b", "Two", names=("the same",))
    )
    assert find_procedures(dataset.store(), "the same") == [procedure_iri("The same")]


def test_a_concept_of_a_vocabulary_goes_before_a_phrase_of_another_slot(
    make_dataset, make_extraction
):
    phrase = Concept(concept_iri("fasting") + "--recovery", "fasting", "fasting")
    one = make_extraction("a", "A", "hasRecovery: fasting")
    fact = dataclasses.replace(one.facts[0], object=phrase)
    store = make_dataset(dataclasses.replace(one, facts=(fact,))).store()
    [found] = terms_for(store, Parameter("x", "concept"), "fasting")
    assert found.value == concept_iri("fasting")


def test_a_list_of_roles(store):
    found = terms_for(store, Parameter("r", "roles"), "zz needle doctor; ZZ sleep doctors ;")
    assert [shorten(term) for term in found] == ["pgc:zz-needle-doctor", "pgc:zz-sleep-doctor"]


@pytest.mark.parametrize(
    "value", ["treats", "pg:treats", "https://w3id.org/procgraph/ontology/treats"]
)
def test_a_relation_is_a_property(store, value):
    assert [shorten(t) for t in terms_for(store, Parameter("r", "relation"), value)] == [
        "pg:treats"
    ]


@pytest.mark.parametrize(
    "query", ["SELECT ?x WHERE {", "", "DELETE WHERE { ?s ?p ?o }", "SELECT nonsense"]
)
def test_a_malformed_query_is_one_line(sample, query):
    with pytest.raises(QuestionError) as error:
        ask(sample, parse_question(query, name="q", source="mine.rq"))
    assert str(error.value).startswith("mine.rq: is not a SPARQL query: error at 1:")
    assert "\n" not in str(error.value)


def test_a_question_may_be_sparql(sample):
    assert ask(sample, "SELECT (1 AS ?one) {}").column("one") == [1]
    assert ask(sample, "ASK { ?s a pg:Procedure }").column("answer") == [True]
    graph = ask(sample, "CONSTRUCT { ?p a pg:Thing } WHERE { ?d pg:describes ?p }")
    assert graph.is_graph
    assert len(graph) == 4


def test_the_answer_in_limited_time_is_the_same(sample):
    query = "SELECT * { ?s rdfs:label ?label OPTIONAL { ?s pg:maxMinutes ?n } } ORDER BY ?label ?s"
    assert ask(sample, query, timeout=60) == ask(sample, query)
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a pg:Procedure ; ?p ?o }"
    assert ask(sample, query, timeout=60) == ask(sample, query)


def test_a_question_that_takes_too_long_is_stopped(sample):
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(QuestionError, match=r"no answer within 0\.5 s"):
        ask(sample, slow, timeout=0.5)


def test_what_is_wrong_in_the_other_process_is_told(sample):
    with pytest.raises(QuestionError, match="is not a SPARQL query"):
        ask(sample, "SELECT {", timeout=60)


ROWS = Rows(
    ("iri", "text", "number", "none"),
    (
        (
            ox.NamedNode("https://w3id.org/procgraph/concept/a"),
            ox.Literal('two\nlines, "quoted"\tä', language="en"),
            ox.Literal(5),
            None,
        ),
    ),
)


def test_rows_are_python_values():
    assert list(ROWS) == [
        {
            "iri": "https://w3id.org/procgraph/concept/a",
            "text": 'two\nlines, "quoted"\tä',
            "number": 5,
            "none": None,
        }
    ]
    assert Rows(("a",), ()).column("a") == []
    with pytest.raises(KeyError):
        ROWS.column("b")


def test_csv_can_be_read_back():
    [row] = csv.DictReader(io.StringIO(ROWS.to("csv"), newline=""))
    assert row["text"] == 'two\nlines, "quoted"\tä'
    assert row["none"] == ""


@pytest.mark.parametrize(
    ("form", "parser"), [("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)]
)
def test_json_and_tsv_are_sparql_results(form, parser):
    [row] = ox.parse_query_results(ROWS.to(form).encode(), format=parser)
    assert tuple(row[name] for name in ROWS.columns) == ROWS.cells[0]


def test_a_graph_is_turtle_and_a_table_is_not():
    with pytest.raises(QuestionError, match="CONSTRUCT"):
        ROWS.to("turtle")
    with pytest.raises(QuestionError, match="no format 'xml'"):
        ROWS.to("xml")
    a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    graph = to_rows([ox.Triple(a, b, b), ox.Triple(a, b, a), ox.Triple(a, b, b)])
    assert graph.is_graph
    assert list(graph.cells) == [(a, b, a), (a, b, b)]
    assert graph.cells[1] == graph.first(2).cells[-1] == (a, b, b)
    assert list(ox.parse(graph.to("turtle").encode(), format=ox.RdfFormat.TURTLE))
    assert json.loads(graph.to("json"))["head"]["vars"] == ["subject", "predicate", "object"]
