"""Headings and labels as words: the form in which they are compared, and what their words tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

__all__ = [
    "Worded",
    "in_full",
    "listed",
    "load_rules",
    "normalise_heading",
    "pattern_of",
    "words_of",
    "written_out",
]

_T = TypeVar("_T")

_PUNCTUATION = re.compile(r"[^\w/'’() -]+")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")
# What is written together: "what's", "who'll", "isn't".
_SHORTENED = re.compile(
    r"\b(?:(?P<not>ca|wo|sha|\w+?)n't|(?P<who>\w+)'(?P<verb>ll|re|ve|d|m)"
    r"|(?P<is>what|who|where|when|why|how|that|there|here|it|he|she)'s)\b"
)
_NOT = {"ca": "cannot", "wo": "will not", "sha": "shall not"}
_VERBS = {"ll": "will", "re": "are", "ve": "have", "d": "would", "m": "am"}
_ARTICLES = frozenset({"the", "a", "an", "your", "this"})
_ARTICLE = re.compile(rf"\b(?:{'|'.join(sorted(_ARTICLES))})\b ?")


@lru_cache(maxsize=1 << 15)
def normalise_heading(text: str) -> str:
    """Lower case, no articles, no end punctuation, `&` as 'and'."""
    text = text.lower().rstrip(" :.?")
    if text.replace(" ", "").isalpha():
        # Most lines are words alone, and need no pattern.
        return " ".join([word for word in text.split() if word not in _ARTICLES])
    text = in_full(text).replace("&", " and ").replace("(s)", "s")
    text = _PUNCTUATION.sub(" ", text).replace("(", " ").replace(")", " ")
    return _SPACE.sub(" ", _ARTICLE.sub("", text)).strip(" -–—'")


def in_full(lowered: str) -> str:
    """ "what's" as 'what is', "can't" as 'cannot'."""
    lowered = lowered.replace("’", "'")
    return _SHORTENED.sub(written_out, lowered) if "'" in lowered else lowered


def written_out(match: re.Match[str]) -> str:
    """What is written together, as words: what `is`, what is denied (`not`), `who` and `verb`."""
    if match["is"]:
        return f"{match['is']} is"
    denied = match["not"]
    if not denied:
        return f"{match['who']} {_VERBS[match['verb']]}"
    whole = _NOT.get(denied.lower(), f"{denied} not")
    return f"{denied[0]}{whole[1:]}"


def words_of(text: str) -> frozenset[str]:
    """The words of a heading or label, as `Worded` has them."""
    return frozenset(_WORD.findall(normalise_heading(text)))


@dataclass(frozen=True, slots=True)
class Worded(Generic[_T]):
    """What is told by its words: one of `heads`, and no others than `words`."""

    label: _T
    heads: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, label: _T, rule: Mapping[str, str], common: str) -> Worded[_T]:
        """As a rule has them; `common` are the words that all labels may have."""
        heads = frozenset(rule["heads"].split())
        return cls(label, heads, heads | frozenset(f"{common} {rule['words']}".split()))

    def says(self, words: frozenset[str]) -> bool:
        return not self.heads.isdisjoint(words) and words <= self.words


@cache
def load_rules(name: str) -> dict[str, Any]:
    """One rule file of this room, as parsed."""
    return tomllib.loads((files(__package__) / "rules" / name).read_text(encoding="utf-8"))


@cache
def pattern_of(name: str, *keys: str) -> re.Pattern[str]:
    """A pattern of a rule file, by its key or the keys on the way to it; line ends are no part of
    it."""
    entry: Any = load_rules(name)
    for key in keys:
        entry = entry[key]
    return re.compile(entry.replace("\n", ""))


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """A list of words of a rule file."""
    return frozenset(load_rules(name)[key].split())
