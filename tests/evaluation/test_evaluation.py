"""Facts against gold: how facts match, what is counted, and what a reader is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from procgraph.errors import InputError
from procgraph.evaluation import CORE, FIELDS, Counts, evaluate, read_gold


def fact(relation: str, label: str, quote: str = "", **more: Any) -> dict[str, Any]:
    return {
        "document": "a.txt",
        "procedure": {"codeSystem": "CPT4", "addOn": False},
        "relation": relation,
        "object": {"label": label, "text": label},
        "evidence": [{"quote": quote or label}],
        "polarity": "affirmed",
        "condition": None,
        "group": None,
        "frequency": None,
        **more,
    }


def gold(**fields: Any) -> dict[str, dict[str, Any]]:
    return {"a": {"doc": "a", "code_system": "CPT4", "addon": False, **fields}}


def indication(label: str, quote: str, relation: str = "treats") -> dict[str, Any]:
    return {"label": label, "quote": quote, "relation": relation}


def test_labels_agree_without_case_number_spelling_and_small_words() -> None:
    score = evaluate(
        [fact("treats", "Fractures of the hip"), fact("treats", "anaemia")],
        gold(treats=[indication("hip fracture", "x y"), indication("anemia", "z")]),
    )
    assert score.counts("treats") == Counts(2, 2, 2)


def test_a_weaker_agreement_needs_the_quote() -> None:
    entry = indication("severe chronic pain", "severe chronic pain in the knee")
    near = [fact("treats", "pain chronic knee", quote="severe chronic pain in the knee")]
    far = [fact("treats", "pain chronic knee", quote="another sentence")]
    assert evaluate(near, gold(treats=[entry])).counts("treats").matched == 1
    assert evaluate(far, gold(treats=[entry])).counts("treats").matched == 0


def test_a_fact_matches_one_gold_fact_only_and_the_best_first() -> None:
    entries = [indication("neck pain", "neck pain"), indication("chronic neck pain", "q")]
    score = evaluate([fact("treats", "chronic neck pain")], gold(treats=entries))
    assert score.counts("treats") == Counts(1, 1, 2)
    assert [c.label for c in score.confusions("treats")] == ["neck pain"]


def test_a_denied_fact_is_no_prediction_but_for_anesthesia_and_preparation() -> None:
    denied = [
        fact("hasComplication", "stroke", polarity="negated"),
        fact("usesAnesthesia", "sedation", polarity="negated"),
    ]
    score = evaluate(
        denied, gold(anesthesia=[{"label": "sedation", "quote": "sedation", "negated": True}])
    )
    assert score.counts("complications") == Counts(0, 0, 0)
    assert score.counts("anesthesia") == Counts(1, 1, 1)
    assert score.qualifiers()["anesthesia.negated"] == (1, 1)


def test_qualifiers_are_judged_on_matched_facts() -> None:
    roles = [
        {"role": "surgeon", "quote": "surgeon", "condition": None, "group": 1},
        {"role": "radiologist", "quote": "radiologist", "condition": None, "group": 1},
        {"role": "nurse", "quote": "nurse", "condition": "if needed", "group": 2},
    ]
    found = [
        fact("requiresPersonnel", "surgeon", group=7),
        fact("requiresPersonnel", "radiologist", group=7),
        fact("requiresPersonnel", "nurse"),
    ]
    qualifiers = evaluate(found, gold(personnel=roles)).qualifiers()
    assert qualifiers["personnel.one-of"] == (3, 3)
    assert qualifiers["personnel.conditional"] == (2, 3)


@pytest.mark.parametrize(("high", "right"), [(60, 1), (45, 0), (None, 0)])
def test_a_duration_counts_only_when_both_ends_are_exact(high: int | None, right: int) -> None:
    duration = fact("hasDuration", "x") | {"object": {"minMinutes": 30, "maxMinutes": high}}
    score = evaluate([duration], gold(duration={"min_minutes": 30, "max_minutes": 60}))
    assert score.qualifiers()["duration exact"] == (right, 1)


def test_a_document_without_facts_counts_as_missed() -> None:
    score = evaluate([], gold(treats=[indication("pain", "pain")]))
    assert score.counts() == Counts(0, 0, 1)
    assert score.counts().f1 == 0.0


def test_the_interval_is_the_same_each_time_and_holds_the_score() -> None:
    found = [fact("treats", "pain"), fact("hasComplication", "fever")]
    documents = gold(treats=[indication("pain", "pain")])
    documents["b"] = {"treats": [indication("stroke", "stroke")]}
    score = evaluate(found, documents)
    low, high = score.interval(samples=200)
    assert (low, high) == score.interval(samples=200)
    assert low <= score.counts().f1 <= high


def test_the_core_is_part_of_the_fields() -> None:
    assert set(CORE) <= set(FIELDS)


def test_gold_is_read_by_stem_and_refused_in_one_line(tmp_path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"doc": "x"}))
    assert list(read_gold(tmp_path)) == ["x"]
    (tmp_path / "y.json").write_text("{\n nonsense")
    with pytest.raises(InputError, match=r"y\.json:2: is not JSON"):
        read_gold(tmp_path)
    with pytest.raises(InputError, match="has no gold files"):
        read_gold(tmp_path / "nothing")
