"""What a part of the body or a thing does, and what patients feel done to them, as phrases.

'The screw may bend or break' is bending and breaking of the screw, 'the skin tingles or goes numb'
tingling of skin and numb skin.
"""

from __future__ import annotations

from procgraph.extraction.coordination import expand
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.words import gerund, is_event

__all__ = ["deeds"]

_TELLING = ids("lists", "feels-treated does-several makes-both may-move gives-out")


def deeds(text: str) -> list[str]:
    """What a sentence says that something does or patients feel; nothing where it has no such
    verb."""
    if not rules_named(*_TELLING).likely(text):
        return []
    felt = rule("lists.feels-treated").match(text)
    if felt:
        return [f"feeling of being {how}" for how in rule("lists.next-deed").split(felt["how"])]
    several = rule("lists.does-several").match(text)
    if several:
        told = rule("lists.next-deed").split(several["does"])
        return [_deed(deed, several["part"]) for deed in told]
    both = rule("lists.makes-both").match(text)
    if both:
        return [_deed(both["one"], both["part"]), _deed(both["two"], both["other"])]
    does = rule("lists.may-move").match(text)
    if does:
        thing = does["thing"] or does["part"]
        verbs = expand(does["verbs"]) if does["verbs"] else [does["verb"]]
        return [_deed(verb, thing) for verb in verbs]
    stops = rule("lists.gives-out").match(text)
    if stops is None or is_event(stops["part"].split()[-1]):
        return []
    return [_deed(stops["verb"], stops["part"])]


def _deed(deed: str, thing: str) -> str:
    """'slips out' and 'goes numb', of a thing."""
    state = rule("lists.becomes").match(deed)
    if state:
        return f"{state['how']} {thing}"
    verb, space, rest = deed.partition(" ")
    base = f"{verb[:-3]}y" if verb.endswith("ies") else verb
    base = base if base.endswith("ss") else base.removesuffix("s")
    return f"{gerund(base)}{space}{rest} of {thing}"
