"""What the procedure is for: treats, diagnoses, prevents, screens."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.documents.labels import label_for
from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context, Place
from procgraph.extraction.drafts import Draft, drafts_of, is_finding, rejected
from procgraph.extraction.exclusions import contraindications, excludes
from procgraph.extraction.interpreters.asked import not_denied
from procgraph.extraction.interpreters.cases import enumerated
from procgraph.extraction.interpreters.complaints import complaints
from procgraph.extraction.interpreters.criteria import criteria, criterion, held_off
from procgraph.extraction.interpreters.findings import objects
from procgraph.extraction.interpreters.indication_sentences import indication_sentence
from procgraph.extraction.interpreters.listed import listed_indication
from procgraph.extraction.purpose import MAYBE_AT_RISK
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import first_match, ids, rule, rules_named
from procgraph.model import Relation

__all__ = ["indications", "purpose", "title_indications"]

_LISTED = frozenset({"bullet", "row"})
# How sentences begin that need no verb of their own.
_SENTENCES = ids("indications", "infinitive verb-first told who-needs brings noticed")
# A line above a list that denies, announces harms, sends to others or warns.
_ELSEWHERE = ids("indications", "leads-denied leads-to-harm leads-to-others leads-with-care")


def indications(place: Place) -> Iterator[Draft]:
    """An indication: a phrase in a list, or a sentence that says for what or whom.

    Those of a screening may be the people who are at risk, unless they say what is looked for.
    """
    is_screening = place.section == "indications" and place.context.purpose is Relation.SCREENS
    for draft in _indications(place):
        said = place.text[draft.start : draft.end]
        is_bare = is_screening and draft.relation is Relation.SCREENS
        if is_bare and not rule("indications.screened-for").search(said):
            yield draft._replace(rule=MAYBE_AT_RISK)
        else:
            yield draft


def _indications(place: Place) -> Iterator[Draft]:
    label = label_for(place.item.label or "", place.section)
    if label and label.key == "criteria":
        yield from criteria(place)
        return
    if _is_led_elsewhere(place):
        return
    is_name = False
    stated = not_denied(place.clauses, place.text, rule("indications.not-that"))
    for clause in map(_of_the_case, stated):
        is_excluding = excludes(clause.text, "indications")
        against = list(held_off(clause))
        if is_excluding and not against:
            against = list(contraindications(clause, "indications"))
        # 'A Baker's cyst. This is a swelling behind the knee.'
        explains = is_name and place.item.kind == "bullet" and rule("indications.explains")
        expected = rule("criteria.is-expected").match(clause.text)
        if against:
            yield from against
        elif is_excluding and not first_match("criteria", clause.text):
            continue  # a case that no phrase tells is no indication either
        elif expected:
            yield from criterion(expected["criterion"], clause, "criteria.is-expected")
        elif rejected(clause.text, "indications") or (explains and explains.match(clause.text)):
            continue
        elif (
            rules_named(*_SENTENCES).begins(clause.text)
            or complaints(clause.text, "indications")
            or (place.item.kind == "sentence" and _is_sentence(clause.text))
        ):
            yield from indication_sentence(clause, place.context, "indications")
        else:
            is_name = True
            context = place.context
            for text in enumerated(clause.text, context.purpose, "indications", context):
                yield from listed_indication(clause._replace(text=text), context)


def _is_sentence(text: str) -> bool:
    """Whether a clause has a verb of its own: no phrase that only names what it is for."""
    return (
        rule("indications.sentence").search(text) is not None
        or rule("indications.full-clause").match(text) is not None
    )


def _of_the_case(clause: Clause) -> Clause:
    """What has brought a patient, without what a note says of them first, and what they lack."""
    brought = rule("indications.case-of-one").sub("", clause.text)
    brought = rule("indications.without-these").sub("", brought)
    brought = rule("indications.head-explained").reword(brought)
    return clause if brought == clause.text else clause._replace(text=brought)


def purpose(place: Place) -> Iterator[Draft]:
    """A sentence of Purpose or Summary: its verbs say what the procedure does to what."""
    section = place.section
    label = label_for(place.item.label or "", section)
    is_list = place.item.kind != "sentence" and _leads_in(place.item.label or "")
    if is_list or (label and label.key == "indications"):
        yield from indications(place)
        return
    if _is_led_elsewhere(place):
        return
    for clause in place.clauses:
        clause = clause._replace(text=rule("indications.head-explained").reword(clause.text))
        against = list(contraindications(clause, section))
        if against:
            yield from against
        elif not rejected(clause.text, section):
            drafts = [
                *indication_sentence(clause, place.context, section),
                *_defined(clause, place.context, section),
            ]
            named = not drafts and place.item.kind in _LISTED and _names_finding(clause, place)
            yield from listed_indication(clause, place.context) if named else drafts


def _names_finding(clause: Clause, place: Place) -> bool:
    """Whether a line of a list of purposes is no goal but what is wrong: 'Head and neck cancer'."""
    if label_for(place.item.label or "", place.section):
        return False
    core = read(clause.text, Relation.TREATS, "indications").core
    return is_finding(core, place.context.lexicon)


def _is_led_elsewhere(place: Place) -> bool:
    """Whether a list stands below a line that denies, warns or sends to somebody else, in whatever
    words: better nothing is read from it than that the procedure treats what bars it."""
    if place.item.kind == "sentence" or not place.item.label:
        return False
    return rules_named(*_ELSEWHERE).first_match(place.item.label) is not None


def _leads_in(label: str) -> bool:
    """Whether a line says for what the list below it is: 'We accept referrals for'."""
    return rule("indications.leads-in").search(label) is not None


def _defined(clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """The condition that a summary explains: 'Glue ear is a condition in which …'."""
    found = rule("indications.is-condition").match(clause.text) if section == "summary" else None
    if found:
        named, rule_id = found["object"], "indications.is-condition"
        yield from drafts_of([named], context.purpose, clause, Reading(named), section, rule_id)


def title_indications(place: Place) -> Iterator[Draft]:
    """'… for median nerve compression', '… in a patient with gout' in the title."""
    context = place.context
    screened = ("title-screening",) if context.purpose is Relation.SCREENS else ()
    said = [rule(f"indications.{name}") for name in (*screened, "title-patient", "title-for")]
    for clause in place.clauses:
        named = next(filter(None, (way.search(clause.text) for way in said)), None)
        if named:
            text = named["object"]
            yield from objects(text, context.purpose, clause, context, "name", "title.for")
