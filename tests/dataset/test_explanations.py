"""Why a fact is there: its passages, the linking step, every way to a root."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procgraph.dataset.cards import cards
from procgraph.dataset.explanations import explain
from procgraph.errors import QuestionError
from procgraph.model import Evidence
from procgraph.rdf.nquads import fact_iri


def test_a_fact_is_explained_by_number_hash_and_iri(sample):
    [card] = cards(sample, "Heat needle")
    for numbered in card.facts:
        by_iri = explain(sample, fact_iri(numbered.fact))
        assert by_iri.fact == numbered.fact
        assert [p.quote for p in by_iri.passages] == [e.quote for e in numbered.fact.evidence]
        assert explain(sample, numbered.hash[:12]) == by_iri
        assert explain(sample, numbered.hash) == by_iri
        assert explain(sample, str(numbered.number), procedure="Heat needle") == by_iri


def test_a_fact_said_twice_has_two_passages(make_dataset, make_extraction):
    extraction = make_extraction("a.txt", "A", "treats: pain")
    [fact] = extraction.facts
    text = f"{extraction.document.text}More pain.\n"
    start = text.index("pain", fact.evidence[0].end)
    again = replace(fact, evidence=(*fact.evidence, Evidence(start, start + 4, 4, "pain")))
    twice = replace(extraction, document=replace(extraction.document, text=text), facts=(again,))
    found = explain(make_dataset(twice), "1", procedure="A")
    assert [(p.before, p.quote, p.after) for p in found.passages] == [
        ("", "pain", ""),
        ("More ", "pain", "."),
    ]


def test_a_long_line_is_cut_between_words(make_dataset, make_extraction):
    extraction = make_extraction("a.txt", "A", "treats: pain")
    [fact] = extraction.facts
    line = f"{'before ' * 60}pain {'after ' * 60}".strip()
    text = f"A\n\n{line}\n"
    start = text.index("pain")
    moved = replace(fact, evidence=(Evidence(start, start + 4, 3, "pain"),))
    extraction = replace(
        extraction, document=replace(extraction.document, text=text), facts=(moved,)
    )
    [passage] = explain(make_dataset(extraction), "1", procedure="A").passages
    assert passage.before.startswith("… before before")
    assert passage.after.endswith("after after …")
    assert len(passage.before) + len(passage.after) < 340


def test_the_way_to_the_root_is_whole(make_dataset, make_extraction):
    extraction = make_extraction("a.txt", "A", "hasAlternative: cervical facet joint injection")
    found = explain(make_dataset(extraction), "1", procedure="A")
    assert {path[:2] for path in found.paths} == {
        ("cervical facet joint injection", "facet joint injection")
    }
    assert all(len(path) > 2 for path in found.paths)


def test_a_concept_with_two_broader_ones_has_two_ways(make_dataset, make_extraction):
    extraction = make_extraction("a.txt", "A", "treats: angina")
    found = explain(make_dataset(extraction), "1", procedure="A")
    assert {path[:2] for path in found.paths} == {
        ("angina", "chest pain"),
        ("angina", "heart disease"),
    }
    assert all(path[0] == "angina" and len(set(path)) == len(path) for path in found.paths)


def test_words_without_a_concept_lead_nowhere(make_dataset, make_extraction):
    extraction = make_extraction("a.txt", "A", "treats: zz trouble")
    assert explain(make_dataset(extraction), "1", procedure="A").paths == (("zz trouble",),)


@pytest.mark.parametrize("fact", ["zz", "abc", "ffffffffffff", "f" * 32, "1", "https://a.org/x"])
def test_what_is_no_fact_is_one_error(sample, fact):
    with pytest.raises(QuestionError):
        explain(sample, fact)
    with pytest.raises(QuestionError, match="its facts are 1 to 4"):
        explain(sample, "99", procedure="Heat needle")
