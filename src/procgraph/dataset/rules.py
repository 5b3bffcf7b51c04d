"""Rules across documents: questions under `queries/violations` whose answers must be empty.

The columns `document`, `start`, `end` and `quote` of a row, where a rule has them, say where;
`severity` defaults to ``Violation`` and `message` to the question's summary and the row's values.

After a small change most rules are asked about the nodes that the change touched, and what they
found elsewhere stays. A rule's header says what its rows depend on, see `Question`; one that says
nothing is asked whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from procgraph.dataset.binding import only
from procgraph.dataset.query import ask
from procgraph.dataset.questions import Question, shipped
from procgraph.dataset.reader import Dataset
from procgraph.dataset.segments import read_texts
from procgraph.rdf.iris import document_id
from procgraph.rdf.shapes import Violation

__all__ = ["Earlier", "Row", "by_place", "check_rules", "rule_result"]

_WHERE = frozenset({"document", "start", "end", "quote", "severity", "message"})

Row = Mapping[str, Any]
"""A row of a rule's answer, by column."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the rules found before a change, and the nodes that the change is about."""

    results: tuple[Violation, ...]
    touched: frozenset[str]

    def of(self, rule: Question) -> list[Violation]:
        """What a rule found."""
        return [result for result in self.results if result.shape == rule.name]


def check_rules(
    dataset: Dataset, *, across_only: bool = False, earlier: Earlier | None = None
) -> list[Violation]:
    """A violation for each row of each rule, in the order of the rules, then by place.

    With `across_only` those rules are left out that each document's graph keeps by itself: what
    the writer has just written needs no second reading of all statements. `earlier` saves work and
    changes nothing.
    """
    rules = [
        rule for rule in shipped("violations") if not (across_only and rule.scope == "document")
    ]
    if not rules:
        return []
    asking = _Asking(dataset, dataset.store(), earlier)
    answers = [asking.answer(rule) for rule in rules]
    rows = [row for _, found in answers for row in found]
    placed = {_identifier(row["document"]) for row in rows if _is_placed(row)}
    texts = _texts(dataset, placed & dataset.manifest.documents.keys())
    return [
        result
        for rule, (kept, found) in zip(rules, answers, strict=True)
        for result in sorted(
            [*kept, *(rule_result(rule, row, texts) for row in found)], key=by_place
        )
    ]


@dataclass(frozen=True, slots=True)
class _Asking:
    dataset: Dataset
    store: ox.Store
    earlier: Earlier | None

    def answer(self, rule: Question) -> tuple[list[Violation], list[Row]]:
        """The results that stay, and the rows that come to them."""
        if self.earlier is None:
            return [], self._rows(rule)
        before, touched = self.earlier.of(rule), self.earlier.touched
        if rule.about:
            kept = [result for result in before if result.focus_node not in touched]
            return kept, self._rows(_around(rule, rule.about, touched))
        # Where there was none, a new one goes through a node that was touched.
        if rule.through and not (before or self._rows(_around(rule, rule.through, touched))):
            return [], []
        return [], self._rows(rule)

    def _rows(self, rule: Question) -> list[Row]:
        return list(ask(self.dataset, rule, store=self.store))


def _around(rule: Question, name: str, nodes: Iterable[str]) -> Question:
    terms = [ox.NamedNode(node) for node in sorted(nodes)]
    return replace(rule, text=only(rule.text, name, terms))


def _is_placed(row: Row) -> bool:
    return isinstance(row.get("start"), int) and row.get("document") is not None


def _texts(dataset: Dataset, documents: Iterable[str]) -> dict[str, str]:
    """The texts of some documents; a segment is read once, whatever the number of its documents."""
    segments: dict[str, set[str]] = defaultdict(set)
    for identifier in documents:
        segments[dataset.manifest.documents[identifier].segment].add(identifier)
    texts: dict[str, str] = {}
    for name, wanted in sorted(segments.items()):
        texts |= read_texts(dataset.folder, name, dataset.manifest.segments[name], wanted)
    return texts


def rule_result(rule: Question, row: Row, texts: Mapping[str, str]) -> Violation:
    """The row of a rule as a result; `texts` are those of the documents, by id."""
    details = {k: v for k, v in row.items() if k not in _WHERE and v is not None}
    identifier = _identifier(row.get("document"))
    start, end = row.get("start"), row.get("end")
    line, quote = 1, row.get("quote")
    if identifier in texts and isinstance(start, int):
        text = texts[identifier]
        line = text.count("\n", 0, start) + 1
        quote = quote or text[start:end]
    values = ", ".join(f"{name} {value}" for name, value in details.items())
    summary = rule.summary or rule.name
    return Violation(
        document=identifier,
        focus_node=str(next(iter(details.values()), "")),
        shape=rule.name,
        path=None,
        value=None,
        severity=row.get("severity") or "Violation",
        message=row.get("message") or (f"{summary}: {values}" if values else summary),
        start=start,
        end=end,
        line=line,
        quote=quote,
    )


def by_place(result: Violation) -> tuple[str, int, int, str, str, str]:
    """The key of the order in which a rule's results are told. It is total, so that results that
    stay and results that come have one order."""
    start, end = (-1 if place is None else place for place in (result.start, result.end))
    return (result.document, start, end, result.message, result.severity, result.quote or "")


def _identifier(value: object) -> str:
    try:
        return document_id(str(value or ""))
    except ValueError:
        return str(value or "")
