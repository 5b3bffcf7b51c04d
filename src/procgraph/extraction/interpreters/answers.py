"""Questions that are answered in a word: 'Will I need a general anaesthetic? No.'"""

from __future__ import annotations

from functools import lru_cache

from procgraph.extraction.rules import rule
from procgraph.model import Section

__all__ = ["ANSWERED", "answers"]

ANSWERED = frozenset({"anesthesia", "preparation"})
"""The readers to whom a bare answer states a fact."""
_LONGEST = 120


def answers(section: Section, text: str) -> dict[int, tuple[int, str]]:
    """By where an item begins that answers the heading or the item above it: where the question
    begins, and what the two say. A question that is answered says nothing by itself."""
    found: dict[int, tuple[int, str]] = {}
    asked, start = section.heading, section.start
    for item in section.items:
        says = text[item.start : item.end]
        if asked.endswith("?") and (statement := _stated(asked, says)) is not None:
            if start != section.start:
                found[start] = start, ""
            found[item.start] = start, statement
        asked, start = says, item.start
    return found


@lru_cache(maxsize=1 << 10)
def _stated(question: str, answer: str) -> str | None:
    """What a short answer says with its question, as a sentence; None for any other."""
    asked = rule("answers.asks").match(question) if len(answer) <= _LONGEST else None
    if asked is None:
        return None
    does, is_passive = asked["does"], asked["be"]
    if rule("answers.no").match(answer):
        return f"You will not {does}." if is_passive else f"You do not {does}."
    if rule("answers.yes").match(answer):
        return f"You will {does}."
    if who := rule("answers.only-who").match(answer):
        return f"Only {who['who']} {'will ' if is_passive else ''}{does}."
    case = rule("answers.only-if").match(answer)
    return f"You will {does} {case['case']}." if case else None
