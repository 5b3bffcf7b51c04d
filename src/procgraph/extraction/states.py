"""States as noun phrases: 'the nerve is inflamed' is 'inflammation of nerve'."""

from __future__ import annotations

from procgraph.extraction.coordination import expand
from procgraph.extraction.rules import rule, table

__all__ = ["look_noun", "nominalised", "state_noun"]


def state_noun(word: str) -> str | None:
    """'drowsy' is 'drowsiness'; None for a word that is no known state."""
    noun: str | None = table("states")["nouns"].get(word.lower())
    return noun


def look_noun(word: str) -> str | None:
    """'red' as 'redness', and whatever is a state, where it is told of a trouble."""
    noun: str | None = table("states")["looks"].get(word.lower())
    return noun or state_noun(word)


def nominalised(text: str) -> list[str]:
    """'the nervous system is inflamed or infected' as 'inflammation of nervous system', …

    What the patient is has no other subject: 'you are hoarse' is 'hoarseness'.
    """
    hurting = rule("indications.hurts").match(text)
    if hurting:
        return [f"pain on {hurting['act']}" if hurting["act"] else f"{hurting['part']} pain"]
    lost = rule("indications.has-lost").match(text)
    if lost:
        return [f"loss of {lost['what']}"]
    spread = rule("indications.has-spread").match(text)
    if spread:
        place = f" to {spread['place']}" if spread["place"] else ""
        return [f"spread of {member}{place}" for member in expand(spread["subject"])]
    again = rule("indications.keeps-getting").match(text)
    if again:
        noun = state_noun(again["state"])
        return [f"repeated {noun} of {again['subject']}"] if noun else []
    fails = rule("indications.fails-to").match(text)
    if fails:
        return [f"{fails['subject']} that does not {fails['verb']}"]
    does = rule("indications.part-does").match(text)
    if does:
        return [f"{table('states')['verbs'][does['verb'].lower()]} of {does['subject']}"]
    state = rule("indications.is-state").match(text)
    if not state:
        return []
    nouns = table("states")["nouns"]
    words = [word.lower() for word in expand(state["states"])]
    found = [nouns[word] for word in words if word in nouns]
    if rule("indications.patient").match(state["subject"]):
        return found
    return [f"{noun} of {state['subject']}" for noun in found]
