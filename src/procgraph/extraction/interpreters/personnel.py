"""Who must be there: roles, which of them are a choice, and on what condition.

A bullet is read as a coordination of roles. A sentence is searched for roles: the words before a
noun of a person, and what links it to the next ('or', 'who may be' make a choice).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import members
from procgraph.extraction.drafts import Draft
from procgraph.extraction.interpreters.choices import last_of_choice
from procgraph.extraction.interpreters.posts import who_fills
from procgraph.extraction.readings import negated_rest, read
from procgraph.extraction.rules import rule, rules_named, word_list
from procgraph.extraction.words import is_modifier, is_person, singular, word_class
from procgraph.model import Relation

__all__ = ["personnel", "roles"]

_WORD = re.compile(r"[^\W_][\w'’/-]*")
# Roles of different parts of a clause, or of a bracket in it, are no choice between them.
_PART, _ASIDE = 1000, 100
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


def personnel(place: Place) -> Iterator[Draft]:
    """The roles of an item, each a requirement, a conditional one, one of a choice, or denied."""
    case = _case(place.item.label)
    for clause in place.clauses:
        for draft in roles(clause.text, clause):
            yield draft._replace(condition=draft.condition or case)


def _case(label: str | None) -> str | None:
    """The condition that a label tells of all roles below it: 'On request'."""
    if label is None:
        return None
    return read(f"nurse {label.lower()}", Relation.REQUIRES_PERSONNEL, "personnel").condition


def roles(text: str, clause: Clause) -> Iterator[Draft]:
    """The roles that `text`, which is a clause or a part of it, names."""
    text = rule("staff.not-far").sub("", rule("staff.trained").sub("", text))
    text = rule("staff.assisted").sub(" and ", rule("staff.without").sub("", text))
    text = rules_named("staff.elsewhere", "staff.pa", "staff.np").reword(text)
    text = who_fills(rule("staff.receiver").sub("", text))
    either = last_of_choice(text)
    if either:
        first, last = _found(either.first), _found(either.last)
        choice = first[-1][1] if first else 1
        if not rule("staff.and").search(either.first):
            first = [(role, choice) for role, _ in first]  # 'A surgeon, a nurse, or a midwife if …'
        last = [(role, choice) for role, _ in last]
        yield from _drafts(first, clause, either.first_condition, "personnel.sentence")
        yield from _drafts(last, clause, either.condition, "personnel.sentence")
        text = either.rest
    for number, part in enumerate(_parts(text), start=1 if either else 0):
        denied = negated_rest(part)
        if denied:
            yield from _denied(denied[0], part, clause)
        elif not rule("staff.absent").search(part):
            for draft in _stated(part, clause):
                yield draft._replace(choice=(draft.choice or 0) + number * _PART)


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
    conditions = (read(t, Relation.REQUIRES_PERSONNEL, "personnel").condition for t in (text, said))
    condition = next(filter(None, conditions), None)
    named = _found(_without(text, condition))
    for draft in _drafts(named, clause, condition, "personnel.denied"):
        yield draft._replace(polarity="negated", choice=None)


def _stated(text: str, clause: Clause) -> Iterator[Draft]:
    text = rule("staff.with-helpers").reword(_behind_label(text))
    text, asides = _without_asides(_with_members(text))
    reading = read(text, Relation.REQUIRES_PERSONNEL, "personnel")
    named = None if _is_sentence(text) else _listed(reading.core)
    rule_id = "personnel.list-item"
    if named is None:
        rule_id = "personnel.sentence"
        named = _found(_without(text, reading.condition))
    yield from _drafts(named, clause, reading.condition, rule_id)
    for aside in asides:
        # '(a neuroradiologist at larger centers)': another role, on a condition of its own
        inner = read(aside, Relation.REQUIRES_PERSONNEL, "personnel")
        found = _found(_without(aside, inner.condition))
        others = [(role, choice + _ASIDE) for role, choice in found]
        if inner.condition is None:
            continue  # '(a second surgeon)' says who the role is, not that there is another
        yield from _drafts(others, clause, inner.condition, "personnel.aside")


def _behind_label(text: str) -> str:
    """The roles behind what they are there for: 'Prescriber: a surgeon or a midwife'."""
    label = rule("lists.origin").match(text)
    if label is None or rule("staff.members").search(text):
        return text
    listed = text[label.end() :]
    reading = read(listed, Relation.REQUIRES_PERSONNEL, "personnel")
    return text if _listed(reading.core) is None else listed


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
        joint = " and " if _is_group(match["head"]) else " or "
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

    return _BRACKETS.sub(replace, text) if "(" in text else text, asides


def _is_sentence(text: str) -> bool:
    """Whether a verb joins roles of different standing ('X operates together with a Y')."""
    return (
        rule("staff.verb").search(text) is not None and sum(is_person(w) for w in text.split()) > 1
    )


def _without(text: str, condition: str | None) -> str:
    return text.replace(condition, " " * len(condition)) if condition else text


def _drafts(
    named: list[tuple[str, int]], clause: Clause, condition: str | None, rule_id: str
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


def _listed(core: str) -> list[tuple[str, int]] | None:
    """The roles of a coordination, or None when a member is none."""
    found: list[tuple[str, int]] = []
    for member in members(core):
        words = member.text.split()
        head = rule("staff.after-role").split(member.text)[0].split()
        is_blank = "__" in member.text
        if not words or is_blank or len(words) > 7 or not head or not is_person(head[-1]):
            return None
        if words[0].lower() in word_list("staff", "stop"):
            return None
        found.append((member.text, member.choice))
    return found or None


def _found(text: str) -> list[tuple[str, int]]:
    """The roles that stand anywhere in a sentence."""
    text = re.sub(r"\([^()]*\)", lambda m: " " * len(m[0]), text)
    spans = _role_spans(text)
    found: list[tuple[str, int]] = []
    choice = 0
    previous_end = 0
    listed = False
    for position, (start, end) in enumerate(spans):
        if rule("staff.instead").search(text[:start]):
            continue
        link = text[previous_end:start]
        joined = bool(position) and (
            rule("staff.choice-link").match(link) is not None
            or (rule("staff.list-link").match(link) is not None and listed)
        )
        if not joined:
            choice += 1
        if not joined or rule("staff.choice-link").match(link):
            # 'a surgeon or a cardiologist, a nurse': the choice has ended
            listed = _is_choice_list(text, spans, position)
        found.append((text[start:end], choice))
        previous_end = end
    return found


def _is_choice_list(text: str, spans: list[tuple[int, int]], position: int) -> bool:
    """Whether the roles that follow, linked by commas, end in an 'or'."""
    for (_, end), (start, _) in zip(spans[position:], spans[position + 1 :], strict=False):
        link = text[end:start]
        if rule("staff.choice-link").match(link):
            return True
        if not rule("staff.list-link").match(link):
            return False
    return False


def _role_spans(text: str) -> list[tuple[int, int]]:
    words = list(_WORD.finditer(text))
    spans: list[tuple[int, int]] = []
    for index, word in enumerate(words):
        if not is_person(word[0]):
            continue
        if spans and spans[-1][1] >= word.start() - 1 and text[spans[-1][1] : word.start()] == " ":
            spans[-1] = (spans[-1][0], word.end())  # 'nurse anesthetist' is one role
            continue
        start = index
        while start > 0 and index - start < 4 and _belongs(words[start - 1], words[start], text):
            start -= 1
        if spans and _is_rank_of(text, spans[-1], words[start].start()):
            spans[-1] = (spans[-1][0], word.end())  # so is 'specialist apheresis nurse'
            continue
        spans.append((_field_start(text, words, start, index), word.end()))
    spans += [another.span("role") for another in rule("staff.another").finditer(text)]
    named = [(s, e) for s, e in spans if " of " in text[s:e] or not _is_group(text[s:e])]
    return sorted(named + [team.span("group") for team in rule("told.of-team").finditer(text)])


def _field_start(text: str, words: list[re.Match[str]], start: int, index: int) -> int:
    """Where a role begins whose field is two words: 'speech and language therapist'."""
    first = words[start].start()
    before = rule("staff.field").search(text[:first]) if start < index else None
    if before is None or words[start][0].lower() in word_list("staff", "qualified"):
        return first
    others = word_class("not_staff") | word_class("patients")
    field = before["field"].lower().replace(",", "").split()
    is_apart = any(is_person(word) or singular(word) in others for word in field)
    return first if is_apart else before.start("field")


def _is_group(role: str) -> bool:
    return singular(role.split()[-1]) in ("team", "staff")


def _is_rank_of(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether a role only says the rank of the one that begins right behind it."""
    rank = text[before[0] : before[1]].split()[-1].lower()
    return text[before[1] : start] == " " and rank in word_list("staff", "ranks")


def _belongs(word: re.Match[str], following: re.Match[str], text: str) -> bool:
    between = text[word.end() : following.start()]
    lowered = word[0].lower()
    if between != " " or lowered in word_list("staff", "stop") or is_person(word[0]):
        return False
    return (
        is_modifier(word[0])
        or not lowered.endswith(("ly", "ed", "es"))
        or lowered in word_list("staff", "qualified")
    )
