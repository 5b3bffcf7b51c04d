"""HTML to text: headings as ``## …``, list items as ``- …`` or ``1. …``, table rows as ``| … |``.

Where a page has an `article` or a `main`, only that is read; navigation, scripts, forms, asides and
footers never are, nor what a class or a role names as one of them, nor lines that only lead
elsewhere. Of buttons those are read that head what they open. A mark is printed before the text
that it marks, so that the first block of an item is its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from procgraph.documents.asides import Asides, Attributes, is_opener
from procgraph.documents.menus import Link, without_menus
from procgraph.documents.rendering import Rendering, TextBuilder

__all__ = ["render_html"]

_HEADING = re.compile(r"h[1-6]")
# What heads a part of a page that it opens, and what shows beside it whether that is open.
_OPENERS = frozenset({"button", "summary"})
_ICONS = frozenset("+ - − – × ▼ ▾ ⌄ ˅ › ↓".split())
_BLOCKS = frozenset(
    "p div section article main header ul ol li table thead tbody tr dl dt dd blockquote pre "
    "figure figcaption hr br h1 h2 h3 h4 h5 h6 address details summary".split()
)
_TABLE = frozenset("table thead tbody tr".split())
_VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())
_SPACE = re.compile(r"[ \t\r\n\f\x85\xa0\u2028\u2029]+")
_CONTENT = re.compile(r"<!--.*?-->|<(article|main)[\s>]", re.IGNORECASE | re.DOTALL)


def render_html(source: str) -> Rendering:
    """The readable text of a page, with its title. Broken markup is read as far as it goes."""
    found = {name.lower() for name in _CONTENT.findall(source) if name}
    parser = _Reader(source, "article" if "article" in found else "main" if found else None)
    parser.feed(source)
    parser.close()
    return without_menus(parser.text.render(parser.title), parser.links)


@dataclass(slots=True)
class _List:
    is_ordered: bool
    items: int = 0


class _Reader(HTMLParser):
    def __init__(self, source: str, content: str | None) -> None:
        super().__init__(convert_charrefs=False)
        self.text = TextBuilder()
        self.links: list[Link] = []
        self._link: Link | None = None
        self._source = source
        self._title: list[str] = []
        self._lines = _line_starts(source)
        self._content = content
        self._inside = 0 if content else 1
        self._asides = Asides()
        self._in_title = False
        self._lists: list[_List] = []
        self._cell = 0
        self._row = False
        self._is_header = False
        self._is_next_entry = False
        self._pre = 0
        # What the line begins with whose text has not come yet: an empty one is not printed.
        self._mark = ""
        self._heading: str | None = None

    @property
    def title(self) -> str | None:
        return _SPACE.sub(" ", "".join(self._title)).strip() or None

    # -- where we are ------------------------------------------------------------------------------

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    # -- tags --------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "title":
            self._in_title = True
        if not self._heads(tag, attrs) and self._asides.begins(tag, attrs):
            return
        if tag == self._content:
            self._inside += 1
        if self._asides or not self._inside:
            return
        if tag == "a":
            self._start_link(dict(attrs).get("href") or "")
        if tag == "br" and self._heading:
            self._space()
        else:
            self._start(tag)

    def _heads(self, tag: str, attrs: Attributes) -> bool:
        """Whether a button heads what it opens, or stands in a heading."""
        if tag != "button" or self._asides or not self._inside:
            return False
        opening = self.get_starttag_text() or ""
        is_one = is_opener(attrs, self._source, self._offset() + len(opening))
        return is_one or self._heading is not None

    def _start(self, tag: str) -> None:
        is_block = tag in _BLOCKS or (tag == "button" and not self._heading)
        if is_block and not (self._row and tag not in _TABLE):
            self._new_line()
        if tag == "hr" and not self._row:
            self.text.add("\n---\n")
        if tag == "pre":
            self._pre += 1
        if tag in ("ul", "ol"):
            self._lists.append(_List(tag == "ol"))
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
        elif not self._row:
            self._start_heading(tag)

    def _start_heading(self, tag: str) -> None:
        if _HEADING.fullmatch(tag):
            self._heading, self._mark = tag, "#" * int(tag[1]) + " "
        elif tag in ("dt", "summary") or (tag == "button" and not self._heading):
            self._heading = tag

    def _start_link(self, target: str) -> None:
        self._end_link()
        if target.strip():
            is_within = target.strip().startswith(("#", "javascript:"))
            self._link = Link(self.text.length, self.text.length, is_within)

    def _end_link(self) -> None:
        if self._link:
            self.links.append(self._link._replace(end=self.text.length))
            self._link = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if self._asides:
            self._asides.ends(tag)
            return
        if not self._inside:
            return
        if tag == "a":
            self._end_link()
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
        if tag in (self._heading, "li"):
            self._mark = ""
        if (tag in _BLOCKS and tag not in _VOID) or tag == self._heading:
            if self._row:
                self._space()  # a paragraph in a cell ends no row
            else:
                self._new_line()
        if tag == self._heading:
            self._heading = None
        if tag == self._content:
            self._inside -= 1

    def _space(self) -> None:
        if not self.text.at_space:
            self.text.add(" ")

    def _new_line(self) -> None:
        """End the line, unless nothing stands there: the first block of an item is its text."""
        if self.text.at_line_start and self._mark.strip():
            return
        self.text.new_line()
        self._heading = None
        is_in_item = bool(self._lists) and self._lists[-1].items > 0
        self._mark = "  " * len(self._lists) if is_in_item else ""

    def _start_item(self) -> None:
        depth = max(len(self._lists) - 1, 0)
        marker = "- "
        if self._lists:
            self._lists[-1].items += 1
            if self._lists[-1].is_ordered:
                marker = f"{self._lists[-1].items}. "
        self._mark = "  " * depth + marker

    # -- text --------------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._title.append(data)
        if self._asides or self._in_title or not self._inside:
            return
        if self._heading in _OPENERS and data.strip() in _ICONS:
            return
        if not data.isspace():
            self._begin_text()
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
        if self._asides or self._in_title or not self._inside:
            return
        if character.isspace():
            if not self.text.at_space:
                self.text.add(" ", self._offset())
        else:
            self._begin_text()
            self.text.add(character, self._offset())

    def _begin_text(self) -> None:
        """What stands before text that has come: the mark of its line, or in a cell, where a list
        stands on one line, the semicolon that ends the entry before."""
        if self._mark:
            self.text.add(self._mark)
            self._mark = ""
        if self._is_next_entry:
            self.text.separate()
            self._is_next_entry = False


def _line_starts(source: str) -> list[int]:
    # html.parser counts lines by "\n" alone.
    starts = [0]
    starts.extend(match.end() for match in re.finditer("\n", source))
    return starts
