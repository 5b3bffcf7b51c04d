"""Figures for how often."""

from __future__ import annotations

import pytest

from procgraph.extraction.rates import find_rate
from procgraph.model import Rate

FIGURES = {
    "Stroke (less than 1%)": (None, 0.01, "Stroke"),
    "Infection <1%": (None, 0.01, "Infection"),
    "Infection in 3 to 5% of patients": (0.03, 0.05, "Infection"),
    "Leak: 0.3–0.9%": (0.003, 0.009, "Leak"),
    "Bleeding: about 1 in 10,000": (0.0001, 0.0001, "Bleeding"),
    "Infection occurs in about 2% of patients": (0.02, 0.02, "Infection"),
    "Headache affects 1 in 10 people": (0.1, 0.1, "Headache"),
    "Headache occurs in 1 out of every 5 people": (0.2, 0.2, "Headache"),
    "Swelling, in ~15% of cases": (0.15, 0.15, "Swelling"),
    "Failure in up to 10 percent": (None, 0.1, "Failure"),
    "Failure in at least 10 per cent": (0.1, None, "Failure"),
    "Tear (1 in 50 to 100)": (0.01, 0.02, "Tear"),
    "Tear: between 1% and 2%": (0.01, 0.02, "Tear"),
    "Fever in one in four": (0.25, 0.25, "Fever"),
    "more than 20% have pain": (0.2, None, "pain"),
    "2 to 7 in 100 women get an infection": (0.02, 0.07, "an infection"),
    "fewer than 1 in 10,000 people have a stroke": (None, 0.0001, "a stroke"),
}


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_is_a_proportion(text: str) -> None:
    low, high, rest = FIGURES[text]
    found = find_rate(text)
    assert found is not None
    assert found.rate == Rate(low, high)
    assert found.rest == rest


@pytest.mark.parametrize(
    "text",
    ["", "bleeding", "50 mg of a drug", "30 to 60 minutes", "a dose of 2.5", "120%", "5 to 2%",
     "one of the nurses", "2 in 1", "grade 1 or 2"],
)  # fmt: skip
def test_what_is_no_proportion_gives_none(text: str) -> None:
    assert find_rate(text) is None


def test_a_figure_before_the_word_risk_keeps_the_complication() -> None:
    found = find_rate("a 2% risk of stroke")
    assert found is not None
    assert found.rest.endswith("stroke")


@pytest.mark.parametrize("text", ["two in one thousand", "Stroke (1/1000)"])
def test_figures_in_other_forms(text: str) -> None:
    assert find_rate(text) is not None
