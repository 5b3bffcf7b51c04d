"""The options in a text of alternatives: each with its own condition, and only what can be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from procgraph.extraction.drafts import rejected
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.words import is_person
from procgraph.model import Relation
from procgraph.terminology import NAMED, Lexicon

__all__ = ["only_options", "options"]

_RELATION = Relation.HAS_ALTERNATIVE
_OF = re.compile(r".+ of (?:the )?(?=\w+$)")


def options(text: str) -> Iterator[str]:
    """The parts of a clause that do not share their condition, without one of which the next says
    that it is none: '…, but it is no cure'."""
    parts = list(_parted(text))
    for part, following in zip_longest(parts, parts[1:]):
        if not (following and rule("alternatives.pronoun").match(following)) or not rejected(
            following, "alternatives"
        ):
            yield part


def only_options(texts: list[str], lexicon: Lexicon) -> list[str]:
    """The phrases that say what else could be done: no organ, person, condition or bare 'test', and
    no adjective that stands behind its noun ('Iron, oral or intravenous')."""
    kept: list[str] = []
    for text in texts:
        if kept and rule("alternatives.way-in").match(text):
            continue
        if _is_site(text, lexicon):
            # 'ultrasound of the womb and ovaries' is one of each
            whole = _OF.match(kept[-1]) if kept else None
            if whole:
                kept.append(f"{whole[0]}{text}")
        elif is_person(text.split()[-1]):
            # 'exercises with a physiotherapist', but not 'a talk with your doctor'
            done = rule("alternatives.done-with").match(text)
            if done and lexicon.link(done["what"], _RELATION).how in NAMED:
                kept.append(done["what"])
        elif not _is_only_condition(text, lexicon):
            kept.append(text)
    return kept


def _parted(text: str) -> Iterator[str]:
    for part in rule("lists.new-subject").split(text):
        inner = rule("lists.member-condition").match(part)
        if inner and not rule("lists.verb").search(f"{inner['before']}{inner['last']}"):
            yield from _members(inner["before"].rstrip(", "))
            yield from (inner["own"], inner["last"])
            continue
        ended = rule("lists.last-condition").match(part)
        if ended and rule("lists.first-condition").match(ended["before"]):
            yield from (*_members(ended["before"]), ended["last"])
            continue
        latter = rule("lists.latter").match(part)
        if latter:
            yield from (latter["first"], f"{latter['last']}, {latter['condition']}")
            continue
        former = rule("lists.former").match(part)
        if former:
            yield from (f"{former['first']}, {former['condition']}", former["last"])
            continue
        between = rule("lists.or-if").match(part)
        if between:
            yield from (between["before"], f"{between['last']}, {between['condition']}")
            continue
        own = rules_named("lists.own-condition", "lists.two-options").first_match(part)
        yield from own[1].group("first", "last") if own else (part,)


def _members(before: str) -> Iterator[str]:
    """The members before one with its own case, parted where another has its own, too."""
    while own := rule("lists.first-condition").match(before):
        yield own["first"]
        before = own["rest"]
    yield before


def _is_site(text: str, lexicon: Lexicon) -> bool:
    if lexicon.link(text, _RELATION).how in NAMED:
        return False
    return lexicon.link(text, Relation.HAS_ANATOMICAL_SITE).how in NAMED


def _is_only_condition(text: str, lexicon: Lexicon) -> bool:
    """'Sciatica often gets better by itself' names what is treated, not what else could be done."""
    if lexicon.link(text, _RELATION).how != "phrase":
        return False
    return lexicon.link(text, Relation.TREATS).how in NAMED
