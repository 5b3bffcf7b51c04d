"""What a question only asks for: 'Can I have an MRI instead?' uses none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procgraph.extraction.drafts import COURSE, Draft
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.rules import rule

__all__ = ["unasked"]


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
