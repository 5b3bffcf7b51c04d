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


def gaps_of(name: str) -> set[tuple[str, str]]:
    """The known gaps of a file of rules."""
    ids = {rule.id for rule in rules(name)}
    return {(identifier, text) for identifier, text in KNOWN_GAPS if identifier in ids}


def matches(rule: Rule, text: str) -> bool:
    """Whether the rule holds for a text, and for the word that it requires there."""
    requires = rule.data.get("requires")
    return bool(rule.pattern.search(text)) and (
        not requires or bool(re.search(requires, text, re.IGNORECASE))
    )


def test_known_gaps_are_of_today() -> None:
    texts = {(r.id, text) for r in RULES for text in (*r.examples, *r.counter_examples)}
    assert texts >= KNOWN_GAPS


# One test for each file of rules, and not for each of seven thousand lines: a test of its own costs
# a hundred times what a line does.
def test_no_pattern_keeps_what_a_group_has_matched() -> None:
    # Python before 3.11.5 matches possessive groups wrongly where alternatives stand in them
    # (gh-106052), and says nothing.
    keeps = re.compile(r"\)[*+?]\+|\(\?>")
    assert [r.id for name in rule_files() for r in rules(name) if keeps.search(r.source)] == []


@pytest.mark.parametrize("name", rule_files())
def test_examples_match_and_counter_examples_do_not(name: str) -> None:
    missed = [(r.id, text) for r in rules(name) for text in r.examples if not matches(r, text)]
    matched = [
        (r.id, text) for r in rules(name) for text in r.counter_examples if r.pattern.search(text)
    ]
    assert {*missed, *matched} == gaps_of(name)


@pytest.mark.parametrize("name", rule_files())
def test_every_rule_is_whole(name: str) -> None:
    for rule in rules(name):
        assert rule.examples, rule.id
        assert rule.counter_examples, rule.id
        assert rule.pattern.search("") is None, rule.id
        assert GROUPS.get(rule.id.split(".")[0], set()) <= set(rule.pattern.groupindex), rule.id
        unknown = re.search(r"\{[a-z]+\}", rule.pattern.pattern)
        assert not unknown, f"{rule.id}: a fragment that does not exist"


@pytest.mark.parametrize("name", rule_files())
def test_what_a_rule_names_exists(name: str) -> None:
    known = {relation.value for relation in Relation}
    for rule in rules(name):
        slots = {
            *rule.data.get("slots", ()),
            *(rule.data[k] for k in rule.data.keys() & {"relation"}),
        }
        assert slots <= known, rule.id
        assert rule.data.get("frequency") in (None, "common", "uncommon", "rare"), rule.id


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
