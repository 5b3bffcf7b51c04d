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
    "caption_key",
    "heading_key",
    "label_for",
    "line_key",
    "load_rules",
    "normalise_heading",
]

_PARENTHESES = re.compile(r"\(s\)")
_PUNCTUATION = re.compile(r"[^\w/'’() -]+")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_PHRASE = 8
_LONGEST_LABEL = 10
# A question that lost its mark ('What are the risks:').
_ASKS = re.compile(
    r"(?:what|why|who|when|where|how)(?: long| soon| often)? "
    r"(?:is|are|do|does|did|will|can|could|should|might|may|would|has|have|was|must)\b"
)
_ARTICLES = re.compile(r"\b(?:the|a|an|your|this)\b ?")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label inside a section means: another section's reader, a frequency, or context.

    `relation` is what its list states, where the label says that itself ('Problems that can be
    treated'). `is_cue`: its words tell what it means, so that it means that in any section.
    `alone`: it needs no colon ('Rare', 'Specific complications').
    """

    key: str | None
    frequency: Frequency | None
    sections: frozenset[str]
    relation: str | None = None
    is_cue: bool = False
    alone: bool = False


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
    text = text.rstrip(" :–")
    if key is None and text[:1].isupper() and text[-1:].isalpha():
        if len(text.split()) > _LONGEST_PHRASE:
            return None
        lowered = text.lower()
        for phrase_key, pattern in _headings()[2]:
            if pattern.search(lowered):
                return phrase_key
        if _ASKS.match(lowered):
            return heading_key(f"{text}?")
    return key


def caption_key(text: str) -> str | None:
    """The section of a line that stands as a heading, by a word of it where no table knows it."""
    lowered = text.lower().replace("’", "'")
    return next((key for key, pattern in _guesses() if pattern.search(lowered)), None)


@lru_cache(maxsize=4096)
def label_for(text: str, section: str | None) -> Label | None:
    """The label that `text` is inside `section`, or None."""
    normal = normalise_heading(text)
    for label in _labels().get(normal, ()):
        if section in label.sections:
            return label
    words = frozenset(_WORD.findall(normal))
    if len(words) <= _LONGEST_LABEL:
        for worded in _worded():
            if section in worded.label.sections and worded.says(words):
                return worded.label
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
def _guesses() -> tuple[tuple[str | None, re.Pattern[str]], ...]:
    rules = load_rules("headings.toml")["guess"]
    return tuple((rule.get("key"), re.compile(rule["pattern"])) for rule in rules)


@dataclass(frozen=True, slots=True)
class _Worded:
    """A label that is told by its words: one of `heads`, and no others than `words`."""

    label: Label
    heads: frozenset[str]
    words: frozenset[str]

    def says(self, words: frozenset[str]) -> bool:
        return not self.heads.isdisjoint(words) and words <= self.words


@cache
def _worded() -> tuple[_Worded, ...]:
    rules = load_rules("labels.toml")
    found = []
    for rule in rules["label"]:
        if "heads" in rule:
            label = Label(rule.get("key"), rule.get("frequency"), frozenset(rule["in"]))
            heads = frozenset(rule["heads"].split())
            words = heads | frozenset(f"{rules['words']} {rule['words']}".split())
            found.append(_Worded(label, heads, words))
    return tuple(found)


@cache
def _labels() -> dict[str, tuple[Label, ...]]:
    table: dict[str, tuple[Label, ...]] = {}
    for rule in load_rules("labels.toml")["label"]:
        label = Label(rule.get("key"), rule.get("frequency"), frozenset(rule["in"]))
        for alias in rule["aliases"]:
            normal = normalise_heading(alias)
            table[normal] = (*table.get(normal, ()), label)
    return table
