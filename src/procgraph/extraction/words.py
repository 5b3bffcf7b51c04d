"""The word classes of ``rules/words.toml``."""

from __future__ import annotations

from functools import cache, lru_cache

from procgraph.extraction.rules import table

__all__ = [
    "head_of",
    "is_body_part",
    "is_event",
    "is_head",
    "is_modifier",
    "is_person",
    "is_quality",
    "is_relational",
    "is_spreading",
    "singular",
    "word_class",
]


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
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@lru_cache(maxsize=8192)
def is_modifier(word: str) -> bool:
    """An adjective or a body part: what may stand before a shared head."""
    lowered = word.lower().strip(",.;:'’\"()")
    if lowered in word_class("adjectives") or is_quality(lowered) or is_body_part(lowered):
        return True
    if lowered in word_class("not_adjectives") or is_event(lowered) or is_person(lowered):
        return False
    last = lowered.rsplit("-", 1)[-1]
    return (last.endswith(_endings("adjective_suffixes")) and len(last) > 4) or (
        "-" in lowered
        and last.endswith(
            ("ed", "ing", "free", "guided", "based", "related", "degree", "stage", "grade", "line")
        )
    )


@lru_cache(maxsize=8192)
def is_quality(word: str) -> bool:
    return word.lower() in word_class("qualities")


@lru_cache(maxsize=8192)
def is_spreading(word: str) -> bool:
    return word.lower() in word_class("spreading")


@lru_cache(maxsize=4096)
def is_body_part(word: str) -> bool:
    lowered = word.lower().strip(",.;:'’\"()")
    return lowered in word_class("body_parts") or singular(lowered) in word_class("body_parts")


@lru_cache(maxsize=8192)
def is_event(word: str) -> bool:
    """A finding or an event that can stand on its own ('bleeding', 'arthritis')."""
    lowered = singular(word)
    return lowered in word_class("events") or (
        len(lowered) > 6 and lowered.endswith(_endings("event_suffixes"))
    )


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


def head_of(words: list[str]) -> int:
    """How many words at the end of `words` make its head: 2 for a compound head, else 1."""
    if len(words) >= 2:
        pair = f"{words[-2]} {singular(words[-1])}".lower()
        plural = f"{words[-2]} {words[-1]}".lower()
        if pair in word_class("compound_heads") or plural in word_class("compound_heads"):
            return 2
    return 1
