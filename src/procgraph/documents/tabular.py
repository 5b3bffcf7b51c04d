"""The tables of a page: which section their rows belong to, and those that are read by column."""

from __future__ import annotations

from collections.abc import Callable

from procgraph.documents.columns import cells, columns, names_itself
from procgraph.documents.denials import is_bare_denial
from procgraph.documents.items import OpenSection
from procgraph.documents.lines import Line
from procgraph.documents.nested import is_time
from procgraph.documents.parallel import ListColumn, parallel_lists
from procgraph.documents.table_headers import (
    compares,
    explains_results,
    is_header,
    weighs_operations,
)

__all__ = ["COMPARISON", "Tables", "read_row"]

COMPARISON = "comparison"
"""The key of a table that sets procedures side by side, or says what results mean: it states
nothing of the procedure."""

# The sections that tell of the procedure itself.
_OF_ONE = frozenset({"complications", "benefits"})
_Begin = Callable[[str | None, Line, str], OpenSection]


class Tables:
    """Reads tables row by row; `begin` opens a section at a line, under a heading."""

    def __init__(self, text: str, begin: _Begin) -> None:
        self.text = text
        self._begin = begin
        self._lists: tuple[ListColumn | None, ...] | None = None
        self._home: tuple[str | None, str] | None = None
        self._is_inside = False

    def close(self) -> None:
        """A heading ends the table above it."""
        self._lists = self._home = None
        self._is_inside = False

    def reads_by_column(self, line: Line, says: str, section: OpenSection | None) -> bool:
        """Whether a row is one of a table whose columns are lists; its cells are added to these."""
        if line.mark != "|":
            self._lists, self._is_inside = None, False
            return False
        is_first, self._is_inside = not self._is_inside, True
        if self._lists is None or is_header(self.text, line.end):
            key, heading = self._home or ((section.key, section.heading) if section else (None, ""))
            self._lists = parallel_lists(self.text, line.start, line.end, key, is_first=is_first)
            if self._lists:
                self._home = (key, heading)
            return self._lists is not None
        for column, (start, end) in zip(self._lists, cells(line.start, says), strict=False):
            if column is None or start == end:
                continue
            if section is None or section.key != column.key:
                section = self._begin(column.key, line._replace(start=start), column.head)
            section.cell(start, end, column.label)
        return True

    def key_of(self, line: Line, says: str) -> str | None:
        """The section that a table is of by its header row alone; None for any other line."""
        if line.mark != "|" or not is_header(self.text, line.end):
            return None
        return columns([self.text[start:end] for start, end in cells(line.start, says)], None).key

    def section_of(self, line: Line, says: str, section: OpenSection) -> OpenSection:
        """The section of a line where tables may be: one under an unknown heading is what its
        header tells, one that compares procedures is of none, and what follows is as before."""
        is_head = line.mark == "|" and is_header(self.text, line.end)
        if line.mark != "|":
            section.columns = None
        if self._home and (is_head or line.mark != "|"):
            key, heading = self._home
            self._home = None
            if section.key != key or section.heading != heading:
                section = self._begin(key, line, heading)
        if not is_head:
            return section
        header = [self.text[start:end] for start, end in cells(line.start, says)]
        home = (section.key, section.heading)
        is_of_several = section.key in _OF_ONE and weighs_operations(header)
        if is_of_several or compares(header) or explains_results(header):
            section = self._begin(COMPARISON, line, " | ".join(header))
        elif section.key is None and (key := self.key_of(line, says)):
            section = self._begin(key, line, section.heading)
        else:
            return section
        self._home = home
        return section


def read_row(line: Line, says: str, section: OpenSection) -> None:
    """A row of a table, or the header that tells what the columns of the next ones hold."""
    text, key = section.text, section.key
    found = cells(line.start, says)
    header = [text[start:end] for start, end in found]
    if is_header(text, line.end) or names_itself(header, key):
        section.columns = columns(header, key, _caption(line, section))
    elif said := [(start, end) for start, end in found if start < end]:
        label, *rest = said
        names = text[slice(*label)] if len(rest) == 1 else ""
        if names and (is_bare_denial(names, key) or is_time(names, key)):
            section.cell(*rest[0], names)  # 'Not needed | low-iodine diet'
            return
        table = section.columns
        if table is None and key == "contraindications":
            table = columns([""] * len(found), key)  # a header of empty cells is no line
        known = table.stated(text, found, key) if table else None
        if known is None:
            section.cell(said[0][0], said[-1][1], None)
        for one in known or ():
            section.cell(*one)


def _caption(line: Line, section: OpenSection) -> str:
    """The caption of a table that begins with `line`, or the heading that it stands below."""
    last = section.items[-1] if section.items else None
    if last is None:
        return section.heading
    is_near = not section.text[last.end : line.start].strip(" \t\r\n|")
    return section.text[last.start : last.end] if is_near and last.kind == "sentence" else ""
