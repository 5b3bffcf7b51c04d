from __future__ import annotations

import pytest

from procgraph.dataset.query import ask
from procgraph.dataset.resolution import normal, resolve, row
from procgraph.rdf.iris import concept_iri, procedure_iri


def links(*extractions):
    """The links as (subject, predicate, object) with the last part of each IRI."""
    found = set()
    for line in resolve(map(row, extractions)):
        subject, predicate, target, graph, dot = line.split(" ")
        assert graph == "<https://w3id.org/procgraph/resolution/>"
        assert dot == "."
        names = (term.strip("<>").rsplit("/", 1)[-1] for term in (subject, predicate, target))
        found.add(tuple(names))
    return found


def test_an_alternative_that_a_procedure_denotes_is_that_procedure(make_extraction):
    block = make_extraction("a", "Block", "hasAlternative: heat needle")
    ablation = make_extraction("b", "Ablation", concepts=(concept_iri("heat needle"),))
    assert links(block, ablation) == {
        ("block", "hasAlternative", "ablation"),
        ("ablation", "alternativeTo", "block"),
        ("heat-needle", "alternativeTo", "block"),
        ("heat-needle", "describedBy", "ablation"),
    }


@pytest.mark.parametrize(
    "names", [{"title": "The Heat-Needle"}, {"title": "X", "names": ("heat needle",)}]
)
def test_an_alternative_that_a_procedure_is_called_is_that_procedure(make_extraction, names):
    block = make_extraction("a", "Block", "hasAlternative: heat needle")
    other = make_extraction("b", **names)
    target = other.procedure.iri.rsplit("/", 1)[-1]
    assert ("block", "hasAlternative", target) in links(block, other)


def test_a_name_that_two_procedures_have_links_to_neither(make_extraction):
    block = make_extraction("a", "Block", "hasAlternative: heat needle")
    one = make_extraction("b", "One", names=("heat needle",))
    two = make_extraction("c", "Two", names=("heat needle",))
    assert links(block, one, two) == {("heat-needle", "alternativeTo", "block")}


def test_a_concept_that_two_procedures_denote_links_to_both(make_extraction):
    concepts = (concept_iri("heat needle"),)
    block = make_extraction("a", "Block", "hasAlternative: heat needle")
    one = make_extraction("b", "One", concepts=concepts)
    two = make_extraction("c", "Two", concepts=concepts)
    found = links(block, one, two)
    assert {t for s, p, t in found if (s, p) == ("block", "hasAlternative")} == {"one", "two"}


def test_a_narrower_or_wider_name_makes_no_link(make_extraction):
    block = make_extraction("a", "Block", "hasAlternative: heat needle of the neck")
    other = make_extraction("b", "Heat needle")
    assert links(block, other) == {("heat-needle-of-the-neck", "alternativeTo", "block")}


def test_a_negated_alternative_makes_no_link(make_extraction):
    block = make_extraction("a", "Block", "hasAlternative: heat needle | not")
    assert links(block, make_extraction("b", "Heat needle")) == set()


def test_a_procedure_is_no_alternative_to_itself(make_extraction):
    block = make_extraction("a", "Block", "hasAlternative: nerve block", names=("nerve block",))
    assert links(block) == {("nerve-block", "alternativeTo", "block")}


def test_imaging_that_has_a_document_is_described_by_it(make_extraction):
    block = make_extraction("a", "Block", "usesImaging: scan", "requiresPreparation: scan")
    scan = make_extraction("b", "Scan")
    assert links(block, scan) == {("scan", "describedBy", "scan")}
    assert concept_iri("scan") != procedure_iri("Scan")


def test_a_condition_of_the_same_name_is_no_procedure(make_extraction):
    block = make_extraction("a", "Block", "treats: scan", "hasComplication: scan")
    assert links(block, make_extraction("b", "Scan")) == set()


@pytest.mark.parametrize(
    ("add_on", "primary"),
    [
        ("Kyphoplasty, each additional vertebra", "Kyphoplasty, first vertebra"),
        ("Kyphoplasty, each additional vertebra", "Kyphoplasty"),
        (
            "Nerve destruction, with imaging (fluoroscopy or CT); neck, each additional joint"
            " (List separately in addition to code for primary procedure)",
            "Nerve destruction, with imaging (fluoroscopy or CT); neck, single joint",
        ),
        ("Ultrasound – each additional vessel", "Ultrasound; initial vessel"),
    ],
)
def test_an_add_on_finds_its_primary_by_the_head_of_the_title(make_extraction, add_on, primary):
    one = make_extraction("a", add_on, add_on=True)
    other = make_extraction("b", primary)
    [(subject, predicate, target)] = links(one, other)
    assert (subject, predicate) == (one.procedure.iri.rsplit("/", 1)[-1], "addOnTo")
    assert target == other.procedure.iri.rsplit("/", 1)[-1]


@pytest.mark.parametrize(
    "others",
    [
        ["Vertebroplasty, first vertebra"],
        ["Kyphoplasty of the neck, first vertebra"],
        ["Kyphoplasty, first vertebra", "Kyphoplasty, single vertebra"],
        ["Kyphoplasty, first stage"],
    ],
)
def test_an_add_on_without_one_clear_primary_gets_none(make_extraction, others):
    one = make_extraction("a", "Kyphoplasty, each additional vertebra", add_on=True)
    rest = [make_extraction(str(i), title) for i, title in enumerate(others)]
    assert links(one, *rest) == set()


def test_an_add_on_that_names_its_primary_is_not_guessed(make_extraction):
    one = make_extraction(
        "a", "Kyphoplasty, each additional vertebra", "addOnTo: spine surgery", add_on=True
    )
    stated = make_extraction("b", "Spine surgery")
    guess = make_extraction("c", "Kyphoplasty")
    found = {t for s, p, t in links(one, stated, guess) if p == "addOnTo"}
    assert found == {"spine-surgery"}


def test_two_names_for_one_code_are_the_same_procedure(make_extraction):
    code = {"code": "J0897", "code_system": "HCPCS"}
    one, two = make_extraction("a", "One", **code), make_extraction("b", "Two", **code)
    other = make_extraction("c", "Three", code="J0897", code_system="CPT4")
    assert links(one, two, other) == {
        ("one", "core#exactMatch", "two"),
        ("two", "core#exactMatch", "one"),
    }


def test_many_names_for_one_code_are_each_linked_to_the_first(make_extraction):
    code = {"code": "J0897", "code_system": "HCPCS"}
    names = "Five Four One Three Two".split()
    found = links(*(make_extraction(name, name, **code) for name in reversed(names)))
    assert found == {
        (one, "core#exactMatch", other)
        for name in ("four", "one", "three", "two")
        for one, other in (("five", name), (name, "five"))
    }


def test_documents_of_one_code_disagree_though_neither_is_the_first(make_dataset, make_extraction):
    code = {"code": "J0897", "code_system": "HCPCS"}
    dataset = make_dataset(
        make_extraction("a", "Alpha", "treats: ache", **code),
        make_extraction("b", "Beta", "treats: pain", **code),
        make_extraction("c", "Gamma", "treats: pain | not", **code),
    )
    found = {(row["document"], row["otherDocument"]) for row in ask(dataset, "disagreements")}
    assert found == {("b", "c")}


def test_the_order_of_documents_does_not_matter(make_extraction):
    rows = [
        row(make_extraction(str(i), f"P{i}", f"hasAlternative: P{(i * 7) % 20}")) for i in range(20)
    ]
    assert resolve(rows) == resolve(reversed(rows))


def test_names_are_compared_without_case_punctuation_and_articles():
    assert normal("The  X-ray, of a foot") == normal("X ray of foot") == "x ray of foot"
