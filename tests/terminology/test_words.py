"""The word tables: every example and every counter-example of the rule files."""

from __future__ import annotations

import pytest

from procgraph.terminology.words import rules, singular, us_spelling

INFLECTION = rules("inflection.toml")
SPELLING = rules("spelling.toml")["rule"]


@pytest.mark.parametrize(("plural", "expected"), INFLECTION["examples"].items())
def test_a_plural_has_its_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize("word", INFLECTION["unchanged"]["words"])
def test_what_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    "word", sorted({*INFLECTION["irregular"].values(), *INFLECTION["examples"].values()})
)
def test_a_singular_is_its_own_singular(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("british", "american"), [pair for rule in SPELLING for pair in rule["examples"].items()]
)
def test_british_spelling_becomes_american_and_stays_so(british: str, american: str) -> None:
    assert us_spelling(british) == american
    assert us_spelling(american) == american


@pytest.mark.parametrize("word", [word for rule in SPELLING for word in rule["counter_examples"]])
def test_what_looks_british_and_is_not_stays(word: str) -> None:
    assert us_spelling(word) == word


@pytest.mark.parametrize("rule", SPELLING, ids=lambda rule: rule["name"])
def test_each_spelling_rule_has_examples_and_counter_examples(rule: dict[str, object]) -> None:
    assert rule["examples"]
    assert rule["counter_examples"]
    assert rule["at"] in {"any", "end", "whole"}


@pytest.mark.parametrize("word", [w for table in ("irregular",) for w in INFLECTION[table]])
def test_an_irregular_plural_is_not_listed_as_invariable(word: str) -> None:
    assert word not in INFLECTION["words"]["invariable"]
