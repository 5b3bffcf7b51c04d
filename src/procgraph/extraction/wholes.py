"""What a phrase is in full: each member of a coordination with what the document says of it.

'Low back pain or neck pain that has lasted for months' names neck pain, and its mention has the
tail; 'nausea or dizziness while the dye is given' says when of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from procgraph.extraction.coordination import expand
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.readings import Reading
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.words import is_quality, word_class
from procgraph.model import Relation

__all__ = ["EDGE", "is_phrase", "mentions"]

EDGE = ' \t\r\n,;:.–—-"“”'
"""What may stand at either end of a phrase and is no part of it."""

_OF_PATIENTS = PURPOSES | {Relation.HAS_COMPLICATION}
_LONGEST = 13
_LONGEST_OF_OTHERS = 11
_BARE = 2
# Tails of one phrase though something is coordinated in them.
_IN_TAIL = ("phrases.one-of-causes", "phrases.one-clause")


@lru_cache(maxsize=8192)
def is_phrase(text: str, longest: int = 12) -> bool:
    """Whether a core can be the object of a fact: some letters, not too long, no sentence."""
    words = text.split()
    return (
        0 < len(words) <= longest
        and (text[0].isalpha() or any(map(str.isalpha, text)))
        and not rule("phrases.no-phrase").match(text)
        and not rule("phrases.ends-open").search(text)
        and not all(_says_nothing(word) for word in words)
    )


@lru_cache(maxsize=8192)
def _says_nothing(word: str) -> bool:
    """A word that is no phrase by itself ('mild', 'more', 'used')."""
    return is_quality(word) or word.lower() in word_class("empty")


def mentions(texts: Sequence[str], reading: Reading, relation: Relation) -> dict[str, str]:
    """The phrases that the document says more of than their names, each with its tail."""
    full = reading.full.strip(EDGE)
    if relation not in _OF_PATIENTS:
        if len(texts) != 1 or full == texts[0] or not is_phrase(full, _LONGEST_OF_OTHERS):
            return {}
        clause = rule("indications.relative").search(full)
        return {texts[0]: full} if _is_mention(full, texts[0], clause) else {}
    if len(texts) == 1:
        whole = _whole(full, texts[0]) or _up_to_comma(full, texts[0], texts)
        return {texts[0]: whole} if whole else {}
    core = reading.core.strip(EDGE)
    members = expand(core)
    tail = full.removeprefix(core)
    if not members or tail == full or not tail.startswith(" "):
        parts = {text: _up_to_comma(full, text, texts) for text in texts}
        return {text: whole for text, whole in parts.items() if whole}
    of_all = rule("phrases.said-of-all").match(tail) and _are_bare(members, core)
    found = {}
    for member in members if of_all else members[-1:]:
        ends = of_all or core.endswith(member.split()[-1])
        if ends and member in texts and (whole := _whole(f"{member}{tail}", member)):
            found[member] = whole
    return found


def _are_bare(members: Sequence[str], core: str) -> bool:
    """Whether nothing keeps members apart: 'bruising, or a lump' are two things."""
    if rule("phrases.next-named").search(core):
        return False
    preposition = rule("coordination.preposition")
    return all(len(text.split()) <= _BARE and not preposition.search(text) for text in members)


def _whole(full: str, name: str) -> str | None:
    """A phrase with its tail, without the patients whom it is said of, where it says more."""
    whole = rule("tails.with-patients").sub("", full)
    clause = rule("phrases.says-of-it").search(whole)
    if whole == name or not is_phrase(whole, _LONGEST) or not _is_mention(whole, name, clause):
        return None
    return whole


def _up_to_comma(full: str, name: str, texts: Sequence[str]) -> str | None:
    """A phrase with its tail as far as the next comma, where no other phrase stands in that.

    'Nodes above 1 cm on CT, or bright on PET'
    """
    start = full.lower().find(name.lower())
    part = full[start:].partition(",")[0] if start >= 0 and "," in full[start:] else ""
    rest = part[len(name) :].lower()
    if not rest.strip() or any(text.lower() in rest for text in texts):
        return None
    return _whole(part, full[start : start + len(name)])


def _is_mention(full: str, name: str, clause: re.Match[str] | None) -> bool:
    """Whether a phrase with its tail is still one phrase: no coordination, no sentence; a `clause`
    in it has a verb."""
    if name.lower() not in full.lower():
        return False
    tail = full.removeprefix(name)
    if len(expand(full)) > 1 and not rules_named(*_IN_TAIL).first_match(tail):
        return False
    if rule("phrases.torn").search(full):
        return False  # 'low calcium: temporary'
    if rule("lists.full-clause").match(full) and not rule("lists.verb").search(full):
        return False  # 'Nausea occurs in some'
    stated = full[: clause.start()] if clause else full
    if rule("lists.verb").search(stated) or rule("phrases.does").search(stated):
        return False
    return rule("phrases.main-verb").search(full) is None
