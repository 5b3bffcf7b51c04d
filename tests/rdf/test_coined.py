"""Concepts whose IRI was made from a phrase, beside terms of other terminologies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procgraph.dataset.records import Record, read_record, write_record
from procgraph.model import Concept
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.shapes import validate_quads

PGC = "https://w3id.org/procgraph/concept/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


@pytest.fixture
def with_concept(extraction, fact):
    """The extraction with a fact about one more concept."""

    def with_concept(**fields):
        concept = Concept(PGC + "facet-pain", "facet pain", "facet pain", **fields)
        more = fact("diagnoses", "Long-standing facet pain", concept)
        return replace(extraction, facts=(*extraction.facts, more))

    return with_concept


def test_an_outside_match_is_described_and_matched(with_concept):
    found = with_concept(how="synonym", coined=True, matches=("HP:1", "ICD10CM:M54.2", "MY:1"))
    text = "\n".join(to_nquads(found))
    node = f"<{PGC}facet-pain>"
    assert f'{node} {LABEL} "facet pain"@en' in text
    assert f"{node} <{SKOS}exactMatch> <http://purl.obolibrary.org/obo/HP_1>" in text
    assert "ontology/ICD10CM/M54.2>" in text
    assert "MY:1" not in text


def test_a_vocabulary_concept_is_not_described_again(with_concept):
    text = "\n".join(to_nquads(with_concept(how="exact", matches=("HP:1",))))
    assert f"<{PGC}facet-pain> {LABEL}" not in text
    assert "exactMatch" not in text


def test_a_broader_outside_term_is_described_and_conforms(with_concept):
    found = with_concept(how="broader", coined=True, broader=PGC + "pain-x", broader_label="pain x")
    lines = to_nquads(found)
    text = "\n".join(lines)
    assert f"<{PGC}facet-pain> <{SKOS}broadMatch> <{PGC}pain-x>" in text
    assert f'<{PGC}pain-x> {LABEL} "pain x"@en' in text
    before = {v.shape for v in validate_quads(to_nquads(with_concept()), found.document.text)}
    after = {v.shape for v in validate_quads(lines, found.document.text)}
    assert after <= before


def test_the_record_keeps_what_was_made_up(with_concept):
    found = with_concept(how="broader", coined=True, broader=PGC + "pain-x", broader_label="pain x")
    record = Record(found)
    document = found.document
    back = read_record(write_record(record)).located(document.source, document.line)
    assert back.extraction.facts == found.facts
