"""Diseases that are named by their kinds: 'several types of cancer including lung and kidney'."""

from __future__ import annotations

import re

from procgraph.extraction.rules import rule
from procgraph.extraction.words import is_event, singular

__all__ = ["by_kinds"]


def by_kinds(text: str) -> str:
    """A text with each kind of a disease by its whole name: 'lung and kidney cancer'.

    Those that have a name of their own are examples: 'types of arthritis, such as gout'.
    """
    return rule("indications.named-by-kinds").sub(_named, text)


def _named(kinds: re.Match[str]) -> str:
    last = kinds["members"].split()[-1]
    is_named = singular(last.lower()) == singular(kinds["kind"].lower()) or is_event(last)
    return kinds[0] if is_named else f"{kinds['members']} {kinds['kind']}"
