"""Which line is a heading, and of what: the alias tables of ``rules/headings.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Generic, NamedTuple, TypeVar

from procgraph.model import Frequency
from procgraph.patterns import Gated, Gates, filled, gates_of

__all__ = [
    "Label",
    "caption_key",
    "heading_key",
    "is_guessed",
    "is_instruction",
    "is_topic",
    "label_for",
    "line_key",
    "load_rules",
    "normalise_heading",
    "worded_key",
]

_T = TypeVar("_T")

_PUNCTUATION = re.compile(r"[^\w/'’() -]+")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_PHRASE = 8
# In characters: a line that is longer is a paragraph, and not looked up.
_LONGEST_HEADING = 120
_LONGEST_LABEL = 10
_STOPS = frozenset(".!?,;")
# Tells only beside another word what it is other than: 'Other:' ends the list of any section.
_OTHER = frozenset({"other"})
# A question that lost its mark ('What are the risks:', 'Does it hurt').
_ASKS = re.compile(
    r"(?:what|why|who|when|where|how)(?: long| soon| often)? "
    r"(?:is|are|do|does|did|will|can|could|should|might|may|would|has|have|was|must)\b"
    r"|(?:is|are|do|does|will|can|could|should|might) (?:i|we|you|it|this|there|they|the|my)\b"
)
# What is written together: "what's", "who'll", "isn't".
_SHORTENED = re.compile(
    r"\b(?:(?P<not>ca|wo|sha|\w+?)n't|(?P<who>\w+)'(?P<verb>ll|re|ve|d|m)"
    r"|(?P<asked>what|who|where|when|why|how|that|there|here|it|he|she)'s)\b"
)
_NOT = {"ca": "cannot", "wo": "will not", "sha": "shall not"}
_VERBS = {"ll": "will", "re": "are", "ve": "have", "d": "would", "m": "am"}
# What joins two names of one section.
_JOINT = re.compile(r"\s*/\s*|\s*&\s*|\s+and\s+")
# What two names together are: who, and where.
_STAFF_AND_SETTING = frozenset({"personnel", "setting"})
_ARTICLES = frozenset({"the", "a", "an", "your", "this"})
_ARTICLE = re.compile(rf"\b(?:{'|'.join(sorted(_ARTICLES))})\b ?")


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
def normalise_heading(text: str) -> str:
    """Lower case, no articles, no end punctuation, `&` as 'and'."""
    text = text.lower().rstrip(" :.?")
    if text.replace(" ", "").isalpha():
        # Most lines are words alone, and need no pattern.
        return " ".join([word for word in text.split() if word not in _ARTICLES])
    text = _in_full(text).replace("&", " and ").replace("(s)", "s")
    text = _PUNCTUATION.sub(" ", text).replace("(", " ").replace(")", " ")
    return _SPACE.sub(" ", _ARTICLE.sub("", text)).strip(" -–—'")


def _in_full(lowered: str) -> str:
    """ "what's" as 'what is', "can't" as 'cannot'."""
    lowered = lowered.replace("’", "'")
    return _SHORTENED.sub(_whole, lowered) if "'" in lowered else lowered


def _whole(match: re.Match[str]) -> str:
    if match["not"]:
        return _NOT.get(match["not"], f"{match['not']} not")
    if match["asked"]:
        return f"{match['asked']} is"
    return f"{match['who']} {_VERBS[match['verb']]}"


@lru_cache(maxsize=1 << 15)
def heading_key(text: str) -> str | None:
    """The section that a whole line opens, or None."""
    tables = _headings()
    if len(text) <= _LONGEST_HEADING:
        key = tables.aliases.get(normalise_heading(text)) or _joined(text)
        if key:
            return key
    return _told(tables.questions, _in_full(text.lower())) if text.rstrip().endswith("?") else None


def _joined(text: str) -> str | None:
    """'Procedure / Steps', 'Team and Staff': the section that each of the names opens, or the one
    of staff and setting ('Staffing and site of service')."""
    names = _JOINT.split(text) if "/" in text or "&" in text or " and " in text else ()
    aliases = _headings().aliases
    keys = {aliases.get(normalise_heading(name)) for name in names}
    if len(keys) == 1:
        return keys.pop()
    keys = {line_key(name.strip().capitalize()) for name in names}
    return "staff-and-setting" if keys == _STAFF_AND_SETTING else None


@lru_cache(maxsize=1 << 15)
def line_key(text: str) -> str | None:
    """As `heading_key`, for a line that has nothing beside it: it may also be a phrase of a
    leaflet ('Before you come in'), with neither a question mark nor a full stop."""
    key = heading_key(text) or worded_key(text)
    text = text.rstrip(" :–")
    if key is None and text[:1].isupper() and text[-1:].isalpha():
        if len(text.split()) > _LONGEST_PHRASE:
            return None
        lowered = _in_full(text.lower())
        key = _told(_headings().phrases, lowered)
        if key is None and _ASKS.match(lowered):
            return heading_key(f"{text}?")
    return key


@lru_cache(maxsize=1 << 15)
def worded_key(text: str) -> str | None:
    """The section that a line opens by its words, all of which are words of headings: one that
    tells the section ('staffing', 'time'), and others that tell none ('required', 'visit').

    None where they may be two sections' ('Risks and benefits').
    """
    if len(text) > _LONGEST_HEADING or text.rstrip()[-1:] in _STOPS:
        return None
    words = frozenset(_WORD.findall(normalise_heading(text)))
    if len(words) > _LONGEST_LABEL or words == _OTHER:
        return None
    told = [one.label for one in _headings().worded if one.says(words)]
    return told[0] if len(told) == 1 else None


def caption_key(text: str) -> str | None:
    """The section of a line that stands as a heading, by a word of it where no table knows it."""
    found = _guessed(text)
    return found.key if found else None


@lru_cache(maxsize=1 << 12)
def is_topic(text: str) -> bool:
    """Whether a line is what the next ones of a section of instructions are about: 'Driving'."""
    return _topics().says(frozenset(_WORD.findall(normalise_heading(text))))


@lru_cache(maxsize=1 << 12)
def is_instruction(text: str) -> bool:
    """Whether a line heads instructions, of before or of after: 'Medicines'."""
    return _instructions().says(frozenset(_WORD.findall(normalise_heading(text))))


def is_guessed(text: str) -> bool:
    """Whether a word of a line tells its section, or that it opens one which says nothing here."""
    return _guessed(text) is not None


def _guessed(text: str) -> _Told | None:
    return _first(_headings().guesses, _in_full(text.lower()))


def _told(told: Gated[_Told], lowered: str) -> str | None:
    """The key of the first pattern that is found."""
    found = _first(told, lowered)
    return found.key if found else None


def _first(told: Gated[_Told], lowered: str) -> _Told | None:
    likely = told.open_for(_headings().gates.signature(lowered))
    return next((one for one in likely if one.pattern.search(lowered)), None)


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
    words = frozenset(_WORD.findall(normal))
    if len(words) > _LONGEST_LABEL:
        return None
    return next((one.label for one in told if one.says(words)), None)


@cache
def load_rules(name: str) -> dict[str, Any]:
    """One rule file of this room, as parsed."""
    return tomllib.loads((files(__package__) / "rules" / name).read_text(encoding="utf-8"))


class _Told(NamedTuple):
    """A section that a pattern in a line tells; its gate."""

    key: str | None
    pattern: re.Pattern[str]
    need: int


class _Headings(NamedTuple):
    """The tables of ``headings.toml``, each in the order in which it is tried."""

    aliases: dict[str, str]
    questions: Gated[_Told]
    phrases: Gated[_Told]
    guesses: Gated[_Told]
    gates: Gates
    worded: tuple[_Worded[str], ...]


@cache
def _headings() -> _Headings:
    rules = load_rules("headings.toml")
    order = {key: rank for rank, key in enumerate(rules["question_order"])}
    headings = sorted(rules["heading"], key=lambda rule: order.get(rule["key"], len(order)))
    fragments = rules["fragments"]
    written: list[list[tuple[str | None, str]]] = [
        [
            (rule["key"], filled(pattern, fragments))
            for rule in headings
            for pattern in rule.get(name, ())
        ]
        for name in ("questions", "phrases")
    ]
    written.append([(rule.get("key"), rule["pattern"]) for rule in rules["guess"]])
    gates = gates_of([pattern for table in written for _, pattern in table])
    needs = iter(gates.need)
    questions, phrases, guesses = (
        Gated(_Told(key, re.compile(pattern), next(needs)) for key, pattern in table)
        for table in written
    )
    aliases = {
        normalise_heading(alias): rule["key"]
        for rule in rules["heading"]
        for alias in rule["aliases"]
    }
    worded = tuple(
        _Worded.of(str(rule["key"]), rule, rules["words"])
        for rule in rules["heading"]
        if "heads" in rule
    )
    return _Headings(aliases, questions, phrases, guesses, gates, worded)


@dataclass(frozen=True, slots=True)
class _Worded(Generic[_T]):
    """What is told by its words: one of `heads`, and no others than `words`."""

    label: _T
    heads: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, label: _T, rule: Mapping[str, str], common: str) -> _Worded[_T]:
        """As a rule has them; `common` are the words that all labels may have."""
        heads = frozenset(rule["heads"].split())
        return cls(label, heads, heads | frozenset(f"{common} {rule['words']}".split()))

    def says(self, words: frozenset[str]) -> bool:
        return not self.heads.isdisjoint(words) and words <= self.words


@cache
def _worded() -> dict[str | None, tuple[_Worded[Label], ...]]:
    """By the section that they stand in."""
    rules = load_rules("labels.toml")
    found: dict[str | None, tuple[_Worded[Label], ...]] = {}
    for rule in rules["label"]:
        if "heads" in rule:
            label = Label(rule.get("key"), rule.get("frequency"), frozenset(rule["in"]))
            worded = _Worded.of(label, rule, rules["words"])
            for section in label.sections:
                found[section] = (*found.get(section, ()), worded)
    return found


@cache
def _topics() -> _Worded[str]:
    """The topics of instructions."""
    rules = load_rules("labels.toml")
    rule = {"heads": rules["topics"], "words": rules["topic_words"]}
    return _Worded.of("topic", rule, rules["words"])


@cache
def _instructions() -> _Worded[str]:
    """Those that are sections of their own."""
    rules = load_rules("labels.toml")
    rule = {"heads": rules["instructions"], "words": rules["instruction_words"]}
    return _Worded.of("instruction", rule, rules["words"])


@cache
def _labels() -> dict[str, tuple[Label, ...]]:
    table: dict[str, tuple[Label, ...]] = {}
    for rule in load_rules("labels.toml")["label"]:
        label = Label(rule.get("key"), rule.get("frequency"), frozenset(rule["in"]))
        for alias in rule["aliases"]:
            normal = normalise_heading(alias)
            table[normal] = (*table.get(normal, ()), label)
    return table
