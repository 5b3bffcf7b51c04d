"""The conditions that the vocabulary knows in a sentence, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context
from procgraph.extraction.drafts import Draft, drafts_of
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import rule
from procgraph.extraction.words import is_quality

__all__ = ["named_conditions"]

_END = re.compile(r"[,;.:()]")
# What a phrase goes on with, and before it what makes it the subject of its sentence.
_GOES_ON = re.compile(
    r" (?:in|of|on|that|which|after|from|despite|due|caused|before|at|under|behind)\b"
)
_SUBJECT = re.compile(r"(?:(?:an?|the|your|some|many|most|such|these) )?$", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w-]+) $")


def named_conditions(
    text: str, clause: Clause, context: Context, said: list[str]
) -> Iterator[Draft]:
    """The conditions that the vocabulary knows in a sentence of the indications, but for those
    that were `said` more fully."""
    text = rule("indications.comes-of-it").sub("", text)
    for hit in context.lexicon.find(text, ("conditions",)):
        before = text[: hit.start]
        if rule("indications.denied-before").search(before):
            continue
        behind = clause.text.partition(text[hit.start : hit.end])[2]
        if rule("indications.denied-behind").match(behind):
            continue
        if rule("indications.is-time").search(text[: hit.end]):
            continue
        quality = _LAST_WORD.search(before)
        is_qualified = quality is not None and is_quality(quality[1])
        start = quality.start(1) if quality and is_qualified else max(map(before.rfind, " (/")) + 1
        named = text[start : hit.end]
        if any(named.lower() in other for other in said):
            continue
        rule_id = "indications.named"
        # the case of what the sentence begins with: 'Gestational diabetes: covered if …'
        leads = not text[:start].strip()
        case = read(text, context.purpose, "indications").condition if leads else None
        is_own = case is not None and case in text[hit.end :]
        stated = Reading(named, _told(text, start, hit.end), case if is_own else None)
        yield from drafts_of([named], context.purpose, clause, stated, "indications", rule_id)


def _told(text: str, start: int, end: int) -> str:
    """A condition in a sentence with what is said of it, where a verb stands before both."""
    says = _END.split(text[end:])[0]
    if _SUBJECT.match(text[:start]) or not _GOES_ON.match(says):
        return text[start:end]
    return f"{text[start:end]}{says}"
