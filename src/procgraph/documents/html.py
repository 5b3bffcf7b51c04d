"""HTML to text: headings as ``## …``, list items as ``- …`` or ``1. …``, table rows as ``| … |``.

Where a page has an `article` or a `main`, only that is read; navigation, scripts, forms, asides and
footers never are, nor what a class or a role names as one of them.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from procgraph.documents.rendering import Rendering, TextBuilder

__all__ = ["render_html"]

_SKIPPED = frozenset(
    "script style template noscript nav footer aside svg head iframe button select label textarea "
    "option".split()
)
# What pages make of other elements, by their class, id or role.
_CONTAINERS = frozenset("div ul ol section".split())
_CONTENTS = frozenset({"h1", "main", "article"})
_NAMES = frozenset({"class", "id", "role"})
_ASIDE = re.compile(
    r"(?:^|\s)(?:(?:site|main|page|global|top)[_-])?(?:bread-?crumbs?|crumbs?|navigation|nav|navbar|"
    r"contentinfo|footer|menu|cookies?|cookie-banner|skip-links?|pagination|share-links|"
    r"social-links)(?=$|\s)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "p div section article main header ul ol li table thead tbody tr dl dt dd blockquote pre "
    "figure figcaption hr br h1 h2 h3 h4 h5 h6 address details summary".split()
)
_TABLE = frozenset("table thead tbody tr".split())
_VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_CONTENT = re.compile(r"<!--.*?-->|<(article|main)[\s>]", re.IGNORECASE | re.DOTALL)


def render_html(source: str) -> Rendering:
    """The readable text of a page, with its title. Broken markup is read as far as it goes."""
    found = {name.lower() for name in _CONTENT.findall(source) if name}
    parser = _Reader(source, "article" if "article" in found else "main" if found else None)
    parser.feed(source)
    parser.close()
    return parser.text.render(parser.title)


class _Reader(HTMLParser):
    def __init__(self, source: str, content: str | None) -> None:
        super().__init__(convert_charrefs=False)
        self.text = TextBuilder()
        self._source = source
        self._title: list[str] = []
        self._lines = _line_starts(source)
        self._content = content
        self._inside = 0 if content else 1
        self._skipped: list[str] = []
        self._in_title = False
        self._lists: list[int | None] = []
        self._cell = 0
        self._row = False
        self._is_header = False
        self._is_next_entry = False
        self._pre = 0

    @property
    def title(self) -> str | None:
        return _SPACE.sub(" ", "".join(self._title)).strip() or None

    # -- where we are ------------------------------------------------------------------------------

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    # -- tags --------------------------------------------------------------------------------------

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],
    ) -> None:
        if tag == "title":
            self._in_title = True
        if tag in _CONTENTS and self._skipped[:1] and self._skipped[0] in _CONTAINERS:
            self._skipped.clear()  # it was never closed, and what comes is the page
        inner = tag in _CONTAINERS and tag in self._skipped
        if tag in _SKIPPED or inner or _is_aside(tag, attrs):
            self._skipped.append(tag)
            return
        if tag == self._content:
            self._inside += 1
        if self._skipped or not self._inside:
            return
        if tag in _BLOCKS and not (self._row and tag not in _TABLE):
            self.text.new_line()
        if tag == "hr" and not self._row:
            self.text.add("\n---\n")
        if tag == "pre":
            self._pre += 1
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag in ("li", "br") and self._row and self._cell:
            self._is_next_entry = True
        elif tag == "li" and not self._row:
            self._start_item()
        elif tag == "tr":
            self._cell, self._row, self._is_header = 0, True, False
            self._is_next_entry = False
        elif tag in ("td", "th"):
            self.text.add("| " if self._cell == 0 or self.text.at_space else " | ")
            self._cell += 1
            self._is_next_entry = False
            self._is_header = self._is_header or tag == "th"
        elif re.fullmatch(r"h[1-6]", tag) and not self._row:
            self.text.add("#" * int(tag[1]) + " ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if self._skipped:
            if tag in self._skipped:
                # An element that was never closed must not swallow the rest of the page.
                at = self._skipped.index(tag)
                if tag in _CONTAINERS:
                    at = len(self._skipped) - 1 - self._skipped[::-1].index(tag)
                del self._skipped[at:]
            return
        if not self._inside:
            return
        if tag in ("tr", "table"):
            if self._row and self._cell:
                self.text.add("|" if self.text.at_space else " |")
            if self._row and self._is_header:
                self.text.new_line()
                self.text.add("|---|")
            self._row = False
        if tag == "pre" and self._pre:
            self._pre -= 1
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS and tag not in _VOID:
            if self._row:
                self._space()  # a paragraph in a cell ends no row
            else:
                self.text.new_line()
        if tag == self._content:
            self._inside -= 1

    def _space(self) -> None:
        if not self.text.at_space:
            self.text.add(" ")

    def _start_item(self) -> None:
        depth = max(len(self._lists) - 1, 0)
        marker = "- "
        if self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            marker = f"{self._lists[-1]}. "
        self.text.add("  " * depth + marker)

    # -- text --------------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._title.append(data)
        if self._skipped or self._in_title or not self._inside:
            return
        if not data.isspace():
            self._end_entry()
        offset = self._offset()
        position = 0
        for space in _SPACE.finditer(data):
            self.text.add(data[position : space.start()], offset + position)
            if self._pre and "\n" in space[0]:
                self.text.add("\n", offset + space.start())
            elif not self.text.at_space:
                self.text.add(" ", offset + space.start())
            position = space.end()
        self.text.add(data[position:], offset + position)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, reference: str) -> None:
        # 'R&D' is no reference: without its semicolon most names stay as they are
        end = self._offset() + len(reference)
        character = unescape(reference + (";" if self._source[end : end + 1] == ";" else ""))
        if self._in_title:
            self._title.append(character)
        if self._skipped or self._in_title or not self._inside:
            return
        if character.isspace():
            if not self.text.at_space:
                self.text.add(" ", self._offset())
        else:
            self._end_entry()
            self.text.add(character, self._offset())

    def _end_entry(self) -> None:
        """A list in a cell stands on one line: its entries end in semicolons."""
        if self._is_next_entry:
            self.text.separate()
            self._is_next_entry = False


def _is_aside(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    if tag not in _CONTAINERS:
        return False
    return any(name in _NAMES and value and _ASIDE.search(value) for name, value in attrs)


def _line_starts(source: str) -> list[int]:
    # html.parser counts lines by "\n" alone.
    starts = [0]
    starts.extend(match.end() for match in re.finditer("\n", source))
    return starts
