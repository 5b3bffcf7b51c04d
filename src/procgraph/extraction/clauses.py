"""Items to clauses: the stretches of a sentence that are understood as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from procgraph.documents.sentences import sentences
from procgraph.documents.wording import written_out
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.model import Item

__all__ = ["BELOW", "EDGE", "Clause", "clauses"]

EDGE = " \t\r\n,;:.–—-"
"""What may stand at either end of a clause, or of a part of it, and says nothing."""
BELOW = " – "
"""What parts a bullet from the one below it that qualifies it, in the text of a clause."""

_CELL = re.compile(r"\s*\|\s*")
_CASE_CELL = re.compile(
    r"^(?P<first>(?:[^|]*\|)?[^|]*\b(?:if|when|unless|where) [^|\d]+?)\s*\|[^|\d]*\|[^\d]*$",
    re.IGNORECASE,
)
_ROUND = str.maketrans("[]", "()")
# 'You'll need' is read as 'You will need', "It's done" as 'It is done'.
_SHORTENED = re.compile(
    r"(?P<who>[A-Za-z]+)['’](?P<verb>ll|re|ve)\b|\b(?P<not>[A-Za-z]+)n['’]t\b"
    r"|\b(?P<is>it|that|there|what)['’]s(?= (?!been\b|had\b|got\b)\w)",
    re.IGNORECASE,
)
# A list on one line may be parted by dots: 'surgeon · nurse'.
_CLAUSE_END = re.compile(r";\s+|\s+·\s+")
# Where a bullet goes on with the one below it, which qualifies it.
_NEXT_BULLET = re.compile(r"\s*\n\s*(?:[-*+•‣◦●▪–—»›→>~o]|\(?\d{1,2}[.)])\s+")
# How a denial may be said, and how all that read a clause know it; what it is only set against.
_SAID_OTHERWISE = ids(
    "clauses",
    "unlike not-routine-but-if neither value-no note-no surgery-to-wait note-to-be need-not-come "
    "only-unless not-done-unless we-do-not-unless never-had check-allergies without-slash "
    "with-slash concession even-so including-short bloods case-without-comma case-then-who "
    "signs-named",
)
# Two statements with a case of its own each, or one that takes the place of the other in a case.
_TWO_CASES = ids("clauses", "unless-then then-unless two-cases each-may-follow")
_STANDS_IN = ("clauses.stand-in", "clauses.with-if", "clauses.added-if")
# What links an item of a list to the next ('nasal obstruction; or').
_LINKS = frozenset({"", "and", "or", "AND", "OR", "and/or"})

_PARTING = ",–—"


class Clause(NamedTuple):
    """A stretch of one sentence that is understood as a whole; `case` is what the next one adds to
    all that it states."""

    text: str
    start: int
    end: int
    item: Item
    case: str | None = None


def clauses(
    text: str, item: Item, *, keep_choices: bool = False, stand_ins: bool = False
) -> Iterator[Clause]:
    """The clauses of an item: its sentences, split at semicolons (and the dots of a list) outside
    parentheses, where a case stands between 'and' and what it is the case of, and behind a member
    with a case in brackets or, in a list, with one of its own.

    `keep_choices`: not behind 'or', which joins what is a choice. `stand_ins`: what stands in for
    something in a case is a clause of its own.
    """
    for start, end in sentences(text, item.start, item.end):
        position = start
        says = text[start:end]
        if ";" not in says and "·" not in says:
            yield from _cases(says, start, end, item, keep_choices, stand_ins)
            continue
        for match in _CLAUSE_END.finditer(text, start, end):
            before = text[position : match.start()]
            if before.count("(") > before.count(")"):
                continue
            if before.strip():
                yield from _cases(before, position, match.start(), item, keep_choices, stand_ins)
            position = match.end()
        rest = text[position:end]
        if rest.strip(EDGE) not in _LINKS:
            yield from _cases(rest, position, end, item, keep_choices, stand_ins)


def _cases(
    says: str, start: int, end: int, item: Item, keep_choices: bool, stand_ins: bool
) -> Iterator[Clause]:
    """A stretch as two clauses where each has a case of its own: 'Unless you are frail, in which
    case you stay, you go home', 'cefazolin (vancomycin if allergic)'; else as its parts."""
    named = (*_TWO_CASES, *_STANDS_IN) if stand_ins else _TWO_CASES
    in_line = says if _NEXT_BULLET.search(says) else says.replace("\n", " ")
    found = rules_named(*named).first_match(in_line)
    if found is None:
        yield from _parts(says, start, end, item, keep_choices)
        return
    said, two = found
    for name in ("first", "second"):
        span = start + two.start(name), start + two.end(name)
        yield Clause(_flat(two.expand(said.data[name])), *span, item)


def _parts(says: str, start: int, end: int, item: Item, keep_choices: bool) -> Iterator[Clause]:
    """A stretch as one clause or several: 'A and, if needed, B' is 'A', and 'if needed, B'; 'A (if
    needed) and B' is 'A (if needed)', and 'B'."""
    said = says
    if "(" in says:
        # As long as before: 'or (if small) the office' is 'or, if small, the office'.
        says = rule("clauses.case-before").reword(says)
    in_brackets = says != said
    own = rule("clauses.case-in-brackets").match(says) if "(" in says else None
    if own and not (_is_choice(own, keep_choices) or _said_of_both(own["before"], own["last"])):
        yield Clause(_flat(own["before"]), start, start + own.end("before"), item)
        yield from _parts(own["last"], start + own.start("last"), end, item, keep_choices)
        return
    within = rule("clauses.case-within").match(says) if "," in says else None
    if within and not any(map(_has_verb, within.group("before", "last"))):
        before, (begin, finish) = within["before"].rstrip(", "), within.span("own")
        if before:
            yield Clause(_flat(before), start, start + len(before), item)
        yield Clause(_flat(within["own"]), start + begin, start + finish, item)
        at = start + within.start("last")
        ended = rule("clauses.case-last").match(within["last"])
        if ended and not _has_verb(ended["before"]):
            others = ended["before"].rstrip(", ")
            yield Clause(_flat(others), at, at + len(others), item)
            yield Clause(_flat(ended["own"]), at + ended.start("own"), end, item)
        else:
            yield from _parts(within["last"], at, end, item, keep_choices)
        return
    alone = _last_alone(says) if "," in says else None
    if alone:
        yield from _parts(alone["before"], start, start + alone.end("before"), item, keep_choices)
        yield Clause(_flat(alone["own"]), start + alone.start("own"), end, item)
        return
    # The case is between two of them, and the pattern is slow to tell that there are none.
    is_parted = sum(map(says.count, _PARTING)) > 1
    apart = rule("clauses.case-between").match(says) if is_parted else None
    if apart is None or (_is_choice(apart, keep_choices) and not in_brackets):
        yield Clause(_flat(says), start, end, item)
        return
    before, last = apart["before"], apart["last"].rstrip(". ")
    verb = _said_of_both(before, last)
    listed, comma, other = before.rpartition(", ")
    if comma and not rule("coordination.coordinator").search(other):
        before = f"{listed} {apart['word']} {other}"  # 'A, B and, if needed, C'
    yield Clause(_flat(f"{before}{verb}"), start, start + apart.end("before"), item)
    own_case = f" ({apart['case']})" if in_brackets else f", {apart['case']}"
    yield Clause(_flat(f"{last}{own_case}"), start + apart.start("case"), end, item)


def _last_alone(says: str) -> re.Match[str] | None:
    """The last of several things and those before it, where its case or how seldom it comes is its
    alone: 'A, B, rarely C', 'A, B, and C if needed'."""
    seldom = rule("clauses.seldom-last").match(says)
    if seldom and not any(map(_has_verb, seldom.group("before", "own"))):
        return seldom
    cased = rule("clauses.case-of-last").match(says)
    return cased if cased and not _has_verb(cased["before"]) else None


def _is_choice(apart: re.Match[str], keep_choices: bool) -> bool:
    return keep_choices and apart["word"] == "or"


def _said_of_both(before: str, last: str) -> str:
    """' may occur' of 'bruising and, in smokers, slow healing may occur': the verb is that of both;
    empty if the first part has its own or there is none."""
    if _has_verb(before):
        return ""
    verbs = (verb.start() for verb in rule("care.verb").finditer(last))
    return next((f" {last[at:]}" for at in verbs if not last[:at].endswith("to ")), "")


def _has_verb(text: str) -> bool:
    return rule("care.verb").search(text) is not None


def _flat(text: str) -> str:
    if "\n" in text:
        text = _NEXT_BULLET.sub(BELOW, text)
    text = " ".join(text.replace("—", " — ").split())
    if "’" in text or "'" in text:
        text = _SHORTENED.sub(written_out, text)
    if "[" in text:
        text = text.translate(_ROUND)
    if "|" in text:
        # what a row says in further columns is no part of the case in its first
        text = _CASE_CELL.sub(r"\g<first>", text)
        text = _CELL.sub(": ", text)
    text = rules_named(*_SAID_OTHERWISE).reword(text)
    if text.count(",") > 1:
        text = rule("clauses.aside").sub("", text)
    return text
