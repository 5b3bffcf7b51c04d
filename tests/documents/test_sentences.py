"""Where a sentence ends, and where it does not."""

from __future__ import annotations

import pytest

from procgraph.documents.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "A drug (e.g. Aspirin) is stopped.",
        "Dr. Surname or a nurse, i.e. Staff, attends.",
        "About approx. 30 minutes.",
        "Infection vs. Inflammation is told apart.",
        "The dose is 2.5 mg.",
        "A look at chapter 3.2 Then",
        "A rate of 0.5 to 1.0% is usual",
        "Removal of a lymph node (St. Joseph’s method)",
        "Vitamin B. Deficiency of it is rare.",
        "Is it",
        "Living with The Cough",
        "Know that The nurse is here",
        "Spinal fusion It is the last resort",
        "A look at Nerve The nurse is here",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Bad muscle spasms The test is new", ["Bad muscle spasms", "The test is new"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("(A note.) Next one.", ["(A note.)", "Next one."]),
        ("It takes 1.5 hours. 2 nurses help.", ["It takes 1.5 hours.", "2 nurses help."]),
        ("It ends. “New” begins.", ["It ends.", "“New” begins."]),
        ("first paragraph\n\nsecond paragraph", ["first paragraph", "second paragraph"]),
        ("  spaces around.  \n And more. ", ["spaces around.", "And more."]),
        ("It is drained.3,4 Then it heals.12", ["It is drained.", "Then it heals."]),
        ("It grew.[2][3] Then it shrank.", ["It grew.", "Then it shrank."]),
        ("It is broken\nin a line. Yes.", ["It is broken\nin a line.", "Yes."]),
    ],
)
def test_sentences_end(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize("text", ["", " \n ", "...", "— – -"])
def test_what_says_nothing_has_no_sentence(text: str) -> None:
    assert split(text) == []


def test_spans_count_from_the_start_of_the_whole_text() -> None:
    text = "Heading\nOne. Two."
    assert [(s, e) for s, e in sentences(text, 8, len(text))] == [(8, 12), (13, 17)]
