"""Facts as a table, and as words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from procgraph.rendering.terminal import fold, table

if TYPE_CHECKING:
    from procgraph.dataset.diff import Change
    from procgraph.model import Fact, Rate

__all__ = ["changes", "facts", "object_label", "qualifiers", "rate_words"]

# Below this a rate is told as one in so many, where that is exact.
_SMALL, _NEAR = 0.005, 0.0001


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
        found.append(f"one of choice {fact.group}")
    if fact.frequency:
        found.append(fact.frequency)
    if fact.rate:
        found.append(rate_words(fact.rate))
    return found


def rate_words(rate: Rate) -> str:
    """A rate in words: '3–5 %', 'up to 1 %', 'at least 99.5 %', '1 in 3,000'."""
    ends = [end for end in (rate.min, rate.max) if end is not None]
    if all(0 < end < _SMALL and abs(1 / end - round(1 / end)) < _NEAR / end for end in ends):
        words = " to ".join(dict.fromkeys(f"1 in {round(1 / end):,}" for end in ends))
    else:
        words = "–".join(dict.fromkeys(f"{100 * end:.4g}" for end in ends)) + " %"
    if rate.min is None:
        return f"up to {words}"
    return f"at least {words}" if rate.max is None else words


def object_label(fact: Fact) -> str:
    """The object of a fact for people to read."""
    from procgraph.dataset.diff import object_label as label

    return label(fact)


def _difference(change: Change) -> Iterator[str]:
    for name in change.differences:
        if name == "quotes":
            yield "other words"
        else:
            old, new = _qualifier(change.old, name), _qualifier(change.new, name)
            yield f"{name}: {old or 'none'} → {new or 'none'}"


def _qualifier(fact: Fact | None, name: str) -> str:
    """A qualifier as a card has it."""
    if fact is None:
        return ""
    if name == "rate":
        return rate_words(fact.rate) if fact.rate else ""
    return fact.procedure.label if name == "procedure" else str(getattr(fact, name) or "")
