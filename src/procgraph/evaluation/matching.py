"""Which found fact is which gold fact: labels compared by their words, and quotes.

They match when their labels agree (token F1 of at least 0.75 on content words), or agree less (0.5)
and the evidence overlaps the gold's quote. One to one, best first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from procgraph.evaluation.gold import Record

__all__ = ["gold_label", "labels", "pairs"]

_AGREES, _AGREES_WITH_OVERLAP, _OVERLAP_BONUS = 0.75, 0.5, 0.2
_STOP = frozenset(
    "a an the of to in on at for from with by and or other any some such as your his her their its "
    "is are be may".split()
)
_SPELLING = (
    ("aemia", "emia"),
    ("anaesth", "anesth"),
    ("oedema", "edema"),
    ("haem", "hem"),
    ("paed", "ped"),
)
_WORD = re.compile(r"[a-z0-9]+")
_ES = re.compile(r"(ss|x|ch|sh)es$")


def pairs(gold: Sequence[Record], found: Sequence[Record]) -> list[tuple[int, int]]:
    """The places in `gold` and in `found` of those that match."""
    candidates: list[tuple[float, int, int]] = []
    for i, entry in enumerate(gold):
        label = gold_label(entry)
        for j, fact in enumerate(found):
            likeness = max((_likeness(label, own) for own in labels(fact)), default=0.0)
            overlaps = _overlaps(entry["quote"], fact)
            if likeness >= _AGREES or (likeness >= _AGREES_WITH_OVERLAP and overlaps):
                candidates.append((likeness + _OVERLAP_BONUS * overlaps, i, j))
    matches: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            matches.append((i, j))
    return matches


def gold_label(entry: Record) -> str:
    """The label of a gold fact."""
    return str(entry.get("label") or entry.get("role"))


def labels(fact: Record) -> list[str]:
    """What a found fact may be called: its concept's label, and the words of the text."""
    value = fact["object"]
    return [label for label in (value.get("label"), value.get("text")) if label]


def _likeness(one: str, other: str) -> float:
    """The token F1 of two labels on their content words."""
    mine, theirs = _tokens(one), _tokens(other)
    if not mine or not theirs:
        return 0.0
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


@lru_cache(maxsize=16384)
def _tokens(label: str) -> frozenset[str]:
    return frozenset(_lemma(word) for word in _WORD.findall(label.lower()) if word not in _STOP)


def _lemma(word: str) -> str:
    for british, american in _SPELLING:
        word = word.replace(british, american)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and _ES.search(word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _overlaps(quote: str, fact: Record) -> bool:
    wanted = _plain(quote)
    own = (_plain(evidence.get("quote", "")) for evidence in fact.get("evidence", ()))
    return any(text and (text in wanted or wanted in text) for text in own)


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    return " ".join(text.lower().split())
