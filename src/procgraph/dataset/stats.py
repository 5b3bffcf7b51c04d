"""Counts: what a dataset holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from procgraph.dataset.reader import Dataset
from procgraph.model import Concept
from procgraph.rdf import vocabulary as v

__all__ = ["most_frequent", "stats"]


def stats(dataset: Dataset) -> dict[str, Mapping[str, int]]:
    """Counts by class, relation, code system, kind of statement and document, largest first.

    A class counts its distinct instances that documents mention; a vocabulary concept that no
    document mentions does not count.
    """
    classes: dict[str, set[str]] = defaultdict(set)
    systems: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    linking: Counter[str] = Counter()
    by_document: Counter[str] = Counter()
    for part in dataset.parts():
        extraction = part.record.extraction
        by_document[extraction.document.id] = len(extraction.facts)
        procedure = extraction.procedure
        classes["Procedure"].add(procedure.iri)
        systems[procedure.code_system or "none"] += 1
        kinds["add-on procedures"] += procedure.add_on
        for fact in extraction.facts:
            kinds["negated"] += fact.polarity == "negated"
            kinds["conditional"] += fact.condition is not None
            kinds["choices"] += fact.group is not None
            if isinstance(fact.object, Concept):
                name = v.SLOT_CLASS[fact.relation].removeprefix(v.pg(""))
                classes[name].add(fact.object.iri)
                linking[fact.object.how] += 1
    quads = sum(entry.quads for entry in dataset.manifest.segments.values())
    return {
        "dataset": {
            "documents": len(by_document),
            "facts": by_document.total(),
            "quads": quads,
        },
        "classes": _ordered({name: len(members) for name, members in classes.items()}),
        "relations": _ordered(dataset.manifest.relations),
        "code systems": _ordered(systems),
        "statements": _ordered(kinds),
        "linking": _ordered(linking),
        "facts by document": _ordered(by_document),
    }


def most_frequent(counts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    """Key and count, the highest count first, then by key."""
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def _ordered(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(most_frequent(counts))
