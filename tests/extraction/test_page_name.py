"""The name of a procedure from the title of its page."""

from __future__ import annotations

import pytest

from procgraph.extraction.page_name import Heading, page_name

KNOWN = frozenset("toe fusion surgery bunion removal children hip scan specialist".split())


def named(title: str, *headings: str) -> str:
    """The name; each heading has its marks."""
    told = [Heading(len(marks), says) for marks, _, says in (h.partition(" ") for h in headings)]
    return page_name(title, told, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("title", "headings", "name"),
    [
        ("Toe fusion | Hillside Rooms", [], "Toe fusion"),
        ("Toe Fusion Leeds | Mr Surname", ["# Toe Fusion"], "Toe Fusion"),
        ("Toe Fusion Leeds UK | Mr Surname", ["# Toe Fusion Surgery"], "Toe Fusion Surgery"),
        ("Toe Fusion in Leeds, UK | Mr Surname", [], "Toe Fusion"),
        ("Toe Fusion | Mr Surname", ["# Toe Fusion Specialist in Leeds"], "Toe Fusion"),
        ("Bunion Removal in Leeds, Hip Scan in Leeds", ["# Bunion Removal"], "Bunion Removal"),
        ("\u2060Hillside Foot Centre", ["## Toe fusion", "### Toe fusion there"], "Toe fusion"),
        ("Dr. Forename Surname | Surgeon", ["## Bunion removal"], "Bunion removal"),
        ("Hillside-Rooms-Bunion", ["### Bunions"], "Bunion"),
    ],
)
def test_a_place_a_trade_and_a_site_are_no_name(title: str, headings: list[str], name: str) -> None:
    assert named(title, *headings) == name


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("Toe Fusion Zadek", ["# Toe Fusion Zadek"]),  # the heading has it
        ("Toe Fusion Zadek", ["# Feet"]),
        ("Toe Fusion in Children", []),
        ("Toe fusion at Home", ["# Home"]),
        ("Toe Fusion Zadek", []),
        ("Hillside Foot Centre", ["# Your visit"]),
        ("Hip-Toe scan", ["# Scans"]),
        ("No-Pin Fusion", ["# Bunion Fusion"]),
    ],
)
def test_other_titles_stay(title: str, headings: list[str]) -> None:
    assert named(title, *headings) == title
