"""Who must be there: roles, which of them are a choice, and on what condition.

What is said of several is told apart first: those of a choice of whom the last has a case of its
own, those that are denied, and those in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import Member
from procgraph.extraction.drafts import Draft
from procgraph.extraction.interpreters.choices import LastOfChoice, last_of_choice
from procgraph.extraction.interpreters.posts import who_fills
from procgraph.extraction.interpreters.roles import (
    found_roles,
    is_group,
    listed_roles,
    read_staff,
    staff_case,
)
from procgraph.extraction.rules import ids, rule, rules_named, word_list
from procgraph.extraction.trimming import BRACKETS, negated_rest
from procgraph.extraction.words import is_person, singular, word_class
from procgraph.model import Relation

__all__ = ["personnel", "roles"]

# How a denial of a role may be said, and how the rules of all denials know it.
_DENIED = ids("staff", "not-another nobody-needs not-met cannot-come never-without")
_WORDINGS = ids("staff", "elsewhere pa np field-alone anesthetics")
# Roles of different parts of a clause, or of a bracket in it, are no choice between them.
_PART, _ASIDE = 1000, 100


def personnel(place: Place) -> Iterator[Draft]:
    """The roles of an item, each a requirement, a conditional one, one of a choice, or denied; the
    case that a label tells ('On request') is that of all below it."""
    case = staff_case(place.item.label.lower()) if place.item.label else None
    for clause in place.clauses:
        for draft in roles(clause.text, clause):
            yield draft._replace(condition=draft.condition or case)


def roles(text: str, clause: Clause) -> Iterator[Draft]:
    """The roles that `text`, which is a clause or a part of it, names."""
    text = rules_named(*_DENIED).reword(text)
    text = rule("staff.not-far").sub("", rule("staff.trained").sub("", text))
    text = rule("staff.assisted").sub(" and ", rule("staff.without").sub("", text))
    text = rules_named(*_WORDINGS).reword(text)
    text = who_fills(rule("staff.receiver").sub("", text))
    either = last_of_choice(text)
    if either:
        yield from _either(either, clause)
        text = either.rest
    for number, part in enumerate(_parts(text), start=1 if either else 0):
        denied = negated_rest(part)
        if denied:
            yield from _denied(denied[0], part, clause)
        elif not rule("staff.absent").search(part):
            for draft in _stated(part, clause):
                yield draft._replace(choice=(draft.choice or 0) + number * _PART)


def _either(either: LastOfChoice, clause: Clause) -> Iterator[Draft]:
    first, last = found_roles(either.first), found_roles(either.last)
    choice = first[-1].choice if first else 1
    if not rule("staff.and").search(either.first):
        # 'A surgeon, a nurse, or a midwife if …'
        first = [role._replace(choice=choice) for role in first]
    last = [role._replace(choice=choice) for role in last]
    yield from _drafts(first, clause, either.first_condition, "personnel.sentence")
    yield from _drafts(last, clause, either.condition, "personnel.sentence")


def _parts(text: str) -> list[str]:
    """The parts of a clause that do not share what they say of their roles.

    'No surgeon, but a nurse' denies one role and states another; in 'a radiologist, and a nurse if
    sedation is given' only the nurse is there on a condition.
    """
    parts = rule("staff.contrast").split(text)
    if len(parts) > 1 and not any(map(negated_rest, parts)):
        parts = [text]
    found: list[str] = []
    for part in chain.from_iterable(map(_each_acts, parts)):
        own = rule("staff.own-condition").match(part)
        found += [own["first"], f"{own['lead'] or ''}{own['last']}"] if own else [part]
    return found


def _each_acts(text: str) -> list[str]:
    """The parts of a clause, where the first only says who may be there."""
    pieces = rule("staff.next-of-its-own").split(text)
    may_be = rules_named("conditions.may-be-present", "conditions.may-act").first_match(pieces[0])
    return pieces if may_be else [text]


def _denied(text: str, said: str, clause: Clause) -> Iterator[Draft]:
    # 'No surgeon is needed, unless it bleeds': the case may stand behind the denial
    conditions = (read_staff(told).condition for told in (text, said))
    condition = next(filter(None, conditions), None)
    named = found_roles(_without(text, condition))
    for draft in _drafts(named, clause, condition, "personnel.denied"):
        yield draft._replace(polarity="negated", choice=None)


def _stated(text: str, clause: Clause) -> Iterator[Draft]:
    text = rule("staff.with-helpers").reword(_behind_label(text))
    text, asides = _without_asides(_with_members(text))
    reading = read_staff(text)
    named = None if _is_sentence(text) else listed_roles(reading.core)
    rule_id = "personnel.list-item"
    if named is None:
        rule_id = "personnel.sentence"
        named = found_roles(_without(text, reading.condition))
    yield from _drafts(named, clause, reading.condition, rule_id)
    for aside in asides:
        # '(a neuroradiologist at larger centers)': another role, on a condition of its own
        condition = read_staff(aside).condition
        if condition is None:
            continue  # '(a second surgeon)' says who the role is, not that there is another
        found = found_roles(_without(aside, condition))
        others = [role._replace(choice=role.choice + _ASIDE) for role in found]
        yield from _drafts(others, clause, condition, "personnel.aside")


def _behind_label(text: str) -> str:
    """The roles behind what they are there for: 'Prescriber: a surgeon or a midwife'."""
    label = rule("lists.origin").match(text)
    if label is None or rule("staff.members").search(text):
        return text
    listed = text[label.end() :]
    return text if listed_roles(read_staff(listed).core) is None else listed


def _with_members(text: str) -> str:
    """A kind of staff with those who are meant spelt out as a choice.

    'A clinician (family physician or nurse practitioner)' is one of these two; 'a surgeon (an
    orthopedic or plastic surgeon)' is a surgeon, or more exactly one of the two.
    """
    match = rule("staff.members").search(text)
    if match is None:
        return text
    listed = (match["bracket"] or match["listed"] or match["behind"]).strip()
    if sum(map(is_person, listed.split())) < 2 and not rule("staff.shared-role").search(listed):
        return text
    if not match["behind"] and not rule("staff.joined").search(listed):
        # 'the team (a surgeon, a nurse)' is both of them
        joint = " and " if is_group(match["head"]) else " or "
        listed = joint.join(listed.rsplit(", ", 1))
    vague = singular(match["head"].split()[-1].lower()) in word_list("staff", "vague")
    kept = "" if vague else f"{match['head']} or "
    return f"{text[: match.start()]}{kept}{listed}{text[match.end() :]}"


def _without_asides(text: str) -> tuple[str, list[str]]:
    """The clause with a choice in brackets spelt out, and the brackets that name other roles."""
    asides: list[str] = []

    def replace(match: re.Match[str]) -> str:
        inner = match[1].strip()
        if not any(is_person(word) for word in inner.split()):
            return match[0]
        choice = rule("staff.or-in-brackets").match(inner)
        if choice:
            return f" or {choice['role']}"
        is_case = rule("staff.condition-in-brackets").match(inner)
        if is_case and not rule("staff.acts-elsewhere").match(inner):
            return match[0]
        asides.append(inner)
        return ""

    return BRACKETS.sub(replace, text) if "(" in text else text, asides


def _is_sentence(text: str) -> bool:
    """Whether a verb joins roles of different standing ('X operates together with a Y')."""
    return (
        rule("staff.verb").search(text) is not None and sum(is_person(w) for w in text.split()) > 1
    )


def _without(text: str, condition: str | None) -> str:
    return text.replace(condition, " " * len(condition)) if condition else text


def _drafts(
    named: Sequence[Member], clause: Clause, condition: str | None, rule_id: str
) -> Iterator[Draft]:
    for text, choice in named:
        is_relative = singular(text.split()[-1]) in word_class("not_staff")
        if is_relative or rule("staff.outside").search(text):
            continue
        yield Draft(
            Relation.REQUIRES_PERSONNEL,
            text,
            clause.start,
            clause.end,
            "personnel",
            rule_id,
            condition=condition,
            choice=choice,
        )
