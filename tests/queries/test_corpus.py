"""The questions on the corpus: the rows that stand beside them, soon, and no rule broken."""

from __future__ import annotations

import time

import pytest

from procgraph.api import ProcedureGraph
from procgraph.dataset.query import bound, run
from procgraph.dataset.questions import Question, shipped
from procgraph.resources import queries_dir


@pytest.mark.parametrize("question", shipped("competency"), ids=lambda q: q.name)
def test_answers_as_expected(corpus: ProcedureGraph, question: Question) -> None:
    expected = queries_dir() / "competency" / f"{question.name}.expected.csv"
    found = corpus.query(question.name).to("csv").replace("\r\n", "\n")
    assert found.splitlines() == expected.read_text("utf-8").splitlines(), (
        "read `python tests/queries/regenerate.py`, then commit what it wrote"
    )
    assert len(found.splitlines()) > 1, "the defaults should have an answer"


@pytest.mark.parametrize("question", shipped("competency", "construct"), ids=lambda q: q.name)
def test_answers_within_a_second(corpus: ProcedureGraph, question: Question) -> None:
    text = bound(corpus.store, question, {})
    start = time.process_time()
    run(corpus.store, text, question.source)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("rule", shipped("violations"), ids=lambda q: q.name)
def test_breaks_no_rule(corpus: ProcedureGraph, rule: Question) -> None:
    rows = corpus.query(rule.name)
    # A warning is about what a document says; it may say so.
    assert [row for row in rows if row.get("severity") != "Warning"] == []
