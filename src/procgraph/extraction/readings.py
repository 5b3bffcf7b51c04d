"""What a clause says, and what qualifies it: polarity, frequency, rate, condition, examples.

The order is fixed: parentheses → lead-in → frequency → rate → condition → examples → tail. Each
step takes words off the clause and keeps what they say; what remains is the core, which
coordination reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from procgraph.extraction.clauses import EDGE
from procgraph.extraction.rates import find_rate
from procgraph.extraction.rules import (
    Rules,
    first_match,
    rule,
    rules,
    rules_for,
    rules_in,
    rules_named,
)
from procgraph.extraction.trimming import BRACKETS, cut_tail, strip_lead_ins, without_dangling
from procgraph.extraction.whose_case import (
    is_case_in_brackets,
    is_of_part,
    only_tells,
    other_said,
    says_what_then,
)
from procgraph.extraction.words import gerund
from procgraph.model import Frequency, Rate, Relation

__all__ = ["Reading", "case_in", "read"]

_HOW_OFTEN = frozenset({Relation.HAS_COMPLICATION, Relation.HAS_PATIENT_EXPERIENCE})
_OF_PATIENTS = frozenset(
    {Relation.TREATS, Relation.DIAGNOSES, Relation.SCREENS, Relation.HAS_COMPLICATION}
)
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z0-9+&/-]{0,9}s?")
# What a case may be that of, where that is not said.
_ANYTHING = "x"
_GIVES_EXAMPLES = ("clauses.examples", "clauses.consequences", "clauses.causes")
_REMEMBERED = 1 << 10


@dataclass(slots=True)
class Reading:
    """What a clause says (`core`) and how it is qualified; `full` is the core with its tail."""

    core: str
    full: str = ""
    condition: str | None = None
    frequency: Frequency | None = None
    rate: Rate | None = None
    examples: list[str] = field(default_factory=list)
    glosses: list[str] = field(default_factory=list)

    def copy(self) -> Reading:
        qualified = self.condition, self.frequency, self.rate
        return Reading(self.core, self.full, *qualified, [*self.examples], [*self.glosses])


def read(text: str, relation: Relation, section: str) -> Reading:
    """Take everything off a clause that only qualifies it."""
    return _read(text, relation, section).copy()


def case_in(text: str, relation: Relation, section: str) -> str | None:
    """The case that a text tells by itself, as a label does: 'On request', 'If you are asleep'."""
    return _read(f"{_ANYTHING} {text}", relation, section).condition


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, relation: Relation, section: str) -> Reading:
    # An interpreter may read the whole of a clause, what one rule leaves of it, and this again.
    said = rule("clauses.one-rather").reword(text.strip(EDGE))
    reading = Reading(_as_act(said) if relation in _OF_PATIENTS else said)
    if "(" not in text and not _qualifiers(relation, section).likely(reading.core):
        reading.core = reading.full = without_dangling(reading.core)
        return reading
    _take_parentheses(reading, relation)
    said = reading.core
    _take_frequency(reading, relation)
    reading.core = stated = strip_lead_ins(reading.core, section)
    if stated != said:
        _take_frequency(reading, relation)
    _take_rate(reading, relation)
    _take_condition(reading, relation)
    if reading.core != stated:
        reading.core = strip_lead_ins(reading.core, section)
    reading.full = without_dangling(reading.core)
    _take_examples(reading, relation)
    reading.core = cut_tail(reading.core, relation)
    return reading


@cache
def _qualifiers(relation: Relation, section: str) -> Rules:
    """All rules that `read` may apply to a clause without brackets."""
    often = relation in _HOW_OFTEN
    return Rules(
        (
            *rules_in("leadins", section),
            *(rules("frequency") if often else ()),
            *rules_named(*(("rates.figure",) if often else ())),
            *rules_for("conditions", relation),
            *rules_named(*_GIVES_EXAMPLES),
            *rules_for("tails", relation),
        )
    )


def _as_act(text: str) -> str:
    """'burning when you pass urine' as 'burning when passing urine'."""
    return rule("clauses.when-you-do").sub(lambda said: f"when {gerund(said['verb'])}", text)


# -- steps -----------------------------------------------------------------------------------------


def _take_parentheses(reading: Reading, relation: Relation) -> None:
    while "(" in reading.core and (match := BRACKETS.search(reading.core)):
        inner = match[1].strip()
        before, after = reading.core[: match.start()], reading.core[match.end() :]
        gap = " " if after[:1].isalnum() else ""  # 'pain (for months)around the scar'
        reading.core = f"{before}{gap}{after}".strip()
        if not inner or _ABBREVIATION.fullmatch(inner):
            if inner:
                reading.glosses.append(inner)
            continue
        aimed_at = rule("rates.of-a-target").match(inner)  # '(target: < 3%)'
        for part in (inner,) if aimed_at else re.split(r"[;:]\s+", inner):
            _take_parenthesis(reading, part, relation)


def _take_parenthesis(reading: Reading, inner: str, relation: Relation) -> None:
    counts = relation in _HOW_OFTEN
    found = first_match("frequency", inner) or first_match("frequency", f"it is {inner}")
    if found and counts and not rule("clauses.compared").match(inner):
        reading.frequency = reading.frequency or found[0].data.get("frequency")
    rate = find_rate(f"{_ANYTHING}, {inner}")
    # 'infection: 4% (8% in smokers)': that of all stands outside
    is_of_some = rule("rates.of-some").search(inner) and find_rate(reading.core)
    if rate and counts and not is_of_some:
        reading.rate = reading.rate or rate.rate
    if found or rate:
        return
    example = rule("clauses.examples").match(inner)
    if example:
        reading.examples.append(example["members"])
        return
    if is_case_in_brackets(inner, relation):
        reading.condition = reading.condition or inner
        return
    reading.glosses.append(inner)


def _take_frequency(reading: Reading, relation: Relation) -> None:
    found = first_match("frequency", reading.core) if relation in _HOW_OFTEN else None
    if not found:
        return
    frequency, match = found
    start, end = match.span("cut")
    rest = (reading.core[:start] + reading.core[end:]).strip(EDGE)
    if not rest:
        return
    if reading.rate is None and (rate := find_rate(match["cut"])):
        reading.rate = rate.rate
    reading.core = rest
    reading.frequency = reading.frequency or frequency.data.get("frequency")


def _take_rate(reading: Reading, relation: Relation) -> None:
    rate = find_rate(reading.core) if relation in _HOW_OFTEN else None
    if rate and rate.rest:
        reading.core = rate.rest
        reading.rate = reading.rate or rate.rate


def _take_condition(reading: Reading, relation: Relation) -> None:
    for condition in rules_for("conditions", relation).likely(reading.core):
        match = condition.pattern.search(reading.core)
        if not match:
            continue
        start, end = match.span("cut")
        rest = (reading.core[:start] + reading.core[end:]).strip(EDGE)
        if not any(character.isalpha() for character in rest):
            continue
        said = condition.data.get("slots") and rule("clauses.said-before").search(
            "" if match["cut"].startswith(",") else reading.core[:start]
        )
        if said and not rule("clauses.chosen").search(match["cut"]):
            # a comma tells that it is about the whole: 'a splint that moves the jaw, in mild apnea'
            continue  # '…, which is less precise in the pelvis' is about something else
        if relation in _OF_PATIENTS and rule("clauses.when-doing").match(match["condition"]):
            continue  # 'pain when passing urine' is a pain of its own
        before, stated = reading.core[:start].rstrip(), match["condition"].strip(EDGE)
        stated = rule("clauses.main-verb-behind").reword(stated)
        if relation is Relation.HAS_ALTERNATIVE and is_of_part(stated):
            continue
        other = other_said(before, relation)
        if other is not None:
            reading.core = before[:other] + reading.core[end:]
            continue
        first = rule("clauses.first-case").search(before) if stated.startswith("or ") else None
        if first and first.start():
            stated = reading.core[first.start("first") : match.end("condition")].strip(EDGE)
            rest, before = before[: first.start()] + reading.core[end:], before[: first.start()]
        denied = rule("clauses.not-in-case").search(before)
        if relation is Relation.HAS_ALTERNATIVE:
            denied = denied or rule("clauses.barred-in-case").search(before)
        if denied and denied.start() and not stated.startswith("not "):
            # 'Traction, not in children'
            rest, stated = f"{before[: denied.start()]}{reading.core[end:]}", f"not {stated}"
        reading.core = rest
        is_apart = match["cut"][0] in ",;:-"
        # 'a detached retina, where the retina peels away' says what that is
        tells = is_apart and relation in _OF_PATIENTS and stated.lower().startswith("where ")
        tells = tells or only_tells(before, stated, is_apart=is_apart)
        tells = tells or says_what_then(stated, relation)
        if reading.condition is None and not tells:
            reading.condition = stated
        if start == 0:
            # What stood behind it is a beginning now, for which other gates are open.
            _take_condition(reading, relation)
            return


def _take_examples(reading: Reading, relation: Relation) -> None:
    if not rules_named(*_GIVES_EXAMPLES).likely(reading.core):
        return
    match = rule("clauses.examples").search(reading.core)
    if match is None and relation in (Relation.TREATS, Relation.DIAGNOSES):
        match = rule("clauses.consequences").search(reading.core)
    if match is None and relation is Relation.HAS_COMPLICATION:
        match = rule("clauses.causes").search(reading.core)
    if match and reading.core[: match.start()].strip(EDGE):
        members = rule("clauses.after-members").sub("", match["members"])
        # 'including antihistamines, such as …' gives examples of examples
        members = rule("clauses.inner-examples").sub(", ", members)
        reading.examples.append(members.strip(EDGE))
        reading.core = reading.core[: match.start()].strip(EDGE)
