"""Markdown to text: front matter, emphasis, links, tags of HTML and the marks of quotes go.

Headings, bullets, numbers, check boxes and tables keep their marks, which the outline reads. A line
that is broken within an item is indented below it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from procgraph.documents.headings import line_key
from procgraph.documents.rendering import Rendering, TextBuilder

__all__ = ["render_markdown"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
# A line that is bold from end to end, between empty lines or above a list: a heading.
_BOLD_LINE = re.compile(
    r"(?:(?<=\n\n)|(?<=\n\r\n))(?P<mark>\*\*|__)(?P<says>[A-Z][^*_\n]{2,60}[^*_\n.!?,;:])(?P=mark)"
    r"[ \t]*(?=(?:\r?\n){1,2}\S)"
)
_HEADING = "###### "
# An item of a list, or the rest of one behind a line that was broken.
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,2}[.)])[ \t]+\S")
# A line that is no item, heading, quote, row or rule, nor empty.
_NEXT = re.compile(r"[ \t]*(?![ \t]|[-*+>#|\r\n<]|\d{1,2}[.)][ \t]|\Z)")
# What is left of a line behind a tag, and the tags that end a line.
_REST = re.compile(r"(?:<[^<>\n]*>|[ \t])*(?P<more>\S)?")
_BREAKS = frozenset("br p div li tr h1 h2 h3 h4 h5 h6 ul ol table section dt dd summary".split())
# What an inline mark leaves is its group `link`, `wiki`, `named` or `escaped`; else nothing.
_INLINE = re.compile(
    r"""
      !?\[(?P<link>[^\]\n]*)\]\([^)\n]*\)
    | (?P<mark>\*\*\*|\*\*|__|`|~~)
    | (?P<star>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))
    | (?P<under>(?<=[\w.?!,;)])_(?!\w)|(?<!\w)_(?=\w))
    | \[\[(?:[^\[\]|\n]*\|)?(?P<wiki>[^\[\]|\n]+)\]\]
    | (?P<comment><!--(?s:.*?)-->)
    | </?(?P<tag>a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|
        figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|picture|s|section|small|
        source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video|wbr
      )(?:\s[^<>\n]*|\s*/)?>
    | ^[ \t]*(?::{3,}[^\n]*|\{%[^\n]*%\}|\{\{<[^\n]*>\}\})[ \t]*$
    | \[(?P<named>[^\[\]\n]+)\]\{[.\#][^{}\n]*\}
    | [ \t]*\{:?[ \t]*[.\#][^{}\n]*\}(?=[ \t]*\r?$)
    | (?P<broken>(?:\\|\ {2,})[ \t]*(?=\r?$))
    | (?P<quote>(?<![^\n])(?:>\ |>(?=[^\W\d]))+)
    | \\(?P<escaped>[\\`*_{}\[\]()#+.!|<>~-])
    """,
    re.VERBOSE | re.MULTILINE,
)


def render_markdown(source: str) -> Rendering:
    """The text of a Markdown file, and what its front matter says of it."""
    text = TextBuilder()
    metadata: dict[str, str] = {}
    start = 0
    front = _FRONT_MATTER.match(source)
    if front:
        start = front.end()
        for name, value in _FIELD.findall(front[1]):
            metadata[name.lower().replace("-", "_")] = value.strip("\"'")
    position = start
    headings = {
        match.start()
        for match in _BOLD_LINE.finditer(source, start)
        if line_key(match["says"]) is None
    }
    indents = _Indents(source)
    for match in _INLINE.finditer(source, start):
        if match.start() < position:
            continue  # the space before a line that was broken
        text.add(source[position : match.start()], position)
        position = match.end()
        if match.start() in headings:
            text.add(_HEADING)
        for group in ("link", "wiki", "named", "escaped"):
            if match[group] is not None:
                text.add(match[group], match.start(group))
        if match["tag"]:
            text.add(_instead(source, match, at_line_start=text.at_line_start))
        elif match["broken"] is not None and (below := indents.below(match)):
            text.add(source[position : below.start], position)
            text.add(below.indent)
            position = below.end
    text.add(source[position:], position)
    return text.render(metadata.get("title"), metadata)


def _instead(source: str, tag: re.Match[str], *, at_line_start: bool) -> str:
    """What a tag leaves: the end of a line, where text stands before and behind it."""
    rest = _REST.match(source, tag.end())
    if at_line_start or rest is None or not rest["more"] or tag["tag"] not in _BREAKS:
        return ""
    line = source[source.rfind("\n", 0, tag.start()) + 1 : tag.start()]
    return " " if line.lstrip().startswith("|") else "\n"


class _Below(NamedTuple):
    """The space before the line below a broken one, and what it should be."""

    start: int
    end: int
    indent: str


class _Indents:
    """How far lines are indented that go on an item, line by line."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._start, self._indent = -1, ""

    def below(self, broken: re.Match[str]) -> _Below | None:
        """The indent of the line below a broken one, where that is of an item."""
        source = self._source
        line = source.rfind("\n", 0, broken.start()) + 1
        item = _ITEM.match(source, line)
        start = source.find("\n", broken.end()) + 1
        if not start or (item is None and line != self._start):
            return None
        if item:
            self._indent = f"{item['indent']}  "
        says = _NEXT.match(source, start)
        if says is None:
            return None
        self._start = start
        return _Below(start, says.end(), self._indent)
