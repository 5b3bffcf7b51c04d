"""Facts become N-Quads that every parser reads, whatever the text holds."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procgraph.model import (
    Concept,
    Document,
    Duration,
    Evidence,
    Extraction,
    Fact,
    Procedure,
    Rate,
    Relation,
    Step,
)
from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.nquads import content_hash, to_nquads
from procgraph.rdf.serialise import parse_nquads, to_rdflib
from procgraph.rdf.written import duration_literal, iri_term, literal_term

HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=[]),
        st.sampled_from("\"\\\n\r\t\b\f\x00\x7f\x85\u2028\u2029\ufffe\ufeff<>{}|^`%#@ .\ud800'é𝄞"),
    )
)


def parsed(lines):
    return [quad.triple for quad in parse_nquads(lines)]


def objects(lines, predicate):
    return [t.object for t in parsed(lines) if t.predicate.value == predicate]


def statement_of(lines, term):
    triples = parsed(lines)
    (node,) = {t.subject for t in triples if t.predicate.value == v.RDF_OBJECT and t.object == term}
    return {t.predicate.value: t.object for t in triples if t.subject == node}


def edges(lines):
    return {
        (t.predicate.value.removeprefix(iris.ONTOLOGY), t.object.value)
        for t in parsed(lines)
        if t.subject.value.startswith(iris.ID) and t.predicate.value.startswith(iris.ONTOLOGY)
    }


@given(HOSTILE)
def test_a_literal_is_read_back_as_it_was(text):
    (triple,) = parsed([f"<http://s.example> <http://p.example> {literal_term(text)} ."])
    assert triple.object.value == "".join(
        "\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text
    )


@given(HOSTILE)
def test_a_line_is_as_oxigraph_would_write_it(text):
    line = f"<http://s.example> <http://p.example> {literal_term(text)} <http://g.example> ."
    written = ox.serialize(parse_nquads([line]), format=ox.RdfFormat.N_QUADS)
    assert written == f"{line}\n".encode()


@given(HOSTILE)
def test_an_iri_is_always_one(text):
    (triple,) = parsed([f'<http://s.example/{iri_term("x" + text)[1:]} <http://p.example> "" .'])
    assert triple.subject.value.startswith("http://s.example/x")


@given(identifier=HOSTILE.filter(bool), text=HOSTILE, url=HOSTILE)
def test_a_whole_graph_survives_hostile_strings(identifier, text, url):
    procedure = Procedure(iris.procedure_iri(text), text, names=(text,))
    fact = Fact(
        identifier,
        procedure,
        Relation.TREATS,
        Concept(iris.concept_iri(text), text, text),
        (Evidence(0, len(text), 1, text),),
        text,
        "rule",
        condition=text,
    )
    document = Document(identifier, text, identifier, url=url)
    lines = to_nquads(Extraction(document, procedure, (fact,)))
    assert "".join(lines).count("\n") == 0
    assert len(parsed(lines)) == len(lines)


@pytest.mark.parametrize(
    ("url", "term"),
    [
        ("https://example.org/a b", ox.NamedNode("https://example.org/a%20b")),
        ("https://example.org/[x]?q=%zz", ox.NamedNode("https://example.org/%5Bx%5D?q=%25zz")),
        ("https://example.org/straße", ox.NamedNode("https://example.org/straße")),
        ("example.org/a", ox.Literal("example.org/a")),
        ("http://[::1]/", ox.Literal("http://[::1]/")),
    ],
)
def test_a_url_is_an_iri_where_it_can_be_one(extraction, url, term):
    document = replace(extraction.document, url=url)
    assert objects(to_nquads(replace(extraction, document=document)), v.DCTERMS_SOURCE) == [term]


def test_lines_are_sorted_unique_and_in_the_documents_graph(extraction):
    twice = replace(extraction, facts=extraction.facts * 2)
    lines = to_nquads(twice)
    assert lines == sorted(set(lines)) == to_nquads(extraction)
    graphs = {quad.graph_name.value for quad in parse_nquads(lines)}
    assert graphs == {"https://w3id.org/procgraph/graph/block.txt"}


def test_there_are_no_blank_nodes(extraction):
    assert not any(line.startswith("_:") or " _:" in line for line in to_nquads(extraction))


PRINT_HASH = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from conftest import PROCEDURE, TEXT, made
from procgraph.model import Document, Extraction
from procgraph.rdf.nquads import to_nquads
facts = tuple(made("treats", quote, quote.lower()) for quote in ("Bruised skin", "Risks"))
lines = to_nquads(Extraction(Document("block.txt", TEXT, ""), PROCEDURE, facts))
print(hashlib.sha256("".join(lines).encode()).hexdigest())
"""


def test_the_bytes_do_not_depend_on_hash_seed_or_order(extraction):
    seeds = ("0", "1")
    command = [sys.executable, "-c", PRINT_HASH, str(Path(__file__).parent)]
    outputs = {
        subprocess.run(
            command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in seeds
    }
    assert len(outputs) == 1
    reverse = replace(extraction, facts=extraction.facts[::-1])
    assert to_nquads(reverse) == to_nquads(extraction)


def test_a_document_graph_does_not_depend_on_other_documents(extraction):
    # Nothing but the extraction goes in, and every statement's IRI holds the document's id.
    document = replace(extraction.document, id="other.txt")
    facts = tuple(replace(fact, document="other.txt") for fact in extraction.facts)
    other = to_nquads(replace(extraction, document=document, facts=facts))
    statements = {t.subject for t in parsed(other) if "/statement/" in t.subject.value}
    assert statements.isdisjoint({t.subject for t in parsed(to_nquads(extraction))})


def test_what_is_always_needed_and_what_is_not(extraction):
    found = edges(to_nquads(extraction))
    roles = {(p, o.removeprefix(iris.CONCEPT)) for p, o in found if "Personnel" in p}
    assert roles == {
        ("requiresPersonnel", "assistant-for-scrubbing"),
        ("mayRequirePersonnel", "doctor-for-sleep"),
        ("mayRequirePersonnel", "doctor-for-pain"),
        ("mayRequirePersonnel", "doctor-for-pictures"),
    }


def test_a_statement_has_the_predicate_of_its_edge(extraction):
    statement = statement_of(
        to_nquads(extraction), ox.NamedNode(iris.concept_iri("doctor for sleep"))
    )
    assert statement[v.RDF_PREDICATE].value == v.pg("mayRequirePersonnel")
    assert statement[v.CONDITION].value == "if sedation is used"


def test_a_negated_fact_has_a_statement_and_no_edge(extraction):
    lines = to_nquads(extraction)
    iri = iris.concept_iri("full sleep")
    assert iri not in {o for _, o in edges(lines)}
    statement = statement_of(lines, ox.NamedNode(iri))
    assert statement[v.RDF_PREDICATE].value == v.pg("usesAnesthesia")
    assert statement[v.POLARITY].value == "negated"


def test_a_condition_elsewhere_leaves_the_edge_as_it_is(extraction):
    assert ("hasAlternative", iris.concept_iri("open operation")) in edges(to_nquads(extraction))


def test_a_choice_of_one_is_none(extraction):
    one = tuple(fact for fact in extraction.facts if fact.object != extraction.facts[5].object)
    lines = to_nquads(replace(extraction, facts=one))
    assert ("requiresPersonnel", iris.concept_iri("doctor for pictures")) in edges(lines)
    assert objects(lines, v.CHOICE_GROUP) == []


def test_the_evidence_is_a_text_fragment_with_its_quote(extraction):
    statement = statement_of(to_nquads(extraction), ox.NamedNode(iris.concept_iri("bruised skin")))
    iri = statement[v.PROV_DERIVED].value
    assert iri.startswith("https://w3id.org/procgraph/document/block.txt#char=")
    start, end = map(int, iri.split("=")[1].split(","))
    assert extraction.document.text[start:end] == statement[v.OA_EXACT].value == "Bruised skin"


def test_each_evidence_of_a_fact_is_kept(extraction):
    fact = extraction.facts[0]
    more = replace(fact, evidence=(*fact.evidence, Evidence(0, 4, 1, "Name")))
    statement = to_nquads(replace(extraction, facts=(more,)))
    assert {o.value for o in objects(statement, v.OA_EXACT)} == {"Name", "Long-standing facet pain"}
    assert len(objects(statement, v.PROV_DERIVED)) == 2


def test_a_rate_is_two_decimals_and_no_node(extraction):
    statement = statement_of(
        to_nquads(extraction), ox.NamedNode(iris.concept_iri("harm to a nerve"))
    )
    assert str(statement[v.MIN_RATE]) == f'"0.003"^^<{v.XSD_DECIMAL}>'
    assert str(statement[v.MAX_RATE]) == f'"0.01"^^<{v.XSD_DECIMAL}>'


@pytest.mark.parametrize(
    ("rate", "text"), [(1.0, "1"), (0.0, "0"), (1e-05, "0.00001"), (0.25, "0.25"), (1 / 3, None)]
)
def test_a_decimal_has_no_exponent(extraction, rate, text):
    fact = replace(extraction.facts[0], rate=Rate(rate, None))
    (literal,) = objects(to_nquads(replace(extraction, facts=(fact,))), v.MIN_RATE)
    assert literal.value == (text or literal.value)
    assert "e" not in literal.value
    assert float(literal.value) == rate


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "PT0S"), (1, "PT1M"), (60, "PT1H"), (90, "PT1H30M"), (1440, "P1D"), (1501, "P1DT1H1M")],
)
def test_a_duration_stays_as_it_is_in_every_library(minutes, text):
    assert duration_literal(minutes) == text
    term = literal_term(text, datatype=v.XSD_DURATION)
    store = ox.Store()
    store.bulk_extend(parse_nquads([f"<http://s.example> <http://p.example> {term} ."]))
    assert [str(quad.object) for quad in store] == [term]
    dataset = to_rdflib(parse_nquads([f"<http://s.example> <http://p.example> {term} ."]))
    assert [o.n3() for o in dataset.default_graph.objects()] == [term]


def test_only_the_first_affirmed_duration_is_the_procedures(extraction):
    first = extraction.facts[3]
    negated = replace(first, polarity="negated", object=Duration(5, 5, "5 minutes"))
    second = replace(first, object=Duration(None, 600, "up to ten hours"))
    lines = to_nquads(replace(extraction, facts=(negated, first, second)))
    (subject,) = {t.subject for t in parsed(lines) if t.predicate.value == v.DENOTES} or {None}
    assert subject is None
    minutes = {
        t.object.value
        for t in parsed(lines)
        if t.predicate.value == v.MAX_MINUTES and t.subject.value.startswith(iris.ID)
    }
    assert minutes == {"90"}
    texts = {o for p, o in edges(lines) if p == "hasDuration"}
    assert texts == {"About 30 to 90 minutes", "up to ten hours"}


def test_an_open_end_is_left_out(extraction):
    fact = replace(extraction.facts[3], object=Duration(None, 30, "up to 30 minutes"))
    lines = to_nquads(replace(extraction, facts=(fact,)))
    assert objects(lines, v.MIN_MINUTES) == objects(lines, v.MIN_DURATION) == []


def test_a_step_stands_in_its_document(extraction):
    triples = parsed(to_nquads(extraction))
    step = {t.predicate.value: t.object for t in triples if t.subject.value.endswith("#step-2")}
    assert step[v.ORDER].value == "2"
    assert str(step[v.RDFS_LABEL]) == '"A needle is guided"@en'


def test_a_step_keeps_its_own_label(extraction):
    fact = replace(extraction.facts[1], object=Step(1, "the whole text", label="Short"))
    triples = parsed(to_nquads(replace(extraction, facts=(fact,))))
    assert {t.object.value for t in triples if t.subject.value.endswith("#step-1")} >= {"Short"}


def test_a_concept_of_the_vocabulary_is_described_there_only(extraction):
    concept = Concept(iris.CONCEPT + "anesthesiologist", "anesthesiologist", "x", how="synonym")
    fact = replace(extraction.facts[7], object=concept)
    subjects = {t.subject.value for t in parsed(to_nquads(replace(extraction, facts=(fact,))))}
    assert concept.iri not in subjects


def test_a_modified_phrase_points_at_the_broader_concept(extraction):
    broader = iris.CONCEPT + "pain"
    concept = Concept(iris.CONCEPT + "odd-pain", "odd pain", "x", how="broader", broader=broader)
    lines = to_nquads(replace(extraction, facts=(replace(extraction.facts[0], object=concept),)))
    assert [o.value for o in objects(lines, v.SKOS_BROAD_MATCH)] == [broader]


def test_no_code_is_written_where_none_is_stated(extraction):
    procedure = Procedure(extraction.procedure.iri, "x")
    lines = to_nquads(replace(extraction, procedure=procedure, facts=()))
    for predicate in (v.CODE, v.CODE_SYSTEM, v.ADD_ON):
        assert objects(lines, predicate) == []


def test_the_label_is_no_other_name(extraction):
    procedure = replace(extraction.procedure, names=("Block", extraction.procedure.label))
    lines = to_nquads(replace(extraction, procedure=procedure, facts=()))
    assert [o.value for o in objects(lines, v.SKOS_ALT_LABEL)] == ["Block"]


def test_the_hash_is_that_of_the_text_as_utf8(extraction):
    (literal,) = objects(to_nquads(extraction), v.CONTENT_HASH)
    assert literal.value == content_hash(extraction.document.text)
    assert content_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_concepts_that_a_name_denotes_are_linked(extraction):
    concepts = (iris.CONCEPT + "nerve-block", iris.CONCEPT + "odd-block")
    procedure = replace(extraction.procedure, concepts=concepts)
    lines = to_nquads(replace(extraction, procedure=procedure, facts=()))
    assert tuple(o.value for o in objects(lines, v.DENOTES)) == concepts
