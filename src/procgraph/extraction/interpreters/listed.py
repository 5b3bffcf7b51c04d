"""An indication that is a phrase in a list: 'Chronic cough', 'Follow-up of a known cyst'."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import (
    Draft,
    drafts_of,
    is_finding,
    is_no_condition,
    is_phrase,
    phrases,
)
from procgraph.extraction.interpreters.criteria import criterion
from procgraph.extraction.interpreters.disease_kinds import by_kinds
from procgraph.extraction.interpreters.findings import (
    behind_origin,
    is_of_findings,
    objects,
    with_causes,
    with_clause,
)
from procgraph.extraction.interpreters.of_whom import of_whom
from procgraph.extraction.purpose import meant, only_at_risk
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import first_match, rule
from procgraph.extraction.states import nominalised
from procgraph.extraction.trimming import strip_lead_ins
from procgraph.extraction.words import word_class
from procgraph.model import Relation

__all__ = ["listed_indication"]


def listed_indication(clause: Clause, context: Context) -> Iterator[Draft]:
    """What a phrase names as an indication, or as what has to be the case."""
    section = "indications"
    told = of_whom(clause.text, context.lexicon)
    if told:
        rule_id = "indications.of-whom"
        yield from drafts_of(told, context.purpose, clause, Reading(""), section, rule_id)
        return
    found = first_match("criteria", clause.text)
    if found:
        yield from criterion(found[1]["criterion"], clause, found[0].id)
        return
    if only_at_risk(clause.text, context.purpose):
        yield from criterion(clause.text, clause, "criteria.at-risk")
        return
    said = by_kinds(clause.text.strip(" ."))
    if rule("indications.bars").match(said):
        return
    if clause.item.kind == "sentence" and rule("indications.course").match(said):
        return  # 'When the valve leaks, blood pools in the leg'
    said = behind_origin(said, context.lexicon)
    came = rule("indications.after").match(said)
    if came and not is_finding(came["object"], context.lexicon):
        yield from criterion(said, clause, "criteria.occasion")
        return
    said = came["object"] if came else said
    prevented = rule("indications.to-prevent").search(said)
    if prevented:
        rule_id, said = "indications.to-prevent", said[: prevented.start()]
        yield from objects(
            prevented["object"], Relation.PREVENTS, clause, context, section, rule_id
        )
    advised = rule("indications.advised-for").match(said)
    stated_for = advised["object"] if advised else said
    text, relation = meant(stated_for, context.purpose)
    if rule("indications.tells-apart").match(stated_for):
        text = rule("indications.apart-from").sub(" and ", text)
    stated = rule("indications.circumstance").sub("", text)
    does_not = rule("indications.does-not").search(stated)
    if does_not and not rule("indications.whose-denial").search(text):
        return
    if rule("indications.not-at-first").match(text):
        return
    among = rule("indications.in-diseases").match(text)
    if among and is_of_findings(among["diseases"], context):
        text = among["finding"]
    reading = with_clause(read(text, relation, section), text, context)
    alone = rule("indications.in-those-alone").search(clause.text)
    if alone and reading.condition is None:
        reading.condition = alone["condition"]
    found = first_match("criteria", strip_lead_ins(reading.core, section))
    if found and found[0].id != "criteria.confirmed-by":
        yield from criterion(found[1]["criterion"], clause, found[0].id)
        return
    reading.examples = [
        ", ".join(member for member in expand(example) if is_finding(member, context.lexicon))
        for example in reading.examples
    ]
    first = next(iter(expand(reading.core)), "")
    if is_no_condition(first) and is_phrase(reading.core):
        if rule("phrases.section-words").match(reading.core):
            return  # 'General indications'
        # 'Surgical planning' is what it is done for, and nothing that it treats
        yield from criterion(stated_for, clause, "criteria.occasion")
        return
    # 'assessing the size of the spleen' is done to something that is no condition
    is_assessed = text != stated_for and rule("indications.assesses").match(stated_for) is not None
    is_clause = rule("indications.full-clause").match(said) is not None
    named = _conditions(reading, clause, context, only_findings=is_assessed or is_clause)
    if is_clause and not named:
        named = [state for state in nominalised(said) if is_finding(state, context.lexicon)]
    yield from drafts_of(named, relation, clause, reading, section, "indications.list-item")
    yield from _suspected(text, relation, clause, context)


def _conditions(
    reading: Reading, clause: Clause, context: Context, *, only_findings: bool
) -> list[str]:
    """The conditions that an item names, with their causes."""
    named = [phrase for phrase in phrases(reading) if not is_no_condition(phrase)]
    # 'hearing loss with good speech' names one condition
    named[1:] = [phrase for phrase in named[1:] if phrase.split()[0] not in word_class("sound")]
    is_sentence = clause.item.kind == "sentence"
    if only_findings or (is_sentence and rule("indications.full-sentence").match(clause.text)):
        named = [phrase for phrase in named if is_finding(phrase, context.lexicon)]
    return with_causes(named, reading, context.lexicon)


def _suspected(text: str, relation: Relation, clause: Clause, context: Context) -> Iterator[Draft]:
    """What an item suspects behind what it names, and when."""
    section = "indications"
    cause = rule("indications.suspected-cause").search(text)
    if cause:
        yield from objects(cause["object"], relation, clause, context, section, "indications.cause")
    suspected = rule("indications.suspected-when").search(text)
    if suspected:
        named = phrases(read(suspected["object"], relation, section))
        rule_id = "indications.suspected-when"
        yield from drafts_of(named, relation, clause, Reading(""), section, rule_id)
