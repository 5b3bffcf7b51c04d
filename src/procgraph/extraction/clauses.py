"""Items to clauses: the stretches of a sentence that are understood as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from procgraph.documents.sentences import sentences
from procgraph.extraction.rules import rule
from procgraph.model import Item

__all__ = ["Clause", "clauses"]

_CELL = re.compile(r"\s*\|\s*")
_ROUND = str.maketrans("[]", "()")
# 'You'll need' is read as 'You will need'.
_SHORTENED = re.compile(r"(?<=[a-z])['’](ll|re|ve)\b")
_WHOLE = {"ll": " will", "re": " are", "ve": " have"}
# A list on one line may be parted by dots: 'surgeon · nurse'.
_CLAUSE_END = re.compile(r";\s+|\s+·\s+")
_EDGE = " \t\r\n,;:.–—-"
# What links an item of a list to the next ('nasal obstruction; or').
_LINKS = frozenset({"", "and", "or", "AND", "OR", "and/or"})


class Clause(NamedTuple):
    """A stretch of one sentence that is understood as a whole; `quote` is its evidence."""

    text: str
    start: int
    end: int
    item: Item


def clauses(text: str, item: Item) -> Iterator[Clause]:
    """The clauses of an item: its sentences, split at semicolons (and the dots of a list) outside
    parentheses."""
    for start, end in sentences(text, item.start, item.end):
        position = start
        says = text[start:end]
        if ";" not in says and "·" not in says:
            yield Clause(_flat(says), start, end, item)
            continue
        for match in _CLAUSE_END.finditer(text, start, end):
            before = text[position : match.start()]
            if before.count("(") > before.count(")"):
                continue
            if before.strip():
                yield Clause(_flat(before), position, match.start(), item)
            position = match.end()
        rest = text[position:end]
        if rest.strip(_EDGE) not in _LINKS:
            yield Clause(_flat(rest), position, end, item)


def _whole(match: re.Match[str]) -> str:
    return _WHOLE[match[1]]


def _flat(text: str) -> str:
    text = " ".join(text.replace("—", " — ").split())
    if "’" in text or "'" in text:
        text = _SHORTENED.sub(_whole, text)
    if "[" in text:
        text = text.translate(_ROUND)
    if "|" in text:
        text = _CELL.sub(": ", text)
    return rule("clauses.aside").sub("", text)
