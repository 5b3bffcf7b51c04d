"""Texts as they are read, and the way back to what was given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procgraph.dataset.coverage import coverage
from procgraph.documents.legible import legible
from procgraph.documents.wording import load_rules
from procgraph.extraction import extract
from procgraph.model import Concept, Document
from procgraph.terminology import Lexicon

KNOWN = frozenset("haemorrhage infection outpatient patient follow-up limiting heart lung".split())


def read(text: str) -> str:
    return legible(text, KNOWN.__contains__).text


# -- words that the end of a line parted -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("some haemor-\nrhage, and", "some haemorrhage,\nand"),
        ("an infec-\r\n  tion of it\r\n", "an infection\r\n  of it\r\n"),
        ("an out-\n\tpatient clinic", "an outpatient\n\tclinic"),
        ("a gran-\nuloma", "a granuloma"),
        ("after-\nwards", "afterwards"),
        ("a follow-\nup visit", "a follow-up\nvisit"),
        ("An X-\nray", "An X-ray"),
        ("a self-\nlimiting fever", "a self-limiting\nfever"),
        ("a heart-\nlung machine", "a heart-lung\nmachine"),
        ("a well-\nness day", "a wellness\nday"),
        ("drug-\nrelated", "drug-related"),
        ("a 2-\nday rest", "a 2-day\nrest"),
        ("non-\nHodgkin", "non-Hodgkin"),
        ("CONTRA-\nINDICATIONS", "CONTRAINDICATIONS"),
        ("haemor\u2010\nrhage", "haemorrhage"),
        ("haemor\xad\nrhage", "haemorrhage"),
        ("pneumo\xadthorax\u200b", "pneumothorax"),
        ("a de-stent here, a de-\nstent there", "a de-stent here, a de-stent\nthere"),
    ],
)
def test_a_word_that_a_line_parted_is_whole(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "pre-\nand postoperative",
        "Risks-\ninfection",
        "the doctor -\nand you",
        "Smith-\nJones",
        "- infec-\n- tion",
        "infec-\n\ntion",
    ],
)
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert read(text) == text


@given(st.text("ab-\xad\n .Aé", max_size=40))
def test_every_stretch_leads_back_to_what_it_was_made_of(text: str) -> None:
    seen = legible(text, KNOWN.__contains__)
    for at, letter in enumerate(seen.text):
        if not letter.isspace():
            start, end = seen.source(at, at + 1)
            assert text[start:end] == letter


def test_a_fact_has_its_place_in_the_text_as_it_was_given() -> None:
    text = (
        "Nephrostomy\n\nRisks\nHaemor-\nrhage and pneumo\xadthorax. These will be dis-\ncussed.\n"
    )
    found = extract(Document("a", text, "a"), Lexicon.load(packages=False))
    labels = [fact.object.text for fact in found.facts if isinstance(fact.object, Concept)]
    assert labels == ["Haemorrhage", "pneumothorax"]
    for fact in found.facts:
        (evidence,) = fact.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        assert evidence.quote.startswith("Haemor-\nrhage and")
        assert evidence.line == 4
    (unread,) = found.unread
    assert text[unread.start : unread.end] == "These will be dis-\ncussed."


# -- what stands on every page ---------------------------------------------------------------------

FURNITURE = load_rules("furniture.toml")


def furniture_cases(ending: str) -> list[tuple[str, str]]:
    return [
        (name.removesuffix(ending), line)
        for name, lines in FURNITURE.items()
        if name.endswith(ending) and ("counter" in name) == ("counter" in ending)
        for line in lines
    ]


def test_counters_of_steps_that_have_lines_of_their_own_say_nothing() -> None:
    steps = ("1", "Consultation", "2", "Fasting", "3", "The day", "01", "Rest", "02", "Walk")
    assert read("\n".join(steps)).split() == ["Consultation", "Fasting", "The", "day", *steps[6:]]
    assert read("Score\n1\n2\n3\n") == "Score\n1\n2\n3\n"


@pytest.mark.parametrize(("name", "line"), furniture_cases("_examples"))
def test_a_line_that_no_one_reads_is_left_out(name: str, line: str) -> None:
    assert read(f"Risks\n- Gout\n\n{line}\n\n- Fever\n") == "Risks\n- Gout\n- Fever\n"


@pytest.mark.parametrize(("name", "line"), furniture_cases("_counter_examples"))
def test_a_line_that_only_looks_like_it_stays(name: str, line: str) -> None:
    text = f"Risks\n- Gout\n\n{line}\n\n- Fever\n"
    assert read(text) == text


def test_what_is_left_out_is_counted_as_boilerplate() -> None:
    text = (
        "Trust   Page 1 of 2\nRadiology\nNEPHROSTOMY\n\nRisks\n- Gout\n"
        "\x0cTrust   Page 2 of 2\nRadiology\n\n- Fever\n\nStaff\nA radiologist, assisted by a\n"
        "\x0c3\n\nradiographer.\n\nVersion 3. Review date March 2027.\n"
    )
    document = Document("a", text, "a")
    found = extract(document, Lexicon.load(packages=False))
    assert found.procedure.label == "NEPHROSTOMY"
    labels = [fact.object.text for fact in found.facts if isinstance(fact.object, Concept)]
    assert labels == ["Gout", "Fever", "radiologist", "radiographer"]
    left_out = [text[one.start : one.end] for one in found.unread]
    assert {one.reason for one in found.unread} == {"boilerplate"}
    assert left_out == [
        "Trust   Page 1 of 2",
        "Radiology",
        "Trust   Page 2 of 2",
        "Radiology",
        "3",
        "Version 3. Review date March 2027.",
    ]
    counted = coverage([found])
    assert counted.sections["footer"] == {"boilerplate": 6}
    assert counted.sections["complications"] == {"facts": 2}


def test_a_title_that_every_page_has_is_read_once() -> None:
    text = "Nephrostomy\n\nRisks\n- Gout\n\nNephrostomy   Page 2 of 3\n\n- Fever\n\x0cNephrostomy\n"
    assert read(text) == "Nephrostomy\n\nRisks\n- Gout\n- Fever\n"


def test_stars_on_both_sides_of_words_are_none_of_them() -> None:
    given = "**Risks**\n- **Common:** pain in 5**, a dose of 2 ** 3, ***stroke***\n"
    seen = legible(given)
    assert seen.text == "Risks\n- Common: pain in 5**, a dose of 2 ** 3, stroke\n"
    start = seen.text.index("Common")
    assert given[slice(*seen.source(start, start + 6))] == "Common"
