"""Things used, named along the way: imaging, equipment, substances.

The vocabularies find them; a list of equipment names what no vocabulary has to know.
"""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, is_phrase
from procgraph.extraction.interpreters.spans import extended
from procgraph.extraction.interpreters.unused import done_without, never_without
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule, rules_named, word_list
from procgraph.extraction.trimming import without_brackets
from procgraph.extraction.words import is_modifier
from procgraph.model import Relation
from procgraph.terminology import Hit

__all__ = ["equipment", "imaging", "names_things", "substances"]

# Labels of hits that name no modality.
_GENERAL = frozenset({"medical imaging", "imaging", "image guidance"})


def imaging(place: Place) -> Iterator[Draft]:
    """Guidance, modality and work-up; not follow-up imaging."""
    for clause in place.clauses:
        for hit in place.context.lexicon.find(clause.text, ("imaging",)):
            if (
                not _is_used(clause.text, hit)
                or rule("mentions.place-behind").match(clause.text[hit.end :])
                or rule("mentions.others-imaging").search(clause.text[: hit.start])
                or rule("mentions.follow-up").search(clause.text)
            ):
                continue
            if hit.label not in _GENERAL:
                start = extended(clause.text, hit.start, 2, _is_kind)
                yield _named(
                    Relation.USES_IMAGING, start, hit.end, clause, place.section, "mentions.imaging"
                )


def _is_used(text: str, hit: Hit) -> bool:
    """Whether a clause says of what it names that it is used: it neither denies nor supposes it."""
    before, after = text[: hit.start], text[hit.end :]
    if rule("mentions.verb-and-object").match(text[hit.start : hit.end]):
        return False
    is_denied = rule("mentions.denied-before").search(before) and not never_without(before)
    if is_denied or done_without(before, after):
        return False
    is_supposed = rule("mentions.supposed-before").search(before)
    return not (is_supposed and rule("mentions.supposed-behind").match(after))


def _named(
    relation: Relation, start: int, end: int, clause: Clause, section: str, rule_id: str
) -> Draft:
    """What a clause names from `start` to `end`, and the case in which that is used."""
    text = clause.text
    draft = _draft(relation, text[start:end], clause, section, rule_id)
    # 'if there is resistance, the needle is drawn back': it was in use before
    acts = rule("mentions.acts-behind").match(text[end:])
    is_known = rule("mentions.known-before").search(text[:start]) and not acts
    case = None if is_known else _case(text, end, relation, section)
    return draft._replace(condition=case) if case else draft


def _case(text: str, end: int, relation: Relation, section: str) -> str | None:
    """The case in which that is used whose name ends at `end`, where a clause states one: in front
    of all, or behind it and no other thing of a list ('X-ray, and CT if it is unclear')."""
    if section == "name" or not rule("mentions.case").search(text):
        return None
    stated = read(text, relation, section).condition
    if stated is None or not rule("mentions.case").match(stated):
        return None
    start = text.find(stated)
    if rule("mentions.asks-before").search(text[:start]):
        return None  # 'is passed to see if there is a tear'
    of_next = rule("mentions.case-of-next").match(stated)
    if of_next:
        return of_next["case"] if start < end else None
    if start >= end:
        is_its_own = not rule("mentions.other-thing").search(text[end:start].rstrip(" ,–—-("))
    else:
        is_next = rule("mentions.next-statement").search(text[len(stated) : end])
        is_its_own = start == 0 and end > len(stated) and not is_next
    if not is_its_own:
        return None
    return rule("mentions.behind-case").split(stated)[0]


def substances(place: Place) -> Iterator[Draft]:
    """What is given, injected or implanted in the course of the procedure."""
    for clause in place.clauses:
        for hit in place.context.lexicon.find(clause.text, ("substances",)):
            if _is_used(clause.text, hit) and not _is_measured(clause.text, hit):
                yield _named(
                    Relation.USES_SUBSTANCE,
                    hit.start,
                    hit.end,
                    clause,
                    place.section,
                    "mentions.substance",
                )


def _is_measured(text: str, hit: Hit) -> bool:
    """Whether a substance is one that the patient has and not one that is given."""
    before, after = text[: hit.start], text[hit.end :]
    is_looked_for = rule("mentions.looked-for").search(before)
    return bool(is_looked_for or rule("mentions.level").match(after))


def names_things(label: str) -> bool:
    """Whether a label heads a list of things: 'Instruments', 'Supplies used'."""
    return label.lower().startswith(tuple(word_list("mentions", "equipment_labels")))


def equipment(place: Place) -> Iterator[Draft]:
    """A list under 'Tools and Equipment', or what the vocabulary knows among the steps."""
    listed = place.section == "equipment" or names_things(place.item.label or "")
    for clause in place.clauses:
        if listed and not rule("mentions.told-of-thing").search(clause.text):
            yield from _listed(clause, place.section)
            continue
        for hit in place.context.lexicon.find(clause.text, ("equipment",)):
            is_kind = clause.text[hit.start : hit.end].lower() != "equipment"
            if is_kind and _is_used(clause.text, hit) and _is_thing(clause.text, hit):
                yield _named(
                    Relation.USES_EQUIPMENT,
                    hit.start,
                    hit.end,
                    clause,
                    place.section,
                    "mentions.equipment",
                )


def _is_thing(text: str, hit: Hit) -> bool:
    """Whether a word that may name a tool does: no verb, and no part of another's name."""
    named = rules_named("mentions.verb-here", "mentions.other-kind").first_match(text[: hit.end])
    if named or rule("mentions.other-here").match(text[hit.start :]):
        return False
    return rule("mentions.of-compound").match(text[hit.end :]) is None


def _listed(clause: Clause, section: str) -> Iterator[Draft]:
    """The tools of a list, on the condition that is said of them."""
    relation = Relation.USES_EQUIPMENT
    said = clause.text.strip(" .")
    condition = read(said, relation, section).condition
    is_denied = condition and done_without("", f" {condition}")
    if is_denied or rule("mentions.not-with-us").search(said):
        return
    text = without_brackets(said)
    if condition:
        text = text.replace(condition, "").strip(" ,")
    before, bracket, _ = said.partition(f"({condition}")
    for phrase in expand(rule("mentions.after-thing").split(text)[0]):
        # what stands in brackets is the case of what stands before them alone
        is_of_another = bracket and not before.rstrip().lower().endswith(phrase.lower())
        if is_phrase(phrase, 7):
            draft = _draft(relation, phrase, clause, section, "equipment.list")
            yield draft._replace(condition=None if is_of_another else condition)


def _is_kind(word: str, _: str) -> bool:
    """Whether a word before imaging tells which kind of it."""
    return is_modifier(word) and word not in word_list("mentions", "no_kind")


def _draft(relation: Relation, text: str, clause: Clause, section: str, rule: str) -> Draft:
    return Draft(relation, text, clause.start, clause.end, section, rule)
