"""A pattern in any case finds what `re` finds where it ignores case, letter for letter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procgraph.extraction.rules import rule_files, rules
from procgraph.patterns import AnyCase, folded

RULES = [
    rule for name in rule_files() for rule in rules(name) if not rule.data.get("case_sensitive")
]
PAIRS = [(re.compile(rule.source, re.IGNORECASE), rule.pattern) for rule in RULES]
TEXTS = [text for rule in RULES for text in (*rule.examples, *rule.counter_examples)]
Found = tuple[tuple[int, int], dict[str, str | None]] | None


def seen(match: re.Match[str] | None) -> Found:
    return (match.span(), match.groupdict()) if match else None


@pytest.mark.parametrize("name", rule_files())
def test_examples_in_any_case_match_alike(name: str) -> None:
    for rule in rules(name):
        if rule.data.get("case_sensitive"):
            continue
        slow, quick = re.compile(rule.source, re.IGNORECASE), rule.pattern
        for text in (*rule.examples, *rule.counter_examples):
            for said in (text, text.upper(), text.title()):
                assert seen(quick.search(said)) == seen(slow.search(said)), (rule.id, said)
                assert seen(quick.match(said)) == seen(slow.match(said)), (rule.id, said)
                assert seen(quick.fullmatch(said)) == seen(slow.fullmatch(said)), (rule.id, said)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3),
    st.sampled_from([" ", ", ", "\n", "İ", "ſ", "ẞ", "\u212a"]),
    st.booleans(),
)
def test_any_text_is_found_split_and_replaced_alike(
    texts: list[str], joint: str, shouted: bool
) -> None:
    text = joint.join(texts)
    text = text.upper() if shouted else text
    for slow, quick in PAIRS:
        assert [seen(m) for m in quick.finditer(text)] == [seen(m) for m in slow.finditer(text)]
        assert quick.split(text) == slow.split(text)
        assert quick.sub("", text) == slow.sub("", text)
        assert seen(quick.search(text, 3)) == seen(slow.search(text, 3))


@pytest.mark.parametrize("text", ["İstanbul", "ſo", "ΣΑΣ", "STRASSE", "ẞ", "\u212a"])
def test_a_folded_text_is_as_long_as_it_was(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_escapes_and_names_of_groups_keep_their_letters() -> None:
    match = AnyCase(r"(?P<word>[A-Z]\S+)\s\D\B(?P=word)").search("ABC dabc")
    assert match is not None
    assert match["word"] == "ABC"
