"""A node of a document graph leads to its sentence."""

from __future__ import annotations

import pytest

from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.document_graph import DocumentGraph
from procgraph.rdf.nquads import fact_iri, to_nquads
from procgraph.rdf.places import Place, Places

PROCEDURE = f"<{iris.procedure_iri('Facet joint nerve block; each additional level')}>"


@pytest.fixture
def places(extraction):
    return Places(DocumentGraph.read(to_nquads(extraction)), extraction.document.text)


def concept(name):
    return f"<{iris.concept_iri(name)}>"


def test_a_statement_is_where_its_words_are(places, extraction):
    for fact in extraction.facts:
        place = places.of(f"<{fact_iri(fact)}>")
        (evidence,) = fact.evidence
        expected = Place(evidence.line, evidence.start, evidence.end, evidence.quote)
        assert place == expected


def test_a_concept_is_where_it_is_stated(places):
    assert places.of(concept("bruised skin")).quote == "Bruised skin"


def test_a_step_is_where_it_is_told(places):
    step = f"<{iris.step_iri('block.txt', 2)}>"
    assert places.of(step).quote == "A needle is guided to the nerve."


def test_a_choice_is_where_its_first_member_is(places):
    choice = f"<{iris.choice_iri('block.txt', 1)}>"
    assert places.of(choice).quote == "Radiologist"


def test_a_value_of_the_procedure_is_where_that_value_is_stated(places):
    path = v.pg("hasAlternative")
    assert places.of(PROCEDURE, path, concept("open operation")).quote.startswith("Open operation")


def test_the_minutes_of_the_procedure_are_where_its_duration_is(places):
    assert places.of(PROCEDURE, v.MAX_MINUTES).quote == "About 30 to 90 minutes"


def test_a_relation_without_a_value_is_where_it_is_first_stated(places):
    assert places.of(PROCEDURE, v.pg("hasComplication")).quote.startswith("Rarely")


@pytest.mark.parametrize("path", [None, v.RDFS_LABEL])
def test_the_procedure_as_a_whole_is_at_the_first_line(places, path):
    assert places.of(PROCEDURE, path) == Place(line=1)


def test_what_nothing_states_is_at_the_first_line(places):
    assert places.of(concept("nothing of the kind")) == Place(line=1)


def test_offsets_beyond_the_text_give_way_to_the_quote(extraction):
    lines = to_nquads(extraction)
    cut = [line.replace("#char=436,448", "#char=99436,99448") for line in lines]
    place = Places(DocumentGraph.read(cut), extraction.document.text).of(concept("bruised skin"))
    assert (place.start, place.quote) == (436, "Bruised skin")


def test_a_quote_that_is_nowhere_is_still_shown(extraction):
    lines = [line.replace('"Bruised skin"', '"Broken skin"') for line in to_nquads(extraction)]
    cut = [line for line in lines if "#char=436,448" not in line]
    place = Places(DocumentGraph.read(cut), extraction.document.text).of(concept("bruised skin"))
    assert place == Place(1, None, None, "Broken skin")
