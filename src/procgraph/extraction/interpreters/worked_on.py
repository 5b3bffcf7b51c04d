"""What a summary says is cut out, widened or reached: 'A balloon is passed across a stiff valve'.

What is worked on is what the procedure is for, where it is nothing that the work itself makes.
"""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context
from procgraph.extraction.drafts import Draft, head_words
from procgraph.extraction.interpreters.findings import objects
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.words import singular, word_class

__all__ = ["worked_on"]

_WORK = ("indications.works-on", "indications.put-to", "indications.is-worked-on")


def worked_on(text: str, clause: Clause, context: Context) -> Iterator[Draft]:
    """The troubles that the affirmed `text` of a clause of the summary says are worked on."""
    section, said = "summary", set[str]()
    if rule("indications.not-worked-on").search(text):
        return
    for work in rules_named(*_WORK).likely(text):
        for match in work.pattern.finditer(text):
            named = next(filter(None, match.groups()))
            for draft in objects(named, context.purpose, clause, context, section, work.id):
                trouble = str(draft.object).lower()
                if trouble not in said and not _is_made(trouble):
                    said.add(trouble)
                    yield draft


def _is_made(trouble: str) -> bool:
    """'small cuts', 'the wound', 'a blocked part': what the work makes, or only where it is."""
    return singular(head_words(trouble)[-1]) in word_class("made_by_work")
