"""Labels in running text, with offsets into the text as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procgraph.rdf.iris import CONCEPT
from procgraph.terminology import Lexicon, Term
from procgraph.terminology.words import rules

ALL = ("conditions", "imaging", "anatomy", "settings", "personnel")
GAZETTEER = rules("gazetteer.toml")


def found(lexicon: Lexicon, text: str, schemes: tuple[str, ...] = ALL) -> list[str]:
    return [text[hit.start : hit.end] for hit in lexicon.find(text, schemes)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chronic neck pain and numbness.", ["Chronic neck pain", "numbness"]),
        ("It treats NECK PAINS", ["NECK PAINS"]),
        ("broken bones of the hip", ["broken bones of the hip"]),
        ("oedema in an operating theatre", ["oedema", "operating theatre"]),
        ("a heart\nattack", ["heart\nattack"]),
        ("X-rays, x ray, X‑Ray", ["X-rays", "x ray", "X‑Ray"]),
        ("Crohn’s disease, Crohn disease", ["Crohn’s disease", "Crohn disease"]),
        ("CT, CTs, CT scans", ["CT", "CTs", "CT scans"]),
        ("(neck pain)", ["neck pain"]),
        ("knee/lumbar spine", ["knee", "lumbar spine"]),
    ],
)
def test_labels_are_found_in_any_case_number_and_spelling(
    lexicon: Lexicon, text: str, expected: list[str]
) -> None:
    assert found(lexicon, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "sore neck",  # a hidden label is for linking only
        "ct mi Mi Ct",  # abbreviations as they are written
        "kneecap unknee",
        "lumbar, spine",
        "lumbar. Spine",
        "Lumbar\n\nspine",
        "Heart\nAttack",
        "heart – attack",
        "snake_knee_cap",
        "",
    ],
)
def test_what_is_no_label_is_not_found(lexicon: Lexicon, text: str) -> None:
    assert not [hit for hit in found(lexicon, text) if hit != "knee"] or text == ""


def test_only_the_schemes_asked_for_are_found(lexicon: Lexicon) -> None:
    assert found(lexicon, "knee and neck pain", ("anatomy",)) == ["knee"]
    assert found(lexicon, "knee and neck pain", ()) == []


def test_the_longest_label_wins_and_none_overlap(make_term: Callable[..., Term]) -> None:
    labels = ["bone marrow", "marrow biopsy needle", "bone", "needle"]
    lexicon = Lexicon.from_terms([make_term("conditions", label) for label in labels])
    text = "bone marrow biopsy needle"
    assert found(lexicon, text, ("conditions",)) == ["bone", "marrow biopsy needle"]


def test_a_label_without_a_word_of_its_own_is_never_found(
    make_term: Callable[..., Term],
) -> None:
    lexicon = Lexicon.from_terms([make_term("conditions", "the"), make_term("conditions", "+++")])
    assert found(lexicon, "the +++ the", ("conditions",)) == []


def test_a_hit_names_the_term_and_its_preferred_label(lexicon: Lexicon) -> None:
    (hit,) = lexicon.find("a stiff neck", ("conditions",))
    assert (hit.iri, hit.label) == (CONCEPT + "neck-pain", "neck pain")


@pytest.mark.parametrize(("text", "expected"), GAZETTEER["examples"].items())
def test_compounds_that_still_name_the_label(
    make_term: Callable[..., Term], text: str, expected: list[str]
) -> None:
    lexicon = Lexicon.from_terms([make_term("imaging", label) for label in GAZETTEER["labels"]])
    assert found(lexicon, text, ("imaging",)) == expected


@pytest.mark.parametrize("text", GAZETTEER["counter_examples"]["texts"])
def test_compounds_that_name_something_else(make_term: Callable[..., Term], text: str) -> None:
    lexicon = Lexicon.from_terms([make_term("imaging", label) for label in GAZETTEER["labels"]])
    assert found(lexicon, text, ("imaging",)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("İİİ neck pain", "neck pain"),
        ("ßß\u0301 cervi\u00adcalgia", "cervi\u00adcalgia"),
        ("🩻🩻 numbness", "numbness"),
        ("ﬂow: stiﬀ neck", "stiﬀ neck"),
        ("o\u0308\u0308 KNEE\u00a0", "KNEE"),
        ("ＣＴ ΣΣς neck\u00a0pain", "neck\u00a0pain"),
        ("e\u0301\r\nneck\r\npain", "neck\r\npain"),
    ],
)
def test_offsets_hold_beside_characters_that_change_length(
    lexicon: Lexicon, text: str, expected: str
) -> None:
    assert found(lexicon, text)[-1:] == [expected]


@pytest.mark.parametrize(
    "text", ["Ménière’s disease", "Me\u0301nie\u0300re disease", "MENIERE'S DISEASE"]
)
def test_accents_may_be_missing_or_be_characters_of_their_own(lexicon: Lexicon, text: str) -> None:
    assert found(lexicon, text) == [text]


HOSTILE = st.text(
    st.sampled_from("İıßﬁﬂΣς\u0301\u0308\u00ad\u200b\u200d-'’ \t\r\n.,aAsS🩻𝐀ǅ\u00a0")
)


@given(HOSTILE, HOSTILE)
def test_a_label_is_found_where_it_stands_in_any_surroundings(
    lexicon: Lexicon, before: str, after: str
) -> None:
    text = f"{before}\n\nNeck Pain\n\n{after}"
    start = len(before) + 2
    hits = lexicon.find(text, ALL)
    assert (start, start + len("Neck Pain")) in [(hit.start, hit.end) for hit in hits]
    ends = [0, *(hit.end for hit in hits)]
    assert all(end <= hit.start < hit.end for end, hit in zip(ends, hits, strict=False))
