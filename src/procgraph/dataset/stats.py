"""Counts: what a dataset holds, and what became of every sentence and mention."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from procgraph.dataset.reader import Dataset
from procgraph.model import Concept, Extraction, Fact
from procgraph.rdf import vocabulary as v

__all__ = ["Coverage", "Sentence", "coverage", "stats"]

GAVE_FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that gave no fact, and why."""

    document: str
    line: int
    section: str
    reason: str
    text: str


@dataclass(slots=True)
class Coverage:
    """What became of the sentences of each section, and which mentions have no concept.

    `sections`: by section, the number of sentences by what became of them (``facts`` or the reason
    why there are none). `unlinked`: by label and relation, most frequent first.
    """

    sections: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unread: list[Sentence] = field(default_factory=list)
    unlinked: Counter[tuple[str, str]] = field(default_factory=Counter)
    mentions: int = 0

    @property
    def total(self) -> Counter[str]:
        """The sections taken together."""
        return sum(self.sections.values(), Counter())

    def to_json(self) -> dict[str, Any]:
        """As `procgraph coverage --format json` prints it."""
        return {
            "total": dict(sorted(self.total.items())),
            "sections": {s: dict(sorted(c.items())) for s, c in sorted(self.sections.items())},
            "mentions": self.mentions,
            "unlinked": [
                {"label": label, "relation": relation, "count": count}
                for (label, relation), count in most_frequent(self.unlinked)
            ],
            "unread": [
                {
                    "document": sentence.document,
                    "line": sentence.line,
                    "section": sentence.section,
                    "reason": sentence.reason,
                    "text": sentence.text,
                }
                for sentence in self.unread
            ],
        }


def coverage(extractions: Iterable[Extraction]) -> Coverage:
    """What became of every sentence and mention of the documents."""
    found = Coverage()
    for extraction in extractions:
        document = extraction.document
        for fact in extraction.facts:
            if isinstance(fact.object, Concept):
                found.mentions += 1
                if fact.object.how == "phrase":
                    found.unlinked[fact.object.label, fact.relation.value] += 1
        for section in _sentences_with_facts(extraction.facts):
            found.sections[section][GAVE_FACTS] += 1
        for unread in extraction.unread:
            found.sections[unread.section][unread.reason] += 1
            text = " ".join(document.text[unread.start : unread.end].split())
            line = document.text.count("\n", 0, unread.start) + 1
            found.unread.append(Sentence(document.id, line, unread.section, unread.reason, text))
    return found


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


def _sentences_with_facts(facts: Iterable[Fact]) -> Iterator[str]:
    """The section of each stretch of text that gave facts; quotes that overlap are one stretch."""
    spans = sorted((e.start, e.end, fact.section) for fact in facts for e in fact.evidence)
    reached = -1
    for start, end, section in spans:
        if start >= reached:
            yield section
        reached = max(reached, end)
