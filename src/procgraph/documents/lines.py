"""A line of a document: what marks it, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from procgraph.documents.counters import readings
from procgraph.documents.glued import glued_headings

__all__ = ["Line", "heading_level", "is_list", "lines"]

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
# Bullets of a list on one line: 'Gloves • gown • mask', 'Tell us about: • asthma • gout'.
_INLINE = re.compile(r"(?<=\S)[ \t\xa0]+(?=[•●▪◦‣][ \t\xa0]+\S)")
_SWALLOWED = re.compile(r"(?<=[^\s#])[ \t]+#{2,6}[ \t]+(?=[A-Z])")
_MARK = re.compile(
    r"""(?P<indent>[ \t\xa0]*)
        (?: (?P<heading>\#{1,6}) [ \t]+
          | (?P<bullet>[-*+•‣◦●▪·–—»›→➔➢➤►▶]|[>~](?=[ \t]+[^\W\d])|o(?=[ \t][A-Z])) [ \t\xa0]+
            (?: \(?\d{1,2}[.)] [ \t\xa0]+ (?=[^\W\d]) )?
          | (?P<step>\(?\d{1,2}[.)]) [ \t\xa0]+ (?=\S)
          | (?P<row>\|)
        )?""",
    re.VERBOSE,
)
# A counter without a full stop, which may also be the first word of a sentence.
_COUNTER = re.compile(
    r"\(?(?P<counter>\d{1,2}(?=[ \t]+[A-Z])|(?:[a-z]|[ivx]{2,4})(?=[.)]))(?P<close>[.)]?)"
    r"[ \t]+(?=\S)"
)
# A line before cases, and how each of these begins: 'You should wait if:' above 'You have a cold.'
_LEADS_CASES = re.compile(r"\b(?:[Ii][Ff]|[Ww]hen|[Uu]nless)\s*:$")
_CASE = re.compile(
    r"(?:You|(?:You|Thei)r [\w-]+(?: [\w-]+)?|Someone|There|They|He|She|It|The [\w-]+(?: [\w-]+)?)"
    r"(?:['’](?:ve|re|s))? "
    r"(?!(?:will|can|may|should|must|might|need|would|could|do not|does not|don)\b)"
)
# No text is wrapped at more characters.
_WIDEST = 110
_RULED = "-*_=|: "
# A rule that stands by itself, and how much below the last one is a footer.
_APART = re.compile(r"(?:\A|\n[ \t]*\r?\n)[ \t]*(?:-{3,}|\*{3,}|_{3,}|(?:[*-] ){3,})[ \t]*\r?\n")
_LONGEST_FOOTER = 2
_FEWEST_BARS = 2
_STRAYS = "#*_"
_BULLETS = "•●▪◦‣"
# By the last group of `_MARK` that was found.
_MARKS = {"indent": "", "heading": "#", "bullet": "-", "step": "1", "row": "|"}


class Line(NamedTuple):
    """`start:end` is what the line says, without its mark; `mark` is '#', '-', '1', '|' or ''.

    The mark of a footer's first line is '_'.
    """

    start: int
    end: int
    indent: int
    mark: str
    blank_before: bool


def lines(text: str) -> list[Line]:
    """The lines that say something; rules (``---``) and empty lines say nothing."""
    found = list(_marked(text))
    counted = {
        index: match
        for index, line in enumerate(found)
        if line.mark == "" and (match := _COUNTER.match(text, line.start, line.end))
    }
    for index in set(_in_series(counted)):
        found[index] = found[index]._replace(start=counted[index].end(), mark="1")
    for index in _rows(text, found):
        found[index] = found[index]._replace(mark="|")
    unmarked = (*_unmarked_items(text, found), *_cases(text, found))
    for index in (*unmarked, *_before_bullets(text, found)):
        found[index] = found[index]._replace(mark="-")
    footer = _footer(text, found)
    if footer:
        found[footer] = found[footer]._replace(mark="_")
    return found


def _footer(text: str, found: list[Line]) -> int:
    """The first of a few last lines that a rule parts from all above; 0 where there are none."""
    rest = found[-_LONGEST_FOOTER - 1 :]
    for number, (before, line) in enumerate(pairwise(rest), start=1):
        if _APART.search(text, before.end, line.start):
            is_plain = not any(after.mark for after in rest[number:])
            return len(found) - len(rest) + number if is_plain else 0
    return 0


def _rows(text: str, found: list[Line]) -> Iterator[int]:
    """The rows of a table without outer marks ('Bleeding | It may bleed | Clips'): lines of as many
    cells below each other."""
    if " | " not in text:
        return
    count = [0 if line.mark else text.count(" |", line.start, line.end) for line in found]
    tables: set[int] = set()
    for index, (above, here) in enumerate(pairwise(count), start=1):
        line = found[index]
        if above == here >= _FEWEST_BARS and not line.blank_before:
            tables.add(here)
            yield from (index - 1, index)
        elif here in tables and text[line.end - 1] == "|":
            yield index  # behind one of several lines


def _unmarked_items(text: str, found: list[Line]) -> Iterator[int]:
    """The lines of a list that lost its marks: each begins small, below a line with a colon.

    Only where paragraphs stand on one line: elsewhere such a line goes on the one before.
    """
    if all(line.end - line.start <= _WIDEST for line in found):
        return
    leads = False
    for index, line in enumerate(found):
        if line.mark or line.blank_before or not text[line.start].islower():
            leads = text[line.end - 1] == ":"
        elif leads:
            yield index


def _cases(text: str, found: list[Line]) -> Iterator[int]:
    """The lines below one that leads in cases, each of which is one in a sentence of its own."""
    leads = False
    for index, line in enumerate(found):
        if line.mark:
            leads = False
        elif text[line.end - 1] == ":":
            leads = _LEADS_CASES.search(text, line.start, line.end) is not None
        elif leads and _CASE.match(text, line.start, line.end):
            yield index
        else:
            leads = False


def _before_bullets(text: str, found: list[Line]) -> Iterator[int]:
    """The first of a list on one line, where it leads in nothing: 'Gloves • gown • mask'."""
    for index, (line, following) in enumerate(pairwise(found)):
        if line.mark or following.mark != "-" or text[line.end - 1] in ":.?!":
            continue
        if "\n" not in text[line.end : following.start]:
            yield index


def _in_series(counted: dict[int, re.Match[str]]) -> Iterator[int]:
    """The lines whose counter ('2', '(ii)', 'b)') goes on from another's of its kind."""
    kinds: dict[str, list[tuple[int, int]]] = {}
    for index, match in counted.items():
        for kind, number in readings(match["counter"]):
            kinds.setdefault(kind + match["close"], []).append((index, number))
    for series in kinds.values():
        steps = [(one, other) for one, other in pairwise(series) if other[1] == one[1] + 1]
        yield from (index for pair in steps for index, _ in pair)
        if steps:
            # a list of one, where others of its page count like it
            yield from (index for index, number in series if number == steps[0][0][1])


def _marked(text: str) -> Iterator[Line]:
    previous_end = 0
    for line_start, line_end in _stretches(text):
        content = text[line_start:line_end]
        if not content.strip().strip(_RULED):
            continue
        marks = _MARK.match(text, line_start, line_end)
        assert marks is not None  # every part of the pattern is optional
        start, mark = marks.end(), _MARKS[marks.lastgroup or "indent"]
        if mark == "|":
            start -= 1
        is_clean = content[-1] not in _STRAYS and not content[-1].isspace()
        end = line_end if is_clean else line_start + len(_without_strays(content))
        if start >= end:
            continue
        blank = text.count("\n", previous_end, line_start) > 1 or not previous_end
        previous_end = line_end
        indent = marks.end("indent") - line_start
        if "\t" in content:
            indent = len(marks["indent"].expandtabs(4))
        yield Line(start, end, indent, mark, blank)


def _stretches(text: str) -> list[tuple[int, int]]:
    """The lines of a text, split where one swallowed the label after it ('- Pain ##### Goals:')."""
    found = glued_headings(text, [match.span() for match in _LINE.finditer(text)])
    if "##" in text:
        found = [part for start, end in found for part in _parted(text, start, end, _SWALLOWED)]
    if any(bullet in text for bullet in _BULLETS):
        # A row of a table is one line, whatever its cells hold.
        found = [
            part
            for start, end in found
            for part in (
                [(start, end)] if "|" in text[start:end] else _parted(text, start, end, _INLINE)
            )
        ]
    return found


def _parted(text: str, start: int, end: int, at: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for inner in at.finditer(text, start, end):
        yield start, inner.start()
        start = inner.end()
    yield start, end


def _without_strays(content: str) -> str:
    """A line without the marks that are left over at its end ('Pain **')."""
    while (shorter := content.rstrip().rstrip(_STRAYS)) != content:
        content = shorter
    return content


def is_list(line: Line | None) -> bool:
    """Whether a line is one of a list."""
    return line is not None and line.mark in ("-", "1")


def heading_level(text: str, start: int) -> int:
    """How many marks the heading has that begins at `start`, behind them; 0 for one without."""
    return text.count("#", text.rfind("\n", 0, start) + 1, start)
