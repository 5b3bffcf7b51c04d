"""What is taken off a clause or a phrase: lead-ins, brackets, tails, and what denies it."""

from __future__ import annotations

import re
from functools import cache

from procgraph.extraction.clauses import EDGE
from procgraph.extraction.rules import first_match, rule, rules_for, rules_in, table
from procgraph.model import Relation

__all__ = [
    "BRACKETS",
    "cut_tail",
    "negated_rest",
    "only_seems_denied",
    "strip_lead_ins",
    "without_brackets",
    "without_dangling",
]

_OF_CARE = frozenset({Relation.REQUIRES_PREPARATION, Relation.HAS_RECOVERY})
# What stands for a phrase of which only the tail is looked at.
_IT = "it"

BRACKETS = re.compile(r"\s*\(([^()]*)\)")
"""The innermost brackets of a text, with what stands in them and the space before."""


def strip_lead_ins(text: str, section: str) -> str:
    """Take lead-ins off ('Patients with …', 'Risk of …') until none fits."""
    while (end := _lead_in(text, section)) is not None:
        text = text[end:].lstrip(EDGE)
    return text


def _lead_in(text: str, section: str) -> int | None:
    """Where a lead-in ends that something stands behind."""
    for lead_in in rules_in("leadins", section).likely(text):
        match = lead_in.pattern.match(text)
        if match and match["cut"] and match.end("cut") < len(text):
            return match.end("cut")
    return None


def negated_rest(text: str) -> tuple[str, str] | None:
    """What a clause denies, and the rule that saw it; None for a clause that denies nothing."""
    stated = rule("clauses.adverb-before").sub("", text.strip(EDGE))
    found = first_match("negation", stated)
    if found is None:
        return None
    return None if only_seems_denied(text) else (found[1]["rest"].strip(EDGE), found[0].id)


def only_seems_denied(text: str) -> bool:
    """Whether a clause says 'not only', 'no longer than' and the like."""
    lowered = text.lower()
    return any(phrase in lowered for phrase in table("negation")["pseudo"]["phrases"])


def without_brackets(text: str) -> str:
    """A text without what stands in brackets, and without the space before them."""
    # Most have none, and the pattern would try each space.
    return BRACKETS.sub("", text) if "(" in text else text


def cut_tail(text: str, relation: Relation) -> str:
    """A phrase without the rest of its clause ('pain that spreads' is 'pain')."""
    # Nobody is told to stop all tablets by 'tablets that thin the blood'.
    kind = rule("care.defined").match(text) if relation in _OF_CARE else None
    if kind:
        text = f"{kind[0]}{_without_tail(f'{_IT}{text[kind.end() :]}', relation)[len(_IT) :]}"
        return without_dangling(text)
    return _without_tail(text, relation)


def _without_tail(text: str, relation: Relation) -> str:
    for tail in rules_for("tails", relation).likely(text):
        rest = text
        while rest and (match := tail.pattern.search(text)):
            kept = text[: match.start("cut")].strip(EDGE)
            # Nobody else asks about it: its gate would cost more than the search.
            if not kept or rule("clauses.needs-more").pattern.search(kept):
                break
            rest = text[match.end("cut") :]  # where another member with a tail may stand
            text = kept + rest
    return without_dangling(text)


def without_dangling(text: str) -> str:
    """A phrase without the words that its rest began with ('rupture of the uterus in a')."""
    # The pattern would try each space, and hardly any phrase ends like that.
    last = text[text.rfind(" ") + 1 :].lower()
    if last not in _last_words():
        return text
    return rule("clauses.dangling").sub("", text)


@cache
def _last_words() -> frozenset[str]:
    fragments = table("clauses")["fragments"]
    words = "|".join((fragments["last"], fragments["pronoun"], "etc", "etc."))
    return frozenset(word.strip() for word in words.split("|"))
