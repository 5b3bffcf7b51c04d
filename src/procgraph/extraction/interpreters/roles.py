"""The roles that words name, and which are a choice: 'a surgeon, and a nurse or a midwife'.

A coordination is read as a list of roles. A sentence is searched for roles: the words before a noun
of a person, and what links it to the next ('or', 'who may be' make a choice).
"""

from __future__ import annotations

import re

from procgraph.extraction.coordination import Member, members
from procgraph.extraction.readings import Reading, case_in, read
from procgraph.extraction.rules import rule, word_list
from procgraph.extraction.words import is_modifier, is_person, singular, word_class
from procgraph.model import Relation

__all__ = ["found_roles", "is_group", "listed_roles", "read_staff", "staff_case"]

_WORD = re.compile(r"[^\W_][\w'’/-]*")
_LONGEST = 7
# How many words may stand before the noun of a person.
_BEFORE = 4


def read_staff(text: str) -> Reading:
    """What a text says of staff, and what qualifies it."""
    return read(text, Relation.REQUIRES_PERSONNEL, "personnel")


def staff_case(text: str) -> str | None:
    """The case in which staff is there, as a text tells it by itself: 'On request'."""
    return case_in(text, Relation.REQUIRES_PERSONNEL, "personnel")


def listed_roles(core: str) -> list[Member] | None:
    """The roles of a coordination, or None when a member is none."""
    found: list[Member] = []
    for member in members(core):
        words = member.text.split()
        head = rule("staff.after-role").split(member.text)[0].split()
        is_blank = "__" in member.text
        if not words or is_blank or len(words) > _LONGEST or not head or not is_person(head[-1]):
            return None
        if words[0].lower() in word_list("staff", "stop"):
            return None
        found.append(member)
    return found or None


def found_roles(text: str) -> list[Member]:
    """The roles that stand anywhere in a sentence."""
    text = re.sub(r"\([^()]*\)", lambda m: " " * len(m[0]), text)
    spans = _role_spans(text)
    found: list[Member] = []
    choice = 0
    previous_end = 0
    is_listed = False
    for position, (start, end) in enumerate(spans):
        if rule("staff.instead").search(text[:start]):
            continue
        link = text[previous_end:start]
        is_choice = rule("staff.choice-link").match(link) is not None
        is_joined = position > 0 and (
            is_choice or (is_listed and rule("staff.list-link").match(link) is not None)
        )
        if not is_joined:
            choice += 1
        if not is_joined or is_choice:
            # 'a surgeon or a cardiologist, a nurse': the choice has ended
            is_listed = _is_choice_list(text, spans, position)
        found.append(Member(text[start:end], choice))
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
        while (
            start > 0 and index - start < _BEFORE and _belongs(words[start - 1], words[start], text)
        ):
            start -= 1
        if spans and _is_rank_of(text, spans[-1], words[start].start()):
            spans[-1] = (spans[-1][0], word.end())  # so is 'specialist apheresis nurse'
            continue
        spans.append((_field_start(text, words, start, index), word.end()))
    spans += [another.span("role") for another in rule("staff.another").finditer(text)]
    named = [(s, e) for s, e in spans if " of " in text[s:e] or not is_group(text[s:e])]
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


def is_group(role: str) -> bool:
    """Whether a role is that of several: 'the cardiac team'."""
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
