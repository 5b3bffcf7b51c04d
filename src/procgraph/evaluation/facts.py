"""Facts against gold: precision, recall and F1 by field, accuracy of qualifiers, confusion lists.

Confidence intervals are percentile bootstrap intervals over documents (Efron & Tibshirani, An
Introduction to the Bootstrap, 1993, chapter 13).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from procgraph.evaluation.counts import Counts
from procgraph.evaluation.gold import Record
from procgraph.evaluation.matching import gold_label, labels, pairs

__all__ = ["CORE", "FIELDS", "Confusion", "DocumentScore", "Evaluation", "evaluate"]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "treats": ("treats", "diagnoses", "prevents", "screens"),
    "personnel": ("requiresPersonnel",),
    "alternatives": ("hasAlternative",),
    "complications": ("hasComplication",),
    "settings": ("performedIn",),
    "anatomy": ("hasAnatomicalSite",),
    "imaging": ("usesImaging",),
    "anesthesia": ("usesAnesthesia",),
    "preparation": ("requiresPreparation",),
    "recovery": ("hasRecovery",),
    "contraindications": ("contraindicatedBy",),
    "benefits": ("hasBenefit",),
}
"""The fields of a gold file, and the relations whose facts are compared with each."""
CORE = ("treats", "personnel", "alternatives", "complications", "settings", "anesthesia", "imaging")
"""The fields of the core micro-F1."""

# Fields whose gold names denied facts too; elsewhere a denied fact is no prediction.
_WITH_DENIALS = frozenset({"anesthesia", "preparation"})


@dataclass(frozen=True, slots=True)
class Confusion:
    """A gold fact that was missed, or a predicted one that is in no gold."""

    document: str
    field: str
    kind: str
    label: str
    quote: str


@dataclass(slots=True)
class DocumentScore:
    """The counts of one document; `qualifiers` maps a name to (right, all)."""

    document: str
    counts: dict[str, Counts] = field(default_factory=dict)
    qualifiers: dict[str, tuple[int, int]] = field(default_factory=dict)
    confusions: list[Confusion] = field(default_factory=list)

    def judge(self, name: str, right: bool) -> None:
        good, total = self.qualifiers.get(name, (0, 0))
        self.qualifiers[name] = (good + right, total + 1)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all documents."""

    documents: tuple[DocumentScore, ...]

    def counts(self, *fields: str) -> Counts:
        """The counts over all documents of the fields given, or of all fields."""
        return _total(self.documents, fields or tuple(FIELDS))

    def qualifiers(self) -> dict[str, tuple[int, int]]:
        """For each qualifier, how many were right of how many, on matched facts."""
        total: dict[str, tuple[int, int]] = {}
        for document in self.documents:
            for name, (good, all_) in document.qualifiers.items():
                before = total.get(name, (0, 0))
                total[name] = (before[0] + good, before[1] + all_)
        return dict(sorted(total.items()))

    def confusions(self, name: str) -> list[Confusion]:
        """What was missed and what was extra in a field."""
        return [c for document in self.documents for c in document.confusions if c.field == name]

    def interval(
        self, *fields: str, samples: int = 1000, level: float = 0.95
    ) -> tuple[float, float]:
        """A bootstrap interval of the micro-F1, documents drawn with replacement; seeded."""
        if not self.documents:
            return (0.0, 0.0)
        draw = random.Random(0)
        chosen = fields or tuple(FIELDS)
        scores = sorted(
            _total(draw.choices(self.documents, k=len(self.documents)), chosen).f1
            for _ in range(samples)
        )
        tail = (1 - level) / 2
        return scores[int(tail * samples)], scores[min(samples - 1, int((1 - tail) * samples))]

    def to_json(self) -> dict[str, Any]:
        """All scores, the intervals of the micro-averages, and the confusions."""
        groups = {name: (name,) for name in FIELDS} | {"core": CORE, "all": tuple(FIELDS)}
        return {
            "documents": len(self.documents),
            "fields": {name: self.counts(*group).to_json() for name, group in groups.items()},
            "intervals": {name: self.interval(*groups[name]) for name in ("core", "all")},
            "qualifiers": {
                name: {"right": right, "of": total}
                for name, (right, total) in self.qualifiers().items()
            },
            "confusions": [asdict(c) for name in FIELDS for c in self.confusions(name)],
        }


def evaluate(facts: Iterable[Record], gold: Mapping[str, Record]) -> Evaluation:
    """Score facts (as `Fact.to_json` gives them) against gold by document stem."""
    predicted: dict[str, list[Record]] = {}
    for fact in facts:
        predicted.setdefault(Path(str(fact["document"])).stem, []).append(fact)
    return Evaluation(
        tuple(_score(stem, predicted.get(stem, []), gold[stem]) for stem in sorted(gold))
    )


# -- one document ----------------------------------------------------------------------------------


def _score(stem: str, facts: Sequence[Record], gold: Record) -> DocumentScore:
    score = DocumentScore(stem)
    for name, relations in FIELDS.items():
        entries = gold.get(name) or []
        found = [
            fact
            for fact in facts
            if fact["relation"] in relations
            and (name in _WITH_DENIALS or fact.get("polarity", "affirmed") != "negated")
        ]
        matches = pairs(entries, found)
        score.counts[name] = Counts(len(matches), len(found), len(entries))
        _judge_pairs(score, name, [(entries[i], found[j]) for i, j in matches])
        if name == "personnel":
            _judge_choices(score, entries, found, matches)
        _confuse(score, name, entries, found, matches)
    _judge_document(score, facts, gold)
    return score


def _judge_pairs(score: DocumentScore, name: str, pairs: Iterable[tuple[Record, Record]]) -> None:
    for entry, fact in pairs:
        if "condition" in entry:
            agrees = bool(entry["condition"]) == bool(fact.get("condition"))
            score.judge(f"{name}.conditional", agrees)
        if "negated" in entry:
            agrees = bool(entry["negated"]) == (fact.get("polarity") == "negated")
            score.judge(f"{name}.negated", agrees)
        if name == "complications":
            agrees = (entry.get("frequency") or None) == (fact.get("frequency") or None)
            score.judge("complications.frequency", agrees)
        if name == "treats":
            score.judge("treats.relation", entry["relation"] == fact["relation"])


def _judge_choices(
    score: DocumentScore,
    gold: Sequence[Record],
    found: Sequence[Record],
    pairs: Iterable[tuple[int, int]],
) -> None:
    roles: dict[object, set[str]] = {}
    for entry in gold:
        roles.setdefault(entry.get("group"), set()).add(entry["role"])
    sizes = Counter(fact.get("group") for fact in found)
    for i, j in pairs:
        group, own = gold[i].get("group"), found[j].get("group")
        is_choice = group is not None and len(roles[group]) > 1
        score.judge("personnel.one-of", is_choice == (own is not None and sizes[own] > 1))


def _judge_document(score: DocumentScore, facts: Sequence[Record], gold: Record) -> None:
    duration = gold.get("duration")
    if duration:
        own = next((f["object"] for f in facts if f["relation"] == "hasDuration"), None)
        score.judge(
            "duration exact",
            own is not None
            and own.get("minMinutes") == duration.get("min_minutes")
            and own.get("maxMinutes") == duration.get("max_minutes"),
        )
    procedure = (facts[0].get("procedure") or {}) if facts else {}
    score.judge("code system", (procedure.get("codeSystem") or None) == gold.get("code_system"))
    score.judge("add-on flag", bool(procedure.get("addOn")) == bool(gold.get("addon")))


def _confuse(
    score: DocumentScore,
    name: str,
    gold: Sequence[Record],
    found: Sequence[Record],
    pairs: Iterable[tuple[int, int]],
) -> None:
    matched = list(pairs)
    hit, used = {i for i, _ in matched}, {j for _, j in matched}
    for i, entry in enumerate(gold):
        if i not in hit:
            missed = Confusion(score.document, name, "missed", gold_label(entry), entry["quote"])
            score.confusions.append(missed)
    for j, fact in enumerate(found):
        if j not in used:
            evidence = fact.get("evidence") or [{}]
            quote = evidence[0].get("quote", "")
            extra = Confusion(score.document, name, "extra", " / ".join(labels(fact)[:2]), quote)
            score.confusions.append(extra)


def _total(documents: Iterable[DocumentScore], fields: Iterable[str]) -> Counts:
    chosen = tuple(fields)
    total = Counts()
    for document in documents:
        for name in chosen:
            total += document.counts.get(name, Counts())
    return total
