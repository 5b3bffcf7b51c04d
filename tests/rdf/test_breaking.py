"""Break a whole document graph in one place: the right shape says so, at the right line."""

from __future__ import annotations

import re

import pytest

from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.shapes import validate_quads

GRAPH = f"<{iris.graph_iri('block.txt')}> ."
PROCEDURE = iris.procedure_iri("Facet joint nerve block; each additional level")


def statement_about(lines, name):
    """The IRI of the statement whose object is the concept with this name."""
    pattern = re.compile(rf"<(\S+)> <{re.escape(v.RDF_OBJECT)}> <\S+[/#]{name}> ")
    return next(match[1] for line in lines if (match := pattern.match(line)))


def without(name, predicate):
    """Drop the property of the statement about the named concept."""

    def broken(lines):
        start = f"<{statement_about(lines, name)}> <{predicate}> "
        assert any(line.startswith(start) for line in lines)
        return [line for line in lines if not line.startswith(start)]

    return broken


def with_another(name, predicate, term):
    """Give the statement about the named concept one more value."""
    return lambda lines: [*lines, f"<{statement_about(lines, name)}> <{predicate}> {term} {GRAPH}"]


def replaced(old, new):
    """Replace in every line."""

    def broken(lines):
        assert any(old in line for line in lines)
        return [line.replace(old, new) for line in lines]

    return broken


def dropped(*parts):
    """Drop the lines that hold all parts."""

    def broken(lines):
        kept = [line for line in lines if not all(part in line for part in parts)]
        assert len(kept) < len(lines)
        return kept

    return broken


BREAKS = {
    "no quote": (without("bruised-skin", v.OA_EXACT), "statement-quote", "Bruised skin"),
    "no offsets": (without("bruised-skin", v.PROV_DERIVED), "statement-evidence", "Bruised skin"),
    "offsets that are none": (
        replaced("#char=436,448", "#line=25"),
        "statement-evidence",
        "Bruised skin",
    ),
    "no object": (without("bruised-skin", v.RDF_OBJECT), "statement-object", "Bruised skin"),
    "two objects": (
        with_another("bruised-skin", v.RDF_OBJECT, f"<{iris.concept_iri('harm to a nerve')}>"),
        "statement-object",
        "Bruised skin",
    ),
    "no subject": (without("full-sleep", v.RDF_SUBJECT), "statement-subject", "Full anesthesia"),
    "no relation": (without("full-sleep", v.RDF_PREDICATE), "statement-predicate", "Full anesth"),
    "an unknown relation": (
        replaced("ontology/hasAlternative", "ontology/alternative"),
        "statement-predicate",
        "Exercise program",
    ),
    "an unknown polarity": (
        replaced('"negated"', '"denied"'),
        "statement-polarity",
        "Full anesthesia",
    ),
    "an unknown frequency": (replaced('"rare"', '"often"'), "statement-frequency", "Rarely"),
    "an empty condition": (
        replaced('"if sedation is used"', '""'),
        "statement-condition",
        "Sleep doctor",
    ),
    "conditional without a condition": (
        without("doctor-for-sleep", v.CONDITION),
        "conditional-has-reason",
        "Sleep doctor",
    ),
    "always needed on a condition": (
        with_another("assistant-for-scrubbing", v.CONDITION, '"if there is time"'),
        "always-has-no-condition",
        "Scrub assistant",
    ),
    "a rate above one": (
        replaced('"0.01"', '"1.5"'),
        "maximum-rate",
        "Rarely, harm",
    ),
    "rates the wrong way round": (replaced('"0.003"', '"0.3"'), "rate-order", "Rarely, harm"),
    "a choice of one": (
        without("doctor-for-pain", v.CHOICE_GROUP),
        "choice-members",
        "Radiologist",
    ),
    "a duration that ends before it starts": (
        replaced('maxMinutes> "90"', 'maxMinutes> "9"'),
        "minutes-order",
        "About 30 to 90 minutes",
    ),
    "a duration of two weeks": (
        replaced('maxMinutes> "90"', 'maxMinutes> "20160"'),
        "maximum-minutes",
        "About 30 to 90 minutes",
    ),
    "a duration without its minutes": (
        dropped("minMinutes"),
        "minimum-minutes",
        "About 30 to 90 minutes",
    ),
    "a step without a number": (
        dropped("#step-2> <", "ontology/order"),
        "step-order",
        "A needle is guided",
    ),
    "a step without a text": (dropped("#step-2> <", "label>"), "object-label", "A needle is"),
    "a concept without a label": (
        dropped("concept/open-operation> <", "label>"),
        "object-label",
        "Open operation",
    ),
    "an empty label": (
        replaced('"open operation"@en', '""@en'),
        "label-text",
        "Open operation",
    ),
    "a role that is no role": (
        replaced("ontology/PersonnelRole", "ontology/CareSetting"),
        "personnel-object",
        "Radiologist",
    ),
    "an edge without a statement": (
        lambda lines: [
            *lines,
            f"<{iris.concept_iri('fever')}> <{v.RDF_TYPE}> <{v.pg('Condition')}> {GRAPH}",
            f'<{iris.concept_iri("fever")}> <{v.RDFS_LABEL}> "fever"@en {GRAPH}',
            f"<{PROCEDURE}> <{v.pg('treats')}> <{iris.concept_iri('fever')}> {GRAPH}",
        ],
        "object-stated",
        None,
    ),
    "a code in the wrong form": (replaced('"64491"', '"6449"'), "code-form", None),
    "a code without its system": (dropped("codeSystem"), "code-needs-system", None),
    "no title": (dropped("terms/title"), "document-title", None),
    "nothing described": (dropped("ontology/describes"), "document-describes", None),
    "a source that is no address": (
        replaced("<https://example.org/block>", '"www.example.org"'),
        "document-source",
        None,
    ),
}


def test_there_are_breaks_enough():
    assert len(BREAKS) >= 20


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_reported_by_its_shape_at_its_line(name, extraction):
    break_it, shape, quote = BREAKS[name]
    text = extraction.document.text
    lines = to_nquads(extraction)
    assert validate_quads(lines, text) == []

    found = [each for each in validate_quads(break_it(lines), text) if each.shape == shape]

    assert found, f"{shape} reports nothing"
    line = 1 if quote is None else text[: text.index(quote)].count("\n") + 1
    assert found[0].line == line
    if quote is not None:
        assert found[0].quote.startswith(quote.split()[0])


# These break more than one sentence, or leave an edge without one.
WIDE = {"an unknown relation", "a role that is no role", "nothing described", "no object"}


@pytest.mark.parametrize("name", sorted(BREAKS.keys() - WIDE))
def test_a_break_is_reported_nowhere_but_in_its_sentence(name, extraction):
    break_it, _, quote = BREAKS[name]
    text = extraction.document.text
    reported = {each.line for each in validate_quads(break_it(to_nquads(extraction)), text)}
    expected = 1 if quote is None else text[: text.index(quote)].count("\n") + 1
    assert reported == {expected}
