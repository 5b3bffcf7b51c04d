"""The graphs hold what a careful reader finds in the small world; rdflib makes the same ones."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from procgraph.dataset.query import bound, run
from procgraph.dataset.questions import find_question, shipped
from procgraph.dataset.rows import shorten
from procgraph.rdf.serialise import to_rdflib


def _triples(world: ox.Store, name: str, **parameters: object) -> list[str]:
    question = find_question(name)
    rows = run(world, bound(world, question, parameters), question.source)
    return [" ".join(map(shorten, row)) for row in rows.cells]


def test_alike_are_those_that_share_a_condition_a_setting_and_a_role(world: ox.Store) -> None:
    # In the hospital both treat neck pain with an anesthesiologist, a choice for one of them. The
    # injection is for neck pain too, elsewhere; who treat gallstones are one procedure.
    one, other = "pgi:chemical-neurolysis", "pgi:chemical-neurolysis-each-additional-joint"
    alike = [
        f"{other} rdfs:label Chemical Neurolysis, each additional joint",
        f"{other} skos:related {one}",
        f"{one} rdfs:label Chemical Neurolysis",
        f"{one} skos:related {other}",
    ]
    assert _triples(world, "similarity-graph") == alike
    assert _triples(world, "similarity-graph", most=3) == alike


def test_what_many_are_for_makes_nobody_alike(world: ox.Store) -> None:
    assert _triples(world, "similarity-graph", most=2) == [], "three procedures are for neck pain"


def test_the_graph_of_alternatives_has_those_with_a_document(world: ox.Store) -> None:
    facet, ablation = "pgi:facet-joint-injection", "pgi:radiofrequency-ablation"
    neurolysis, therapy = "pgi:chemical-neurolysis", "pgi:physical-therapy"
    assert set(_triples(world, "alternatives-graph")) == {
        f"{neurolysis} pg:hasAlternative {ablation}",
        f"{neurolysis} rdf:type pg:Procedure",
        f"{neurolysis} rdfs:label Chemical Neurolysis",
        f"{facet} pg:hasAlternative {therapy}",
        f"{facet} pg:hasAlternative {ablation}",
        f"{facet} rdf:type pg:Procedure",
        f"{facet} rdfs:label Facet Joint Injection",
        f"{therapy} rdf:type pg:Procedure",
        f"{therapy} rdfs:label Physical Therapy",
        f"{ablation} pg:hasAlternative {neurolysis}",
        f"{ablation} pg:hasAlternative {facet}",
        f"{ablation} rdf:type pg:Procedure",
        f"{ablation} rdfs:label Radiofrequency Ablation",
    }


def test_involvement_is_of_all_that_may_be_needed(world: ox.Store) -> None:
    found = [t for t in _triples(world, "involvement") if t.startswith("pgi:facet-joint")]
    assert [triple.partition(" ")[2] for triple in found] == [
        "pg:indicatedFor pgc:chronic-neck-pain",
        "pg:indicatedFor pgc:neck-pain",
        "pg:involvesAnesthesia pgc:local-anesthesia",
        "pg:involvesAnesthesia pgc:sedation",
        "pg:involvesPersonnel pgc:anesthesiologist",
        "pg:involvesPersonnel pgc:pain-specialist",
        "pg:involvesPersonnel pgc:radiologist",
        "pg:involvesPersonnel pgc:registered-nurse",
    ]


def test_a_card_has_edges_statements_and_labels(world: ox.Store) -> None:
    found = _triples(world, "procedure-card", procedure="Exercise leaflet")
    assert "pgi:exercise-leaflet pg:performedIn pgc:clinic" in found
    assert "pgc:clinic rdfs:label clinic" in found
    [statement] = [t.split(" ")[0] for t in found if t.endswith("rdf:object pgc:clinic")]
    assert f"{statement} oa:exact performedIn clinic" in found


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own
@pytest.mark.parametrize("question", shipped("construct"), ids=lambda q: q.name)
def test_rdflib_makes_the_same(world: ox.Store, question) -> None:
    dataset = to_rdflib(world.quads_for_pattern(None, None, None))
    dataset.default_union = True
    given = {"procedure": "Physical Therapy"} if question.name == "procedure-card" else {}
    text = bound(world, question, given)
    ours = {tuple(c.value for c in row) for row in run(world, text, question.source).cells}
    assert {tuple(map(str, triple)) for triple in dataset.query(text)} == ours
