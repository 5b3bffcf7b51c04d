"""A gate never shuts out a text that its pattern matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procgraph.extraction.rules import rule_files, rules, signature
from procgraph.patterns import Gates, requirements

RULES = [rule for name in rule_files() for rule in rules(name)]
TEXTS = [text for rule in RULES for text in (*rule.examples, *rule.counter_examples)]
SIGNED = [(text, signature(text)) for text in TEXTS]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bneeds? (?:a|the) nurse", [{"|nurse"}, {"|need|", "|needs|"}]),
        (r"an[a]?esth", [{"anesth", "anaesth"}]),
        (r"\b(?:very )*rare\b", [{"|rare|"}]),
        (r"^(?:so|then) we", [{"^then|", "^so|"}, {"|we"}]),
        (r"pain(?:: |; )", [{"pain|"}, {":", ";"}]),
        (r"so that", [{"|that"}, {"so|"}]),
        (r"\w+|x", []),
        (r"(?:pain)?", []),
        (r"[^,]*\bpain(?! relief)", [{"|pain"}]),
    ],
)
def test_what_a_pattern_requires(pattern: str, needed: list[set[str]]) -> None:
    assert [set(group) for group in requirements(pattern)] == needed


@pytest.mark.parametrize("name", rule_files())
def test_no_text_that_matches_is_shut_out(name: str) -> None:
    # A fifth of all texts, another one for each rule.
    shut_out = [
        (rule.id, text)
        for number, rule in enumerate(RULES)
        if rule.id.startswith(f"{name}.")
        for text, has in SIGNED[number % 5 :: 5]
        if rule.need & ~has and rule.pattern.search(text)
    ]
    assert shut_out == []


@pytest.mark.parametrize(("pattern", "text"), [("kiss", "KISS"), ("kiss", "\u212aı\u017fſ")])
def test_letters_that_only_fold_to_ascii_open_a_gate(pattern: str, text: str) -> None:
    assert re.search(pattern, text, re.IGNORECASE)
    gates = Gates.of([pattern])
    assert gates.need[0] & ~gates.signature(text) == 0


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3),
    st.sampled_from([" ", "", ", ", "\n", "İ", "-", "_"]),
    st.integers(0, 12),
)
def test_no_piece_of_text_that_matches_is_shut_out(
    texts: list[str], joint: str, start: int
) -> None:
    text = joint.join(texts)[start:]
    has = signature(text)
    for rule in RULES:
        if rule.need & ~has:
            assert rule.pattern.search(text) is None, rule.id
