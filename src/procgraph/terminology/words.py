"""Single words: US spelling and singular, by the tables ``rules/spelling.toml`` and
``rules/inflection.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["rules", "singular", "us_spelling"]

_CACHED_WORDS = 1 << 15


@cache
def rules(name: str) -> dict[str, Any]:
    """One rule table of this room, as parsed."""
    return tomllib.loads((files(__package__) / "rules" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=_CACHED_WORDS)
def us_spelling(word: str) -> str:
    """A lower-case word in US spelling.

    >>> us_spelling("haemorrhages")
    'hemorrhages'
    """
    keep, whole, respell = _spelling()
    if word in keep:
        return word
    return whole.get(word) or respell(word)


@lru_cache(maxsize=_CACHED_WORDS)
def singular(word: str) -> str:
    """The singular of a lower-case noun; of a compound with hyphens, that of its last part.

    >>> singular("metastases"), singular("x-rays"), singular("diabetes")
    ('metastasis', 'x-ray', 'diabetes')
    """
    stem, hyphen, noun = word.rpartition("-")
    return stem + hyphen + _singular(noun)


def _singular(noun: str) -> str:
    irregular, invariable, endings, longest = _inflection()
    if noun in irregular:
        return irregular[noun]
    if noun in invariable or len(noun) < 4 or not noun.isalpha():
        return noun
    for length in range(min(longest, len(noun) - 2), 0, -1):
        ending = endings.get(noun[-length:])
        if ending is not None:
            return noun[:-length] + ending
    return noun


@cache
def _inflection() -> tuple[dict[str, str], frozenset[str], dict[str, str], int]:
    table = rules("inflection.toml")
    endings: dict[str, str] = table["endings"]
    return (
        table["irregular"],
        frozenset(table["words"]["invariable"]),
        endings,
        max(map(len, endings)),
    )


@cache
def _spelling() -> tuple[frozenset[str], dict[str, str], Callable[[str], str]]:
    table = rules("spelling.toml")
    whole: dict[str, str] = {}
    parts: dict[str, str] = {}
    patterns: list[str] = []
    for rule in table["rule"]:
        if rule["at"] == "whole":
            whole.update(rule["parts"])
            continue
        parts.update(rule["parts"])
        end = r"\Z" if rule["at"] == "end" else ""
        patterns.extend(re.escape(part) + end for part in rule["parts"])
    patterns.sort(key=len, reverse=True)
    pattern = re.compile("|".join(patterns))

    def respell(word: str) -> str:
        return pattern.sub(lambda match: parts[match.group()], word)

    return frozenset(table["keep"]), whole, respell
