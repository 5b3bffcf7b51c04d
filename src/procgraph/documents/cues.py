"""Words that say what a list or the rest of a sentence is, whatever section they stand in.

'The risks of surgery include …', 'Contact us if you notice:', 'Rare (less than 1 in 50)'. The table
is ``rules/cues.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from procgraph.documents.denials import is_bare_denial
from procgraph.documents.headings import heading_key
from procgraph.documents.labels import Label, label_for
from procgraph.documents.wording import load_rules
from procgraph.model import Frequency
from procgraph.patterns import Gated, Gates, compiled, filled, gates_of

__all__ = [
    "Cue",
    "asks_of",
    "before_criteria",
    "cue",
    "is_own_label",
    "lead_of",
    "meaning_of",
    "topic_of",
]

_EDGE = " \t\r\n:;,"
_LONGEST_QUESTION = 14
_HOW_OFTEN = frozenset({"complications", "experience"})
_THESE = ("These ", "The following ", "Others ", "Some ", "Things ", "Problems ")
_PLAIN = str.maketrans("’\n", "' ")
_LEAD = re.compile(
    r"(?P<lead>[^\W\d_][^:.;!?\n|]{0,60}?)(?:\s*\?(?=:))?\s*(?P<colon>:|\s[–—-])(?:\s+|$)"
)


class Cue(NamedTuple):
    """The words of a sentence that say what the rest of it is, where that rest is, and what they
    mean. `goes_on`: the sentences behind it in its paragraph are of the same."""

    lead: str
    start: int
    end: int
    label: Label
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a rule of ``cues.toml`` says of a line before a list, or of a sentence; the sections
    where it holds; its gate."""

    label: Label
    pattern: re.Pattern[str]
    sections: frozenset[str]
    need: int
    goes_on: bool

    def holds_in(self, section: str | None) -> bool:
        return not self.sections or (section or "unknown") in self.sections


class _Entries(NamedTuple):
    """In the order in which they are tried; `gates` are those of all."""

    lines: Gated[_Entry]
    sentences: Gated[_Entry]
    topics: Gated[_Entry]
    gates: Gates


@lru_cache(maxsize=1 << 15)
def meaning_of(text: str, section: str | None) -> Label | None:
    """What a label means inside `section`: the alias tables know it, or its words tell."""
    known = label_for(text, section)
    if known:
        return known
    lowered = " ".join(text.lower().translate(_PLAIN).split()).strip(_EDGE)
    lines, _, _, gates = _entries()
    for entry in lines.open_for(gates.signature(lowered)):
        if entry.holds_in(section) and entry.pattern.search(lowered):
            return _with_frequency(entry.label, lowered)
    return _asked(text) if text.endswith("?") else None


def asks_of(says: str) -> str | None:
    """The section that a question opens where it heads what stands below ('Is it safe?')."""
    if not says.endswith("?") or len(says.split()) > _LONGEST_QUESTION:
        return None
    key = heading_key(says)
    return key if key in load_rules("cues.toml")["topics"] else None


def before_criteria(says: str, section: str | None) -> int:
    """Where a line that leads in criteria begins to do so; 0 for any other line.

    'A pump is covered for spasticity when all of the following are met:' says what it is for.
    """
    meaning = meaning_of(says, section)
    if meaning is None or not meaning.is_cue or meaning.key != "criteria":
        return 0
    lowered = says.lower().translate(_PLAIN).rstrip(_EDGE)
    lines, _, _, gates = _entries()
    for entry in lines.open_for(gates.signature(lowered)):
        match = entry.pattern.search(lowered) if entry.label.key == "criteria" else None
        if match:
            # 'covered for spasticity | if': what tells the criteria apart may begin before them
            begins = match.re.groupindex.get("begins")
            return match.start("begins" if begins and match["begins"] else 0)
    return 0


@lru_cache(maxsize=1 << 15)
def cue(says: str, section: str | None) -> Cue | None:
    """What a sentence says that it lists, where that belongs to another section than its own."""
    lowered = says.lower().translate(_PLAIN)
    if len(lowered) != len(says):
        return None  # a few letters have two in lower case, and offsets would be wrong
    _, cues, _, gates = _entries()
    for entry in cues.open_for(gates.signature(lowered)):
        if entry.label.key == section or not entry.holds_in(section):
            continue
        match = entry.pattern.match(lowered)
        if match:
            start, end = match.end(), len(says)
            if "said" in match.re.groupindex:
                start, end = match.span("said")
            words = says[match.start("lead") : match.end("lead")]
            return Cue(words, start, end, entry.label, entry.goes_on)
    lead = lead_of(says)
    if lead and lead["colon"] == ":":
        # 'Complications of the block: bleeding and infection'
        meant = meaning_of(lead["lead"], section)
        if meant and meant.is_cue and meant.key not in (None, "none", section):
            return Cue(lead["lead"], lead.end(), len(says), meant)
    return None


@lru_cache(maxsize=1 << 15)
def topic_of(says: str, section: str | None) -> Label | None:
    """What a paragraph is about, as its first sentence tells; None where it tells nothing.

    A question tells what it would tell as a heading ('Is it safe?').
    """
    if says.endswith("?"):
        return _asked(says) if section == "summary" else None
    lowered = says.lower().translate(_PLAIN)
    entries = _entries()
    for entry in entries.topics.open_for(entries.gates.signature(lowered)):
        if entry.holds_in(section) and entry.pattern.search(lowered):
            return entry.label
    return None


def lead_of(says: str) -> re.Match[str] | None:
    """What stands before a colon or a dash, with that."""
    # Most lines have none, and the pattern would try each of their first words.
    has_one = ":" in says or "-" in says or "–" in says or "—" in says
    return _LEAD.match(says) if has_one else None


def is_own_label(lead: re.Match[str], section: str | None) -> bool:
    """Whether what stands before a colon or a dash is the label of what stands behind it."""
    if label_for(lead["lead"], section):
        return True
    if lead["colon"] == ":" and section in _HOW_OFTEN and lead["lead"].startswith(_THESE):
        # 'These things happen often: pain, bruises'
        told = meaning_of(lead["lead"], section)
        return told is not None and told.frequency is not None
    return lead["colon"] == ":" and is_bare_denial(lead["lead"], section)


def _asked(question: str) -> Label | None:
    key = asks_of(question)
    return Label(key, None, frozenset(), is_cue=True) if key else None


def _frequency_of(text: str) -> Frequency | None:
    """How often, where a line tells it of all that stands below."""
    lowered = text.lower()
    return next((said for said, pattern in _frequencies() if pattern.search(lowered)), None)


@cache
def _frequencies() -> tuple[tuple[Frequency, re.Pattern[str]], ...]:
    rules = load_rules("cues.toml")
    return tuple(
        (entry["frequency"], compiled(filled(entry["pattern"], rules["fragments"])))
        for entry in rules["frequency"]
    )


def _with_frequency(label: Label, text: str) -> Label:
    if label.key not in (None, "complications"):
        return label
    return replace(label, frequency=_frequency_of(text))


@cache
def _entries() -> _Entries:
    rules = load_rules("cues.toml")
    found = [
        (name, rule, filled(rule[name], rules["fragments"]))
        for rule in rules["cue"]
        for name in ("line", "sentence", "topic")
        if name in rule
    ]
    gates = gates_of([pattern for _, _, pattern in found])
    entries: dict[str, list[_Entry]] = {"line": [], "sentence": [], "topic": []}
    for (name, rule, pattern), need in zip(found, gates.need, strict=True):
        entries[name].append(_entry(rule, pattern, need))
    return _Entries(
        Gated(entries["line"]), Gated(entries["sentence"]), Gated(entries["topic"]), gates
    )


def _entry(rule: dict[str, Any], pattern: str, need: int) -> _Entry:
    sections = frozenset(rule.get("in", ()))
    label = Label(
        rule.get("key"), None, sections, rule.get("relation"), True, rule.get("alone", False)
    )
    return _Entry(label, compiled(pattern), sections, need, rule.get("goes_on", False))
