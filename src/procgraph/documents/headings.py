"""Which line is a heading, and of what: the alias tables of ``rules/headings.toml``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from procgraph.documents.labels import INSTRUCTIONS, label_for
from procgraph.documents.wording import (
    Worded,
    in_full,
    listed,
    load_rules,
    normalise_heading,
    words_of,
)
from procgraph.patterns import Gated, Gates, compiled, filled, gates_of

__all__ = [
    "caption_key",
    "heading_key",
    "is_guessed",
    "is_short",
    "lead_key",
    "line_key",
    "worded_key",
]

_LONGEST_PHRASE = 9
# 'When Tennis Elbow Surgery May Not Be Right for You': no sentence has capitals at each word.
_LONGEST_TITLE = 13
# In characters: a line that is longer is a paragraph, and not looked up.
_LONGEST_HEADING = 120
_LONGEST_QUESTION = 180
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
# What is said beside a heading: 'Complications (our data)', 'Staff [minimum]'.
_BRACKET = re.compile(r"(?P<head>[^()\[\]]{3,}?)\s*[(\[](?P<aside>[^()\[\]]+)[)\]]\s*:?\s*")
_RATE = re.compile(r"\d\s*(?:%|in\b)|\bin \d")
# 'Very common risks (1 in 10)' heads risks although a figure stands beside it.
_BAND = re.compile(
    r"(?:(?:very|less|more|most|fairly|quite|extremely|other|serious|but) )*"
    r"(?:common|uncommon|rare|frequent|infrequent|occasional)(?: (?:but )?(?:serious|possible))? "
    r"(?:risks?|complications?|side[ -]effects|problems) ?\([^()]*\d[^()]*\)$"
)
# Of others the name may be a thing with its kind behind it: 'Sedation (midazolam)'.
_BRACKETED = frozenset(
    "purpose indications contraindications complications benefits alternatives personnel "
    "preparation recovery".split()
)
# What a form asks of whoever fills in a name.
_TO_FILL_IN = ("include", "please", "in full", "in capitals", "print", "and side")
# What joins two names of one section.
_JOINT = re.compile(r"\s*/\s*|\s*&\s*|\s+and\s+")
# 'The pros of it', 'Precautions for children': what is told by its head, whatever it is of.
_OF = re.compile(r"(?P<head>[\w' -]+?) (?:of|for|about|with|in) (?P<whom>[\w' -]+)")
_HEADED = frozenset({"purpose", "indications", "contraindications", "complications", "benefits"})
# What a phrase before a colon opens: 'Who may give it: …'; others only lead in ('On the day: …').
_LED_IN = frozenset({"name", "personnel", "setting", "duration", "contraindications"})
_RISKS = "complications"
# What tells its section so although it is told by a phrase: 'WHY WE DID IT: …'.
_ASKING = re.compile(r"(?:why|who|what|where|whom|come back|return|call|ring)\b")
_ASKED = _LED_IN | {"indications", "purpose", "summary", "recovery", "alternatives"}
# What no heading is that denies it: 'When it cannot be done' tells no reasons for it.
_AFFIRMED = frozenset({"indications", "setting"})
# What two names together are: who, and where.
_STAFF_AND_SETTING = frozenset({"personnel", "setting"})


@lru_cache(maxsize=1 << 15)
def heading_key(text: str) -> str | None:
    """The section that a whole line opens, or None."""
    tables = _headings()
    if len(text) <= _LONGEST_HEADING:
        key = tables.aliases.get(normalise_heading(text)) or _joined(text)
        if key or (key := _beside_bracket(text)):
            return key
    if len(text) > _LONGEST_QUESTION or not text.rstrip().endswith("?"):
        return None
    return _told(tables.questions, in_full(text.lower()))


def _beside_bracket(text: str) -> str | None:
    """The section of a heading that is known but for what stands in a bracket behind it; none
    where that denies it, says how often, or may be what an instruction says ('Rest (2 days)')."""
    parts = _BRACKET.fullmatch(text) if text.rstrip(" :")[-1:] in (")", "]") else None
    aside = parts["aside"].lower() if parts else ""
    if parts is None or aside.startswith("of ") or _headings().denied.search(aside):
        return None
    key = heading_key(parts["head"]) or worded_key(parts["head"])
    is_told = (key in INSTRUCTIONS and any(map(str.isdigit, aside))) or _RATE.search(aside)
    asks = key == "name" and aside.startswith(_TO_FILL_IN)
    return key if asks or (key in _BRACKETED and not is_told) else None


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
    text = text.rstrip(" :–…")
    if key is None and text.endswith(")") and _BAND.match(text.lower()):
        return _RISKS
    # a phrase may have a mark that it does not need: 'Who fits it?'
    text = text.rstrip(" ?")
    if key is None and text[:1].isupper() and text[-1:].isalpha():
        words = text.split()
        if len(words) > _LONGEST_PHRASE and not (len(words) <= _LONGEST_TITLE and _is_title(words)):
            return None
        lowered = in_full(text.lower())
        key = _told(_headings().phrases, lowered)
        if key is None and _ASKS.match(lowered):
            return heading_key(f"{text}?")
        key = key or _headed(text)
    return key


def _is_title(words: list[str]) -> bool:
    minor = listed("sentences.toml", "minor_words")
    return all(word[0].isupper() for word in words if word[0].isalpha() and word not in minor)


def _headed(text: str) -> str | None:
    """The section that the words before 'of' or 'for' open, where those behind open none."""
    parts = _OF.fullmatch(text)
    key = parts and (heading_key(parts["head"]) or worded_key(parts["head"]))
    if not parts or key not in _HEADED:
        return None
    whom = words_of(parts["whom"])
    others = [one.heads for one in _headings().worded if one.label != key]
    return key if all(map(whom.isdisjoint, [_headings().papers, *others])) else None


@lru_cache(maxsize=1 << 15)
def worded_key(text: str) -> str | None:
    """The section that a line opens by its words, all of which are words of headings: one that
    tells the section ('staffing', 'time'), and others that tell none ('required', 'visit').

    None where they may be two sections' ('Risks and benefits').
    """
    if len(text) > _LONGEST_HEADING or text.rstrip()[-1:] in _STOPS:
        return None
    words = words_of(text)
    if len(words) > _LONGEST_LABEL or words == _OTHER:
        return None
    told = [one.label for one in _headings().worded if one.says(words)]
    return told[0] if len(told) == 1 else None


def lead_key(lead: str) -> str | None:
    """The section that is opened by what stands before a colon or a dash."""
    key = heading_key(lead) or worded_key(lead)
    if key is None and lead.isupper() and (label := label_for(lead, _RISKS)) and label.frequency:
        return _RISKS  # 'VERY RARE: bleeding'
    if key is None and (phrase := line_key(lead)):
        known = _ASKED if lead.isupper() and _ASKING.match(lead.lower()) else _LED_IN
        return phrase if phrase in known else None
    return key


def caption_key(text: str) -> str | None:
    """The section of a line that stands as a heading, by a word of it where no table knows it."""
    found = _guessed(text)
    return found.key if found else None


def is_guessed(text: str) -> bool:
    """Whether a word of a line tells its section, or that it opens one which says nothing here."""
    return _guessed(text) is not None


def is_short(text: str, longest: int) -> bool:
    """Whether a line is as headings are: of at most so many words, and without a stop."""
    return (text[-1].isalnum() or text[-1] in ":?)") and len(text.split()) <= longest


def _guessed(text: str) -> _Told | None:
    return _first(_headings().guesses, in_full(text.lower()))


def _told(told: Gated[_Told], lowered: str) -> str | None:
    """The key of the first pattern that is found."""
    found = _first(told, lowered)
    return found.key if found else None


def _first(told: Gated[_Told], lowered: str) -> _Told | None:
    tables = _headings()
    likely = told.open_for(tables.gates.signature(lowered))
    found = (one for one in likely if one.pattern.search(lowered))
    is_denied = tables.denied.search(lowered) is not None
    return next((one for one in found if not (is_denied and one.key in _AFFIRMED)), None)


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
    worded: tuple[Worded[str], ...]
    papers: frozenset[str]
    denied: re.Pattern[str]


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
    written.append(
        [(rule.get("key"), filled(rule["pattern"], fragments)) for rule in rules["guess"]]
    )
    gates = gates_of([pattern for table in written for _, pattern in table])
    needs = iter(gates.need)
    questions, phrases, guesses = (
        Gated(_Told(key, compiled(pattern), next(needs)) for key, pattern in table)
        for table in written
    )
    aliases = {
        normalise_heading(alias): rule["key"]
        for rule in rules["heading"]
        for alias in rule["aliases"]
    }
    worded = tuple(
        Worded.of(str(rule["key"]), rule, rules["words"])
        for rule in rules["heading"]
        if "heads" in rule
    )
    papers = frozenset(rules["papers"].split())
    denied = compiled(rules["denied"].replace("\n", ""))
    return _Headings(aliases, questions, phrases, guesses, gates, worded, papers, denied)
