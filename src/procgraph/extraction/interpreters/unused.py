"""What it is done without: anesthesia, imaging and things that are named and not used."""

from __future__ import annotations

from procgraph.extraction.rules import rule, rules_named

__all__ = ["done_without", "never_without"]


def done_without(before: str, after: str) -> bool:
    """Whether what stands between two parts of a clause is said not to be used.

    It is denied behind it ('… should be avoided'), in front of it ('We have stopped using …', 'We
    cannot give …'), with all the members of a list ('no splint, drain or …'), or with
    the page itself ('… elsewhere, but not here').
    """
    if rule("mentions.done-without").match(after):
        return rule("mentions.in-its-way").search(before) is None
    if rule("mentions.not-with-us").search(after):
        return True
    if rules_named("mentions.do-without", "mentions.not-given").first_match(before):
        return not never_without(before)
    listed = rule("mentions.none-of").search(before)
    if listed is None:
        return False
    return " or " in listed[0] or rule("mentions.or-behind").match(after) is not None


def never_without(before: str) -> bool:
    """Whether what stands behind a part of a clause is what it is never done without."""
    return rule("mentions.never-without").search(before) is not None
