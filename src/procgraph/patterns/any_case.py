"""Patterns that are searched for in any case, without the price that `re` asks for it.

`re` compares far more slowly where case is ignored: it tells no branch by its first letter. So the
text is searched in lower case with a pattern in lower case, and only where that finds something is
the true pattern matched, at that place, so that every group is in the letters of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from procgraph.patterns.kept import compiled

__all__ = ["AnyCase", "Pattern", "folded", "quick"]

# What a case-insensitive 'i' and 's' match besides their capitals; one letter each, as they are.
_FOLDED = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
# What keeps its letters: an escape, and the beginning of a named group.
_KEPT_OR_CAPITAL = re.compile(r"\\.|\(\?P[<=>]|[A-Z]", re.DOTALL)


class AnyCase:
    """A pattern in any case; each method does what that of `re.Pattern` does."""

    def __init__(self, source: str) -> None:
        self.pattern = source

    @cached_property
    def _quick(self) -> re.Pattern[str]:
        return quick(self.pattern)

    @cached_property
    def _true(self) -> re.Pattern[str]:
        # Late, because many a pattern never finds anything, and compiling takes a millisecond.
        return compiled(self.pattern, re.IGNORECASE)

    @property
    def groupindex(self) -> dict[str, int]:
        return dict(self._true.groupindex)

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        # `folded`, for most texts without the call.
        lowered = text.lower() if text.isascii() else folded(text)
        found = self._quick.search(lowered, position)
        if found is None or lowered == text:
            return found
        return self._true.match(text, found.start())

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        lowered = text.lower() if text.isascii() else folded(text)
        found = self._quick.match(lowered, position)
        if found is None or lowered == text:
            return found
        return self._true.match(text, position)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._true.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        # Where one find is empty, what is found next at its place is known to one search alone.
        return self._true.finditer(text) if self._quick.search(folded(text)) else iter(())

    def split(self, text: str) -> list[str]:
        return self._true.split(text) if self._quick.search(folded(text)) else [text]

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._true.sub(replacement, text) if self._quick.search(folded(text)) else text


Pattern = re.Pattern[str] | AnyCase


def quick(source: str) -> re.Pattern[str]:
    """A pattern that finds in a `folded` text what `source` finds in any case."""
    return compiled(_KEPT_OR_CAPITAL.sub(_lower, source))


def folded(text: str) -> str:
    """`text` in lower case, as long as it was.

    >>> folded("İN SİTU")
    'in situ'
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED).lower()


def _lower(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > 1 else match[0].lower()
