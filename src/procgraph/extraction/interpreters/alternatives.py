"""What else could be done instead, and on what condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import (
    Draft,
    drafts_of,
    is_finding,
    phrases,
    rejected,
    reworded,
)
from procgraph.extraction.interpreters.options import only_options, options
from procgraph.extraction.interpreters.remarks import takes_back, with_remarks
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.words import is_modifier, singular
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["alternatives"]

_RELATION = Relation.HAS_ALTERNATIVE
_EDGE = " ,;.:–—-"
# What is said of an option in other words before it is read, in this order.
_WORDINGS = ids(
    "alternatives",
    "apposition instead only waits loses verbs action period why-waiting watching slash followed",
)
# How sentences name an option, in this order.
_TOLD = ids(
    "alternatives",
    "is-reasonable we-favor deed-with is there-are can-use candidates settles-with we-do-it-with "
    "treated-first comes-first treated-with dealt-with may-need consider must-be list",
)
# Where a name stands behind what is told of it.
_CALLED = ids("alternatives", "called term-behind named-behind technical so-called")
# What is said beside an option and its case.
_ASIDES = (
    "alternatives.case-example", "alternatives.case-as-example",
    "alternatives.alone-or-together", "alternatives.formerly",
    "alternatives.remark-with-case", "alternatives.remark-alone", "alternatives.verdict-behind",
    "alternatives.drawback-behind-case",
)  # fmt: skip
_GLOSSES = ("alternatives.gloss", "alternatives.gloss-with-article")
_UNLESS = ("alternatives.used-unless", "alternatives.we-use-unless")
_NOTHING = ("alternatives.nothing", "alternatives.declined")
_CASE = re.compile(r"(?:if|when|unless|where|once|for|in|until|after)\b", re.IGNORECASE)


def alternatives(place: Place) -> Iterator[Draft]:
    """What else could be done, and on what condition; of a parent and its children, both."""
    case = rule("alternatives.case-label").match(place.item.label or "")
    for draft in _told_options(place):
        # below 'For heavy bleeding:' each option is for that, unless it says otherwise
        is_bare = case is not None and draft.condition is None
        yield draft._replace(condition=place.item.label) if is_bare else draft


def _told_options(place: Place) -> Iterator[Draft]:
    for number, clause in enumerate(with_remarks(place)):
        label = place.item.label or ""
        if (number or label) and rule("alternatives.pro-or-con").match(clause.text):
            if not number and rule("alternatives.label-names").match(label):
                # 'Surgery: more invasive', where 'Surgery' is a label
                yield from _of_clause(f"{label}: {clause.text}", clause, place)
            continue  # 'Open surgery; longer recovery, larger scars'
        itself = rule("alternatives.own-instead").match(clause.text)
        if itself and not itself["own"]:
            yield from _of_clause(itself["np"], clause, place)
            continue
        all_for = rule("alternatives.for-what").match(clause.text)
        if all_for is None:
            yield from _of_clause(rules_named(*_UNLESS).reword(clause.text), clause, place)
            continue
        for option in rule("alternatives.next-for-it").split(all_for["np"]):
            for draft in _of_clause(option, clause, place):
                yield draft._replace(condition=draft.condition or all_for["condition"])


def _of_clause(text: str, clause: Clause, place: Place) -> Iterator[Draft]:
    for part in options(text):
        if rule("alternatives.says-nothing").search(part):
            continue
        part = rules_named(*_ASIDES).reword(part)
        found = rules_named(*_NOTHING).first_match(part)
        if found:
            nothing = found[1]
            said = Reading("", condition=nothing["condition"])
            words = nothing[0].removesuffix(nothing["condition"] or "").strip(_EDGE)
            words = rule("alternatives.before-nothing").sub("", words)
            yield from _drafts(["no treatment"], clause, said, place, words)
            part = f"{part[: nothing.start()]}{part[nothing.end() :]}".strip(_EDGE)
        part = rule("alternatives.kinds-for").reword(part)
        told = rules_named(*_GLOSSES).first_match(part)
        part = told[1]["parent"] if told else _name_alone(part)
        kinds = rule("alternatives.children").match(part)
        if kinds and rule("alternatives.case-label").match(kinds["parent"]):
            # 'For large stones: shock waves'
            for draft in _stated(kinds["np"], clause, place):
                yield draft._replace(condition=draft.condition or kinds["parent"])
            continue
        if kinds and takes_back(kinds["np"]):  # 'Diet alone: cannot replace any of these'
            continue
        says_how = kinds and all(_tells_apart(member) for member in expand(kinds["np"]))
        if kinds and says_how:
            # 'Brachytherapy: high-dose or low-dose'
            yield from _stated(kinds["parent"], clause, place)
        elif kinds:
            last = read(kinds["np"], _RELATION, "alternatives").condition
            # a comma tells that a case is that of all: 'Creams: A or B, when there are many'
            of_all = last if last and f", {last}" in kinds["np"] else None
            for draft in () if _repeats(kinds) else _stated(kinds["parent"], clause, place):
                yield draft._replace(condition=draft.condition or of_all)
            says_more = rule("lists.verb").search(kinds["np"])
            shared = read(kinds["parent"], _RELATION, "alternatives").condition
            for draft in _stated(kinds["np"], clause, place):
                own = draft.condition or (None if says_more else shared)
                yield draft._replace(condition=own)
        elif part:
            yield from _stated(part, clause, place)


def _name_alone(part: str) -> str:
    """An option without what it is like: 'Contact lenses: cheaper, but need care'."""
    named = rule("alternatives.name-and-more").match(part)
    is_told = named and rule("alternatives.pro-or-con").match(named["said"])
    if not named or not is_told or rejected(part, "alternatives"):
        return part
    return f"{named['np']}{named['case'] or ''}"


def _repeats(kinds: re.Match[str]) -> bool:
    """'Iron: oral or intravenous iron': the label says only what is said behind it."""
    named = {singular(word) for word in kinds["np"].split()}
    return named.issuperset(map(singular, kinds["parent"].split()))


def _stated(part: str, clause: Clause, place: Place) -> Iterator[Draft]:
    if rule("alternatives.of-itself").match(clause.text):
        return
    part = _told_of(part, place.context.lexicon)
    enough = rule("alternatives.will-do").match(part)
    if enough:
        part = f"{enough['np']} {enough['case'] or ''}".strip()
    condition = read(part, _RELATION, "alternatives").condition
    # 'If it is deep, the next step is radiotherapy' names it behind its condition
    is_before = condition is not None and part.startswith(condition)
    named = _named(part[len(condition or "") :].lstrip(_EDGE) if is_before else part)
    if condition and named in condition:
        condition = None  # 'Members over 60 may be candidates for a hip replacement'
    reading = read(named, _RELATION, "alternatives")
    # what it is for says less than the case in front: 'Unless it is large, waiting for it to pass'
    reading.condition = condition if is_before else reading.condition or condition
    whom = rule("alternatives.for-group").match(part)
    if whom and reading.condition is None:
        reading.condition = whom["condition"]
    # 'surgery, if bracing does not help' denies bracing, not surgery
    is_clause = reading.condition and rule("alternatives.own-verb").search(reading.condition)
    if rejected(named.replace(str(reading.condition), "") if is_clause else named, "alternatives"):
        return
    bracket = reading.condition if f"({reading.condition})" in named else None
    if bracket and not _CASE.match(bracket) and rejected(bracket, "alternatives"):
        return  # '(experimental, not a replacement for tablets)'
    if any(rejected(gloss, "alternatives") for gloss in reading.glosses):
        return  # 'brain stimulation (not a replacement for therapy)'
    reading.examples.extend(
        gloss for gloss in reading.glosses if _names_children(gloss, reading.core)
    )
    if reading.condition and rule("alternatives.no-case").match(reading.condition.lower()):
        reading.condition = None
    denied = rule("alternatives.not-for").search(part.partition(reading.condition or part)[0])
    if denied and reading.condition:
        reading.condition = f"{denied[0]}{reading.condition}"
    named_options = only_options(phrases(reading), place.context.lexicon)
    yield from _drafts(named_options, clause, reading, place)


def _told_of(part: str, lexicon: Lexicon) -> str:
    """An option with its own case alone: 'Creams may be considered for acne' as 'Creams for acne',
    'Surgery allows repair in one session' as 'Surgery'."""
    considered = rule("alternatives.considered-for").match(part)
    if considered:
        object_ = read(considered["object"], _RELATION, "alternatives").core
        if considered["whom"] or is_finding(object_, lexicon):
            return f"{considered['np']} {considered['case']}"
    does = rule("alternatives.does").match(part)
    if does and not rejected(part, "alternatives"):
        return f"{does['np'].strip()}{does['case'] or ''}"
    return part


def _drafts(
    named: list[str], clause: Clause, reading: Reading, place: Place, mention: str | None = None
) -> Iterator[Draft]:
    for draft in drafts_of(named, _RELATION, clause, reading, "alternatives", place.rule_id):
        yield draft._replace(mention=mention) if mention else draft


def _named(text: str) -> str:
    """The options of a sentence as phrases: 'An alternative to it is Y' is 'Y'."""
    called = rules_named(*_CALLED).first_match(text)
    if called:
        return called[1]["np"]
    text = text.strip(_EDGE)
    if rules_named(*_TOLD).likely(text):
        for identifier in _TOLD:
            match = rule(identifier).match(text)
            if match:
                text = match["np"] or match["other"]
    return reworded(rules_named(*_WORDINGS).reword(text), "alternatives")


def _names_children(gloss: str, parent: str) -> bool:
    """'(beta-blockers, nitrates)' lists kinds; '(open, laparoscopic)' only tells them apart.

    So do the forms of a drug: 'buprenorphine (tablet, film or monthly injection)'.
    """
    if not rule("lists.children").match(gloss) or rule("alternatives.pro-or-con").match(gloss):
        return False
    is_form = rule("alternatives.drug-form").match
    if all(map(is_form, expand(gloss))) and not rule("alternatives.kind-of-drug").search(parent):
        return False
    return not any(map(_tells_apart, expand(gloss)))


def _tells_apart(member: str) -> bool:
    """'open', 'high-dose': no kind, but what tells kinds apart."""
    return is_modifier(member.split()[-1])
