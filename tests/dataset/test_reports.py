"""What a dataset is told to be: validation, counts, coverage, differences, cards."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from procgraph.dataset.cards import ORDER, cards
from procgraph.dataset.diff import diff
from procgraph.dataset.files import Kind, file_name, segment_of
from procgraph.dataset.questions import Question, parse_question
from procgraph.dataset.report import Report, validate, write_report, written_report
from procgraph.dataset.rules import check_rules
from procgraph.dataset.stats import stats
from procgraph.errors import DatasetError
from procgraph.model import Relation
from procgraph.rdf.shapes import Violation


def quads_of(dataset, identifier):
    """The file with a document's quads."""
    name = segment_of(identifier)
    entry = dataset.manifest.segments[name]
    return dataset.folder / file_name(Kind.QUADS, name, entry.files[Kind.QUADS])


def violation(**more):
    data = {
        "document": "a.txt",
        "focus_node": "urn:a",
        "shape": "some-shape",
        "path": None,
        "value": None,
        "severity": "Violation",
        "message": 'Something "is" wrong.',
        "start": 3,
        "end": 7,
        "line": 1,
        "quote": "here",
    }
    return Violation(**{**data, **more})


def test_a_broken_graph_is_reported_with_document_line_and_sentence(make_dataset, make_extraction):
    dataset = make_dataset(make_extraction("a.txt", "A", "treats: pain", "treats: ache"))
    path = quads_of(dataset, "a.txt")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(x.replace("oa#exact", "oa#other") if '"ache"' in x else x for x in lines), "utf-8"
    )
    found = validate(dataset)
    assert not found.conforms
    [result] = [r for r in found.results if r.severity == "Violation" and r.document]
    assert (result.document, result.line) == ("a.txt", 4)
    assert "ache" in (result.quote or "")


def test_a_graph_that_cannot_be_read_is_one_error(make_dataset, make_extraction):
    dataset = make_dataset(make_extraction("a.txt", "A"))
    path = quads_of(dataset, "a.txt")
    path.write_text(path.read_text("utf-8").replace("<http", "http", 1), "utf-8")
    with pytest.raises(DatasetError, match=r"the graph of a\.txt"):
        validate(dataset)


def test_both_engines_report_the_same(make_dataset, make_extraction):
    dataset = make_dataset(make_extraction("a.txt", "A"), make_extraction("b.txt", "B"))
    path = quads_of(dataset, "a.txt")
    path.write_text(path.read_text("utf-8").replace("contentHash", "hash"), "utf-8")
    found = validate(dataset, engine="pyshacl")
    assert {result.shape for result in found.results} >= {"document-hash"}
    assert validate(dataset) == found


def test_an_unknown_engine_is_named(sample):
    with pytest.raises(DatasetError, match="no engine 'magic'; use one of precheck, pyshacl"):
        validate(sample, engine="magic")


RULE = """\
#+ summary: Nobody treats trouble
SELECT ?procedure ?document ?start ?end WHERE {
  GRAPH ?g {
    ?doc pg:describes ?procedure ; dcterms:identifier ?document .
    ?s rdf:predicate pg:treats ; rdf:subject ?procedure ; prov:wasDerivedFrom ?place .
  }
  FILTER(?document = "heat.txt")
  BIND(STRAFTER(STR(?place), "char=") AS ?range)
  BIND(xsd:integer(STRBEFORE(?range, ",")) AS ?start)
  BIND(xsd:integer(STRAFTER(?range, ",")) AS ?end)
} ORDER BY ?start LIMIT 1
"""


def test_a_row_of_a_rule_is_a_violation_with_its_place(sample, monkeypatch):
    rule = parse_question(RULE, name="no-treatment", source="no-treatment.rq")
    monkeypatch.setattr("procgraph.dataset.rules.shipped", lambda kind: [rule])
    [found] = check_rules(sample)
    assert found.shape == "no-treatment"
    assert found.severity == "Violation"
    assert (found.document, found.line, found.quote) == ("heat.txt", 3, "zz neck trouble")
    assert found.message == (
        "Nobody treats trouble: procedure https://w3id.org/procgraph/id/heat-needle"
    )


@pytest.mark.parametrize(
    ("severities", "conforms"),
    [([], True), (["Warning", "Info"], True), (["Warning", "Violation"], False)],
)
def test_only_violations_do_not_conform(severities, conforms):
    assert Report(1, tuple(violation(severity=s) for s in severities)).conforms is conforms


def test_a_build_leaves_out_the_rules_that_each_document_keeps_by_itself(sample, monkeypatch):
    text = "SELECT ?x WHERE { VALUES ?x { 1 } }"
    rules = [Question("within", text, "q", scope="document"), Question("across", text, "q")]
    monkeypatch.setattr("procgraph.dataset.rules.shipped", lambda kind: rules)
    assert [v.shape for v in check_rules(sample)] == ["within", "across"]
    assert [v.shape for v in check_rules(sample, across_only=True)] == ["across"]


def test_a_report_in_turtle_is_a_shacl_report():
    report = Report(1, (violation(), violation(document="", focus_node="", start=None, quote=None)))
    sh = "http://www.w3.org/ns/shacl#"
    triples = list(ox.parse(report.to_turtle().encode(), format=ox.RdfFormat.TURTLE))
    assert [t.object.value for t in triples if t.predicate.value == sh + "conforms"] == ["false"]
    messages = [t.object.value for t in triples if t.predicate.value == sh + "resultMessage"]
    assert messages == ['Something "is" wrong.'] * 2
    assert list(ox.parse(Report(0, ()).to_turtle().encode(), format=ox.RdfFormat.TURTLE))


def test_a_report_is_written_as_json(make_dataset, make_extraction):
    dataset = make_dataset(make_extraction("a.txt", "A"))
    path = write_report(dataset, Report(1, (violation(),)))
    data = json.loads(path.read_text())
    assert data["conforms"] is False
    assert data["results"][0]["quote"] == "here"


def test_stats_count_by_class_relation_code_system_and_statement(sample):
    found = stats(sample)
    assert found["dataset"]["documents"] == 4
    assert found["dataset"]["facts"] == sum(found["relations"].values()) == 17
    assert found["classes"]["Procedure"] == 4
    assert found["classes"]["PersonnelRole"] == 3
    assert found["code systems"] == {"none": 3, "CPT4": 1}
    assert found["statements"] == {
        "choices": 2,
        "conditional": 2,
        "add-on procedures": 1,
        "negated": 1,
    }


def changes(old, new):
    return {
        (c.kind, c.fact.relation.value, c.fact.evidence[0].quote, c.differences)
        for c in diff(old, new)
    }


def test_a_diff_names_what_was_added_removed_and_changed(make_dataset, make_extraction):
    same = make_extraction("same.txt", "Same", "treats: pain")
    old = make_dataset(
        same,
        make_extraction("a.txt", "A", "treats: pain", "hasComplication: ache | rare"),
        make_extraction("gone.txt", "Gone", "treats: itch"),
        name="old",
    )
    new = make_dataset(
        same,
        make_extraction("a.txt", "A", "treats: fever", "hasComplication: ache | common"),
        make_extraction("new.txt", "New", "treats: cough"),
        name="new",
    )
    assert changes(old, new) == {
        ("removed", "treats", "pain", ()),
        ("added", "treats", "fever", ()),
        ("changed", "hasComplication", "ache, common", ("frequency", "quotes")),
        ("removed", "treats", "itch", ()),
        ("added", "treats", "cough", ()),
    }
    assert list(diff(old, old)) == []
    assert all(json.dumps(c.to_json()) for c in diff(old, new))


def test_text_that_only_moved_is_no_difference(make_dataset, make_extraction):
    old = make_dataset(make_extraction("a.txt", "A", "treats: pain", "treats: ache"), name="old")
    new = make_dataset(make_extraction("a.txt", "A", "treats: ache", "treats: pain"), name="new")
    assert list(diff(old, new)) == []


def test_a_card_has_every_fact_with_a_number_and_a_hash(sample):
    [card] = cards(sample, "test nerve block, first level")
    assert [n.number for n in card.facts] == list(range(1, 12))
    assert {n.fact for n in card.facts} == set(card.extraction.facts)
    order = [n.fact.relation for n in card.facts]
    assert order == sorted(order, key=ORDER.index)


def test_a_card_has_a_place_for_every_relation():
    assert sorted(ORDER) == sorted(Relation)


def test_a_card_tells_the_frequent_first_and_keeps_a_choice_together(make_dataset, make_extraction):
    dataset = make_dataset(
        make_extraction(
            "a.txt",
            "A",
            "hasComplication: stroke | rare",
            "hasComplication: ache",
            "hasComplication: fever | common",
            "requiresPersonnel: nurse",
            "treats: pain",
        )
    )
    [card] = cards(dataset, "A")
    assert [n.fact.object.label for n in card.facts] == ["pain", "nurse", "fever", "stroke", "ache"]


def test_two_documents_on_one_procedure_are_two_cards(make_dataset, make_extraction):
    dataset = make_dataset(make_extraction("a.txt", "A"), make_extraction("b.txt", "A"))
    assert [card.extraction.document.id for card in cards(dataset, "a")] == ["a.txt", "b.txt"]


def test_a_report_is_read_back_as_it_was_written(make_dataset, make_extraction):
    dataset = make_dataset(make_extraction("a.txt", "A"))
    odd = violation(document="half \ud800.txt", quote="é \udc00")
    report = Report(1, (odd, violation()), (violation(shape="some-rule", start=None),))
    write_report(dataset, report)
    assert written_report(dataset) == report
