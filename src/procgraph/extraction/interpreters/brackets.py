"""Brackets that say of one of several risks how often it comes.

A bracket behind a member that is not the last, or one of several brackets, is that member's alone:
'bleeding (common), infection (rare)'. In a sentence that lists what may happen, one behind the last
of those that an 'and' joins is the last's: 'bleeding, a leak and infection (2%)'. In a line of a
list, what stands together shares its figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from procgraph.extraction.coordination import parts
from procgraph.extraction.rates import find_rate
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import first_match, rule
from procgraph.model import Frequency, Relation

__all__ = ["by_brackets", "closed_behind_last"]

_SECTION = "complications"


def by_brackets(
    part: str, texts: list[str], reading: Reading, label: Frequency | None
) -> Iterator[tuple[list[str], Reading]]:
    """The phrases of a part, each with what qualifies it where members have brackets of their own.

    A bracket behind the last of several members that has no other beside it is said of all.
    """
    if not rule("lists.own-bracket").search(rule("lists.lead-bracket").sub("", part)):
        yield texts, reading
        return
    bare = rule("lists.bracket")
    shared = read(bare.sub("", part), Relation.HAS_COMPLICATION, _SECTION)
    # 'blood in the stool for a day (common)' is the blood, whatever is said of it
    members = [
        (read(bare.sub("", member), Relation.HAS_COMPLICATION, _SECTION).core, member)
        for member in parts(part)
    ]
    for text in texts:
        words = set(text.lower().split())
        named = [(len(b), member) for b, member in members if words.issuperset(b.lower().split())]
        own = read(max(named)[1], Relation.HAS_COMPLICATION, _SECTION) if named else shared
        qualified = replace(
            reading,
            full="",
            condition=own.condition or shared.condition,
            frequency=own.frequency or shared.frequency or label,
            rate=own.rate or shared.rate,
        )
        yield [text], qualified


def closed_behind_last(part: str, texts: list[str], *, is_listing: bool) -> str:
    """A list in a sentence, marked where what stands behind its last member is of that alone.

    Members that share words ('damage to nerves and vessels (1%)') share the figure. A word
    ('Pain, nausea and a rash (common)') is the last's in a sentence that says it lists something.
    """
    found = rule("lists.last-bracket").match(part)
    if found is None or not all(text in part for text in texts):
        return part
    said = found["inside"] or found["behind"] or found["which"]
    is_word = is_listing and first_match("frequency", f"it is {said}")
    if not (is_word or find_rate(f"x, {said}")):
        return part
    return f"{found['members']} ({said}),"
