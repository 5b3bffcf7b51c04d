"""What an interpreter makes: a fact without its concept, and the tools that all of them share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from procgraph.documents import Outline
from procgraph.extraction.clauses import Clause, Reading, clauses, read
from procgraph.extraction.coordination import expand
from procgraph.extraction.rules import first_match, rules
from procgraph.extraction.words import is_event, is_quality, word_class
from procgraph.model import (
    Document,
    Duration,
    Frequency,
    Item,
    Polarity,
    Procedure,
    Rate,
    Relation,
    Section,
    Step,
)
from procgraph.terminology import Lexicon

__all__ = [
    "Context",
    "Draft",
    "contraindications",
    "drafts_of",
    "is_boilerplate",
    "is_phrase",
    "phrases",
    "reworded",
]

# A core that starts like this is a sentence that no rule took apart, not a phrase.
_NO_PHRASE = re.compile(
    r"^(?:it|this|that|these|those|they|you|we|he|she|there|i|some|many|most|people|patients|everyone|"
    r"nothing|what|how|why|when|if|although|because|since|while|as|so|to|not|is|are|was|were|be|"
    r"can|may|will|should|must|do|does|did|has|have|with|without|after|before|during|until|in|on|at|for|from|by|"
    r"of|and|or|but|nearly|usually|always|generally|almost|your|his|her|their|its|none|no|all|both|each|every|others?|anything|something|someone)\b",
    re.IGNORECASE,
)
_NEXT_EXCLUDED = re.compile(
    r",?\s+or (?=who |when |after |if |in )|,\s+(?=who )|\s+and (?:used )?with caution in |"
    r",?\s+(?:and|or)\s+(?=(?:(?:in|for)\s+)?(?:people|patients|anyone|women|men|those)\b)"
)
_EXCLUDED_WHO = re.compile(
    r"^(?:(?:in|for|when|if|after|where|during)\s+)?"
    r"(?:(?:people|patients|anyone|women|men|those|you|someone)\s+)?"
    r"(?:with |(?:who |that )?(?:is |are |have (?:had )?|has (?:ever )?(?:had )?)|who (?=can))?"
    r"(?:there (?:is|are) )?(?:(?:an? |any |signs of |the )*)",
    re.IGNORECASE,
)
_UNABLE = re.compile(r"^(?:who )?(?:cannot|can not|are unable to|is unable to|unable to) ")
_IS_STATE = re.compile(
    r"^(?:the )?([\w ]+?) (?:is|are) ((?:completely |severely |totally )?\w+(?:ed|en))$"
)
_EDGE = ' \t\r\n,;:.–—-"“”'


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact before linking. Drafts of one clause with the same `choice` are alternatives."""

    relation: Relation
    object: str | Duration | Step
    start: int
    end: int
    section: str
    rule: str
    polarity: Polarity = "affirmed"
    condition: str | None = None
    choice: int | None = None
    frequency: Frequency | None = None
    rate: Rate | None = None
    mention: str | None = None
    """The phrase with its tail ('neck pain that has lasted for months'), where that is short."""
    place: str = ""
    """The section that it was said in, where that is not the section that it is about."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an interpreter may look at besides its section."""

    document: Document
    outline: Outline
    procedure: Procedure
    lexicon: Lexicon
    purpose: Relation = Relation.TREATS

    def clauses(self, item: Item) -> Iterator[Clause]:
        """The clauses of an item that state something."""
        for clause in clauses(self.document.text, item):
            if not is_boilerplate(clause.text):
                yield clause


Interpreter = Callable[[Section, Item, Context], Iterator[Draft]]


def is_boilerplate(text: str) -> bool:
    return first_match("boilerplate", text) is not None


def is_phrase(text: str, longest: int = 12) -> bool:
    """Whether a core can be the object of a fact: some letters, not too long, no sentence."""
    words = text.split()
    return (
        0 < len(words) <= longest
        and any(character.isalpha() for character in text)
        and not _NO_PHRASE.match(text)
        and not all(_says_nothing(word) for word in words)
    )


def _says_nothing(word: str) -> bool:
    """A word that is no phrase by itself ('mild', 'more', 'used')."""
    return is_quality(word) or word.lower() in word_class("empty")


def phrases(reading: Reading, *, examples: bool = True) -> list[str]:
    """The phrases that a reading states: its core, expanded, and the examples it gives."""
    found = [text for text in expand(reading.core) if is_phrase(text)]
    if examples:
        for example in reading.examples:
            found.extend(text for text in expand(example) if is_phrase(text))
    return list(dict.fromkeys(found))


def drafts_of(
    texts: Iterable[str],
    relation: Relation,
    clause: Clause,
    reading: Reading,
    section: str,
    rule: str,
) -> Iterator[Draft]:
    """One draft for each phrase, qualified as the reading says."""
    texts = list(texts)
    full = reading.full.strip(_EDGE)
    mention = full if len(texts) == 1 and full != texts[0] and is_phrase(full, 11) else None
    if mention and texts[0].lower() not in mention.lower():
        mention = None
    for text in texts:
        yield Draft(
            relation,
            text.strip(_EDGE),
            clause.start,
            clause.end,
            section,
            rule,
            condition=reading.condition,
            frequency=reading.frequency,
            rate=reading.rate,
            mention=mention,
        )


def reworded(text: str, section: str) -> str:
    """A clause with its verb turned into a noun phrase, where a rule knows how."""
    for rule in rules("nominal"):
        sections = rule.data.get("sections")
        if sections and section not in sections:
            continue
        match = rule.pattern.match(text.strip(_EDGE))
        if not match:
            continue
        to = match.expand(rule.data["to"])
        if words := rule.data.get("table"):
            verb = text[: match.start("np")].split()[-1].lower()
            to = f"{words[verb]} {to}" if verb in words else to
        return to
    return text


def contraindications(clause: Clause, section: str) -> Iterator[Draft]:
    """What a clause names as a reason against the procedure, whatever section it stands in."""
    found = first_match("exclusions", clause.text.strip(_EDGE))
    if not found:
        return
    rule, match = found
    yield from excluded(match["rest"], clause, section, rule.id)


def excluded(text: str, clause: Clause, section: str, rule: str) -> Iterator[Draft]:
    """The contraindications that `text` lists."""
    relation = Relation.CONTRAINDICATED_BY
    for part in _NEXT_EXCLUDED.split(text):
        part = _EXCLUDED_WHO.sub("", part.strip(_EDGE))
        part = _UNABLE.sub("inability to ", part)
        part = _IS_STATE.sub(r"\2 \1", part)
        part = re.sub(r"^pregnant\b", "pregnancy", part)
        if part.startswith("inability to "):
            phrase = part.split(",")[0]
            yield from drafts_of([phrase], relation, clause, Reading(phrase), section, rule)
            continue
        reading = read(part, relation, "contraindications")
        yield from drafts_of(phrases(reading), relation, clause, reading, section, rule)


def is_finding(text: str, lexicon: Lexicon) -> bool:
    """Whether a phrase names a condition: a vocabulary says so, or one of its words does."""
    concept = lexicon.link(text, Relation.TREATS)
    if concept.how != "phrase":
        return True
    head = re.split(r"\s(?:of|in|from|with|to|for|on|at|after|during|by|caused)\s", text)[0].split()
    if not head:
        return False
    return is_event(head[-1]) or head[0].lower() in word_class("impairments")
