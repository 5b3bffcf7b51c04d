"""The course of the procedure: how long it takes, and its steps."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.documents.labels import label_for
from procgraph.documents.nested import states_case
from procgraph.extraction.context import is_boilerplate
from procgraph.extraction.drafts import Draft
from procgraph.extraction.durations import find_durations, find_vague
from procgraph.model import Item, Relation, Section, Step

__all__ = ["duration", "steps"]


def duration(section: Section, text: str) -> Iterator[Draft]:
    """The base case: the first duration of the procedure itself, else the first of all."""
    spans = [(item, text[item.start : item.end]) for item in section.items]
    found = [(item, match) for item, says in spans for match in find_durations(says)]
    found = found or [(item, match) for item, says in spans for match in find_vague(says)]
    if not found:
        return
    # of those that rank alike, the first
    item, match = min(found, key=lambda each: each[1].rank)
    yield Draft(
        Relation.HAS_DURATION,
        match.duration,
        item.start,
        item.end,
        "duration",
        "duration.aside" if match.aside else "duration.base",
    )


def steps(item: Item, text: str) -> Iterator[Draft]:
    """A step as it stands, with its lead as its label ('Positioning') or as its case ('If it
    bleeds'); `text` is the item's."""
    if item.order is None or is_boilerplate(text):
        return
    says = " ".join(text.split())
    # 'Detailed explanation:' leads in the steps, and names none of them.
    named = label_for(item.label, "steps") if item.label else None
    label = None if named and named.key == "steps" else item.label
    case = label if label and states_case(label) else None
    yield Draft(
        Relation.HAS_STEP,
        Step(item.order, says.rstrip("."), None if case else label),
        item.start,
        item.end,
        "steps",
        "steps.item",
        condition=case,
    )
