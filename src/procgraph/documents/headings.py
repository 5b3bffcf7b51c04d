"""Which line is a heading, and of what: the alias tables of ``rules/headings.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from procgraph.model import Frequency

__all__ = [
    "Label",
    "heading_key",
    "label_for",
    "line_key",
    "load_rules",
    "normalise_heading",
]

_PARENTHESES = re.compile(r"\(s\)")
_PUNCTUATION = re.compile(r"[^\w/'’() -]+")
_SPACE = re.compile(r"\s+")
_LONGEST_PHRASE = 8
_ARTICLES = re.compile(r"\b(?:the|a|an|your|this)\b ?")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label inside a section means: another section's reader, a frequency, or context."""

    key: str | None
    frequency: Frequency | None
    sections: frozenset[str]


@lru_cache(maxsize=4096)
def normalise_heading(text: str) -> str:
    """Lower case, no articles, no end punctuation, `&` as 'and'."""
    text = _PARENTHESES.sub("s", text.lower().replace("&", " and ").replace("’", "'"))
    text = _PUNCTUATION.sub(" ", text).replace("(", " ").replace(")", " ")
    return _SPACE.sub(" ", _ARTICLES.sub("", text)).strip(" -–—'")


def heading_key(text: str) -> str | None:
    """The section that a whole line opens, or None."""
    aliases, questions, _ = _headings()
    normal = normalise_heading(text)
    if normal in aliases:
        return aliases[normal]
    if text.rstrip().endswith("?"):
        lowered = text.lower()
        for key, pattern in questions:
            if pattern.search(lowered):
                return key
    return None


def line_key(text: str) -> str | None:
    """As `heading_key`, for a line that has nothing beside it: it may also be a phrase of a
    leaflet ('Before you come in'), with neither a question mark nor a full stop."""
    key = heading_key(text)
    if key is None and text[:1].isupper() and text[-1:].isalpha():
        if len(text.split()) > _LONGEST_PHRASE:
            return None
        lowered = text.lower()
        for phrase_key, pattern in _headings()[2]:
            if pattern.search(lowered):
                return phrase_key
    return key


@lru_cache(maxsize=4096)
def label_for(text: str, section: str | None) -> Label | None:
    """The label that `text` is inside `section`, or None."""
    for label in _labels().get(normalise_heading(text), ()):
        if section in label.sections:
            return label
    return None


@cache
def load_rules(name: str) -> dict[str, Any]:
    """One rule file of this room, as parsed."""
    return tomllib.loads((files(__package__) / "rules" / name).read_text(encoding="utf-8"))


_Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _headings() -> tuple[dict[str, str], _Patterns, _Patterns]:
    rules = load_rules("headings.toml")
    aliases: dict[str, str] = {}
    questions: list[tuple[str, re.Pattern[str]]] = []
    phrases: list[tuple[str, re.Pattern[str]]] = []
    order = {key: rank for rank, key in enumerate(rules["question_order"])}
    for rule in rules["heading"]:
        aliases.update((normalise_heading(alias), rule["key"]) for alias in rule["aliases"])
        questions.extend((rule["key"], re.compile(q)) for q in rule.get("questions", ()))
        phrases.extend((rule["key"], re.compile(p)) for p in rule.get("phrases", ()))
    for patterns in (questions, phrases):
        patterns.sort(key=lambda pair: order.get(pair[0], len(order)))
    return aliases, tuple(questions), tuple(phrases)


@cache
def _labels() -> dict[str, tuple[Label, ...]]:
    table: dict[str, tuple[Label, ...]] = {}
    for rule in load_rules("labels.toml")["label"]:
        label = Label(rule.get("key"), rule.get("frequency"), frozenset(rule["in"]))
        for alias in rule["aliases"]:
            normal = normalise_heading(alias)
            table[normal] = (*table.get(normal, ()), label)
    return table
