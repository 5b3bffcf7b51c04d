"""Verbs of purpose: what a procedure does to what, and what it is for as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from procgraph.documents import Outline
from procgraph.extraction.rules import Rule, rule, rules
from procgraph.model import Document, Procedure, Relation

__all__ = ["MAYBE_AT_RISK", "PURPOSES", "main_purpose", "meant", "only_at_risk", "purposes"]

PURPOSES = frozenset({Relation.TREATS, Relation.DIAGNOSES, Relation.SCREENS, Relation.PREVENTS})
"""What a procedure may be done for."""
MAYBE_AT_RISK = "indications.of-screening"
"""By what a bare indication of a screening is read: the disease sought, or a risk of it."""

_NOUNS = (
    (Relation.DIAGNOSES, "indications.diagnostic"),
    (Relation.TREATS, "indications.therapeutic"),
)
# The weight of a verb of Purpose.
_ENOUGH = 2
# What is kept away is kept away from whoever has something else.
_KEPT = frozenset({"purposes.prevents", "purposes.screens"})
_REMEMBERED = 1 << 15


def main_purpose(document: Document, outline: Outline, procedure: Procedure) -> Relation:
    """Whether the procedure treats, diagnoses, screens or prevents: what a bare indication means.

    The title decides by its nouns; where it has both kinds or none, the verbs of the Purpose do.
    An 'ultrasound' of which these say only that it relieves pain is no test.
    """
    guidance = rule("indications.guidance")
    label = guidance.sub(" ", procedure.label)
    lines = [document.text[start:end] for start, end in outline.preamble]
    title = guidance.sub(" ", " ".join([procedure.label, *procedure.names, *lines]))
    votes: Counter[Relation] = Counter()
    stated: Counter[Relation] = Counter()
    for relation, nouns in _NOUNS:
        noun = rule(nouns)
        votes[relation] += 2 * _count(noun, label) + _count(noun, title)
    if rule("indications.diagnostic-first").search(title):
        votes[Relation.DIAGNOSES] += 4
    for section in outline.sections:
        if section.key not in ("purpose", "summary"):
            continue
        for item in section.items:
            said = rule("indications.denied-verb").sub("", document.text[item.start : item.end])
            verb = _first_verb(said)
            is_aside = verb and verb.data["relation"] == Relation.DIAGNOSES
            if is_aside and rule("indications.besides").search(said):
                continue  # 'It also detects a broken lead'
            if verb and not verb.data.get("by_purpose"):
                weight = _ENOUGH if section.key == "purpose" else 1
                stated[Relation(verb.data["relation"])] += weight
    is_a_test = stated[Relation.DIAGNOSES] or stated[Relation.SCREENS]
    if stated[Relation.TREATS] >= _ENOUGH and not is_a_test:
        return Relation.TREATS
    votes += stated
    is_preventive = rule("indications.preventive").search(title) is not None
    if is_preventive and stated[Relation.PREVENTS] >= stated[Relation.TREATS]:
        return Relation.PREVENTS
    votes[Relation.DIAGNOSES] += votes[Relation.SCREENS]
    votes[Relation.TREATS] += votes[Relation.PREVENTS]
    if votes[Relation.DIAGNOSES] <= votes[Relation.TREATS]:
        return Relation.TREATS
    # A 'screening' that only diagnoses is called so, and looks for nothing that makes no symptoms.
    is_screening = rule("indications.screening").search(title) is not None
    only_diagnoses = stated[Relation.DIAGNOSES] > 0 and not stated[Relation.SCREENS]
    screens = is_screening and not only_diagnoses
    return Relation.SCREENS if screens else Relation.DIAGNOSES


def _count(noun: Rule, text: str) -> int:
    return sum(1 for _ in noun.finditer(text))


@lru_cache(maxsize=_REMEMBERED)
def _first_verb(text: str) -> Rule | None:
    """The first rule in the order of the file whose verb a text has."""
    text = _but_for_sensing(text)
    verbs = (verb for verb in rules("purposes").likely(text) if verb.pattern.search(text))
    return next((verb for verb in verbs if _may_mean(verb, text)), None)


def _may_mean(verb: Rule, text: str) -> bool:
    """Whether a text has the words that a verb requires beside it."""
    requires = verb.data.get("requires")
    return not requires or re.search(requires, text, re.IGNORECASE) is not None


def purposes(text: str) -> Iterator[tuple[Rule, str]]:
    """Each verb of purpose with its object, which ends where the next verb begins.

    At one place the first rule that fits wins ('detects … early' screens, it does not diagnose).
    """
    found: dict[int, tuple[int, Rule]] = {}
    text = _but_for_sensing(text)
    for verb in rules("purposes").likely(text):
        if not _may_mean(verb, text):
            continue
        position = 0
        is_kept = any(other.id in _KEPT for _, other in found.values())
        while match := verb.pattern.search(text, position):
            start = match.start("object")
            if is_kept and rule("indications.in-whom").match(match[0]):
                break  # 'prevents stroke in people with diabetes' treats no diabetes
            if text[: match.start()].endswith(" from "):
                position = match.start() + 1  # 'keeps tears from draining away' drains nothing
                continue
            if not any(begin <= match.start() < end for begin, (end, _) in found.items()):
                found[match.start()] = (start, verb)
            position = max(start, match.start() + 1)
    starts = sorted(found)
    for index, begin in enumerate(starts):
        start, verb = found[begin]
        end = next((later for later in starts[index + 1 :] if later >= start), len(text))
        yield verb, rule("indications.dangling").sub("", text[start:end])


def _but_for_sensing(text: str) -> str:
    """A text without what a device that acts on it senses: 'gives a shock when it detects …'."""
    acts = rule("indications.answers-by").search(text) is not None
    return rule("indications.sensed").sub("", text) if acts else text


def meant(text: str, relation: Relation) -> tuple[str, Relation]:
    """An indication without words that say what is done about it, and the relation they mean."""
    changed = bool(rules("meanings").likely(text))
    while changed:
        changed = False
        for meaning in rules("meanings"):
            match = meaning.match(text)
            if match and match.end() < len(text):
                text, changed = text[match.end() :], True
                relation = Relation(meaning.data["relation"])
    return text, relation


def only_at_risk(text: str, purpose: Relation) -> bool:
    """Whether a text says who is at risk of what is prevented: no disease of theirs is meant."""
    return purpose is Relation.PREVENTS and rule("indications.at-risk").search(text) is not None
