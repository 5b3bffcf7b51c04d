"""How often risks come, where a clause or a sentence behind them tells it: 'This is rare'."""

from __future__ import annotations

import re

from procgraph.extraction.clauses import Clause
from procgraph.extraction.drafts import Draft
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule, rules_named
from procgraph.model import Relation

__all__ = ["says_how_often", "told_behind", "told_how_often"]

# 'very common', '1 in 50': how often, without a verb.
_BARE = ("lists.bare-how-often", "lists.bare-figure")

_THAT = re.compile(r"^that (?=\w+s\b)", re.IGNORECASE)


def says_how_often(text: str) -> bool:
    """Whether a clause says of what stands before it how often it comes."""
    return rules_named(*_BARE, "lists.how-often").first_match(text) is not None


def told_behind(drafts: list[Draft], clause: Clause) -> list[Draft]:
    """Complications with the figure or the word of 'This happens in 1 in 50'."""
    return _each_told(drafts, clause.text, clause.end)


def told_how_often(drafts: list[Draft], text: str, end: int | None) -> list[Draft]:
    """Drafts with how often they come, where the sentence behind them says so of all.

    'These are common and wear off' below a list; 'This is rare' behind a sentence, which then is a
    part of what shows them, up to `end`.
    """
    is_of_sentence = end and rules_named("lists.how-often", "lists.bare-figure").first_match(text)
    if not drafts or not (is_of_sentence or rule("lists.these-how-often").match(text)):
        return drafts
    return _each_told(drafts, text, end)


def _each_told(drafts: list[Draft], text: str, end: int | None) -> list[Draft]:
    """The drafts as a text says how often they come; only the last of them, where it says so."""
    is_bare = rules_named(*_BARE).first_match(text) is not None
    # 'that' is a word that leads in to a figure, too
    says = f"it is {text}" if is_bare else _THAT.sub("it ", text)
    said = read(says, Relation.HAS_COMPLICATION, "complications")
    first = len(drafts) - 1 if rule("lists.one-alone").match(text) else 0
    told = (
        draft._replace(
            frequency=draft.frequency or said.frequency,
            rate=draft.rate or said.rate,
            end=end or draft.end,
        )
        for draft in drafts[first:]
    )
    return [*drafts[:first], *told]
