"""Every rule holds for its examples and does not for its counter-examples."""

from __future__ import annotations

import re

import pytest

from procgraph.extraction.rules import (
    Rule,
    rule_files,
    rules,
    rules_named,
    rules_version,
    table,
)
from procgraph.extraction.words import word_class
from procgraph.model import Relation

RULES = [rule for name in rule_files() for rule in rules(name)]
GROUPS = {
    "anesthesia": set(),
    "conditions": {"cut", "condition"},
    "criteria": {"criterion"},
    "exclusions": {"rest"},
    "frequency": {"cut"},
    "leadins": {"cut"},
    "negation": {"rest"},
    "purposes": {"object"},
    "tails": {"cut"},
}
# Examples that their rule does not hold for today; one that comes to hold must leave the list.
KNOWN_GAPS = {
    ("actions.normal-meals", "Eat and take medicines as usual"),
    ("actions.normal-activity", "Everyday activities can continue without restriction"),
    ("actions.modal", "Women who could become pregnant should have a pregnancy test"),
    ("conditions.trail-clause", "When sedation is planned, a nurse attends"),
    ("criteria.confirmed-by", "At least 50% relief"),
    ("frequency.trail-rare", "Rarely, nerve damage"),
    ("frequency.trail-uncommon", "Occasionally, headache"),
    ("rejections.no-substitute", "A truss may be worn, although it does not cure the hernia"),
    ("tails.with-detail", "Symptomatic stenosis of 50 to 99%"),
}
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTERS = [(rule, text) for rule in RULES for text in rule.counter_examples]


def named(cases: list[tuple[Rule, str]]) -> list[object]:
    return [
        pytest.param(
            rule,
            text,
            id=f"{rule.id}: {text}",
            marks=[pytest.mark.xfail] if (rule.id, text) in KNOWN_GAPS else [],
        )
        for rule, text in cases
    ]


def test_known_gaps_are_of_today() -> None:
    assert {(rule.id, text) for rule, text in EXAMPLES + COUNTERS} >= KNOWN_GAPS


@pytest.mark.parametrize(("rule", "text"), named(EXAMPLES))
def test_an_example_matches(rule: Rule, text: str) -> None:
    assert rule.pattern.search(text)
    requires = rule.data.get("requires")
    assert not requires or re.search(requires, text, re.IGNORECASE)


@pytest.mark.parametrize(("rule", "text"), named(COUNTERS))
def test_a_counter_example_does_not_match(rule: Rule, text: str) -> None:
    assert not rule.pattern.search(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_whole(rule: Rule) -> None:
    assert rule.examples
    assert rule.counter_examples
    assert rule.pattern.search("") is None
    assert GROUPS.get(rule.id.split(".")[0], set()) <= set(rule.pattern.groupindex)
    assert not re.search(r"\{[a-z]+\}", rule.pattern.pattern), "a fragment that does not exist"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_names_exists(rule: Rule) -> None:
    for slot in (
        *rule.data.get("slots", ()),
        *[rule.data[k] for k in ("relation",) if k in rule.data],
    ):
        assert Relation(slot)
    assert rule.data.get("frequency") in (None, "common", "uncommon", "rare")


def test_an_unknown_id_is_an_error_even_among_others() -> None:
    with pytest.raises(KeyError):
        rules_named("lists.may-move", "lists.no-such-rule", "lists.and-so")


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


def test_every_fragment_is_used() -> None:
    for name in rule_files():
        parsed = table(name)
        patterns = " ".join(rule["pattern"] for rule in parsed.get("rule", ()))
        fragments = parsed.get("fragments", {})
        for fragment in fragments:
            used = patterns + " ".join(v for k, v in fragments.items() if k != fragment)
            assert f"{{{fragment}}}" in used, f"{name}.{fragment}"


def test_a_boilerplate_rule_takes_no_example_of_a_statement() -> None:
    statements = ["Infection at the injection site", "Nurses", "Physical therapy", "About an hour."]
    for text in statements:
        assert not any(rule.pattern.search(text) for rule in rules("boilerplate"))


def test_word_classes_are_lower_case_words() -> None:
    for name in table("words")["classes"]:
        if name == "compound_heads":
            continue
        assert all(word == word.lower() for word in word_class(name)), name


def test_the_version_is_a_hash_that_stays() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", rules_version())
    assert rules_version() == rules_version()
