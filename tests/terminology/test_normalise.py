"""The normal form of phrases and their key without word order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procgraph.terminology import normalise, sort_key
from procgraph.terminology.words import rules

TABLE = rules("inflection.toml")
PHRASES = TABLE["phrase_counter_examples"]["phrases"]


@pytest.mark.parametrize(("phrase", "expected"), TABLE["phrase_examples"].items())
def test_a_phrase_has_its_normal_form(phrase: str, expected: str) -> None:
    assert normalise(phrase) == expected


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_normal_phrase_loses_no_more_than_its_capitals(phrase: str) -> None:
    assert normalise(phrase) == phrase.lower()


@pytest.mark.parametrize("phrase", [*TABLE["phrase_examples"], *PHRASES])
def test_a_normal_form_is_its_own_normal_form(phrase: str) -> None:
    assert normalise(normalise(phrase)) == normalise(phrase)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("injuries of the median nerve", "median nerve injury"),
        ("pain in the neck", "neck pain"),
        ("X-ray of the chest", "chest x rays"),
        ("Crohn's disease", "Crohn disease"),
        ("follow up appointments", "follow-up appointment"),
    ],
)
def test_word_order_number_and_hyphens_make_no_other_key(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("surgery with contrast", "surgery without contrast"),
        ("pain after surgery", "surgery pain"),
        ("hepatitis A", "hepatitis"),
        ("AIDS", "aid"),
        ("bone", "bone bone"),
    ],
)
def test_what_means_something_else_has_another_key(one: str, other: str) -> None:
    assert sort_key(one) != sort_key(other)


@pytest.mark.parametrize("nothing", ["", " ", " - ", "…", '"', "\u200b", "()"])
def test_nothing_has_no_normal_form_and_no_key(nothing: str) -> None:
    assert normalise(nothing).strip("()") == ""
    assert sort_key(nothing) == ""


@given(st.text())
def test_any_text_has_a_normal_form_without_white_space_around(text: str) -> None:
    form = normalise(text)
    assert form == " ".join(form.split())
    assert form == form.lower()
    sort_key(text)
