"""A line of a document: what marks it, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Line", "lines"]

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_MARK = re.compile(
    r"""(?P<indent>[ \t\xa0]*)
        (?: (?P<heading>\#{1,6}) [ \t]+
          | (?P<bullet>[-*+•‣◦●▪·–—]|o(?=[ \t][A-Z])) [ \t\xa0]+
          | (?P<step>\(?\d{1,2}[.)]) [ \t\xa0]+ (?=\S)
          | (?P<row>\|)
        )?""",
    re.VERBOSE,
)
_RULED = "-*_=|: "
_STRAYS = "#*_"


class Line(NamedTuple):
    """`start:end` is what the line says, without its mark; `mark` is '#', '-', '1', '|' or ''."""

    start: int
    end: int
    indent: int
    mark: str
    blank_before: bool


def lines(text: str) -> Iterator[Line]:
    """The lines that say something; rules (``---``) and empty lines say nothing."""
    previous_end = 0
    for match in _LINE.finditer(text):
        content = match[0]
        if not content.strip().strip(_RULED):
            continue
        marks = _MARK.match(text, match.start(), match.end())
        assert marks is not None  # every part of the pattern is optional
        start = marks.end()
        mark = "#" if marks["heading"] else "-" if marks["bullet"] else "1" if marks["step"] else ""
        if marks["row"]:
            mark, start = "|", marks.start("row")
        end = match.start() + len(_without_strays(content))
        if start >= end:
            continue
        blank = text.count("\n", previous_end, match.start()) > 1 or not previous_end
        previous_end = match.end()
        indent = len(marks["indent"].expandtabs(4))
        yield Line(start, end, indent, mark, blank)


def _without_strays(content: str) -> str:
    """A line without the marks that are left over at its end ('Pain **')."""
    while (shorter := content.rstrip().rstrip(_STRAYS)) != content:
        content = shorter
    return content
