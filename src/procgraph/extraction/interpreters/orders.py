"""A sentence as the instructions in it: each part with its verb, its object and its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from procgraph.extraction.clauses import EDGE, Clause
from procgraph.extraction.rules import ids, rule, rules, rules_named
from procgraph.extraction.trimming import strip_lead_ins

__all__ = ["DENIES", "asked", "instructions", "things_named"]

DENIES = "do not "
# What a fast denies, which others read as a whole.
_EATEN = frozenset({"eat", "drink"})
# Two objects of one verb, each with more than its name.
_SHARED = ids("care", "each-its-time each-from-when back-to-both arrives-to no-then")
# Of two, the last has a case of its own.
_OWN_CASE = ("lists.own-condition", "lists.own-condition-of-one")
# What a verb is done to, in an order or a statement.
_HANDLED = ("care.handles", "care.is-handled", "care.worn")


def asked(text: str, name: str) -> str:
    """What is asked for, without what it is for."""
    return _plain(rule("care.purpose").sub("", strip_lead_ins(text.strip(EDGE), name)))


def _plain(text: str) -> str:
    """An instruction without the words that only ask for it ('You must not' is 'do not')."""
    return rules("instructions").reword(text)


def things_named(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Clauses with the thing for the pronoun: 'Flush the tube daily; turn it once a week'."""
    thing = deed = ""
    for clause in clauses:
        text, thing = _with_thing(clause.text, thing)
        text, deed = _with_deed(text, deed)
        yield clause if text == clause.text else clause._replace(text=text)


def _with_thing(text: str, thing: str) -> tuple[str, str]:
    """A text with what its pronoun stands for, and the thing that it leaves for the next one."""
    told = rule("care.does-it").match(text) if thing else None
    if told:
        group = "it" if told["it"] else "they"
        is_many = told[group].lower() != "it"
        if is_many != thing.endswith("s"):
            return text, ""
        return f"{text[: told.start(group)]}{thing}{text[told.end(group) :]}", thing
    found = rules_named(*_HANDLED).first_match(text)
    named = found[1]["np"] if found else ""
    return text, named[:1].lower() + named[1:]


def _with_deed(text: str, deed: str) -> tuple[str, str]:
    """'aspirin is not' behind 'Warfarin is stopped' as 'aspirin is not stopped', and the deed that
    a text leaves for the next one."""
    left = rule("negation.left-unsaid").match(text) if deed else None
    if left:
        return f"{text.rstrip('. ')} {deed}", deed
    done = rule("care.is-stopped").search(text)
    return text, done["deed"] if done else ""


def instructions(text: str, name: str) -> Iterator[tuple[str, str]]:
    """A sentence's coordinated clauses, and each verb that one of them denies; with its words."""
    thing = deed = ""
    for part in _each_denied(text, name) or _clauses(text):
        part, thing = _with_thing(part, thing)
        part, deed = _with_deed(part, deed)
        yield from _instructions(part, name)


def _each_denied(text: str, name: str) -> list[str]:
    """'Do not shake or warm the bottle' as a denial of each; empty where it denies no two.

    Of what need not be done afterwards nothing is left.
    """
    plain = asked(text, name)
    if "," in text.strip(EDGE).removesuffix(plain[len(DENIES) :]):
        return []  # 'You can shower, but do not …'
    found = rule("care.denied-acts").match(plain)
    acts = _acts(found["acts"]) if found else []
    if found is None or len(acts) < 2:
        return []
    behind = (found["behind"] or "").strip(EDGE)
    rest = _clauses(behind) if behind else []
    if not found["needless"]:
        return [*(f"{DENIES}{act}" for act in acts), *rest]
    needless = [f"you do not need to {act}" for act in acts] if name == "preparation" else [""]
    return [*needless, *rest]


def _acts(text: str) -> list[str]:
    """The verbs of a coordination, each with its object; none where it joins something else."""
    acts, start = [], 0
    for gap in rule("care.next-act").finditer(text):
        before, after = text[start : gap.start()], text[gap.end() :]
        # Behind a bare verb stands another.
        if " " in before and not rule("care.acts-on").match(after):
            continue
        acts.append(before)
        start = gap.end()
    last = text[start:]
    verb, _, behind = last.partition(" ")
    if any(act in _EATEN for act in (*acts, verb)):
        return []
    if not behind:
        return [*acts, last]
    shares = not rules_named("care.alone", "care.own-object").first_match(verb)
    alone = rule("care.alone")
    with_object = [
        f"{act} {behind}" if shares and " " not in act and not alone.match(act) else act
        for act in acts
    ]
    return [*with_object, last]


def _instructions(part: str, name: str) -> Iterator[tuple[str, str]]:
    if each := _each_denied(part, name):
        yield from (told for one in each for told in _instructions(one, name))
        return
    own = rules_named(*_OWN_CASE).first_match(part)
    if own and not rule("care.verb").search(own[1]["first"]):
        # 'a weekly class, or a written plan for those who prefer it'
        yield from ((option, option) for option in own[1].group("first", "last"))
        return
    both = rules_named(*_SHARED).first_match(part)
    if both:
        # 'Avoid baths for a week, and sport for two'
        lead, *members = both[1].group("lead", "first", "last")
        rest = both[1].groupdict().get("rest") or ""
        yield from ((f"{lead}{member}{rest}", f"{lead}{member}{rest}") for member in members)
        return
    yield from ((one, one) for one in _each_its_time(part))


def _each_its_time(part: str) -> list[str]:
    """'Stop iron for a week, aspirin for two' as two, with the verb that they share."""
    pieces, start = [], 0
    for gap in rule("care.next-time").finditer(part):
        if rule("care.own-time").search(part[start : gap.start()]):
            pieces.append(part[start : gap.start()])
            start = gap.end()
    first, *others = [*pieces, part[start:]]
    unless = rule("care.case-of-all").search(others[-1]) if others else None
    case = unless[0] if unless else ""
    if others and case:
        # 'A is stopped for a day, B for two, unless …': the case of both
        others[-1] = others[-1].removesuffix(case)
    if not others or any(map(rule("care.no-member").search, others)):
        return [part]
    return [f"{one}{case}" for one in _with_verb(first, others)]


def _with_verb(first: str, others: list[str]) -> list[str]:
    """Each of several things with a time of its own, with the verb of the first."""
    named = rule("care.head-before").search(first)
    if named:
        # 'short inhalers are stopped for a day, long ones for two'
        others = [rule("care.ones").sub(named["head"], other) for other in others]
    done = rule("care.done-for-a-time").match(first)
    if done:
        # 'Warfarin is stopped for five days': the verb stands behind what it is done to
        times = [(other, rule("care.own-time").search(other)) for other in others]
        return [first] + [
            f"{other[: time.start()].strip()} {done['verb']} {other[time.start() :]}"
            for other, time in times
            if time
        ]
    does = rule("care.does-for-a-time").match(first)
    if does:
        return [first, *(f"{does['verb']} {other}" for other in others)]
    is_verbless = not rules_named("care.verb", "care.imperative").first_match(first)
    return [first, *others] if is_verbless else [", ".join([first, *others])]


def _clauses(text: str) -> list[str]:
    """Coordinated clauses, where each has a verb of its own."""
    parts: list[str] = []
    is_series = rule("care.denied-series").match(text.strip()) is not None
    listed = rule("care.next-no" if is_series else "care.next-denied").split(text)
    for part in chain.from_iterable(map(rule("care.next-instruction").split, listed)):
        whole = f"{parts[-1]}, {part}" if parts else ""
        if parts and whole in text and rule("care.only-case").match(parts[-1]):
            parts[-1] = whole
        elif parts and _goes_on(parts[-1], part):
            parts[-1] = f"{parts[-1]} and {part}"
        else:
            parts.append(part)
    return parts


def _goes_on(before: str, part: str) -> bool:
    """Whether a part belongs to the one before it: to its case, or as no instruction of its own."""
    if rule("care.case-goes-on").search(f"{before}\n{part}"):
        return True
    if rule("negation.note-not-needed").match(part):
        return False  # 'Blood count, clotting, cross-match not needed'
    # 'If the scan is unclear, a second one and a visit are arranged': the first has no verb
    before = rule("conditions.lead-clause").sub("", before)
    return not (rule("care.verb").search(before) or rule("care.imperative").match(part))
