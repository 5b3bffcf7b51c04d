"""Which part of an ontology is taken, by the table ``prefix`` of ``rules/sources.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from procgraph.terminology.words import rules

__all__ = ["Lineage", "is_taken", "scheme_by_prefix"]


def scheme_by_prefix(identifier: str) -> str | None:
    """The vocabulary of ours beside which a term with this CURIE stands, if its prefix tells."""
    entry = _entry(identifier)
    return entry.get("scheme")


def is_taken(identifier: str, ancestors: Iterable[str]) -> bool:
    """Whether a term with these ancestors is taken; a root itself ('human disease') is not."""
    entry, found = _entry(identifier), frozenset(ancestors)
    below = entry.get("below")
    return found.isdisjoint(entry.get("not_below", ())) and (
        below is None or not found.isdisjoint(below)
    )


class Lineage:
    """The ancestors of terms, once their parents were made known."""

    def __init__(self) -> None:
        self._parents: dict[str, list[str]] = {}

    def add(self, identifier: str, parents: list[str]) -> None:
        """Make a term's parents known."""
        self._parents[identifier] = parents

    def ancestors(self, identifier: str) -> set[str]:
        """All that is above a term."""
        found: set[str] = set()
        waiting = list(self._parents.get(identifier, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting.extend(self._parents.get(parent, ()))
        return found


def _entry(identifier: str) -> Mapping[str, Any]:
    table: dict[str, dict[str, Any]] = rules("sources.toml")["prefix"]
    return table.get(identifier.partition(":")[0], {})
