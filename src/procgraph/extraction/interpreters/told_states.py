"""Findings that a sentence tells of without a verb of purpose, in words that are no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, drafts_of, is_finding
from procgraph.extraction.interpreters.symptoms import brought
from procgraph.extraction.readings import Reading
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.words import is_body_part

__all__ = ["told_states"]

_PART = ("indications.part-is", "indications.part-so")


def told_states(text: str, clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """What ails a part ('if the foreskin is too tight'), what a page explains and then names, what
    a disease brings and what is lost, as the affirmed `text` of a clause tells it."""
    part = rules_named(*_PART).first_match(text)
    if part and is_body_part(part[1]["part"].split()[-1]):
        states = [f"{state} {part[1]['part']}" for state in expand(part[1]["states"])]
        yield from _named(states, "indications.part-is", clause, context, section)
    called = rule("indications.called").match(text.rstrip(" ."))
    if called:
        names = expand(called["object"])
        yield from _named(names, "indications.called", clause, context, section)
    yield from brought(clause, context, section)
    lost = rule("indications.lost").search(text)
    if lost:
        named = [f"loss of {part}" for part in expand(lost["object"])]
        rule_id = "indications.lost"
        yield from drafts_of(named, context.purpose, clause, Reading(""), section, rule_id)


def _named(
    phrases: Sequence[str], rule_id: str, clause: Clause, context: Context, section: str
) -> Iterator[Draft]:
    """Those of the phrases that name a finding."""
    named = [phrase for phrase in phrases if is_finding(phrase, context.lexicon)]
    yield from drafts_of(named, context.purpose, clause, Reading(""), section, rule_id)
