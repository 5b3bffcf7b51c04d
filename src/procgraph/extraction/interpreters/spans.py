"""Where a name stands in a text: which words before it belong to it, and which brackets behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from procgraph.extraction.rules import rule

__all__ = ["WORD", "extended", "of_one_span"]

WORD = re.compile(r"[^\W_][\w'’-]*")
"""A word, with its hyphens and apostrophes."""

_WORD_BEFORE = re.compile(r"([^\W_][\w'’-]*) $")


def extended(text: str, start: int, most: int, belongs: Callable[[str, str], bool]) -> int:
    """`start` moved left over at most `most` words that belong to the word behind them."""
    for _ in range(most):
        if text[start - 1 : start] != " ":
            break
        before = _WORD_BEFORE.search(text, _word_start(text, start - 1), start)
        following = WORD.match(text, start)
        if not before or not belongs(before[1].lower(), following[0].lower() if following else ""):
            break
        start = before.start(1)
    return start


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at `end` begins, with the punctuation before it."""
    return text.rfind(" ", 0, end) + 1


def of_one_span(text: str, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """A text without the brackets that are about another of its spans than the one to `end`, with
    every word where it was; of a span in brackets, what these say."""
    for bracket in rule("lists.bracket").finditer(text):
        first, last = bracket.span()
        inside = [e for s, e in spans if first < s < last]
        if end in inside:
            return " " * first + text[first:last].replace("(", " ").replace(")", ".")
        if inside or any(e == first for _, e in spans if e != end):
            text = text[:first] + " " * (last - first) + text[last:]
    return text
