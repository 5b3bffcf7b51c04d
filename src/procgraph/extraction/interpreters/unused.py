"""What it is done without: anesthesia, imaging and things that are named and not used."""

from __future__ import annotations

from procgraph.extraction.rules import rule

__all__ = ["done_without"]


def done_without(before: str, after: str) -> bool:
    """Whether what stands between two parts of a clause is said not to be used.

    It is denied behind it ('… should be avoided'), in front of it ('We have stopped using …'), or
    with all the members of a list ('no splint, drain or …').
    """
    if rule("mentions.done-without").match(after):
        return rule("mentions.in-its-way").search(before) is None
    if rule("mentions.do-without").search(before):
        return True
    listed = rule("mentions.none-of").search(before)
    if listed is None:
        return False
    return " or " in listed[0] or rule("mentions.or-behind").match(after) is not None
