"""Patterns of several branches, of which only those are searched for that a text may have.

What stands between the bars of a long pattern often begins with different words, and a text has the
words of one of them at most. So each branch has a gate of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from procgraph.patterns.any_case import AnyCase, folded, quick
from procgraph.patterns.gated import Gated

__all__ = ["Branch", "Branched", "branches"]

_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


def branches(pattern: str) -> list[str]:
    """What stands between the outermost bars of a pattern; nothing where it has none.

    >>> branches(r"needs? (?:a|the) nurse|[|] \\| rest")
    ['needs? (?:a|the) nurse', '[|] \\\\| rest']
    """
    found: list[str] = []
    begin = depth = 0
    for part in _PART.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if part[0] == "|" and not depth:
            found.append(pattern[begin : part.start()])
            begin = part.end()
    return [*found, pattern[begin:]] if found else []


@dataclass(frozen=True)
class Branch:
    """One branch of a pattern, and the bits that a text must have for it."""

    source: str
    need: int

    @cached_property
    def quick(self) -> re.Pattern[str]:
        return quick(self.source)


class Branched(AnyCase):
    """A pattern in any case, of some branches; `signature` gives the bits that a text has."""

    def __init__(
        self, source: str, members: Gated[Branch], signature: Callable[[str], int]
    ) -> None:
        super().__init__(source)
        self.members, self._signature = members, signature

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        likely = self.members.open_for(self._signature(text))
        if not likely:
            return None
        lowered = folded(text)
        found = [branch.quick.search(lowered, position) for branch in likely]
        starts = [match.start() for match in found if match]
        return self._true.match(text, min(starts)) if starts else None

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        likely = self.members.open_for(self._signature(text))
        if not likely:
            return None
        lowered = folded(text)
        for branch in likely:
            if branch.quick.match(lowered, position):
                return self._true.match(text, position)
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return super().finditer(text) if self._is_found(text) else iter(())

    def split(self, text: str) -> list[str]:
        return self._true.split(text) if self._is_found(text) else [text]

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._true.sub(replacement, text) if self._is_found(text) else text

    def _is_found(self, text: str) -> bool:
        likely = self.members.open_for(self._signature(text))
        if not likely:
            return False
        lowered = folded(text)
        return any(branch.quick.search(lowered) for branch in likely)
