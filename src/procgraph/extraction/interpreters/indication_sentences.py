"""What a sentence says that the procedure is for: the objects of its verbs of purpose, for whom it
is considered, what calls for it, and what the page tells of the disease meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context
from procgraph.extraction.drafts import Draft, drafts_of, is_finding
from procgraph.extraction.interpreters.complaints import complaints
from procgraph.extraction.interpreters.criteria import criterion
from procgraph.extraction.interpreters.felt import felt
from procgraph.extraction.interpreters.findings import CERTAIN, PERSISTS, TREATS, objects
from procgraph.extraction.interpreters.named_conditions import named_conditions
from procgraph.extraction.interpreters.reasons import reasons
from procgraph.extraction.interpreters.symptoms import brought_by
from procgraph.extraction.interpreters.told_states import told_states
from procgraph.extraction.interpreters.worked_on import worked_on
from procgraph.extraction.purpose import only_at_risk, purposes
from procgraph.extraction.readings import Reading, case_in
from procgraph.extraction.rules import rule
from procgraph.model import Relation

__all__ = ["indication_sentence"]

_UNHELPED = ("indications.eases-no-more", "indications.treatments-fail")
_STORIES = ("indications.story", "indications.noticed", TREATS)
# Where a sentence says for whom it is considered, one after the other.
_CONSIDERED = ("candidate", "initials-for", "offered-to", "needed-if", "candidates-are", "if-first")


def indication_sentence(clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """A sentence may also say for whom it is considered; one of Indications, what calls for it."""
    named_first = rule("indications.brings").match(clause.text)
    if named_first and section == "indications":
        yield from reasons(named_first, clause, context)
        return
    told = _complained_of(clause.text, context, section)
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
    stories = () if candidate or seen else _STORIES
    stories = stories if seen else (*_UNHELPED, *stories)
    for draft in _stated(stories, text, clause, context, section):
        if str(draft.object).lower() not in seen:
            said.append(str(draft.object).lower())
            yield draft
    if not seen:
        yield from told_states(text, clause, context, section)
    for draft in _told_besides(text, clause, context, section):
        if not any(str(draft.object).lower() in other for other in seen):
            yield draft
    treated = None if seen else _first(("necessary-of", "is-treated", "who-needs"), text)
    if treated:
        rule_id = "indications.is-treated"
        case = case_in(text[treated.end() :].strip(" ."), context.purpose, section)
        for draft in objects(treated["object"], context.purpose, clause, context, section, rule_id):
            yield draft._replace(condition=draft.condition or case)
    if not seen and not treated:
        yield from _looked_for(text, clause, context, section)
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


def _sentence(text: str, clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """Each verb of purpose with its object, in the affirmed `text` of a clause."""
    text = rule("indications.by-others").sub("", text)
    seen: set[tuple[bool, str]] = set()
    found = list(purposes(text))
    for verb, object_text in found:
        does = Relation(verb.data["relation"])
        if verb.data.get("by_purpose") and context.purpose is not Relation.PREVENTS:
            does = context.purpose
        if verb.data.get("apart"):
            object_text = rule("indications.apart-from").sub(" and ", object_text)
        for draft in objects(object_text, does, clause, context, section, verb.id):
            # 'To treat or prevent ulcers' does both
            key = draft.relation is Relation.PREVENTS, str(draft.object).lower()
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
        ends_bracket = denied[0].count(")") > denied[0].count("(")
        if ends_bracket or rule("indications.in-case").search(kept):
            # 'angina when surgery is not possible, and heart failure', '(pain that will not
            # settle, or a fever) and an abscess'
            kept += denied[0]
        position = denied.end()
    return rule("indications.denied-otherwise").sub("", kept + text[position:])


def _candidate(text: str) -> str | None:
    """For whom, or when, a sentence says that it is considered."""
    said = (rule(f"indications.{name}").search(text) for name in _CONSIDERED)
    match = next(filter(None, said), None)
    return next(filter(None, match.groups()), None) if match else None


def _first(names: tuple[str, ...], text: str) -> re.Match[str] | None:
    """What the first of some rules finds at the beginning of a sentence."""
    return next(filter(None, (rule(f"indications.{name}").match(text) for name in names)), None)


def _complained_of(text: str, context: Context, section: str) -> list[str]:
    """What patients complain of, in their own words or as a list of what they have."""
    told = complaints(text, section)
    known = any(is_finding(phrase, context.lexicon) for phrase in told)
    return told if known else felt(text, context.lexicon)


def _stated(
    stories: tuple[str, ...], text: str, clause: Clause, context: Context, section: str
) -> Iterator[Draft]:
    """What rules that need no verb of purpose find, those of `stories` among them; a denial of help
    is looked for in the whole clause."""
    for stating in (*CERTAIN, "indications.is-necessary", *stories):
        is_denial = stating in (PERSISTS, *_UNHELPED)
        match = rule(stating).search(clause.text if is_denial else text)
        if match and (named := next(filter(None, match.groups()))):
            relation = Relation(rule(stating).data.get("relation", context.purpose))
            yield from objects(named, relation, clause, context, section, stating)


def _told_besides(text: str, clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """The symptoms of what is treated, and what a summary says is worked on."""
    yield from brought_by(clause, context, section)
    if section == "summary":
        yield from worked_on(text, clause, context)


def _looked_for(text: str, clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    found = rule("indications.is-looked-for").match(text)
    is_first = context.purpose is Relation.TREATS and rule("indications.excluded").search(text)
    if found and not is_first:  # 'Cancer must be excluded' before anything is treated
        rule_id, looks = "indications.is-looked-for", Relation.DIAGNOSES
        yield from objects(found["object"], looks, clause, context, section, rule_id)
