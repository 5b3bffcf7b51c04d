"""Who speaks, at the beginnings of lines: 'Q:', 'DR LEE:', '[00:12:33] Speaker 1:'.

Where several speak in turn, and one of them asks, what stands before the colon names who says what
stands behind it, and is no part of that.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from procgraph.documents.headings import heading_key
from procgraph.documents.rendering import Rendering, TextBuilder
from procgraph.documents.wording import load_rules, pattern_of

__all__ = ["unspoken"]

_RULES = "speakers.toml"
# A name in capitals is a speaker's where it is met so often, and so many speak in turn.
_OFTEN = 2
_FEWEST_TURNS = 3
_SEVERAL = 2


def unspoken(text: str) -> Rendering:
    """`text` without the names of those who speak in it."""
    turns = list(_turn().finditer(text))
    if not turns:
        return Rendering.unchanged(text)
    counts = Counter(map(_name, turns))
    known = {name for name in counts if pattern_of(_RULES, "known").fullmatch(name)}
    recurring = {name for name, count in counts.items() if count >= _OFTEN and _may_speak(name)}
    speakers = known | recurring
    spoken = [turn for turn in turns if _name(turn) in speakers]
    asks = any(turn["says"].rstrip().endswith("?") for turn in spoken)
    if len(speakers) < _SEVERAL or len(spoken) < _FEWEST_TURNS or not asks:
        return Rendering.unchanged(text)
    builder = TextBuilder()
    at = 0
    for turn in turns:
        name = _name(turn)
        # Among speakers, one who is named once is one, too.
        if name in speakers or _may_speak(name):
            builder.add(text[at : turn.start("lead")], at)
            at = turn.start("says")
    builder.add(text[at:], at)
    return builder.render()


def _name(turn: re.Match[str]) -> str:
    return " ".join(turn["name"].replace(".", " ").lower().split())


def _may_speak(name: str) -> bool:
    is_no_name = pattern_of(_RULES, "no_speaker").fullmatch(name) is not None
    return not is_no_name and heading_key(name) is None


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(load_rules(_RULES)["turn"], re.MULTILINE)
