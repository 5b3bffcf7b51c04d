"""Facts as a table, and as words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from procgraph.rendering.terminal import fold, table

if TYPE_CHECKING:
    from procgraph.dataset.diff import Change
    from procgraph.model import Fact

__all__ = ["changes", "facts", "object_label", "qualifiers"]


def facts(found: Iterable[Fact]) -> None:
    """Facts as a table."""
    table(
        ("document", "line", "relation", "object", "qualifiers", "quote"),
        (
            (
                fact.document,
                fact.evidence[0].line,
                fact.relation.value,
                object_label(fact),
                "; ".join(qualifiers(fact)),
                fold(fact.evidence[0].quote),
            )
            for fact in found
        ),
    )


def changes(found: Iterable[Change]) -> None:
    """A diff: what was added, removed and changed, by document and sentence."""
    signs = {"added": "+", "removed": "-", "changed": "~"}
    table(
        ("", "document", "line", "relation", "object", "what differs", "quote"),
        (
            (
                signs[c.kind],
                c.document,
                c.fact.evidence[0].line,
                c.fact.relation.value,
                object_label(c.fact),
                "; ".join(_difference(c)) or "; ".join(qualifiers(c.fact)),
                fold(c.fact.evidence[0].quote),
            )
            for c in found
        ),
    )


def qualifiers(fact: Fact) -> list[str]:
    """What restricts a fact, in words."""
    found = ["negated"] if fact.polarity == "negated" else []
    if fact.condition:
        found.append(fact.condition)
    if fact.group is not None:
        found.append(f"choice {fact.group}")
    if fact.frequency:
        found.append(fact.frequency)
    if fact.rate:
        ends = [
            f"{rate:.3%}".rstrip("0%").rstrip(".")
            for rate in (fact.rate.min, fact.rate.max)
            if rate is not None
        ]
        found.append("–".join(dict.fromkeys(ends)) + " %")
    return found


def object_label(fact: Fact) -> str:
    """The object of a fact for people to read."""
    from procgraph.dataset.diff import object_label as label

    return label(fact)


def _difference(change: Change) -> Iterator[str]:
    for name in change.differences:
        if name == "quotes":
            yield "other words"
        else:
            old, new = getattr(change.old, name), getattr(change.new, name)
            yield f"{name}: {old or 'none'} → {new or 'none'}"
