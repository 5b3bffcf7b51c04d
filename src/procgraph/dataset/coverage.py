"""What became of every sentence and mention of the documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from procgraph.dataset.stats import most_frequent
from procgraph.documents import outline
from procgraph.documents.legible import legible
from procgraph.documents.outline import FOOTER, PREAMBLE
from procgraph.documents.sentences import sentences
from procgraph.model import SECOND_PROCEDURE, Concept, Extraction

__all__ = ["MISREAD", "Coverage", "Sentence", "coverage"]

GAVE_FACTS = "facts"
MISREAD = ("not understood", "unknown heading", SECOND_PROCEDURE)
"""What became of the sentences from which a fact may be missing."""


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

    `sections`: by section, the number of sentences by what became of them: ``facts`` (also
    where the procedure has its name or code from) or the reason why there are none. Each sentence
    of each document counts once. `unlinked`: by label and relation, most frequent first.
    """

    sections: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unread: list[Sentence] = field(default_factory=list)
    unlinked: Counter[tuple[str, str]] = field(default_factory=Counter)
    mentions: int = 0

    @property
    def total(self) -> Counter[str]:
        """The sections taken together."""
        return sum(self.sections.values(), Counter())

    def share(self, *outcomes: str) -> float:
        """The part of all sentences, from 0 to 1, of which one of these became."""
        total = self.total
        return sum(total[name] for name in outcomes) / total.total() if total else 0.0

    def to_json(self) -> dict[str, Any]:
        """As `procgraph coverage --format json` prints it."""
        return {
            "total": dict(sorted(self.total.items())),
            "notUnderstood": self.share(*MISREAD),
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
        for unread in extraction.unread:
            text = " ".join(document.text[unread.start : unread.end].split())
            line = document.text.count("\n", 0, unread.start) + 1
            found.unread.append(Sentence(document.id, line, unread.section, unread.reason, text))
        _count(found, extraction)
    return found


def _count(found: Coverage, extraction: Extraction) -> None:
    seen = legible(extraction.document.text)
    if seen.left_out:
        found.sections[FOOTER]["boilerplate"] += len(seen.left_out)
    for unread in extraction.unread:
        if unread.section == PREAMBLE:
            found.sections[PREAMBLE][unread.reason] += 1
    reasons = {(unread.start, unread.end): unread.reason for unread in extraction.unread}
    for section in outline(seen.text).sections:
        counter = found.sections[section.key or section.heading]
        for item in section.items:
            for span in sentences(seen.text, item.start, item.end):
                counter[reasons.get(seen.source(*span), GAVE_FACTS)] += 1
