"""What a question only asks for: 'Can I have an MRI instead?' uses none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procgraph.extraction.drafts import Draft
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.rules import rule
from procgraph.model import Relation

__all__ = ["unasked"]

_OF_THE_COURSE = frozenset(
    {
        Relation.REQUIRES_PERSONNEL,
        Relation.PERFORMED_IN,
        Relation.HAS_DURATION,
        Relation.USES_ANESTHESIA,
        Relation.USES_EQUIPMENT,
        Relation.USES_SUBSTANCE,
        Relation.USES_IMAGING,
    }
)


def unasked(drafts: Iterable[Draft], text: str) -> Iterator[Draft]:
    """The drafts of a text without what it only asks for.

    'Are you pregnant?' may be a reason against it, and 'Do you have gout?' for it.
    """
    asks = rule("mentions.asks").match(text) if text.endswith("?") else None
    for draft in drafts:
        is_purpose = draft.relation in PURPOSES
        if asks and (draft.relation in _OF_THE_COURSE or (is_purpose and not asks["reader"])):
            continue
        yield draft
