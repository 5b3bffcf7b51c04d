"""Patterns of rule files as they are written: with named fragments, on several lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["filled"]

_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_DEEPEST = 3


def filled(pattern: str, fragments: Mapping[str, str]) -> str:
    """A pattern with its fragments in the place of their names, without its line ends.

    >>> filled("{a} pain", {"a": "neck|{b}", "b": "back"})
    '(?:neck|(?:back)) pain'
    """
    for _ in range(_DEEPEST):  # a fragment may use others
        for name, fragment in fragments.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{fragment})")
    return _LINE_END.sub("", pattern)
