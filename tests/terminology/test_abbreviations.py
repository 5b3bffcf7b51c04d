"""Words that are spelled like an abbreviation name what that stands for in capitals only."""

from __future__ import annotations

import pytest

from procgraph.model import Relation
from procgraph.terminology import Lexicon
from procgraph.terminology.words import rules

RULES = rules("abbreviations.toml")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """That of our own vocabularies, in the place of the small one."""
    return Lexicon.load()


@pytest.mark.parametrize(("phrase", "relation"), sorted(RULES["examples"].items()))
def test_a_word_names_no_term_that_is_abbreviated_so(
    lexicon: Lexicon, phrase: str, relation: str
) -> None:
    assert lexicon.link(phrase, Relation(relation)).how == "phrase"


@pytest.mark.parametrize(("phrase", "relation"), sorted(RULES["counter_examples"].items()))
def test_an_abbreviation_in_capitals_or_that_is_no_word_names_its_term(
    lexicon: Lexicon, phrase: str, relation: str
) -> None:
    assert lexicon.link(phrase, Relation(relation)).how == "synonym"


def test_each_word_is_an_abbreviation_of_a_term(lexicon: Lexicon) -> None:
    labels = {
        label.upper()
        for scheme in lexicon.schemes
        for term in lexicon.terms(scheme)
        for label in (*term.alt_labels, *term.hidden_labels)
    }
    assert [word for word in RULES["words"].split() if word.upper() not in labels] == []
