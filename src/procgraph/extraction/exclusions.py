"""For whom a procedure is not: what a clause names as reasons against it, as phrases.

The clause may stand in any section. What it says of the patient is reworded to what the patient
has (`rules/rewording.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import EDGE, Draft, drafts_of, phrases
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import ids, rule, rules, rules_in, rules_named
from procgraph.extraction.states import state_noun
from procgraph.extraction.words import is_body_part
from procgraph.model import Relation

__all__ = ["contraindications", "denies_reason", "excluded", "excludes", "opened"]

_LONGEST_CASE = 11
_NO_REASON = ids(
    "phrases",
    "no-reason not-in-the-way had-all-the-same noted-as-allowed not-its-use",
)
_UNABLE, _UNFIT = "inability to ", "unfitness for "
_UNWILLING = "unwillingness to "


def contraindications(clause: Clause, section: str) -> Iterator[Draft]:
    """What a clause names as a reason against the procedure, whatever section it stands in."""
    text = opened(clause.text)
    found = rules_in("exclusions", section).first_match(text)
    if found is None or denies_reason(text):
        return
    exclusion, match = found
    # 'not given when …' names a case, as 'if …' does
    lead = rule("phrases.case-before").search(match.string[: match.start("rest")])
    case = "if " if lead else ""
    if rule("phrases.only-unless").match(match["rest"]):
        # 'It is not used in children unless …' is about children, 'unless you wish' about nobody
        before = clause._replace(text=text[: match.start("rest")])
        for draft in contraindications(before, section):
            yield draft._replace(condition=draft.condition or match["rest"].strip(EDGE))
        return
    another = rule("phrases.so-does").search(text[match.start("rest") :])
    rest = match["rest"][: another.start()] if another else match["rest"]
    if how := match.groupdict().get("how"):
        # 'You must be able to lie flat': who is not is excluded
        rest = f"{_UNFIT if how.endswith('for') else _UNABLE}{rest}"
    unless = rule("phrases.unless").search(text[match.end("rest") :])
    part = rule("phrases.part-barred").match(text)
    for draft in excluded(case + rest, clause, section, exclusion.id):
        # 'Contrast is not given in kidney disease': it is not the whole that is ruled out
        of_part = f"for {part['part'].lower()}" if part else None
        told = draft.condition or (unless["condition"] if unless else None)
        yield draft._replace(condition=", ".join(filter(None, (of_part, told))) or None)
    if another:
        yield from excluded(another["rest"], clause, section, exclusion.id)


def excludes(text: str, section: str) -> bool:
    """Whether a clause says for whom the procedure is not, in whatever words."""
    return rules_in("exclusions", section).first_match(opened(text)) is not None


def opened(text: str) -> str:
    """A clause without what it opens with: 'Therefore, …', 'It is a strong drug, so …'."""
    return rule("phrases.opener").sub("", text.strip(EDGE))


def denies_reason(text: str) -> bool:
    """Whether a clause says of something that it is no reason against the procedure."""
    return rules_named(*_NO_REASON).first_match(text) is not None


def excluded(text: str, clause: Clause, section: str, rule_id: str) -> Iterator[Draft]:
    """The contraindications that `text` lists."""
    relation = Relation.CONTRAINDICATED_BY
    text = rule("phrases.having-or-had").reword(text)
    is_one = rule("phrases.inability").match(text)
    is_case = False
    for part in [text] if is_one else rule("phrases.next-excluded").split(text):
        part = rule("phrases.reason-behind").sub("", part.strip(EDGE))
        if rule("phrases.own-choice").match(part):
            continue
        # 'if the joint is infected or the bone has a cyst': the case of both
        is_case = rule("phrases.case").match(part) is not None or (is_case and _is_clause(part))
        named = _states(part)
        if named:
            yield from drafts_of(named, relation, clause, Reading(""), section, rule_id)
            continue
        part = _reworded(part)
        if part.lower().startswith(_UNABLE):
            # 'inability to walk or to follow instructions' is each of them
            for able in rule("phrases.next-ability").split(part[len(_UNABLE) :].split(",")[0]):
                phrase = f"{_UNABLE}{able}"
                yield from drafts_of([phrase], relation, clause, Reading(phrase), section, rule_id)
            continue
        if part.lower().startswith(_UNWILLING):
            yield from drafts_of([part], relation, clause, Reading(part), section, rule_id)
            continue
        if is_case and rule("care.verb").search(rule("care.subordinate").split(part)[0]):
            part = rule("phrases.of-the-patient").sub("", part)
            # 'a mass fills the tunnel': a case that no phrase says is the reason as it stands
            if len(part.split()) <= _LONGEST_CASE and not rule("phrases.unnamed").match(part):
                yield from drafts_of([part], relation, clause, Reading(part), section, rule_id)
            continue
        reading = read(part, relation, "contraindications")
        if rule("phrases.not-of-it").search(reading.full) or _is_only_part(reading):
            reading.core = reading.full
        denied = rule("phrases.denied-of-each").match(reading.full.removeprefix(reading.core))
        if denied and len(told := phrases(reading, examples=False)) > 1:
            for text in told:
                # 'pacemakers or implants that are not approved for MRI': neither are these
                reading.full = f"{text}{denied[0]}"
                yield from drafts_of([text], relation, clause, reading, section, rule_id)
            continue
        yield from drafts_of(_dated(reading), relation, clause, reading, section, rule_id)


def _is_only_part(reading: Reading) -> bool:
    """'blood that does not clot', 'a heart that beats irregularly': the part alone is no reason."""
    says = rule("phrases.part-that").match(reading.full)
    is_one = len(expand(reading.full)) == 1
    return (
        says is not None
        and is_one
        and (says["part"].lower() == "blood" or is_body_part(says["part"]))
    )


def _dated(reading: Reading) -> list[str]:
    """The phrases of a reading; of several the last keeps what is said of it alone, as do both
    of two with one time: 'heart attack or stroke in the last three months'."""
    told = phrases(reading)
    behind = rule("phrases.said-of-last").match(reading.full.removeprefix(reading.core))
    if len(told) == 1 or reading.examples or behind is None:
        return told
    if not behind["time"]:
        if not rule("phrases.last-of-its-own").search(reading.core):
            return told
        reading.core = reading.full
        return phrases(reading)
    is_shared = len(told) == 2 and rule("phrases.two-bare").match(reading.core)
    dated = [f"{text} {behind['time']}" for text in told]
    return dated if is_shared else [*told[:-1], *dated[-1:]]


def _states(text: str) -> list[str]:
    """What the patient is, as nouns: 'you are drowsy or feverish', 'too drowsy to take part'."""
    state = rule("phrases.in-state").match(text)
    nouns = [state_noun(word) for word in expand(state["states"])] if state else []
    return [noun for noun in nouns if noun] if all(nouns) else []


def _reworded(text: str) -> str:
    """What is said of the patient as what the patient has: 'who take warfarin' is taking it."""
    return rules("rewording").reword(text)


def _is_clause(text: str) -> bool:
    """'the bone has a cyst': a subject that is named, and its verb."""
    return rule("phrases.subject").match(text) is not None
