from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procgraph.dataset.records import Record, read_record, write_record
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
    Unread,
)

TEXTS = st.text(max_size=20)
OBJECTS = st.one_of(
    st.builds(
        Concept,
        iri=TEXTS,
        label=TEXTS,
        text=TEXTS,
        matches=st.lists(TEXTS, max_size=2).map(tuple),
        how=st.sampled_from(["exact", "phrase", "broader"]),
        broader=st.none() | st.just("https://example.org/broader"),
        coined=st.booleans(),
        broader_label=st.none() | st.just("Broader"),
    ),
    st.builds(Duration, st.none() | st.integers(0), st.none() | st.integers(0), TEXTS),
    st.builds(Step, st.integers(1), TEXTS, st.none()),
)


@st.composite
def extractions(draw):
    # Every field, by its annotation: also those that are yet to come.
    document = draw(st.from_type(Document))
    procedure = draw(st.from_type(Procedure))
    facts = draw(
        st.lists(
            st.builds(
                Fact,
                document=st.just(document.id),
                procedure=st.just(procedure),
                relation=st.sampled_from(Relation),
                object=OBJECTS,
                evidence=st.builds(
                    Evidence, st.integers(0), st.integers(0), st.integers(1), TEXTS
                ).map(lambda e: (e,)),
                section=TEXTS,
                rule=TEXTS,
                polarity=st.sampled_from(["affirmed", "negated"]),
                condition=st.none() | TEXTS,
                group=st.none() | st.integers(0, 9),
                frequency=st.sampled_from([None, "common", "rare"]),
                rate=st.none() | st.builds(Rate, st.floats(0, 1), st.none() | st.floats(0, 1)),
            ),
            max_size=3,
        )
    )
    unread = draw(
        st.lists(st.builds(Unread, st.integers(0), st.integers(0), TEXTS, TEXTS), max_size=2)
    )
    return Extraction(document, procedure, tuple(facts), tuple(unread))


@given(extractions())
def test_an_extraction_comes_back_whole_from_its_record(extraction):
    record = Record(extraction)
    line = write_record(record)
    document = extraction.document
    assert "\n" not in line
    assert json.dumps(json.loads(line), separators=(",", ":")) == line
    assert read_record(line).located(document.source, document.line) == record


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (
            Fact,
            "document procedure relation object evidence section rule polarity condition group"
            " frequency rate",
        ),
        (Concept, "iri label text matches how broader coined broader_label"),
        (Duration, "min_minutes max_minutes text"),
        (Step, "order text label"),
        (Evidence, "start end line quote"),
        (Rate, "min max"),
        (Unread, "start end section reason"),
        (Extraction, "document procedure facts unread"),
    ],
)
def test_a_field_that_is_new_in_the_model_must_be_recorded_too(kind, known):
    assert [f.name for f in dataclasses.fields(kind)] == known.split()


def test_a_record_says_nothing_of_where_its_document_came_from(make_extraction):
    extraction = make_extraction("a.txt", "A")
    elsewhere = dataclasses.replace(
        extraction, document=dataclasses.replace(extraction.document, source="x", line=7)
    )
    assert write_record(Record(extraction)) == write_record(Record(elsewhere))


def test_half_a_surrogate_pair_can_be_recorded(make_extraction):
    line = write_record(Record(make_extraction("a.txt", "A \ud800")))
    assert line.encode("utf-8")
    assert read_record(line).extraction.procedure.label == "A \ud800"


@pytest.mark.parametrize("line", ["", "[]", "{}", "nonsense", json.dumps({"id": "a"})])
def test_what_is_no_record_is_refused(line):
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_record(line)
