"""The conditions that the object of a verb names: 'gallstones, gout and a swollen knee'."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context
from procgraph.extraction.coordination import expand, parts
from procgraph.extraction.drafts import (
    Draft,
    drafts_of,
    head_words,
    is_finding,
    is_no_condition,
    is_phrase,
    phrases,
)
from procgraph.extraction.interpreters.cases import cases_of, enumerated
from procgraph.extraction.interpreters.disease_kinds import by_kinds
from procgraph.extraction.interpreters.kept import kept_from
from procgraph.extraction.interpreters.of_whom import of_whom, part_that
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import first_match, rule, rules_named
from procgraph.extraction.states import nominalised
from procgraph.extraction.trimming import cut_tail, strip_lead_ins, without_brackets
from procgraph.extraction.words import (
    is_act,
    is_body_part,
    is_describing,
    is_person,
    singular,
    word_class,
)
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = [
    "CERTAIN",
    "LONGEST_OBJECT",
    "PERSISTS",
    "TREATS",
    "behind_origin",
    "is_of_findings",
    "is_trouble",
    "objects",
    "with_causes",
    "with_clause",
]

LONGEST_OBJECT = 8
PERSISTS = "indications.when-persists"
TREATS = "indications.treats"
# Rules behind whose words a condition stands, whether a vocabulary knows it or not.
CERTAIN = (
    "indications.necessary-for",
    "indications.when-present",
    "indications.to-treat",
    "indications.to-prevent",
    PERSISTS,
)
# Rules behind whose words a clause stands.
_CLAUSES = ("purposes.whether", "purposes.why")
# Verbs behind which a person may have been told of.
_OF_PERSONS = ("purposes.serves", "purposes.serves-people")
# Verbs that are only done to troubles.
_TROUBLES = ("purposes.rids", "purposes.prevents")
_NO_TROUBLES = rules_named("indications.no-trouble", "phrases.kept-from")
# So many findings in a coordination make findings of its other members.
_ENOUGH = 2
_LONGEST_NAME = 4


def objects(
    text: str, relation: Relation, clause: Clause, context: Context, section: str, rule_id: str
) -> Iterator[Draft]:
    """The conditions that an object phrase names."""
    kept = kept_from(text, context.lexicon) if relation is Relation.PREVENTS else []
    if kept:
        yield from drafts_of(kept, relation, clause, Reading(""), section, rule_id)
        return
    kind = rule("indications.kind-behind").match(text)
    if kind and _is_explained(kind["named"], kind["kind"], context.lexicon):
        said = Reading(kind["named"])
        yield from drafts_of(expand(kind["named"]), relation, clause, said, section, rule_id)
        return
    text = by_kinds(rule("indications.gone-so").reword(text))
    text = rule("indications.consequence").sub("", text)
    text = rule("indications.next-verb").split(text)[0]
    listed = enumerated(text, relation, section, context)
    is_subject = rule_id == "indications.is-treated"
    cases = [case for part in listed for case in cases_of(part, is_subject=is_subject)]
    for number, (stated, is_whole) in enumerate(cases):
        case = rule("indications.again").sub("", stated)
        reading = read(case, relation, section)
        if is_whole and is_finding(reading.core, context.lexicon):
            reading.core = reading.full
            named = [phrase for phrase in phrases(reading) if is_phrase(phrase, LONGEST_OBJECT)]
            yield from drafts_of(named, relation, clause, reading, section, rule_id)
            continue
        keeps = rule("indications.keeps-getting").match(case.strip(" ."))
        found = nominalised(case.strip(" .")) if keeps or rule_id in _CLAUSES else []
        does = rule("indications.keeps-doing").match(case.strip(" ."))
        found += [does["object"]] if does else []
        if found:
            reading.core = ""
        cause = rule("indications.suspected-cause").search(case)
        # 'whether blackouts, fits or odd spells are due to epilepsy': all of these come from it
        is_list_of_effects = cause is not None and rule_id in _CLAUSES
        told = of_whom(without_brackets(case), context.lexicon)
        if told:
            told += [gloss for gloss in reading.glosses if is_finding(gloss, context.lexicon)]
        found += told or _findings(reading, section, context, 1 if is_list_of_effects else _ENOUGH)
        found += [part for part in part_that(case) if part not in found]
        if not found and rule_id in (*CERTAIN, TREATS):
            named = phrases(reading, examples=False)
            found = [text for text in named if len(text.split()) <= LONGEST_OBJECT]
            found = [text for text in found if not is_no_condition(text) and not _is_part(text)]
        elif rule_id in _TROUBLES:
            found = [text for text in phrases(reading) if text in found or is_trouble(text)]
        place = rule("indications.in-place-of-object").search(reading.core)
        if not found and place and is_finding(place["object"], context.lexicon):
            found = [place["object"]]
        remains = rule("indications.not-eased").search(reading.full)
        if not found and remains:
            rests = expand(read(remains["object"], relation, section).core)
            found = [rest for rest in rests if is_finding(rest, context.lexicon)]
        found = [rule("indications.second-verb").sub("", phrase) for phrase in found]
        found = with_causes(found, reading, context.lexicon)
        if not found and rule_id in _OF_PERSONS:  # which end behind 'people whose'
            found = of_whom(f"those whose {case}", context.lexicon)
        if not found:  # '(sleep apnoea)' names what 'people who stop breathing' only describes
            found = [gloss for gloss in reading.glosses if is_finding(gloss, context.lexicon)]
        if not found and (number == 0 or rule("indications.for-again").match(stated)):
            others = [other for other, _ in cases if other != stated]
            found = _in_line(reading, others, relation, section, context)
        yield from drafts_of(found, relation, clause, reading, section, rule_id)
        if cause and rule_id != "indications.cause":
            yield from objects(
                cause["object"], relation, clause, context, section, "indications.cause"
            )


def _is_explained(named: str, kind: str, lexicon: Lexicon) -> bool:
    """'vaginal septum', 'congenital abnormality': only the kind tells that it is a condition."""
    is_name = is_phrase(named, _LONGEST_NAME) and not is_finding(named, lexicon)
    return is_name and is_finding(kind, lexicon)


def _in_line(
    reading: Reading, others: list[str], relation: Relation, section: str, context: Context
) -> list[str]:
    """What a case names that stands in line with enough others that name a finding: 'for rosacea,
    for acne and for warts'."""
    named = [read(rule("indications.again").sub("", other), relation, section) for other in others]
    known = [other for other in named if _findings(other, section, context, _ENOUGH)]
    core = reading.core
    is_short = is_phrase(core, _LONGEST_NAME) and singular(core.split()[-1]) not in word_class(
        "patients"
    )
    return [core] if len(known) >= _ENOUGH and is_short and _may_be_had(core) else []


def with_causes(named: list[str], reading: Reading, lexicon: Lexicon) -> list[str]:
    """The phrases with what each of them comes from: 'anemia due to chemotherapy'."""
    tail = reading.full.removeprefix(reading.core)
    caused = rule("indications.caused").match(tail) if tail != reading.full else None
    if not caused or not named:
        return named
    stated = rule("indications.cause-again").sub(r"\g<word>", caused["causes"])
    stated = cut_tail(stated, Relation.TREATS)
    causes = [cause for cause in expand(stated) if is_phrase(cause, LONGEST_OBJECT)]
    are_causes = all(is_finding(cause, lexicon) or is_act(cause.split()[-1]) for cause in causes)
    if caused["by"] == " from" and not are_causes:
        return named  # 'bleeding from the bowel' says where
    if len(causes) == 1:
        causes = [stated]
    kept: list[str] = []
    if caused["by"] == " from" and len(named) > 1 and not any(map(_is_symptom, named[:-1])):
        kept, named = named[:-1], named[-1:]  # 'gout and anemia from a bleed': gout does not
    return kept + [f"{text}{caused['by']} {cause}" for text in named for cause in causes] or named


def _is_symptom(phrase: str) -> bool:
    head = singular(head_words(phrase)[-1].lower())
    return head in word_class("symptoms") | word_class("with_acts")


def with_clause(reading: Reading, text: str, context: Context) -> Reading:
    """The reading of `text`, with the clause that alone makes it an indication.

    'Labor that fails to progress'
    """
    if rule("indications.relative").search(text) and not is_finding(reading.core, context.lexicon):
        whole = strip_lead_ins(text, "indications")
        if is_phrase(whole, LONGEST_OBJECT) or _is_said_of_one(whole):
            reading.core = whole
    return reading


def _is_said_of_one(text: str) -> bool:
    """Whether clauses say several things of one: 'a tendon that has torn or pulled away'."""
    relative = rule("indications.relative")
    return all(
        is_phrase(member, LONGEST_OBJECT) and relative.search(member) for member in expand(text)
    )


def is_of_findings(text: str, context: Context) -> bool:
    """Whether of the members of a list, like its diseases, at most one names no condition."""
    if is_body_part(parts(text)[0].split()[-1]):
        return False  # 'weakness in the leg muscles, joint instability'
    found = [is_finding(member, context.lexicon) for member in expand(text)]
    return bool(found) and found[0] and len(found) - sum(found) <= 1


def _findings(reading: Reading, section: str, context: Context, enough: int) -> list[str]:
    """The phrases of a reading that name a condition. What stands in line with `enough` of them is
    one, too, whatever its words are."""
    named = [strip_lead_ins(phrase, section) for phrase in phrases(reading)]
    named = [phrase for phrase in named if is_phrase(phrase, LONGEST_OBJECT)]
    # A vocabulary also calls 'radiation' what happens to somebody
    found = [
        phrase
        for phrase in named
        if is_finding(phrase, context.lexicon) and phrase.lower() not in word_class("not_findings")
    ]
    if len(found) < enough or (enough > 1 and len(found) * 2 < len(named)):
        return found
    # what the reading gives examples of is not in line with them
    in_line = {strip_lead_ins(phrase, section) for phrase in phrases(reading, examples=False)}
    return [
        phrase for phrase in named if phrase in found or (phrase in in_line and _may_be_had(phrase))
    ]


def _is_part(phrase: str) -> bool:
    """'skin of the lid': where something is treated, and not what."""
    return is_body_part(head_words(phrase)[-1])


def is_trouble(phrase: str) -> bool:
    """Whether a phrase that something is done away with may name what ails somebody: no part of
    the body, nobody, nothing that all have or do."""
    head = head_words(phrase)
    if not is_phrase(phrase, LONGEST_OBJECT) or _NO_TROUBLES.first_match(phrase):
        return False
    last = singular(head[-1])
    is_else = (
        is_person(last)
        or is_describing(last)
        or last in word_class("patients") | word_class("functions")
    )
    is_amiss = any(word.lower() in word_class("descriptive") for word in head[:-1])
    return not is_else and (is_amiss or not _is_part(phrase)) and _may_be_had(phrase)


def _may_be_had(phrase: str) -> bool:
    """Whether a phrase may name a condition, for all that its words tell."""
    lowered = phrase.lower()
    is_known_else = lowered in word_class("quantities") or lowered in word_class("vague")
    is_act = rule("indications.verb-phrase").match(phrase) is not None
    is_of_whom = singular(phrase.split()[-1]) in word_class("patients")
    return not (is_known_else or is_act or is_of_whom or is_no_condition(phrase))


def behind_origin(text: str, lexicon: Lexicon) -> str:
    """What stands behind what it comes from: 'Nerves: numbness of the lip'.

    Behind a complication stands what explains it: 'Bleeding: may need a transfusion'.
    """
    origin = rule("lists.origin").match(text)
    if origin is None:
        return text
    listed = text[origin.end() :]
    thing = origin["thing"].lower()
    if listed.lower().startswith(f"{thing} ") and len(listed.split()) <= _LONGEST_NAME:
        return listed  # 'Lactose: lactose intolerance'
    if rule("rates.figure").match(origin["thing"]):
        return text  # '1 in 100: infection' tells how often, and no origin
    if is_finding(origin["thing"], lexicon) or first_match("frequency", text[: origin.end()] + "x"):
        return text  # 'rare: injury to the bowel' says how often
    members = parts(rule("lists.bracket").sub("", listed))
    return listed if any(is_finding(member, lexicon) for member in members) else text
