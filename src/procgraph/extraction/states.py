"""States as noun phrases: 'the nerve is inflamed' is 'inflammation of nerve'."""

from __future__ import annotations

from procgraph.extraction.coordination import expand
from procgraph.extraction.rules import rule, table

__all__ = ["nominalised"]


def nominalised(text: str) -> list[str]:
    """'the nervous system is inflamed or infected' as 'inflammation of nervous system', …"""
    spread = rule("indications.has-spread").match(text)
    if spread:
        return [f"spread of {member} to {spread['place']}" for member in expand(spread["subject"])]
    state = rule("indications.is-state").match(text)
    if not state:
        return []
    nouns = table("states")["nouns"]
    words = [word.lower() for word in expand(state["states"])]
    return [f"{nouns[word]} of {state['subject']}" for word in words if word in nouns]
