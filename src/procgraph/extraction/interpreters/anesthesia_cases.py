"""How a kind of anesthesia is stated: denied, only supposed, and in which case it is used."""

from __future__ import annotations

import re

from procgraph.extraction.interpreters.unused import done_without, never_without
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule
from procgraph.extraction.trimming import negated_rest, only_seems_denied
from procgraph.extraction.whose_case import only_tells
from procgraph.model import Polarity, Relation

__all__ = ["case_of", "exception", "of_itself", "polarity_of", "said_of", "says_nothing"]

_EDGE = " ,;.:"
_UNLESS = re.compile(r"^unless\b")
# How far before and after a mention a denial of it may stand, in characters.
_BEFORE, _AFTER = 40, 90
# 'You will not be awake: we use a general anaesthetic' and 'without or with a gel' deny none.
_ENDS_CLAUSE = re.compile(r"[,;]|(?<=\w{3}): (?=\w+ \w)|\bor (?:with|under) ")
# A reason holds, other cases are only supposed.
_REASONS = frozenset({"because", "since", "as"})


def said_of(text: str, start: int) -> str | None:
    """The part of a text that can deny a mention at `start`; None if that is only supposed."""
    case = rule("anesthetics.denial-in-case").search(text)
    if case is None or start >= case.end():
        return text
    if start < case.start():
        return text[: case.start()]
    return case[0] if case["word"].lower() in _REASONS else None


def says_nothing(text: str, start: int, polarity: Polarity) -> bool:
    """Whether a mention only compares or supposes, or leaves the choice to the patient."""
    so_far = text[:start]
    if rule("anesthetics.falls-short").match(text[start:]):
        return True
    if rule("anesthetics.compared").search(so_far):
        return True
    if polarity == "affirmed":
        return rule("anesthetics.supposed").match(text) is not None
    # 'Some patients choose no sedation' denies it for nobody else
    return bool(
        rule("anesthetics.for-some").match(text)
        or rule("anesthetics.chosen-without").search(so_far)
    )


def polarity_of(text: str, start: int, end: int) -> Polarity:
    """Whether a text denies what it mentions from `start` to `end`."""
    if never_without(text[:start]):
        return "affirmed"
    if done_without(text[:start], text[end:]):
        return "negated"
    if only_seems_denied(text):
        return "affirmed"
    if rule("anesthetics.just-denied").search(text[max(0, start - _BEFORE) : start]):
        return "negated"
    denied = negated_rest(text)
    if denied:
        # 'No tourniquet is needed with local anesthesia' denies the tourniquet, 'no food if an
        # anesthetic is planned' the food.
        thing = rule("anesthetics.after-denied").split(denied[0])[0]
        return "negated" if rule("anesthetics.kind").search(thing) else "affirmed"
    before = text[max(0, start - _BEFORE) : start]
    denial = rule("anesthetics.denial").search(before)
    if denial and not _ENDS_CLAUSE.search(before, denial.start()):
        return "negated"
    denied_after = rule("anesthetics.denied-after").search(text[start : start + _AFTER])
    return "negated" if denied_after else "affirmed"


def of_itself(text: str, end: int) -> str:
    """A text up to the other choice behind a mention: 'general, or local in adults'."""
    other = rule("anesthetics.other-choice").search(text[end:])
    return text[: end + other.start()] if other else text


def case_of(text: str, start: int) -> str | None:
    """The case in which what a text mentions at `start` is used."""
    seldom = rule("anesthetics.now-and-then").search(text[:start])
    if seldom and not seldom["vague"]:
        return seldom["how"]
    condition = _stated_condition(text, start)
    if condition and rule("anesthetics.no-condition").match(condition):
        condition = None
    # 'or sometimes local in adults': 'sometimes' says less than in whom
    return seldom["how"] if seldom and condition is None else condition


def _stated_condition(text: str, start: int) -> str | None:
    between = rule("lists.or-if").match(text)
    if between and start > between.end("before"):
        return between["condition"]
    if between:
        text = between["before"]
    clause = rule("anesthetics.if-clause").search(text)
    if clause:
        stated = clause["condition"].strip(_EDGE)
        if clause.start() < start < clause.end():
            # 'You need not fast unless sedation is given': it may be given
            stated = _UNLESS.sub("if", stated)
        return None if only_tells(text[: clause.start()].rstrip(" ("), stated) else stated
    only = rule("anesthetics.only-if").search(text[start:])
    if only and _is_for_some(only["condition"]):
        return only["condition"].strip(_EDGE)
    if only and rule("anesthetics.reserved").search(only[0]):
        return f"for {only['condition']}".strip(_EDGE)
    subject = rule("anesthetics.for-whom").match(text)
    if subject and not rule("anesthetics.most").match(subject["condition"]):
        return subject["condition"].strip(_EDGE)
    condition = read(text, Relation.USES_ANESTHESIA, "anesthesia").condition
    if condition and not rule("anesthetics.most-cases").search(condition):
        return condition
    optional = rule("anesthetics.optional").search(text)
    return optional[0].strip() if optional else None


def exception(text: str, start: int) -> str | None:
    """What a denial leaves open ('no anesthesia unless the child is anxious'), or the case in which
    what is named at `start` is denied ('We cannot give sedation if you have eaten')."""
    case = rule("anesthetics.unless").search(text)
    case = case or rule("anesthetics.only-denied-if").search(text[start:])
    return case["condition"].strip(_EDGE) if case else None


def _is_for_some(condition: str) -> bool:
    """'for children', but not 'for nearly everyone'."""
    if not rule("anesthetics.condition").match(condition):
        return False
    return not rule("anesthetics.nearly-all").search(condition)
