"""Sentences of a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["sentences"]

_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])|[.!?]+(?=\s*\Z)|\n[ \t]*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|approx|ca|cf|Dr|Mr|Mrs|Ms|St|No|Nos|Fig|Vol|al|resp|incl|min|hr|hrs|[A-Z]))\.$"
)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, without the white space around them.

    A full stop after an abbreviation or a single capital ends none. A sentence keeps its stop.
    """
    position = start
    for match in _END.finditer(text, start, end):
        if text[match.start()] == "." and _ABBREVIATION.search(text, position, match.start() + 1):
            continue
        span = _trimmed(text, position, match.end())
        if span:
            yield span
        position = match.end()
    span = _trimmed(text, position, end)
    if span:
        yield span


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    stripped = text[start:end].strip()
    if not any(character.isalnum() for character in stripped):
        return None
    start = text.index(stripped, start)
    return start, start + len(stripped)
