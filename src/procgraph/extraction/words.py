"""The word classes of ``rules/words.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from procgraph.extraction.rules import table

__all__ = [
    "befalls",
    "gerund",
    "head_of",
    "is_act",
    "is_adverb",
    "is_ailing",
    "is_body_part",
    "is_describing",
    "is_event",
    "is_grading",
    "is_head",
    "is_mishap",
    "is_modifier",
    "is_named_after_part",
    "is_participle",
    "is_person",
    "is_quality",
    "is_relational",
    "is_spreading",
    "is_state",
    "is_treatment",
    "singular",
    "singulars",
    "word_class",
]

_IN_NAMES = re.compile(r"[\w-]+")
# One vowel before one last consonant: 'hop', 'scrub'.
_DOUBLED = re.compile(r"^[^aeiou]+[aeiou][^aeiouwxy]$")


@cache
def word_class(name: str) -> frozenset[str]:
    """One of the lists of the table ``[classes]``."""
    entry = table("words")["classes"][name]
    return frozenset(entry.split() if isinstance(entry, str) else entry)


@cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(word_class(name))


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """A rough singular, good enough to look a word up in a class."""
    word = word.lower().strip(",.;:'’\"()")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("aches") and word[-6:-5] not in ("e", "o"):
        return word[:-1]  # 'headaches', but not 'coaches'
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@lru_cache(maxsize=8192)
def singulars(name: str) -> frozenset[str]:
    """The words of a name, each in a rough singular: what tells whether two names are one."""
    return frozenset(map(singular, _IN_NAMES.findall(name.lower())))


@lru_cache(maxsize=8192)
def is_modifier(word: str) -> bool:
    """An adjective or a body part: what may stand before a shared head."""
    lowered = word.lower().strip(",.;:'’\"()")
    if lowered in word_class("adjectives") or lowered in word_class("descriptive"):
        return True
    if is_quality(lowered) or is_body_part(lowered):
        return True
    if lowered in word_class("not_adjectives") or is_event(lowered) or is_person(lowered):
        return False
    last = lowered.rsplit("-", 1)[-1]
    return (last.endswith(_endings("adjective_suffixes")) and len(last) > 4) or (
        "-" in lowered and last.endswith(_endings("compound_endings"))
    )


@lru_cache(maxsize=8192)
def is_participle(word: str) -> bool:
    """A state that a noun is in ('blocked', 'inflamed')."""
    lowered = word.lower()
    return lowered.endswith("ed") and len(lowered) > 5 and not is_event(lowered)


@lru_cache(maxsize=8192)
def is_state(word: str) -> bool:
    """A quality or a participle: never one part of the body rather than another."""
    lowered = word.lower()
    return (
        is_quality(lowered)
        or is_participle(lowered)
        or lowered in word_class("degrees")
        or lowered in word_class("descriptive")
    )


@lru_cache(maxsize=8192)
def is_quality(word: str) -> bool:
    return word.lower() in word_class("qualities")


@lru_cache(maxsize=8192)
def is_adverb(word: str) -> bool:
    lowered = word.lower()
    return lowered.endswith("ly") and not lowered.endswith(("maly", "elly", "mily", "tyly"))


def is_ailing(words: Sequence[str]) -> bool:
    """Whether an adjective makes a finding of what it stands before ('sore throat', 'detached
    retina')."""
    first = words[0].lower()
    is_harmed = is_participle(first) and first not in word_class("concerned")
    return len(words) > 1 and (first in word_class("ailing") or is_harmed)


@lru_cache(maxsize=8192)
def is_grading(word: str) -> bool:
    """A word that only says how much, how bad or how often."""
    lowered = word.lower()
    return is_quality(lowered) or is_adverb(lowered) or lowered in word_class("degrees")


@lru_cache(maxsize=8192)
def is_describing(word: str) -> bool:
    """An adjective, participle or adverb: a word that says how something is, and names nothing."""
    lowered = word.lower()
    if is_grading(lowered):
        return True
    if is_body_part(lowered) or lowered.endswith("ing"):
        return False
    return is_modifier(lowered) or is_participle(lowered) or lowered.endswith("ful")


@lru_cache(maxsize=8192)
def is_spreading(word: str) -> bool:
    return word.lower() in word_class("spreading")


@lru_cache(maxsize=4096)
def is_body_part(word: str) -> bool:
    lowered = word.lower().strip(",.;:'’\"()")
    return lowered in word_class("body_parts") or singular(lowered) in word_class("body_parts")


def is_named_after_part(word: str) -> bool:
    """'cystitis': an inflammation whose name tells the part, which no other part stands before."""
    lowered = word.lower()
    return lowered.endswith("itis") and lowered not in word_class("inflamed_anywhere")


@lru_cache(maxsize=8192)
def is_event(word: str) -> bool:
    """A finding or an event that can stand on its own ('bleeding', 'arthritis')."""
    lowered = singular(word)
    return lowered in word_class("events") or (
        len(lowered) > 6
        and lowered.endswith(_endings("event_suffixes"))
        and lowered not in word_class("not_events")
    )


def is_treatment(word: str) -> bool:
    return word.lower().endswith(("therapy", "surgery"))


def is_act(word: str) -> bool:
    """'surgery', 'trauma', 'stenting': what is done to somebody, or befalls them."""
    return is_treatment(word) or singular(word) in word_class("acts")


def gerund(verb: str) -> str:
    """'rinse' as 'rinsing', 'hop' as 'hopping', 'scrub' as 'scrubbing', 'lie' as 'lying'."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1] if _DOUBLED.search(verb) else ''}ing"


@lru_cache(maxsize=8192)
def is_head(word: str) -> bool:
    """A noun that several modifiers may share ('X or Y pain')."""
    lowered = word.lower().strip(",.;:'’\"()")
    return lowered in word_class("heads") or singular(lowered) in word_class("heads")


@lru_cache(maxsize=4096)
def is_person(word: str) -> bool:
    lowered = singular(word)
    return (
        lowered in word_class("people")
        or word.lower() in word_class("people")
        or lowered.endswith(_endings("people_suffixes"))
    )


@lru_cache(maxsize=4096)
def is_relational(word: str) -> bool:
    lowered = word.lower()
    return lowered in word_class("relational") or singular(lowered) in word_class("relational")


def befalls(word: str) -> bool:
    """Whether a noun is a finding, or what happens to something ('compression')."""
    return is_event(word) or is_relational(word)


def is_mishap(word: str) -> bool:
    """What happens to a device ('displacement')."""
    return singular(word) in word_class("mishaps")


def head_of(words: list[str]) -> int:
    """How many words at the end of `words` make its head: 2 for a compound head, else 1."""
    if len(words) >= 2:
        pair = f"{words[-2]} {singular(words[-1])}".lower()
        plural = f"{words[-2]} {words[-1]}".lower()
        if pair in word_class("compound_heads") or plural in word_class("compound_heads"):
            return 2
    return 1
