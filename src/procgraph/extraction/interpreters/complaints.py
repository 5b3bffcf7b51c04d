"""What patients feel and do, told one deed after the other, as phrases.

'Someone keeps feeling sick, brings up food or has a bloated stomach' has three complaints.
"""

from __future__ import annotations

import re

from procgraph.extraction.coordination import expand
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.states import state_noun
from procgraph.extraction.trimming import cut_tail
from procgraph.extraction.words import gerund
from procgraph.model import Relation

__all__ = ["complaints"]

_WORDINGS = ids("complaints", "has keeps finds-hard finds cannot fails loses does-to does")
# So many deeds may be told of the procedure itself.
_FEW = 2


def complaints(text: str, section: str) -> list[str]:
    """What a sentence says that patients have; nothing unless it tells of several deeds, and each
    of them is understood. Outside the indications two may be felt in the course of it."""
    told = rule("complaints.case").search(text) or rule("complaints.told").search(text)
    if told is None:
        return []
    stated = rule("complaints.other-subject").sub("", told["told"].rstrip(" ."))
    deeds = rule("complaints.next-deed").split(stated)
    named = [_named(deed.strip(" ,")) for deed in deeds]
    is_told = len(deeds) > 1 and all(named)
    if section != "indications" and len(deeds) <= _FEW:
        return []
    return [phrase for phrases in named for phrase in phrases] if is_told else []


def _named(deed: str) -> list[str]:
    """What one deed says that its doer has."""
    state = rule("complaints.is-so").match(deed)
    noun = state_noun(state["state"]) if state else None
    if state and noun:
        return [f"{noun}{state['rest']}"]
    for wording in rules_named(*_WORDINGS).likely(deed):
        match = wording.match(deed)
        if match:
            return _reworded(deed, match, wording.data)
    return []


def _reworded(deed: str, match: re.Match[str], data: dict[str, str]) -> list[str]:
    said = f"{match.expand(data['to'])}{deed[match.end() :]}"
    if "gerund" in data:
        done = gerund(match["verb"].lower())
        return [f"{data['gerund']}{done}{said[len(match['verb']) :]}"]
    return list(expand(cut_tail(said, Relation.TREATS)))
