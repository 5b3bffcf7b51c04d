"""What holds for the facts of any text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procgraph.extraction import extract
from procgraph.model import Document, Extraction, Relation
from procgraph.terminology import Lexicon

FEW = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADINGS = st.sampled_from(
    ["Name of the Procedure:", "Summary", "Purpose", "Indications", "Preparation", "Duration:",
     "Procedure Description", "Setting", "Personnel", "Risks and Complications", "Benefits",
     "Recovery", "Alternatives", "Patient Experience", "Contraindications", "## Anesthesia",
     "What are the risks?", "Cost and Insurance", "Tools and Equipment:", "Goals:"]
)  # fmt: skip
PHRASES = st.sampled_from(
    ["chronic neck or upper back pain", "Rarely, hearing loss or vertigo", "(", ")", "if", "or",
     "surgeon or radiologist", "Perfusionist, if a pump is used", "about 30 to 60 minutes",
     "less than 1%", "Surgery, if drugs fail", "hospital, clinic, or office", "Fluoroscopy (CT)",
     "local anesthesia; general only in children", "such as", "including", "and", "a | b", "|",
     ",", ";", "–", "Patients may need to fast", "Do not drive for 24 hours", "not responding to",
     "two in one", "1 in 0", "50 to 5%", "an hour and a half", "It treats gout.", "haemorrhage",
     "Name:", "CPT4 code", "(also known as X)", "each additional level", "screening for cancer",
     "No anesthesia is needed", "5 µg", "İ", "ﬁ", "\u00a0", "🦴", "e\u0301", "A. B. C.", "…"]
)  # fmt: skip
LINES = st.one_of(
    HEADINGS,
    st.lists(PHRASES, min_size=1, max_size=4).map(" ".join),
    st.lists(PHRASES, min_size=1, max_size=3).map(lambda parts: "- " + " ".join(parts)),
    st.lists(PHRASES, min_size=1, max_size=3).map(lambda parts: "1. " + " ".join(parts)),
    st.text(max_size=30),
)
DOCUMENTS = st.lists(LINES, max_size=25).map("\n".join)


def facts_of(text: str, lexicon: Lexicon) -> list[dict[str, Any]]:
    return [f.to_json() for f in extract(Document("d.txt", text, "d.txt"), lexicon).facts]


@FEW
@given(DOCUMENTS)
def test_any_text_is_read_and_every_quote_stands_in_it(lexicon: Lexicon, text: str) -> None:
    extraction = extract(Document("d.txt", text, "d.txt"), lexicon)
    for fact in extraction.facts:
        assert fact.evidence
        assert fact.procedure == extraction.procedure
        for evidence in fact.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
            assert evidence.quote.strip()
            assert evidence.line == text.count("\n", 0, evidence.start) + 1
        json.dumps(fact.to_json())
    for unread in extraction.unread:
        assert 0 <= unread.start < unread.end <= len(text)


@FEW
@given(DOCUMENTS)
def test_reading_twice_gives_the_same(lexicon: Lexicon, text: str) -> None:
    document = Document("d.txt", text, "d.txt")
    assert extract(document, lexicon) == extract(document, lexicon)


def without_offsets(facts: list[dict[str, Any]], newline: str) -> list[dict[str, Any]]:
    for fact in facts:
        fact["evidence"] = [
            (e["line"], e["quote"].replace(newline, "\n")) for e in fact["evidence"]
        ]
    return facts


@FEW
@given(DOCUMENTS.filter(lambda text: "\r" not in text))
def test_windows_line_ends_change_only_offsets(lexicon: Lexicon, text: str) -> None:
    windows = text.replace("\n", "\r\n")
    assert without_offsets(facts_of(windows, lexicon), "\r\n") == without_offsets(
        facts_of(text, lexicon), "\n"
    )


@FEW
@given(st.text(max_size=400))
def test_noise_is_read_without_complaint(lexicon: Lexicon, text: str) -> None:
    extract(Document("d.txt", text, "d.txt"), lexicon)


@pytest.mark.parametrize("text", ["", "\n", "Risks", "Risks\n-", "Risks\n- ", "\ufeff", "- a\n- b"])
def test_a_text_that_says_nothing_gives_no_fact(
    extraction: Callable[[str], Extraction], text: str
) -> None:
    assert extraction(text).facts == ()


def test_a_fact_said_twice_is_one_fact_with_two_quotes(
    extraction: Callable[[str], Extraction],
) -> None:
    read = extraction("Indications\n- Gout\nRisks\n- Bleeding\nPurpose\nThis treats gout.\n")
    (fact,) = [f for f in read.facts if f.relation is Relation.TREATS]
    assert [e.quote for e in fact.evidence] == ["Gout", "This treats gout."]


def test_every_sentence_is_a_fact_or_accounted_for(
    extraction: Callable[[str], Extraction],
) -> None:
    text = (
        "Risks\n- Bleeding\n- All risks will be discussed beforehand\n"
        "Cost and Insurance\n- Ask about the price\nDuration\nIt varies a lot.\n"
    )
    read = extraction(text)
    assert [(text[u.start : u.end], u.reason) for u in read.unread] == [
        ("All risks will be discussed beforehand", "boilerplate"),
        ("Ask about the price", "unknown heading"),
        ("It varies a lot.", "not understood"),
    ]


def test_items_above_the_first_heading_are_accounted_for(
    extraction: Callable[[str], Extraction],
) -> None:
    text = "Drain\n\nWe are proud of it\n- No scars\n- No fuss\n\nRisks\n- Pain\n"
    unread = [(text[u.start : u.end], u.section, u.reason) for u in extraction(text).unread]
    assert ("No scars", "preamble", "unknown heading") in unread
    assert ("No fuss", "preamble", "unknown heading") in unread


def test_a_footer_is_boilerplate(extraction: Callable[[str], Extraction]) -> None:
    text = "## Risks\n\n- Bleeding\n\n---\nThe surgeon wrote this page.\n"
    read = extraction(text)
    assert [fact.relation for fact in read.facts] == [Relation.HAS_COMPLICATION]
    assert [(u.section, u.reason) for u in read.unread] == [("footer", "boilerplate")]


def test_groups_are_numbered_in_the_order_of_the_text(
    extraction: Callable[[str], Extraction],
) -> None:
    read = extraction("Personnel\n- Surgeon or radiologist\n- Nurse\n- Midwife or doula nurse\n")
    assert [f.group for f in read.facts] == [1, 1, None, 2, 2]


def test_a_document_does_not_depend_on_its_name(lexicon: Lexicon) -> None:
    document = Document("a.txt", "Knee scan\nRisks\n- Bleeding\n", "a.txt")
    one = extract(document, lexicon)
    two = extract(replace(document, id="b.txt", source="elsewhere"), lexicon)
    assert one.procedure == two.procedure
    assert [replace(f, document="b.txt") for f in one.facts] == list(two.facts)
