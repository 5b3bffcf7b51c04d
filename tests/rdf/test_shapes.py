"""Each shape reports what it is there for, and nothing else."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, RDFS, SH

from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.nquads import to_nquads, to_triples
from procgraph.rdf.reference import results
from procgraph.rdf.shapes import ENGINES, validate_quads, validate_triples
from procgraph.rdf.terms import plain
from procgraph.resources import ontology_dir

FIXTURES = Path(__file__).parent / "shapes"
TARGETS = (SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf, SH.targetNode)
GRAPH = ox.NamedNode(iris.graph_iri("a.txt"))


@cache
def shapes_graph():
    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl")


def named_shapes():
    graph = shapes_graph()
    kinds = (SH.NodeShape, SH.PropertyShape)
    subjects = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return sorted(str(s).removeprefix(iris.SHAPE) for s in subjects if isinstance(s, rdflib.URIRef))


def fixture_lines(name, which):
    path = FIXTURES / name / f"{which}.ttl"
    triples = (quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    return [f"{triple.subject} {triple.predicate} {triple.object} {GRAPH} ." for triple in triples]


@pytest.mark.parametrize("name", named_shapes())
def test_a_passing_fixture_has_no_result(name):
    assert validate_quads(fixture_lines(name, "pass"), None) == []


@pytest.mark.parametrize("name", named_shapes())
def test_a_failing_fixture_has_results_of_its_shape_only(name):
    violations = validate_quads(fixture_lines(name, "fail"), None)
    assert {violation.shape for violation in violations} == {name}


def test_every_fixture_belongs_to_a_shape():
    assert sorted(path.name for path in FIXTURES.iterdir()) == named_shapes()


def test_there_are_enough_shapes():
    assert len(named_shapes()) >= 24


@pytest.mark.parametrize("name", named_shapes())
def test_a_shape_can_be_read_and_acted_on(name):
    graph, shape = shapes_graph(), rdflib.URIRef(iris.SHAPE + name)
    assert graph.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
    assert str(graph.value(shape, RDFS.label))
    # The problem, and its mend: two sentences at least.
    message = str(graph.value(shape, SH.message))
    assert ". " in message
    assert message.endswith(".")
    assert any(graph.value(shape, target) for target in TARGETS)


def test_the_shapes_are_core_only():
    beyond_core = {SH.sparql, SH.js, SH.target, SH.rule, SH.expression, SH.select, SH.ask}
    assert beyond_core.isdisjoint(shapes_graph().predicates())


def test_the_shapes_are_valid_shacl():
    # With meta_shacl the shapes are validated by the shapes of SHACL itself, or this raises.
    conforms, _, report = validate(rdflib.Graph(), shacl_graph=shapes_graph(), meta_shacl=True)
    assert conforms, report


@pytest.mark.parametrize("name", named_shapes()[::4])
def test_the_reference_reads_what_pyshacl_reports(name):
    lines = fixture_lines(name, "fail")
    data = rdflib.Graph().parse(data="\n".join(line.rsplit(" ", 2)[0] + " ." for line in lines))
    _, report, _ = validate(data, shacl_graph=shapes_graph())
    columns = (SH.focusNode, SH.value, SH.sourceShape, SH.resultSeverity, SH.resultMessage)
    expected = {
        tuple(str(report.value(result, column) or "") for column in columns)
        for result in report.objects(None, SH.result)
    }
    assert expected
    assert expected == {
        (plain(r.focus), plain(r.value or "<>"), r.shape, str(SH[r.severity]), r.message)
        for r in results(lines)
    }


def test_a_whole_document_graph_conforms(extraction):
    assert validate_quads(to_nquads(extraction), extraction.document.text) == []


PARTS_OF_A_STATEMENT = {
    v.RDF_SUBJECT: "statement-subject",
    v.RDF_PREDICATE: "statement-predicate",
    v.RDF_OBJECT: "statement-object",
    v.OA_EXACT: "statement-quote",
    v.PROV_DERIVED: "statement-evidence",
}
QUALIFIERS = (v.POLARITY, v.CONDITION, v.FREQUENCY, v.CHOICE_GROUP, v.MIN_RATE, v.MAX_RATE)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("part", [*PARTS_OF_A_STATEMENT, *QUALIFIERS])
def test_what_has_a_part_of_a_statement_must_be_a_whole_one(part, engine):
    found = validate_quads([f'<urn:x:s> <{part}> "x" {GRAPH} .'], None, engine=engine)
    whole = {shape for other, shape in PARTS_OF_A_STATEMENT.items() if other != part}
    assert {violation.focus_node for violation in found} == {"urn:x:s"}
    assert whole <= {violation.shape for violation in found}


def test_a_document_without_a_single_fact_conforms(extraction):
    lines = to_nquads(replace(extraction, facts=()))
    assert validate_quads(lines, extraction.document.text) == []


def test_a_result_names_document_path_and_value(extraction):
    lines = [line.replace('"rare"', '"seldom"') for line in to_nquads(extraction)]
    (violation,) = validate_quads(lines, extraction.document.text)
    assert violation.document == "block.txt"
    assert (violation.path, violation.value) == ("pg:frequency", "seldom")
    assert violation.severity == "Violation"
    assert extraction.document.text[violation.start : violation.end] == violation.quote


def test_without_the_text_the_offsets_still_come(extraction):
    lines = [line.replace('"rare"', '"seldom"') for line in to_nquads(extraction)]
    (violation,) = validate_quads(lines, None)
    assert (violation.line, violation.quote) == (1, "Rarely, harm to a nerve (0.3% to 1%)")
    assert violation.start is not None


def test_results_come_in_the_order_of_the_text(extraction):
    lines = [line for line in to_nquads(extraction) if "/oa#exact" not in line]
    starts = [violation.start for violation in validate_quads(lines, extraction.document.text)]
    assert len(starts) == 14
    assert starts == sorted(starts)


@pytest.mark.parametrize("engine", ENGINES)
def test_triples_give_the_violations_of_their_lines(extraction, engine):
    broken = replace(
        extraction, facts=(*extraction.facts[1:], replace(extraction.facts[10], frequency="seldom"))
    )
    text = extraction.document.text
    found = validate_triples("block.txt", to_triples(broken), text, engine=engine)
    assert found == validate_quads(to_nquads(broken), text)
    assert {violation.path for violation in found} == {"pg:frequency"}


def test_values_that_cannot_be_compared_are_one_error(extraction):
    lines = [line.replace('minMinutes> "30"', "minMinutes> _:b") for line in to_nquads(extraction)]
    lines = [re.sub(r"_:b\S+", "_:b", line) for line in lines]
    for engine in ENGINES:
        with pytest.raises(ValueError, match="cannot be compared"):
            validate_quads(lines, None, engine=engine)


def test_quads_of_two_documents_are_refused(extraction):
    lines = to_nquads(extraction)
    other = [line.replace("/graph/block.txt>", "/graph/other.txt>") for line in lines]
    with pytest.raises(ValueError, match="2 graphs"):
        validate_quads(lines + other, None)


def test_the_title_line_is_the_place_of_what_concerns_the_whole_document(extraction):
    lines = [line.replace("contentHash", "hash") for line in to_nquads(extraction)]
    (violation,) = validate_quads(lines, extraction.document.text)
    assert (violation.line, violation.start, violation.quote) == (1, None, None)


def test_validation_does_not_depend_on_the_order_of_the_quads(extraction):
    lines = [line for line in to_nquads(extraction) if "wasDerivedFrom" not in line]
    shuffled = sorted(lines, key=lambda line: hashlib.sha256(line.encode()).digest())
    text = extraction.document.text
    assert validate_quads(lines, text) == validate_quads(shuffled, text)
