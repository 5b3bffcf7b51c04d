"""What a label inside a section means: the tables of ``rules/labels.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from procgraph.documents.wording import (
    Worded,
    load_rules,
    normalise_heading,
    words_of,
)
from procgraph.model import Frequency

__all__ = ["INSTRUCTIONS", "NAMING", "Label", "is_instruction", "is_topic", "label_for"]

INSTRUCTIONS = frozenset({"preparation", "recovery"})
"""The sections of instructions: of before, and of after."""
NAMING = frozenset({"name", "names"})
"""The sections that say what the procedure is called, and by which code."""

_LONGEST = 10
"""In words."""


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


@lru_cache(maxsize=1 << 15)
def label_for(text: str, section: str | None) -> Label | None:
    """The label that `text` is inside `section`, or None."""
    normal = normalise_heading(text)
    for label in _labels().get(normal, ()):
        if section in label.sections:
            return label
    told = _worded().get(section)
    if told is None:
        return None
    words = words_of(text)
    if len(words) > _LONGEST:
        return None
    return next((one.label for one in told if one.says(words)), None)


@lru_cache(maxsize=1 << 12)
def is_topic(text: str) -> bool:
    """Whether a line is what the next ones of a section of instructions are about: 'Driving'."""
    return _listed("topics", "topic_words").says(words_of(text))


@lru_cache(maxsize=1 << 12)
def is_instruction(text: str) -> bool:
    """Whether a line heads instructions, of before or of after: 'Medicines'."""
    return _listed("instructions", "instruction_words").says(words_of(text))


@cache
def _worded() -> dict[str | None, tuple[Worded[Label], ...]]:
    """By the section that they stand in."""
    rules = load_rules("labels.toml")
    found: dict[str | None, tuple[Worded[Label], ...]] = {}
    for rule in rules["label"]:
        if "heads" in rule:
            label = Label(rule.get("key"), rule.get("frequency"), frozenset(rule["in"]))
            worded = Worded.of(label, rule, rules["words"])
            for section in label.sections:
                found[section] = (*found.get(section, ()), worded)
    return found


@cache
def _listed(heads: str, words: str) -> Worded[str]:
    """What is told by two lists of the rules."""
    rules = load_rules("labels.toml")
    return Worded.of(heads, {"heads": rules[heads], "words": rules[words]}, rules["words"])


@cache
def _labels() -> dict[str, tuple[Label, ...]]:
    table: dict[str, tuple[Label, ...]] = {}
    for rule in load_rules("labels.toml")["label"]:
        label = Label(rule.get("key"), rule.get("frequency"), frozenset(rule["in"]))
        for alias in rule["aliases"]:
            normal = normalise_heading(alias)
            table[normal] = (*table.get(normal, ()), label)
    return table
