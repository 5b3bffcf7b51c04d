"""Where a name begins in a text: words before it may belong to it ('femoral' + 'artery')."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["WORD", "extended"]

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
