"""Who it is that has a part in the procedure: 'The operator must be a radiologist or a surgeon'."""

from __future__ import annotations

import re

from procgraph.extraction.rules import rule, word_list
from procgraph.extraction.words import is_person, singular

__all__ = ["who_fills"]

_WORD = re.compile(r"[\w-]+")


def who_fills(text: str) -> str:
    """'The operator must be A, B or C' as 'A, B or C': what they do there is no role of its own."""
    post = rule("staff.is-one-of").match(text)
    persons = sum(map(is_person, _WORD.findall(post["roles"]))) if post else 0
    if post is None or not persons:
        return text
    part = singular(post["who"].split()[-1])
    is_vague = part in word_list("staff", "vague")
    return post["roles"] if is_vague or (persons > 1 and is_person(part)) else text
