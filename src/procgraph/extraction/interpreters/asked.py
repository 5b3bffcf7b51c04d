"""What a question only asks for: 'Can I have an MRI instead?' uses none, and 'Fewer strokes? The
trials do not say so' tells of no gain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from procgraph.extraction.clauses import Clause
from procgraph.extraction.drafts import COURSE, Draft
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.rules import Rule, rule

__all__ = ["not_denied", "unasked"]


def unasked(drafts: Iterable[Draft], text: str) -> Iterator[Draft]:
    """The drafts of a text without what it only asks for.

    'Are you pregnant?' may be a reason against it, and 'Do you have gout?' for it.
    """
    asks = rule("mentions.asks").match(text) if text.endswith("?") else None
    if asks is None:
        yield from drafts
        return
    left_out = COURSE if asks["reader"] else COURSE | PURPOSES
    yield from (draft for draft in drafts if draft.relation not in left_out)


def not_denied(clauses: Sequence[Clause], text: str, denial: Rule) -> Iterator[Clause]:
    """The clauses of a text without a question that the one behind it answers with a `denial`."""
    for clause, following in zip_longest(clauses, clauses[1:]):
        is_asked = following and text[: following.start].rstrip().endswith("?")
        if not (is_asked and denial.match(following.text)):
            yield clause
