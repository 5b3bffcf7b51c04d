"""A choice of staff whose last member has a condition of its own."""

from __future__ import annotations

from typing import NamedTuple

from procgraph.extraction.interpreters.roles import read_staff
from procgraph.extraction.rules import rule
from procgraph.extraction.words import is_person

__all__ = ["LastOfChoice", "last_of_choice"]


class LastOfChoice(NamedTuple):
    """Those before the 'or' and the one behind it, each with its condition, and the rest of the
    clause."""

    first: str
    last: str
    condition: str
    rest: str

    @property
    def first_condition(self) -> str | None:
        """'A neuropsychologist if memory is affected, or a driving assessor if you drive'."""
        return read_staff(self.first).condition


def last_of_choice(text: str) -> LastOfChoice | None:
    """The parts of 'A radiologist, or a urologist if the radiologist is away'.

    Without the comma the condition is that of all ('A nurse or a doctor if sedation is given'),
    unless it says that the others are not there.
    """
    before = rule("staff.or-for").match(text)
    if before:
        first, last, condition = before.group("first", "last", "condition")
        return LastOfChoice(first, last, condition, before["rest"] or "")
    match = rule("staff.or-last").match(text)
    if match is None or not (_names_staff(match["first"]) and _names_staff(match["last"])):
        return None
    first, last, rest = match.group("first", "last", "rest")
    condition = read_staff(last).condition or match["what_for"]
    if condition is None or condition not in last:
        return None
    is_alone = match["comma"] and "," not in first
    if not is_alone and not rule("staff.others-away").search(condition):
        return None
    return LastOfChoice(first, last.replace(condition, ""), condition.strip(), rest or "")


def _names_staff(text: str) -> bool:
    return any(is_person(word.strip(",.")) for word in text.split())
