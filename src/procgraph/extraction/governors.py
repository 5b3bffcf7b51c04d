"""Nouns that govern lists of objects: 'injury to …', 'loss of …'."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile

from procgraph.extraction.rules import rule
from procgraph.extraction.words import (
    is_describing,
    is_event,
    is_modifier,
    is_relational,
    singular,
    word_class,
)

__all__ = ["only_describes", "relational_prefix", "share_object_head"]


def share_object_head(parts: Sequence[str]) -> list[str]:
    """'injury to abdominal', 'injury to pelvic vessels' → 'injury to abdominal vessels'."""
    texts = list(parts)
    for index in range(len(texts) - 2, -1, -1):
        prefix = relational_prefix(texts[index])
        own = rule("coordination.determiner").sub("", texts[index][len(prefix) :].strip()).split()
        following = texts[index + 1].removeprefix(f"{prefix} ")
        if not prefix or following == texts[index + 1]:
            continue
        # 'loss of bladder', 'loss of bowel control'
        is_ability = following.split()[-1] in word_class("functions")
        says = is_modifier if is_ability else is_describing
        if not all(map(says, own)):
            continue
        rest = list(dropwhile(says, following.split()))
        if own and rest and len(rest) < len(following.split()):
            texts[index] = " ".join([texts[index], *rest])
    return texts


@lru_cache(maxsize=8192)
def relational_prefix(part: str) -> str:
    """'injury to' of 'injury to the ureter', when its noun takes lists of objects."""
    match = rule("coordination.preposition").search(part)
    if not match or match[1] in ("at", "into", "near", "by", "during", "under", "within"):
        return ""
    before = part[: match.start()].split()
    behind = part[match.end() :].split()
    if match[1] == "of" and before and behind and all(map(only_describes, behind)):
        return part[: match.end()].strip()  # 'spasms of spinal' is no phrase yet
    if match[1] == "to" and before[-1:] and before[-1].lower() in ("failure", "ability"):
        return ""  # 'failure to conceive', 'ability to return to work'
    if match[1] == "on" and before[-1:] in (["effect"], ["impact"], ["strain"]):
        return part[: match.end()].strip()
    if match[1] == "on" and before[-1:] != ["pressure"]:
        return ""
    if not before or not (is_relational(before[-1]) or is_event(before[-1])):
        return ""
    if match[1] in ("affecting", "involving", "limiting"):
        return part[: match.end()].strip()
    if not is_relational(before[-1]):
        return ""
    if match[1] in ("in", "with", "around", "for") and not (
        is_event(before[-1])
        or before[-1].lower() in word_class("searches")
        or singular(before[-1]) in word_class("shifts")
    ):
        return ""
    return part[: match.end()].strip()


def only_describes(word: str) -> bool:
    is_noun_too = is_event(word) or word.lower() in word_class("adjectives")
    return is_describing(word) and not is_noun_too
