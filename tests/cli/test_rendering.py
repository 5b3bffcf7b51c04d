"""What people read: rates in words that say no more than the text does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procgraph.dataset.diff import Change
from procgraph.model import Concept, Evidence, Fact, Procedure, Rate, Relation
from procgraph.rendering import table
from procgraph.rendering.facts import changes, rate_words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (0.03, 0.05, "3–5 %"),
        (0.02, 0.02, "2 %"),
        (None, 0.01, "up to 1 %"),
        (0.995, None, "at least 99.5 %"),
        (0.9999, 1.0, "99.99–100 %"),
        (0.00033333, 0.00033333, "1 in 3,000"),
        (None, 0.001, "up to 1 in 1,000"),
        (0.0001, 0.001, "1 in 10,000 to 1 in 1,000"),
        (0.28571429, 0.28571429, "28.57 %"),
        (0.0034, 0.0034, "0.34 %"),
    ],
)
def test_a_rate_in_words(least, most, words):
    assert rate_words(Rate(least, most)) == words


def test_a_table_in_a_pipe_is_aligned(capsys):
    table(("name", "of"), [["two\nlines", None], ["広い", "x"], ["long enough", 5]])
    assert capsys.readouterr().out.splitlines() == [
        "name         of",
        "two",
        "lines",
        "広い         x",
        "long enough  5",
    ]


def test_a_change_of_a_rate_is_told_as_on_a_card(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    procedure = Procedure("https://example.org/p", "Scope")
    old = Fact(
        document="a.txt",
        procedure=procedure,
        relation=Relation.HAS_COMPLICATION,
        object=Concept("https://example.org/c", "bleeding", "bleeding"),
        evidence=(Evidence(0, 8, 1, "Bleeding"),),
        section="complications",
        rule="a.b",
    )
    changes([Change("changed", "a.txt", old, replace(old, rate=Rate(0.02, 0.02)))])
    assert "rate: none → 2 %" in capsys.readouterr().out
