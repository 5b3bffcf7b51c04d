#!/usr/bin/env python3
"""How far two careful readers agree: the ceiling for any tool that is scored by one of them.

    python data/agreement.py

The facts in second_reader/unseen12 were written by another reader, from the same documents and
conventions and without a look at gold/facts/unseen12. They are scored as if a tool had found them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from procgraph.evaluation import CORE, FIELDS, Evaluation, evaluate, read_gold
from procgraph.evaluation.gold import Record

HERE = Path(__file__).parent
SET = "unseen12"


def main() -> None:
    scores = agreement(HERE / "gold" / "facts" / SET, HERE / "second_reader" / SET)
    for name in FIELDS:
        print(f"{name:18} {scores.counts(name).f1:.2f}")
    print(f"{'core':18} {scores.counts(*CORE).f1:.2f}")
    print(f"{'all':18} {scores.counts().f1:.2f}")


def agreement(first: Path, second: Path) -> Evaluation:
    """The facts of a second reader, scored against those of the first."""
    found = (fact for stem, gold in read_gold(second).items() for fact in as_found(stem, gold))
    return evaluate(found, read_gold(first))


def as_found(stem: str, gold: Record) -> Iterator[Record]:
    """What a reader wrote down of a document, as `procgraph extract` would print it."""
    for name, relations in FIELDS.items():
        for entry in gold.get(name) or ():
            yield {
                "document": stem,
                "relation": entry.get("relation", relations[0]),
                "object": {"label": entry.get("label") or entry["role"]},
                "evidence": [{"quote": entry["quote"]}],
                "condition": entry.get("condition"),
                "polarity": "negated" if entry.get("negated") else "affirmed",
                "frequency": entry.get("frequency"),
                "group": entry.get("group"),
            }


if __name__ == "__main__":
    main()
