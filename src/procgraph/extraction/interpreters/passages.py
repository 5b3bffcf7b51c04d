"""Sentences of one section that another section's reader understands.

A page in running prose has no heading over its risks or its aftercare; the sentence says which of
these it is ('Some patients feel dizzy', 'You can go back to work'). What a section of its own
states stands above it: see `document`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from procgraph.documents.labels import INSTRUCTIONS
from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Interpreter, Place
from procgraph.extraction.drafts import Draft, is_finding
from procgraph.extraction.interpreters.alternatives import alternatives
from procgraph.extraction.interpreters.care import preparation, recovery
from procgraph.extraction.interpreters.complications import complications
from procgraph.extraction.interpreters.lists import benefits, contraindicated
from procgraph.extraction.interpreters.orders import instructions
from procgraph.extraction.rules import Rule, rule, rules_in
from procgraph.extraction.words import is_body_part, is_state
from procgraph.model import Relation

__all__ = ["is_of_aftercare", "passages", "told_of_other_side"]

_READERS: dict[str, Interpreter] = {
    "alternatives": alternatives,
    "benefits": benefits,
    "complications": complications,
    "contraindications": contraindicated,
    "preparation": preparation,
    "recovery": recovery,
}


def passages(place: Place) -> Iterator[Draft]:
    """The facts of sentences by the readers whose section they could stand in."""
    for clause in place.clauses:
        is_read = False
        for told in rules_in("passages", place.section).likely(clause.text):
            section = told.data["reader"]
            is_instruction = section in INSTRUCTIONS
            if (is_read and not is_instruction) or not told.pattern.search(clause.text):
                continue
            is_read = True
            here = _only(clause, told) if is_instruction else clause
            for draft in _READERS[section](replace(place, section=section, clauses=(here,))):
                if section == "contraindications":
                    yield draft
                elif _is_sure(draft, place):
                    yield draft._replace(rule=told.id)


def is_of_aftercare(text: str) -> bool:
    """Whether an instruction among other things is one of afterwards: 'Do not drive for a day', but
    not 'Do not eat for six hours'."""
    told = (found for found in rules_in("passages", "summary").likely(text))
    readers = {found.data["reader"] for found in told if found.pattern.search(text)}
    is_fast = rule("actions.fasting").search(text)
    return "recovery" in readers and "preparation" not in readers and is_fast is None


def told_of_other_side(text: str, section: str) -> str | None:
    """Whether an instruction of afterwards is one of before ('Nothing to eat before the test'), or
    the other way round ('Fast for four hours after the test'): the section that it is of."""
    if section == "recovery":
        side, told, for_all_that = "preparation", rule("care.told-before"), rule("care.as-before")
    else:
        side, told, for_all_that = "recovery", rule("care.time-after"), rule("care.arranged-for")
    return side if told.search(text) and not for_all_that.search(text) else None


def _only(clause: Clause, told: Rule) -> Clause:
    """A clause without its parts that tell of something else ('It is quick, and you go home')."""
    said = (part for _, part in instructions(clause.text, told.data["reader"]))
    parts = [part for part in said if told.pattern.search(part)]
    return clause._replace(text=parts[0]) if len(parts) == 1 else clause


def _is_sure(draft: Draft, place: Place) -> bool:
    """'Some patients have a friend with them' tells of no complication."""
    if draft.relation is not Relation.HAS_COMPLICATION:
        return True
    words = str(draft.object).split()
    if is_state(words[0]) and is_body_part(words[-1]):
        return True  # 'sore gum'
    return is_finding(str(draft.object), place.context.lexicon)
