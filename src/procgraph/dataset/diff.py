"""What two datasets state differently: facts added, removed and changed, by document and sentence.

Facts are compared by what they say, not by where: text that only moved makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from procgraph.dataset.reader import Dataset
from procgraph.model import Concept, Duration, Fact, Step

__all__ = ["Change", "diff", "object_label"]

_QUALIFIERS = ("polarity", "condition", "frequency", "rate", "procedure", "quotes")


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is only in the new dataset, only in the old one, or qualified differently."""

    kind: Literal["added", "removed", "changed"]
    document: str
    old: Fact | None
    new: Fact | None

    @property
    def fact(self) -> Fact:
        """The fact to show: the new one where there is one."""
        fact = self.new or self.old
        assert fact is not None
        return fact

    @property
    def differences(self) -> tuple[str, ...]:
        """Which qualifiers of a changed fact differ."""
        if self.old is None or self.new is None:
            return ()
        old, new = _qualifiers(self.old), _qualifiers(self.new)
        return tuple(name for name in _QUALIFIERS if old[name] != new[name])

    def to_json(self) -> dict[str, Any]:
        """As `procgraph diff --format json` prints it."""
        return {
            "kind": self.kind,
            "document": self.document,
            "differences": list(self.differences),
            "old": self.old.to_json() if self.old else None,
            "new": self.new.to_json() if self.new else None,
        }


def diff(old: Dataset, new: Dataset) -> Iterator[Change]:
    """The changes from `old` to `new`, by document, in the order of the text."""
    before, after = old.manifest, new.manifest
    same_makers = before.versions == after.versions
    for identifier in sorted(before.documents.keys() | after.documents.keys()):
        one, other = before.documents.get(identifier), after.documents.get(identifier)
        if one and other and one.sha256 == other.sha256 and same_makers:
            continue
        yield from _changes(
            identifier,
            old.part(identifier).record.extraction.facts if one else (),
            new.part(identifier).record.extraction.facts if other else (),
        )


def object_label(fact: Fact) -> str:
    """The object of a fact for people to read."""
    match fact.object:
        case Concept(label=label):
            return label
        case Duration(text=text):
            return text
        case Step(order=order, label=label, text=text):
            return f"{order}. {label or text}"


def _changes(identifier: str, old: tuple[Fact, ...], new: tuple[Fact, ...]) -> Iterator[Change]:
    groups: dict[tuple[str, str], tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    for side, facts in enumerate((old, new)):
        for fact in facts:
            groups[_key(fact)][side].append(fact)
    changes = []
    for olds, news in groups.values():
        left = [fact for fact in olds if _qualifiers(fact) not in map(_qualifiers, news)]
        right = [fact for fact in news if _qualifiers(fact) not in map(_qualifiers, olds)]
        for one, other in zip_longest(left, right):
            kind: Literal["added", "removed", "changed"]
            kind = "added" if one is None else "removed" if other is None else "changed"
            changes.append(Change(kind, identifier, one, other))
    yield from sorted(changes, key=lambda c: (c.fact.evidence[0].start, *_key(c.fact), c.kind))


def _key(fact: Fact) -> tuple[str, str]:
    name = fact.object.iri if isinstance(fact.object, Concept) else object_label(fact)
    return fact.relation.value, name


def _qualifiers(fact: Fact) -> dict[str, object]:
    return {
        "polarity": fact.polarity,
        "condition": fact.condition,
        "frequency": fact.frequency,
        "rate": fact.rate,
        "procedure": fact.procedure.iri,
        "quotes": tuple(e.quote for e in fact.evidence),
    }
