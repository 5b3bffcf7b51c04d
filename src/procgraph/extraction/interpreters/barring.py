"""Sentences among the reasons against a procedure that say so in no known words.

Where a page lists what stands against it, a sentence that denies nothing names that: in the cases
that it has, in the people of whom it speaks, or in the finding that is its subject.
"""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, is_finding
from procgraph.extraction.exclusions import denies_reason, excluded, opened
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.model import Relation
from procgraph.terminology import NAMED, Lexicon

__all__ = ["barred", "cases", "topics"]

_SECTION = "contraindications"
_WAYS = ids(
    "reasons", "wait-after come-with so-would first-named any-case-first any-case-last any-who"
)


def cases(clause: Clause) -> Iterator[Draft]:
    """Several cases, one after the other: 'It has to wait if you have …, or while …'."""
    several = rule("reasons.cases").match(clause.text)
    if several and not denies_reason(clause.text):
        yield from excluded(several["rest"], clause, _SECTION, "reasons.cases")


def topics(clause: Clause, lexicon: Lexicon) -> Iterator[Draft]:
    """The finding before a colon, and behind it what it does to the procedure."""
    about = rule("reasons.topic").match(clause.text)
    if about is None or denies_reason(clause.text):
        return
    if all(_bars(named, lexicon) for named in expand(about["rest"])):
        yield from excluded(about["rest"], clause, _SECTION, "reasons.topic")


def barred(clause: Clause, lexicon: Lexicon) -> Iterator[Draft]:
    """What a sentence names as the case, the people or the finding that it is about."""
    text = opened(clause.text)
    found = rules_named(*_WAYS).first_match(text)
    if found is None:
        yield from _subject(text, clause, lexicon)
        return
    way, match = found
    time = match.groupdict().get("time")
    for draft in excluded(match["rest"], clause, _SECTION, way.id):
        yield draft._replace(object=f"{draft.object} within {time}") if time else draft


def _subject(text: str, clause: Clause, lexicon: Lexicon) -> Iterator[Draft]:
    """The finding or the drug that a sentence is about: 'Beta blockers come next'."""
    for way in rules_named("reasons.about", "reasons.not-with").likely(text):
        about = way.pattern.match(text)
        if about and all(_bars(named, lexicon) for named in expand(about["rest"])):
            yield from excluded(about["rest"], clause, _SECTION, way.id)
            another = rule("phrases.so-does").search(text[about.end("rest") :])
            if another:
                # 'Pregnancy is one, and so is an open sore'
                yield from excluded(another["rest"], clause, _SECTION, way.id)
            return


def _bars(phrase: str, lexicon: Lexicon) -> bool:
    """Whether a phrase may be a reason: a finding, or what is known as one."""
    known = lexicon.link(phrase, Relation.CONTRAINDICATED_BY).how in NAMED
    return known or is_finding(phrase, lexicon) or rule("reasons.thing").search(phrase) is not None
