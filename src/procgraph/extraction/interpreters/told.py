"""How long, where and by whom, where a sentence tells it outside a section of its own.

What a section of its own says stands above it: see `document`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, is_phrase
from procgraph.extraction.durations import base_duration
from procgraph.extraction.interpreters.personnel import roles
from procgraph.extraction.interpreters.places import is_place
from procgraph.extraction.interpreters.roles import read_staff
from procgraph.extraction.readings import read
from procgraph.extraction.rules import Rules, ids, rule, rules, rules_in, rules_named
from procgraph.model import Relation

__all__ = ["told", "told_length"]

# How far behind its verb a duration may begin, in characters ('takes up to about an hour').
_NEAR = 12
# What before a duration tells how it is meant.
_TELLING = frozenset({"within", "runs", "run", "given", "infused"})
_LONGEST_PLACE = 6
# Choices of one rule are numbered with room for those of `roles`.
_APART = 100_000
_STAFF = ids(
    "told",
    "done-by called-in does any-deed in-touch helps met-by meets comes-to-see both-take-part team "
    "of-team there operates run-it yours-acts besides there-will-be attends paid-for",
)
# What only says that somebody is there, or is paid for it.
_PRESENCE = ("told.there", "told.there-will-be", "told.attends", "told.paid-for")

_PLACES = ids(
    "told",
    "done-in named-done-in is-in opens-in object-done-in treated-in arrives calls-for list-runs",
)


def told(place: Place) -> Iterator[Draft]:
    """What the sentences of an item tell of the procedure's duration, setting and staff."""
    for clause in place.clauses:
        if not rules("told").likely(clause.text):
            continue
        yield from _durations(clause, place.section)
        yield from _settings(clause, place.section)
        yield from _staff(clause)
        yield from _homeward(clause)


def told_length(place: Place) -> Iterator[Draft]:
    """How long the procedure takes, where that is told among what it brings."""
    for clause in place.clauses:
        yield from _durations(clause, place.section)


def _homeward(clause: Clause) -> Iterator[Draft]:
    """When the patient goes home. Not a `told` rule: a section of its own seldom says it again."""
    relation, rule_id = Relation.HAS_RECOVERY, "recovery.told"
    if rule("told.goes-home").search(clause.text):
        yield Draft(relation, "same-day discharge", clause.start, clause.end, "recovery", rule_id)


@cache
def _takes(section: str) -> Rules:
    """The verbs behind which a duration stands."""
    return Rules(verb for verb in rules_in("told", section) if verb.id.endswith("takes"))


def _durations(clause: Clause, section: str) -> Iterator[Draft]:
    for verb in _takes(section).likely(clause.text):
        match = verb.pattern.search(clause.text)
        if not match:
            continue
        # 'is done within an hour' takes at most that long, 'runs over an hour' that long
        last = match[0].rstrip().rpartition(" ")[2].lower()
        rest = f"{last if last in _TELLING else ''} {clause.text[match.end() :].lstrip()}"
        found = base_duration(rest)
        if found and found.start <= _NEAR and not rule("told.other-time").match(rest[found.end :]):
            duration = found.duration
            yield Draft(
                Relation.HAS_DURATION, duration, clause.start, clause.end, "duration", verb.id
            )
            return


def _settings(clause: Clause, section: str) -> Iterator[Draft]:
    is_outpatient = rule("told.outpatient").search(clause.text) is not None
    stated = [["outpatient setting"]] if is_outpatient else []
    found = rules_named(*_PLACES).first_match(clause.text)
    if found and section in found[0].data.get("sections", (section,)):
        start, end = found[1].span("places")
        others = [*rule("told.or-in").finditer(clause.text[start:])]
        first = clause.text[start : min([end, *(start + other.start() for other in others)])]
        spans = (first, *(other["places"] for other in others))
        stated += [list(_named(places)) for places in spans]
    case = _case_of_place(clause.text) if stated else None
    # what stands behind several places is the case of the last
    is_of_all = case is not None and clause.text.startswith(case)
    told = {
        text: case if is_of_all or number == len(stated) else None
        for number, places in enumerate(stated, start=1)
        for text in places
    }
    for text, condition in told.items():
        yield Draft(
            Relation.PERFORMED_IN, text, clause.start, clause.end, "setting", "told.done-in",
            condition=condition,
        )  # fmt: skip


def _case_of_place(text: str) -> str | None:
    """'if you are frail', but nothing that tells of the place itself ('where it is dark')."""
    case = read(text, Relation.PERFORMED_IN, "setting").condition
    return case if case and rule("told.case-of-place").match(case) else None


def _named(stated: str) -> Iterator[str]:
    """The kinds of place that a coordination names, each place within another too."""
    for nested in rule("told.nested-place").split(stated):
        for text in expand(nested):
            if is_place(text) and is_phrase(text.replace(" of the ", " "), _LONGEST_PLACE):
                yield text


def _staff(clause: Clause) -> Iterator[Draft]:
    text = rule("told.who-is").reword(clause.text)
    tellers = rules_named(*_STAFF).likely(text)
    told = [(one, match) for one in tellers for match in one.pattern.finditer(text)]
    for number, (teller, match) in enumerate(told):
        group = next(name for name, named in match.groupdict().items() if named)
        does = text[match.start(group) : match.end()]
        if not (
            rule("told.denied").search(text[: match.start()]) or rule("told.denies").search(does)
        ):
            stated = match[group]
            if rule("told.written").match(match[0]) and rule("told.of-advice").search(
                text[: match.start()]
            ):
                continue
            case = _case_of(text, match, is_of_presence=teller.id in _PRESENCE)
            case = None if case and stated in case else case
            for draft in roles(stated.replace(" by ", " "), clause):
                # what two statements tell is no choice between the two
                choice = None if draft.choice is None else draft.choice + number * _APART
                condition = draft.condition or case
                yield draft._replace(rule=teller.id, choice=choice, condition=condition)


def _case_of(text: str, match: re.Match[str], *, is_of_presence: bool) -> str | None:
    """When the staff of a sentence are there: what it begins with, or for whom ('for children');
    any case of a sentence that only says that they are."""
    condition = read_staff(text).condition
    if condition is None:
        return None
    is_before = text.startswith(condition) and match.start() + 2 >= len(condition)
    may_act = rule("conditions.may-act").search(text) is not None
    is_case = is_before or is_of_presence or may_act or rule("told.for-whom").match(condition)
    return condition if is_case else None
