"""What an interpreter makes: a fact without its concept, and the tools that all of them share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from procgraph.extraction.clauses import Clause
from procgraph.extraction.coordination import expand
from procgraph.extraction.readings import Reading
from procgraph.extraction.rules import rule, rules_in
from procgraph.extraction.wholes import EDGE, is_phrase, mentions
from procgraph.extraction.words import (
    gerund,
    is_adverb,
    is_ailing,
    is_body_part,
    is_describing,
    is_event,
    is_modifier,
    singular,
    word_class,
)
from procgraph.model import Duration, Frequency, Polarity, Rate, Relation, Step
from procgraph.terminology import Lexicon

__all__ = [
    "COURSE",
    "EDGE",
    "Draft",
    "drafts_of",
    "head_words",
    "is_finding",
    "is_no_condition",
    "is_phrase",
    "phrases",
    "rejected",
    "reworded",
]

COURSE = frozenset(
    {
        Relation.REQUIRES_PERSONNEL,
        Relation.PERFORMED_IN,
        Relation.HAS_DURATION,
        Relation.USES_ANESTHESIA,
        Relation.USES_EQUIPMENT,
        Relation.USES_SUBSTANCE,
        Relation.USES_IMAGING,
    }
)
"""What a procedure goes on with: by whom, where, how long and with what."""
_EACH = "\\g<np>"
_HOW_EACH = f"\\g<adjective> {_EACH}"
_OF_EACH = (f" of {_EACH}", f"return to {_EACH}")


class Draft(NamedTuple):
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

    @property
    def choice_key(self) -> tuple[int, int, int] | None:
        """What the drafts of one choice have in common; None for a draft that is in none."""
        return None if self.choice is None else (self.start, self.end, self.choice)

    def concept_iri(self, lexicon: Lexicon) -> str:
        """The IRI of the concept that a phrase as object is linked to."""
        return lexicon.link(str(self.object), self.relation).iri

    def moved(self, by: int) -> Draft:
        """The same draft where offsets count from `by` characters before."""
        # Every draft is moved, and `_replace` takes twice as long.
        return Draft._make((*self[:2], self.start + by, self.end + by, *self[4:]))


def phrases(reading: Reading, *, examples: bool = True) -> list[str]:
    """The phrases that a reading states: its core, expanded, and the examples it gives."""
    found = [text for text in expand(reading.core) if is_phrase(text)]
    if examples:
        # 'damage to the eye, including the cornea' is damage to the cornea
        whole = rule("phrases.harm-to").match(found[-1]) if found else None
        for example in reading.examples:
            texts = [text for text in expand(example) if is_phrase(text)]
            is_part = whole and not any(map(is_event, " ".join(texts).split()))
            found.extend(f"{whole[0]}{text}" if whole and is_part else text for text in texts)
    return list(dict.fromkeys(found))


def drafts_of(
    texts: Iterable[str],
    relation: Relation,
    clause: Clause,
    reading: Reading,
    section: str,
    rule_id: str,
) -> Iterator[Draft]:
    """One draft for each phrase, qualified as the reading says."""
    texts = list(texts)
    whole = mentions(texts, reading, relation)
    for text in texts:
        yield Draft(
            relation,
            text.strip(EDGE),
            clause.start,
            clause.end,
            section,
            rule_id,
            condition=reading.condition,
            frequency=reading.frequency,
            rate=reading.rate,
            mention=whole.get(text),
        )


def reworded(text: str, section: str) -> str:
    """A clause with its verb turned into a noun phrase, where a rule knows how."""
    stripped = text.strip(EDGE)
    for nominal in rules_in("nominal", section).likely(stripped):
        match = nominal.pattern.match(stripped)
        if not match:
            continue
        template: str = nominal.data["to"]
        if nominal.data.get("gerund"):
            template = template.replace("\\g<verb>", gerund(match["verb"].lower()))
        to = _filled(template, match)
        if words := nominal.data.get("table"):
            behind = match.groupdict().get("verb")
            verb = (behind or stripped[: match.start("np")].split()[-1]).lower()
            to = f"{words[verb]} {to}" if verb in words else to
        return to
    return text


def _filled(template: str, match: re.Match[str]) -> str:
    """'relief of pressure and pain' is relief of each, 'return to work and sport' to each."""
    if template == _HOW_EACH:
        return _each_how(match["adjective"], match["np"])
    lead = template.removesuffix(_EACH) if template.endswith(_OF_EACH) else template
    named = expand(match["np"]) if lead != template and " and " in match["np"] else ()
    if len(named) < 2 or "," in match["np"] or "\\" in lead:
        return match.expand(template)
    return " and ".join(f"{lead}{member}" for member in named)


def _each_how(how: str, named: str) -> str:
    """How each of several things is, or one thing in each of several ways."""
    hows = expand(how)
    if len(hows) > 1 and not re.search(r",| (?:and|or|that|which)\b", named):
        # 'the skin can feel hot and dry'
        return ", ".join(f"{one} {named}" for one in hows)
    each: Sequence[str] = rule("phrases.next-named").split(named)
    if len(each) == 1 and " or " in named:
        each = expand(named)
    if len(each) < 2:
        return f"{how} {named}"
    # 'the bowel or the bladder may be injured'
    return ", ".join(f"{how} {member}" for member in each)


def rejected(text: str, section: str) -> bool:
    """Whether a clause denies or only talks about what its section lists."""
    return rules_in("rejections", section).first_match(text.strip(" ,")) is not None


def head_words(text: str) -> list[str]:
    """The words of a phrase before what is said of its head."""
    return rule("phrases.after-head").split(text)[0].split()


@cache
def _opening_words() -> frozenset[str]:
    """Words that make a finding of what they open: 'abnormal shape', 'difficulty conceiving'."""
    return word_class("impairments") | word_class("openers")


def is_finding(text: str, lexicon: Lexicon) -> bool:
    """Whether a phrase names a condition: a vocabulary says so, or one of its words does."""
    if text.lower() in word_class("vague") or _is_measured(text):
        return False
    concept = lexicon.link(text, Relation.TREATS)
    if concept.how != "phrase":
        return True
    first, _, rest = text.partition(" ")
    is_qualified = bool(rest) and (is_adverb(first) or is_modifier(first)) and " the " not in rest
    if is_qualified and is_finding(rest, lexicon):
        return True  # 'clinically severe obesity', 'spontaneous urticaria'
    course = rule("phrases.course-of").match(text)
    if course and is_finding(course["what"], lexicon):
        return True
    head = head_words(text)
    if not head or singular(head[-1]) in word_class("not_findings"):
        return False
    if any(
        " ".join(map(singular, head[-size:])) in word_class("named_findings") for size in (2, 3)
    ):
        return True
    gap = rule("phrases.gap-in").match(text)
    if gap and is_body_part(gap["part"]):
        return True
    return is_event(head[-1]) or head[0].lower() in _opening_words() or _is_amiss(head)


def _is_amiss(words: Sequence[str]) -> bool:
    """'a bent finger', 'poor sleep': a part of the body or what it does, and what ails it."""
    *said, part = words
    is_amiss = any(word.lower() in word_class("amiss_in_body") for word in said)
    if part.lower() in word_class("functions"):
        return is_amiss
    if all(is_describing(word) or word.lower() in word_class("felt") for word in said):
        is_amiss = is_amiss or any(word.lower() in word_class("impairments") for word in said)
    return (is_amiss or is_ailing(words)) and is_body_part(part)


def _is_measured(text: str) -> bool:
    """'antibodies in the blood', 'a patient's blood': what a test finds or looks at."""
    before, _, last = rule("phrases.after-head").split(text)[0].rpartition(" ")
    is_sample = singular(last) in word_class("samples") and before.endswith(("'s", "’s"))
    is_ability = not before and last.lower() in word_class("functions")
    return is_sample or is_ability or singular(last) in word_class("measured")


def is_no_condition(phrase: str) -> bool:
    """'effectiveness of a medicine', 'screening': nothing that a patient has."""
    head = [word.lower() for word in head_words(phrase)]
    is_act = bool(head) and singular(head[-1]) in word_class("not_findings")
    return is_act and head[0] not in word_class("amiss") | word_class("openers")
