"""Complications that one phrase names together: one with another, or one from several places."""

from __future__ import annotations

from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import is_finding, phrases
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import rule
from procgraph.extraction.trimming import strip_lead_ins
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["from_each", "with_other"]

_SECTION = "complications"


def from_each(texts: list[str], reading: Reading) -> list[str]:
    """A complication from each of the places that its tail names ('bleeding from the liver or
    spleen')."""
    wholes = expand(reading.full)
    is_from = rule("lists.from-place").match(reading.full.removeprefix(reading.core))
    if len(texts) != 1 or len(wholes) == 1 or not is_from:
        return texts
    are_alike = all(whole.startswith(f"{texts[0]} from ") for whole in wholes)
    return [*wholes] if are_alike else texts


def with_other(texts: list[str], reading: Reading, lexicon: Lexicon) -> list[str]:
    """Both of a complication and what comes with it: 'aspiration with pneumonia'."""
    both = rule("lists.with-finding").match(reading.full)
    if both is None:
        return texts
    other = strip_lead_ins(read(both["other"], Relation.HAS_COMPLICATION, _SECTION).core, _SECTION)
    named = expand(other)
    if not all(is_finding(name, lexicon) for name in named):
        return texts
    first = phrases(read(both["first"], Relation.HAS_COMPLICATION, _SECTION))
    return [*first, *named]
