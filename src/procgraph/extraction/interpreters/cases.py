"""The cases that an object names: each member of a list that has a detail or a cause of its own."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.context import Context
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import is_finding, is_phrase, phrases
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule
from procgraph.model import Relation

__all__ = ["cases_of", "enumerated", "told_apart"]

# A list has more commas than 'A, and B'.
_COMMAS = 2


def cases_of(text: str, *, is_subject: bool) -> Iterator[tuple[str, bool]]:
    """The cases that an object names, without what stands behind it (before a verb nothing does),
    and whether all of a case belongs to its name."""
    behind = None if is_subject else rule("indications.after-object").search(text)
    if behind and not rule("indications.open-clause").search(text[: behind.start()]):
        text = text[: behind.start()]
    apart = told_apart(text)
    for whole in apart:
        for case in rule("indications.next-case").split(whole):
            yield case, len(apart) > 1


def enumerated(text: str, relation: Relation, section: str, context: Context) -> list[str]:
    """The members of a list of findings, where reading it as a whole would lose some of them
    behind the detail of one: 'cramps when walking, leg ulcers, and gangrene'."""
    if text.count(",") < _COMMAS:
        return [text]
    of_all = rule("indications.case-of-all").search(text)
    case = of_all[0] if of_all else ""
    listed = expand(text.removesuffix(case))
    is_open = any(rule("indications.opens-list").search(member) for member in listed)
    if is_open or text.removesuffix(case).count(",") < _COMMAS:
        return [text]
    if len(phrases(read(text, relation, section))) >= len(listed):
        return [text]  # nothing is lost
    cores = [read(member, relation, section).core for member in listed]
    named = all(is_phrase(core) and is_finding(core, context.lexicon) for core in cores)
    return [f"{member}{case}" for member in listed] if named else [text]


def told_apart(text: str) -> list[str]:
    """The members of a pair each of which has its own cause, or its own patients."""
    pair = rule("indications.each-with-its-own").match(text)
    if pair is None:
        return [text]
    if pair["what"]:
        return [f"{pair['what']} in {pair['these']}", f"{pair['what']} in {pair['those']}"]
    if pair["either"]:
        return [f"{pair['either']} {pair['one']}", f"{pair['either']} {pair['other']}"]
    return [pair["first"], pair["second"]]
