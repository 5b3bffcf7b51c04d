"""Figures in tables: of how many they are, as a header or a caption says ('Out of 100 people').

The words are in ``rules/columns.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from procgraph.documents.wording import load_rules

__all__ = ["counted", "of_how_many", "with_share"]


def of_how_many(words: str) -> str:
    """What a header or a caption makes of the figures below it: ' in 100', '%', or nothing."""
    found = None if _words()["goes_well"].search(words) else _words()["of_how_many"].search(words)
    if found is None:
        return ""
    return "%" if found["percent"] else f" in {found['many'].replace(' ', ',')}"


def with_share(told: str, share: str) -> str | None:
    """'3' as '3 in 100' where that is its column's `share`; None for what is no bare figure."""
    return f"{told}{share}" if share and _words()["figure"].fullmatch(told) else None


def counted(header: Sequence[str], kinds: Sequence[str | None]) -> int | None:
    """The column that holds the figures which the caption says something of.

    Of several it is the first, where the others are of later: 'During', 'Five years later'.
    """
    found = [at for at, kind in enumerate(kinds) if kind is None and at]
    are_later = all(_words()["later"].search(header[at]) for at in found[1:])
    return found[0] if found and are_later else None


@cache
def _words() -> dict[str, re.Pattern[str]]:
    rules = load_rules("columns.toml")["shares"]
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in rules.items()}
