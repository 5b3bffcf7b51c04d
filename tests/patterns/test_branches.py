"""Of a pattern of several branches those are searched for that a text may have."""

from __future__ import annotations

import re

import pytest

from procgraph.patterns import Branch, Branched, Gated, Gates, branches

PATTERN = r"\bneeds? (?:a|the) (?P<who>nurse|doctor)\b|^[|] done by (?P<by>\w+)|\bward\b"


def branched() -> Branched:
    parts = branches(PATTERN)
    gates = Gates.of(parts)
    members = [Branch(part, need) for part, need in zip(parts, gates.need, strict=True)]
    return Branched(PATTERN, Gated(members), gates.signature)


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("nurse", []),
        ("(?:nurse|doctor)s?", []),
        ("[|]|a", ["[|]", "a"]),
        ("[]|]|[^]|]", ["[]|]", "[^]|]"]),
        (r"\||\(|[(]|b", [r"\|", r"\(", "[(]", "b"]),
        ("(a|(b|c))|d", ["(a|(b|c))", "d"]),
        ("a|", ["a", ""]),
    ],
)
def test_bars_in_groups_classes_and_escapes_part_nothing(pattern: str, parts: list[str]) -> None:
    assert branches(pattern) == parts


@pytest.mark.parametrize(
    "text",
    [
        "It needs the Doctor",
        "A ward, and it needs a nurse",
        "| done by Ann, who needs a nurse",
        "done by Ann",
        "wards",
        "",
    ],
)
def test_the_leftmost_branch_is_found_with_its_groups(text: str) -> None:
    slow, quick = re.compile(PATTERN, re.IGNORECASE), branched()
    for name in ("search", "match"):
        expected, found = getattr(slow, name)(text), getattr(quick, name)(text)
        assert (found and (found.span(), found.groupdict())) == (
            expected and (expected.span(), expected.groupdict())
        )
    assert quick.split(text) == slow.split(text)
    assert quick.sub("-", text) == slow.sub("-", text)


def test_a_branch_that_cannot_match_is_never_compiled() -> None:
    pattern = branched()
    assert pattern.search("the ward") is not None
    assert ["quick" in vars(branch) for branch in pattern.members] == [False, False, True]
