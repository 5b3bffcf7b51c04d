"""What the procedure is for: treats, diagnoses, prevents, screens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.documents.labels import label_for
from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context, Place
from procgraph.extraction.drafts import (
    Draft,
    drafts_of,
    is_finding,
    rejected,
)
from procgraph.extraction.exclusions import contraindications, excludes
from procgraph.extraction.interpreters.asked import not_denied
from procgraph.extraction.interpreters.cases import enumerated
from procgraph.extraction.interpreters.complaints import complaints
from procgraph.extraction.interpreters.criteria import criteria, criterion, held_off
from procgraph.extraction.interpreters.felt import felt
from procgraph.extraction.interpreters.findings import (
    CERTAIN,
    PERSISTS,
    TREATS,
    objects,
)
from procgraph.extraction.interpreters.listed import listed_indication
from procgraph.extraction.interpreters.named_conditions import named_conditions
from procgraph.extraction.interpreters.reasons import reasons
from procgraph.extraction.interpreters.symptoms import brought_by
from procgraph.extraction.interpreters.told_states import told_states
from procgraph.extraction.interpreters.worked_on import worked_on
from procgraph.extraction.purpose import MAYBE_AT_RISK, only_at_risk, purposes
from procgraph.extraction.readings import Reading, case_in, read
from procgraph.extraction.rules import first_match, rule, rules_named
from procgraph.model import Relation

__all__ = ["indications", "purpose", "title_indications"]

_LISTED = frozenset({"bullet", "row"})
_UNHELPED = ("indications.eases-no-more", "indications.treatments-fail")
# How sentences begin that need no verb of their own.
_SENTENCES = tuple(
    f"indications.{name}"
    for name in ("infinitive", "verb-first", "told", "who-needs", "brings", "noticed")
)
# A line above a list that denies, announces harms, sends to others or warns.
_ELSEWHERE = tuple(
    f"indications.leads-{name}" for name in ("denied", "to-harm", "to-others", "with-care")
)
# Where a sentence says for whom it is considered, one after the other.
_CONSIDERED = ("candidate", "initials-for", "offered-to", "needed-if", "candidates-are", "if-first")


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
            yield from _indication_sentence(clause, place.context, "indications")
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
        against = list(contraindications(clause, section))
        if against:
            yield from against
        elif not rejected(clause.text, section):
            drafts = [
                *_indication_sentence(clause, place.context, section),
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


# -- sentences -------------------------------------------------------------------------------------


def _sentence(text: str, clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """Each verb of purpose with its object, in the affirmed `text` of a clause."""
    text = rule("indications.by-others").sub("", text)
    seen: set[str] = set()
    found = list(purposes(text))
    for verb, object_text in found:
        does = Relation(verb.data["relation"])
        if verb.data.get("by_purpose") and context.purpose is not Relation.PREVENTS:
            does = context.purpose
        if verb.data.get("apart"):
            object_text = rule("indications.apart-from").sub(" and ", object_text)
        for draft in objects(object_text, does, clause, context, section, verb.id):
            key = str(draft.object).lower()
            if key not in seen:
                seen.add(key)
                yield draft
    place = rule("indications.in-condition").match(clause.text)
    treats = any(verb.data["relation"] == Relation.TREATS for verb, _ in found)
    if place and (treats or rule("indications.does-good").match(clause.text[place.end() :])):
        yield from objects(
            place["object"], Relation.TREATS, clause, context, section, "purposes.in-condition"
        )


def _affirmed(text: str) -> str:
    """A sentence without what it says that it does not do. Behind 'why' that is asked for."""
    if rule("purposes.why").search(text):
        return text
    kept, position = "", 0
    for denied in rule("indications.denied-verb").finditer(text):
        kept += text[position : denied.start()]
        if rule("indications.in-case").search(kept):
            kept += denied[0]  # 'angina when surgery is not possible, and heart failure'
        position = denied.end()
    return rule("indications.denied-otherwise").sub("", kept + text[position:])


def _indication_sentence(clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """A sentence may also say for whom it is considered; one of Indications, what calls for it."""
    named_first = rule("indications.brings").match(clause.text)
    if named_first and section == "indications":
        yield from reasons(named_first, clause, context)
        return
    told = complaints(clause.text, section)
    if not any(is_finding(phrase, context.lexicon) for phrase in told):
        told = felt(clause.text, context.lexicon)
    if told:
        rule_id = "indications.complaint"
        yield from drafts_of(told, context.purpose, clause, Reading(""), section, rule_id)
        return
    text = _affirmed(clause.text)
    drafts = list(_sentence(text, clause, context, section))
    yield from drafts
    seen = {str(d.object).lower() for d in drafts if d.rule != "purposes.in-condition"}
    if not seen and only_at_risk(text, context.purpose):
        yield from criterion(clause.text, clause, "criteria.at-risk")
        return
    said: list[str] = []
    candidate = _candidate(text)
    if candidate:
        for draft in objects(
            candidate, context.purpose, clause, context, section, "indications.sentence"
        ):
            if not any(str(draft.object).lower().endswith(other) for other in seen):
                said.append(str(draft.object).lower())
                yield draft
    stories = () if candidate or seen else ("indications.story", "indications.noticed", TREATS)
    stories = stories if seen else (*_UNHELPED, *stories)
    for stating in (*CERTAIN, "indications.is-necessary", *stories):
        is_denial = stating in (PERSISTS, *_UNHELPED)
        match = rule(stating).search(clause.text if is_denial else text)
        if match and (named := next(filter(None, match.groups()))):
            relation = Relation(rule(stating).data.get("relation", context.purpose))
            for draft in objects(named, relation, clause, context, section, stating):
                if str(draft.object).lower() not in seen:
                    said.append(str(draft.object).lower())
                    yield draft
    if not seen:
        yield from told_states(text, clause, context, section)
    besides = [*brought_by(clause, context, section)]
    besides += worked_on(text, clause, context) if section == "summary" else ()
    for draft in besides:
        if not any(str(draft.object).lower() in other for other in seen):
            yield draft
    treated = None if seen else _first(("is-treated", "who-needs"), text)
    if treated:
        rule_id = "indications.is-treated"
        case = case_in(text[treated.end() :].strip(" ."), context.purpose, section)
        for draft in objects(treated["object"], context.purpose, clause, context, section, rule_id):
            yield draft._replace(condition=draft.condition or case)
    found = None if seen or treated else rule("indications.is-looked-for").match(text)
    is_first = context.purpose is Relation.TREATS and rule("indications.excluded").search(text)
    if found and not is_first:  # 'Cancer must be excluded' before anything is treated
        rule_id, looks = "indications.is-looked-for", Relation.DIAGNOSES
        yield from objects(found["object"], looks, clause, context, section, rule_id)
    names = ("reason", "in-turn", "shown") if section == "indications" else ("shown",)
    reason = None if seen or treated else _first(names, clause.text)
    if reason:
        yield from reasons(reason, clause, context)
    if section != "indications" or treated or reason:
        return
    present = rule("indications.consequence").sub("", text)
    present = rule("indications.first-past").sub("", present)
    if not seen:
        yield from named_conditions(present, clause, context, said)
    subject = rule("indications.subject").match(present)
    if subject and not seen and not candidate:
        yield from objects(
            subject["object"], context.purpose, clause, context, section, "indications.subject"
        )


def _candidate(text: str) -> str | None:
    """For whom, or when, a sentence says that it is considered."""
    said = (rule(f"indications.{name}").search(text) for name in _CONSIDERED)
    match = next(filter(None, said), None)
    return next(filter(None, match.groups()), None) if match else None


def _first(names: tuple[str, ...], text: str) -> re.Match[str] | None:
    """What the first of some rules finds at the beginning of a sentence."""
    return next(filter(None, (rule(f"indications.{name}").match(text) for name in names)), None)
