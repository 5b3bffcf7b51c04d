"""Scores against gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from procgraph.rendering.terminal import fold, line, table

if TYPE_CHECKING:
    from procgraph.evaluation import Counts, Evaluation, Scores
    from procgraph.evaluation.links import LinkScore
    from procgraph.evaluation.resolution import ResolutionScore

__all__ = ["details", "scores"]


def scores(found: Scores) -> None:
    """The scores of facts, then of links by slot, then of links between documents."""
    if found.facts is not None:
        _facts(found.facts)
    if found.links is not None:
        _links(found.links)
    if found.resolution is not None:
        _resolution(found.resolution)


def _facts(found: Evaluation) -> None:
    """Precision, recall and F1 by field, then the micro-averages, then the qualifiers."""
    from procgraph.evaluation import CORE, FIELDS

    rows = [(name, *_prf(found.counts(name)), "") for name in FIELDS]
    for name, fields in (("core", CORE), ("all", tuple(FIELDS))):
        low, high = found.interval(*fields)
        rows.append((f"{name} (micro)", *_prf(found.counts(*fields)), f"{low:.3f}–{high:.3f}"))
    table(("field", "P", "R", "F1", "matched", "found", "gold", "95 % of F1"), rows)
    table(
        ("qualifier", "right", "of", "accuracy"),
        (
            (name, right, total, f"{right / total:.3f}")
            for name, (right, total) in found.qualifiers().items()
        ),
    )


def _links(found: Mapping[str, LinkScore]) -> None:
    """By slot: the identities, and of the steps to a broader concept how many of them are right."""
    from procgraph.evaluation.links import LinkScore

    both = sum(found.values(), start=LinkScore())
    table(
        ("links", "P", "R", "F1", "right", "made", "gold", "broader right"),
        (
            (slot, *_prf(scored.identities), f"{scored.steps.matched}/{scored.steps.predicted}")
            for slot, scored in [*found.items(), ("all", both)]
        ),
    )


def _resolution(found: ResolutionScore) -> None:
    """F0.5 beside precision and recall: a wrong link weighs more than a missing one."""
    counts = found.counts
    table(
        ("between documents", "P", "R", "F0.5", "right", "made", "gold"),
        [("resolution", *_prf(counts, beta=0.5))],
    )


def details(found: Scores, field: str) -> None:
    """What was missed, and what was found and is in no gold, in a field or a table's links."""
    if field == "links" and found.links is not None:
        for slot, scored in found.links.items():
            _told(f"{slot}: wrong", scored.wrong)
            _told(f"{slot}: missing", scored.missing)
    elif field == "resolution" and found.resolution is not None:
        _told("wrong documents", found.resolution.wrong)
        _told("missing documents", found.resolution.missing)
    elif found.facts is not None:
        table(
            ("document", "kind", "label", "quote"),
            ((c.document, c.kind, c.label, fold(c.quote)) for c in found.facts.confusions(field)),
        )


def _told(title: str, found: Sequence[str]) -> None:
    line(f"{title}: {len(found)}")
    for text in found:
        line(f"  {text}")


def _prf(counts: Counts, beta: float = 1.0) -> tuple[str, str, str, int, int, int]:
    scored = (f"{value:.3f}" for value in (counts.precision, counts.recall, counts.f(beta)))
    precision, recall, f1 = scored
    return precision, recall, f1, counts.matched, counts.predicted, counts.gold
