"""What a thing may do to another, as a risk: 'the needle can nick a vessel' is 'nicking of
vessel'."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import is_finding, is_phrase
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule, rules_named, table
from procgraph.extraction.words import gerund
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["mishaps"]


def mishaps(text: str, lexicon: Lexicon) -> list[str]:
    """What a sentence says that a thing may do to another, as noun phrases."""
    found = rules_named("lists.may-harm", "lists.may-spread").first_match(text)
    if found is None:
        return []
    thing = found[1]["thing"]
    spreads = found[0].id == "lists.may-spread"
    harms = not spreads and rule("lists.harms-anyway").match(found[1]["deeds"])
    if not found[1]["known"] and not harms and is_finding(thing, lexicon):
        return []  # 'Clots can block the drain': the clots are the risk
    if spreads:
        return [f"{_noun(found[1]['verb'])} of {thing} {found[1]['way']}"]
    deeds = rule("lists.next-harm").split(found[1]["deeds"])
    return [text for deed in deeds for text in _harm(deed, thing)]


def _harm(deed: str, thing: str) -> Iterator[str]:
    """'nick a vessel' as 'nicking of vessel', 'make a hole' as 'hole'."""
    match = rule("lists.deed").match(deed)
    if match is None:
        return
    if match["it"]:
        yield f"{_noun(match['verb']).removesuffix(' to')} by {thing}"
        return
    core = read(match["np"], Relation.HAS_COMPLICATION, "complications").core
    noun = "" if match["makes"] else _noun(match["verb"])
    joined = " " if noun.endswith(" to") else " of "
    yield from (
        f"{noun}{joined}{what}" if noun else what for what in expand(core) if is_phrase(what)
    )


def _noun(verb: str) -> str:
    noun: str = table("lists")["deeds"].get(verb) or gerund(verb)
    return noun
