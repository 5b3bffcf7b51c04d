"""Sentences of a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from procgraph.documents.wording import load_rules

__all__ = ["breaks_off", "is_abbreviated", "is_lead_in", "sentences"]

_SAYING = re.compile(r"[^\W_]")
# The number of a note may stand behind the stop: 'drained.3,4 Then', 'drained.[3] Then'.
_NOTE = r"(?:\d{1,2}(?:[,–-]\d{1,2}){0,4}|(?:\[\d{1,3}\]){1,4})"
_END = re.compile(
    rf"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])|[.!?]+(?=\s*\Z)|\n[ \t]*\n"
    rf"|(?<=[a-z)])\.(?P<note>{_NOTE})(?=\s+[A-Z]|\s*\Z)"
)
# A sentence that lost the line of its own: 'tremor or muscle spasms The test is suited for …'; one
# or two words before it are a heading that runs in ('Spinal fusion It is the last resort'). And
# what such a line denies: 'Forceps, curette No sedation required'.
_GLUED = re.compile(
    r" (?:(?P<line>(?<=[a-z]{3} )(?<!\band )(?<!\bthe )(?<!\bfor )(?<!\bwith )(?<!\bfrom )"
    r"(?<!\bthat )"
    r"(?=(?:The(?: [a-z][a-z-]*){1,5}?|(?:It|They|You|We))"
    r" (?:is|are|was|were|may|can|could|will|should|must|has|have|does|do)\b))"
    r"|(?<=[a-z)] )(?=No (?:local |general )?(?:an(?:a)?esth|sedat)))"
)
_FEWEST_BEFORE = 3
# What ends like this goes on, whatever stands behind it; 'five days before' may be the end.
_OPEN = re.compile(
    r"(?:[,(]|\b(?:and|or|of|the|an?|with|to|in|for|by|as|than|from|on|at|about|around|only|between"
    r"|per|until|under|over|is|are|be|no)"
    r"|(?<!day)(?<!days)(?<!week)(?<!weeks)(?<!hour)(?<!hours)(?<!months)(?<!night)(?<!evening)"
    r"(?<!morning)(?<!soon) (?:after|before))\s*\Z"
)
_LONGEST_LAST = 16
_AT_END = " \t\r\n:;,."


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, without the white space around them.

    A full stop after an abbreviation or a single capital ends none. A sentence keeps its stop, and
    not the number of a note behind it. Where a paragraph is glued to the line before it, a capital
    in front of a verb begins a sentence.
    """
    position = start
    if not _may_stop(text[start : end - 1]):
        span = _trimmed(text, start, end)
        if span:
            yield span
        return
    for match in _ends(text, start, end):
        if text[match.start()] == "." and is_abbreviated(text, position, match.start() + 1):
            continue
        stop = match.start("note") if match.lastgroup == "note" else match.end()
        span = _trimmed(text, position, stop)
        if span:
            yield span
        position = match.end()
    span = _trimmed(text, position, end)
    if span:
        yield span


def _ends(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Where sentences end: at their stops, and where the next begins without one."""
    glued = [
        match
        for match in _GLUED.finditer(text, start, end)
        if match["line"] is None or _is_line(text[start : match.start()])
    ]
    stops = list(_END.finditer(text, start, end))
    return sorted([*stops, *glued], key=lambda stop: stop.start()) if glued else stops


def _is_line(before: str) -> bool:
    """Whether words are a line of a list, and neither a heading that runs in nor a name."""
    words = before.split()
    return len(words) >= _FEWEST_BEFORE and words[-1][:1].islower()


def is_abbreviated(text: str, start: int, end: int) -> bool:
    """Whether the full stop at the end of `text[start:end]` is that of an abbreviation."""
    return _abbreviation().search(text, start, end) is not None


def breaks_off(text: str, end: int) -> bool:
    """Whether `text[:end]` ends in the middle of a sentence, as its last word tells."""
    return _OPEN.search(text[max(0, end - _LONGEST_LAST) : end]) is not None


def _may_stop(text: str) -> bool:
    # Most items are one sentence, and the pattern of ends is slow to tell.
    has_stop = "." in text or "\n" in text or "?" in text or "!" in text or "…" in text
    return has_stop or _GLUED.search(text) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    stretch = text[start:end].lstrip()
    # Nearly every sentence begins with a letter.
    if not stretch[:1].isalnum() and not _SAYING.search(stretch):
        return None
    first = end - len(stretch)
    return first, first + len(stretch.rstrip())


@cache
def _abbreviation() -> re.Pattern[str]:
    """An abbreviation, or a single capital, and its full stop at the end of a stretch."""
    # 'an injection of anti-D.' and 'vitamin K.' end a sentence
    words = "|".join(map(re.escape, load_rules("sentences.toml")["abbreviations"].split()))
    return re.compile(rf"\b(?:{words}|(?<!-)(?<!\bvitamin )(?<!\bhepatitis )[A-Z])\.$")


def is_lead_in(says: str, *, before_list: bool) -> bool:
    """Whether a line only announces what follows: it ends in a colon, or a list goes on for it."""
    if says.endswith(":"):
        return True
    return before_list and _goes_on().search(says.rstrip(_AT_END).lower()) is not None


@cache
def _goes_on() -> re.Pattern[str]:
    """The words after which a line is not at its end."""
    words = "|".join(map(re.escape, load_rules("sentences.toml")["lead_in_ends"].split()))
    return re.compile(rf"\b(?:{words})$")
