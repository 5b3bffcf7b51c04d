"""Documents of our own, and what a careful reader takes from them.

``tests/cases/<phenomenon>/<name>.<ending>`` is a document, ``<name>.expected.json`` beside it a
list of facts. For each relation that is expected at all, the facts must be just these. A fact is
compared by the keys that its entry has, and by `polarity` (affirmed, unless it says otherwise):

* ``relation``, ``object`` (the concept's label, the mention, or words that are linked to the same
  concept; a step's text), ``condition``, ``frequency``, ``rate``, ``label`` and ``order`` of a
  step, ``minMinutes`` and ``maxMinutes``;
* ``choiceWith``: the other members of its choice, none for a fact that is no choice;
* ``"not": true``: no such fact may be there; without ``object``, none of the relation at all;
* ``{"procedure": {…}}``: what is known of the procedure itself.

``cases/known_gaps.txt`` names the cases that are read wrong today, each with the reason; one that
comes to be read right must leave it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.model import Concept, Duration, Extraction, Fact
from procgraph.terminology import Lexicon, normalise

CASES = Path(__file__).parent / "cases"
ENDINGS = (".txt", ".md", ".html")
Entry = dict[str, Any]


def known_gaps() -> dict[str, str]:
    """The reason for each case that is read wrong."""
    lines = (CASES / "known_gaps.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    return {entry[0]: entry[1] for entry in entries}


def cases() -> list[Any]:
    gaps = known_gaps()
    found = []
    for expected in sorted(CASES.rglob("*.expected.json")):
        name = expected.relative_to(CASES).as_posix().removesuffix(".expected.json")
        gap = gaps.get(name)
        marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
        found.append(pytest.param(expected, id=name, marks=marks))
    return found


@cache
def lexicon() -> Lexicon:
    return Lexicon.load(packages=False)


@pytest.mark.parametrize("path", cases())
def test_case(path: Path) -> None:
    entries: list[Entry] = json.loads(path.read_text(encoding="utf-8"))
    (document,) = read_documents([document_of(path)])
    extraction = extract(document, lexicon())
    for entry in entries:
        if "procedure" in entry:
            check_procedure(extraction, entry["procedure"])
    assert problems(extraction, [e for e in entries if "relation" in e]) == []


def test_every_case_is_whole() -> None:
    documents = {p for p in CASES.rglob("*") if p.suffix in ENDINGS and p.parent != CASES}
    assert documents == {document_of(p) for p in CASES.rglob("*.expected.json")}
    names = {p.relative_to(CASES).with_suffix("").as_posix() for p in documents}
    assert set(known_gaps()) <= names


def document_of(expected: Path) -> Path:
    stem = expected.name.removesuffix(".expected.json")
    (found,) = [p for e in ENDINGS if (p := expected.with_name(stem + e)).exists()]
    return found


def check_procedure(extraction: Extraction, expected: Entry) -> None:
    procedure = extraction.procedure
    actual = {
        "label": procedure.label,
        "names": list(procedure.names),
        "code": procedure.code,
        "codeSystem": procedure.code_system,
        "addOn": procedure.add_on,
    }
    assert {key: actual[key] for key in expected} == expected


def problems(extraction: Extraction, entries: list[Entry]) -> list[str]:
    """What is missing, what is too much, and what must not be there."""
    found: list[str] = []
    unmatched = list(extraction.facts)
    for entry in entries:
        hits = [f for f in unmatched if holds(entry, f, extraction.facts)]
        if entry.get("not"):
            found.extend(f"must not be: {shown(f, extraction.facts)}" for f in hits)
        elif not hits:
            found.append(f"missing: {entry}")
        else:
            unmatched.remove(hits[0])
    closed = {entry["relation"] for entry in entries if not entry.get("not")}
    found.extend(
        f"too much: {shown(f, extraction.facts)}" for f in unmatched if f.relation in closed
    )
    return found


def holds(entry: Entry, fact: Fact, facts: tuple[Fact, ...]) -> bool:
    if fact.relation != entry["relation"]:
        return False
    if "object" in entry and not names(fact, entry["object"]):
        return False
    value = fact.object
    actual = {
        "polarity": fact.polarity,
        "condition": fact.condition and fact.condition.casefold(),
        "frequency": fact.frequency,
        "rate": fact.rate and {"min": fact.rate.min, "max": fact.rate.max},
        "minMinutes": getattr(value, "min_minutes", None),
        "maxMinutes": getattr(value, "max_minutes", None),
        "order": getattr(value, "order", None),
        "label": getattr(value, "label", None),
    }
    wanted = entry if entry.get("not") else {"polarity": "affirmed", **entry}
    for key in wanted.keys() & actual.keys():
        expected = wanted[key]
        if key == "condition" and expected:
            expected = expected.casefold()
        if actual[key] != expected:
            return False
    if "choiceWith" in entry:
        others = others_of(fact, facts)
        choice = entry["choiceWith"]
        return len(others) == len(choice) and all(any(names(o, w) for o in others) for w in choice)
    return True


def names(fact: Fact, words: str) -> bool:
    value = fact.object
    if not isinstance(value, Concept):
        return words == value.text
    return (
        normalise(words) in (normalise(value.label), normalise(value.text))
        or lexicon().link(words, fact.relation).iri == value.iri
    )


def others_of(fact: Fact, facts: tuple[Fact, ...]) -> list[Fact]:
    if fact.group is None:
        return []
    return [f for f in facts if f.group == fact.group and f is not fact]


def shown(fact: Fact, facts: tuple[Fact, ...]) -> str:
    value = fact.object
    says = f"{value.text} = {value.label}" if isinstance(value, Concept) else f"{value}"
    if isinstance(value, Duration):
        says = f"{value.min_minutes}..{value.max_minutes}"
    parts = [fact.relation.value, says, fact.polarity, fact.condition, fact.frequency, fact.rate]
    choice = [getattr(o.object, "text", "") for o in others_of(fact, facts)]
    return " | ".join(str(part) for part in [*parts, choice, fact.rule])
