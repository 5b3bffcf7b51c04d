"""Each question answers what a careful reader answers, and every engine answers the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from procgraph.dataset.query import bound, run
from procgraph.dataset.questions import find_question, shipped
from procgraph.rdf.serialise import to_rdflib

ANSWERS = tomllib.loads((Path(__file__).parent / "world/answers.toml").read_text("utf-8"))["answer"]


def _name(answer: dict) -> str:
    given = ",".join(answer.get("parameters", {}).values())
    return f"{answer['question']}({given})"


@pytest.mark.parametrize("answer", ANSWERS, ids=_name)
def test_answers_what_a_careful_reader_answers(world: ox.Store, answer: dict) -> None:
    question = find_question(answer["question"])
    found = run(world, bound(world, question, answer.get("parameters", {})), question.source)
    rows = [["" if row[c] is None else str(row[c]) for c in answer["columns"]] for row in found]
    assert rows == answer["rows"], answer["why"]


def test_every_question_has_an_answer_worked_out_by_hand() -> None:
    assert {q.name for q in shipped("competency")} == {a["question"] for a in ANSWERS}


@pytest.fixture(scope="module")
def rdflib_world(world: ox.Store) -> rdflib.Dataset:
    dataset = to_rdflib(world.quads_for_pattern(None, None, None))
    dataset.default_union = True
    return dataset


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own
@pytest.mark.filterwarnings("ignore:Dataset.contexts:DeprecationWarning")
@pytest.mark.parametrize("answer", ANSWERS, ids=_name)
def test_rdflib_answers_the_same(
    world: ox.Store, rdflib_world: rdflib.Dataset, answer: dict
) -> None:
    question = find_question(answer["question"])
    text = bound(world, question, answer.get("parameters", {}))
    ours = run(world, text, question.source)
    # rdflib writes the least of no values as the word None.
    theirs = [["" if str(v) == "None" else str(v) for v in row] for row in rdflib_world.query(text)]
    assert theirs == [["" if v is None else v.value for v in row] for row in ours.cells]


@pytest.mark.parametrize("question", shipped(), ids=lambda q: q.name)
def test_header_says_what_it_answers_and_what_it_does_not_know(question) -> None:
    assert question.summary
    for parameter in question.parameters:
        assert parameter.default
        assert parameter.description
        assert f"?{parameter.variable}" in question.text
    if question.kind == "competency":
        assert question.summary.endswith("?")
        assert len(question.description) > 60


@pytest.mark.parametrize("question", shipped(), ids=lambda q: q.name)
def test_nothing_that_an_engine_is_known_to_be_bad_at(question) -> None:
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith("#+"))
    assert "EXISTS" not in body.upper().replace("NOT EXISTS", "EXISTS")
    assert "xsd:duration" not in body
    assert question.kind == "construct" or "ORDER BY" in body
