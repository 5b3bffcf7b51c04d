"""The outline of a document: preamble, sections, labels, bullets, steps and sentences.

Headings are a whole line, or stand before a colon or a dash. What looks like a heading and is not
known closes the section and is kept as an unknown one, so that it can be reported. A sentence above
the first heading opens the summary: only titles stand in the preamble.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from procgraph.documents.beginnings import beginning
from procgraph.documents.captions import (
    heads_prose,
    is_caption,
    is_prose,
    is_title,
    is_whole_sentence,
    key_by_place,
    names_member,
    names_risk,
)
from procgraph.documents.clause_numbers import without_clause_numbers
from procgraph.documents.columns import named_row
from procgraph.documents.cues import is_own_label, lead_of
from procgraph.documents.decimals import decimal_headings
from procgraph.documents.fields import fields
from procgraph.documents.headings import caption_key, heading_key, is_guessed, line_key
from procgraph.documents.items import OpenSection
from procgraph.documents.label_lines import is_answer
from procgraph.documents.labels import NAMING
from procgraph.documents.lettered import lettered
from procgraph.documents.lines import Line, heading_level, is_list, lines
from procgraph.documents.nested import is_parent
from procgraph.documents.numbered import numbered_headings, without_number
from procgraph.documents.run_in import run_in_headings
from procgraph.documents.subheadings import (
    divides_listed,
    is_label_here,
    is_label_too,
    is_subtitle,
    key_here,
)
from procgraph.documents.tabular import Tables, read_row
from procgraph.documents.wrapped import Wrapped
from procgraph.model import Section

__all__ = ["FOOTER", "PREAMBLE", "Outline", "outline"]

PREAMBLE = "preamble"
"""What stands above the first section."""
FOOTER = "footer"
"""The key of what stands below the last rule of a page, and belongs to none of its sections."""

_EDGE = " :#*"


@dataclass(frozen=True, slots=True)
class Outline:
    """`preamble` holds the lines before the first section, as spans; `listed` the items there."""

    preamble: tuple[tuple[int, int], ...]
    sections: tuple[Section, ...]
    listed: tuple[tuple[int, int], ...] = ()


def outline(text: str) -> Outline:
    """The outline of `text`; all offsets count code points of `text`."""
    found = run_in_headings(text, lines(text))
    found = lettered(text, decimal_headings(text, numbered_headings(text, found)))
    read, unknown = fields(text, without_clause_numbers(text, found))
    reader = _Reader(text, unknown)
    for line, following in zip_longest(read, read[1:]):
        reader.read(line, following)
    return reader.finish()


class _Reader:
    """Reads a document line by line; `unknown` is where fields begin whose names no table knows."""

    def __init__(self, text: str, unknown: frozenset[int]) -> None:
        self.text = text
        self.unknown = unknown
        self.preamble: list[tuple[int, int]] = []
        self.listed: list[tuple[int, int]] = []
        self.sections: list[Section] = []
        self.open: OpenSection | None = None
        self.wrapped = Wrapped(text)
        self.above: list[tuple[int, int]] = []
        self.level = 0
        # Steps are counted through a document, however many sections they stand in.
        self.steps = 0
        self.around: str | None = None
        self.in_details = False
        self.tables = Tables(text, self._open_at)
        self.risk: Line | None = None

    # -- lines -------------------------------------------------------------------------------------

    def read(self, line: Line, following: Line | None) -> None:
        says = self.text[line.start : line.end]
        if self.wrapped.goes_on(line, following, says, self.open):
            return
        is_listed = is_list(line) or line.mark == "|" or " | " in says
        self.wrapped.close(self.open, before_list=is_listed)
        if self.tables.reads_by_column(line, says, self.open):
            return
        if self._opens_section(line, following, says):
            return
        if self.open is None and (key := self.tables.key_of(line, says)):
            self._begin(key, line, "")
        if self.open is None and not self._opens_summary(line, says):
            (self.listed if line.mark else self.preamble).append((line.start, line.end))
            return
        if line.mark == "" and not self.sections:
            self.above.append((line.start, line.end))
        assert self.open is not None
        section = self.tables.section_of(line, says, self.open)
        if line.mark == "|":
            read_row(line, says, section)
        elif is_list(line) and names_risk(says, section, line, following):
            self.risk = line
        elif is_list(line):
            parent = is_parent(self.text, line, following, section.key)
            answered = is_answer(self.text, following)
            end = section.reach(line, says, is_parent=parent, is_answered=answered)
            if end is not None:
                self.wrapped.begin_item(line, end)
        else:
            self._read_paragraph(section, line, following, says)

    def finish(self) -> Outline:
        self.wrapped.close(self.open, before_list=False)
        self._close(len(self.text))
        return Outline(tuple(self.preamble), tuple(self.sections), tuple(self.listed))

    def _read_paragraph(
        self, section: OpenSection, line: Line, following: Line | None, says: str
    ) -> None:
        """'Goals: to …' has a label; 'Goals:' or 'Rare (1 in 1000)' on its own line is one."""
        if self.risk is not None:
            # 'Bleeding' on a line of its own, and what it is
            self.wrapped.begin_item(self.risk, line.end)
            self.risk = None
            return
        if names_risk(says, section, line, following):
            self.risk = line
            return
        lead = lead_of(says)
        start = line.start
        if lead and is_own_label(lead, section.key):
            section.say(lead["lead"], line.indent, says[lead.end() :])
            start += lead.end()
        elif section.is_label(
            says,
            before_list=is_list(following),
            before_prose=is_whole_sentence(self.text, following),
        ):
            section.say(says, line.indent)
            return
        self.wrapped.begin_paragraph(line, start)

    # -- headings ----------------------------------------------------------------------------------

    def _opens_section(self, line: Line, following: Line | None, says: str) -> bool:
        self.in_details = line.mark == "|" and self._is_named_row(line, says)
        if line.mark == "|":
            return self.in_details
        if line.mark == "#":
            self._read_marked(line, following, says)
            return True
        if line.mark == "_" and line_key(says) is None and lead_of(says) is None:
            self._begin(FOOTER, line, "")
            return False
        if self.open is None and self._is_title(says, following):
            return False
        if line.mark == "-" and self.open and not heads_prose(says, self.open, line, following):
            return False
        if self.open and divides_listed(says, self.open, following):
            self.open.say(says, -1)
            return True
        section = self.open.key if self.open else None
        is_field = self.open is not None and line.start in self.unknown
        found = beginning(line, says, section, is_field=is_field)
        if found and not is_subtitle(line, found.key, self.open):
            self._begin(found.key, line, found.heading)
            self.wrapped.begin_paragraph(line, line.start + found.rest)
            return True
        if self.open and is_caption(says, self.open, line, following):
            self._begin(self._told_by_place(says), line, says)
            return True
        return False

    def _is_title(self, says: str, following: Line | None) -> bool:
        """Whether a line above all sections is a title: the first one, or right above a heading."""
        below = self.text[following.start : following.end] if following else ""
        is_first = not self.preamble or heading_key(below) is not None
        return is_title(says, is_first=is_first)

    def _is_named_row(self, line: Line, says: str) -> bool:
        """A row that is a section of its own; all rows behind it are such sections too."""
        open_key = self.open.key if self.open else None
        row = named_row(self.text, line.end, says, open_key, is_behind_one=self.in_details)
        if row is None:
            return False
        self._begin(row.key, line, row.name)
        told = line._replace(end=line.start + row.end)
        self.wrapped.begin_paragraph(told, line.start + row.start)
        return True

    def _read_marked(self, line: Line, following: Line | None, says: str) -> None:
        """A line that is marked as a heading."""
        level = heading_level(self.text, line.start)
        is_below, says = level > self.level > 0, without_number(says)
        is_above = self.open is None and is_title(says, is_first=not self.preamble)
        told = line_key(says) or (caption_key(says) if self.preamble and not self.open else None)
        key = None if is_above or (is_below and key_here(told, says, self.open) != told) else told
        section, is_part = self.open, is_below and key is None
        # '## You may need it if:' tells what stands below it, also where it is the first
        is_first_told = bool(self.preamble) and is_label_too(says, None)
        if section is None and key is None and not is_first_told:
            self.preamble.append((line.start, line.end))
        elif section and is_part and names_risk(says, section, line, following):
            self.risk = line
        elif (
            section
            and is_below
            and names_member(says, self.around or section.key, told, section, following)
        ):
            self._read_card(line, says)
        elif section and (
            is_label_here(says, key, section) or (is_below and section.is_divided_by(says))
        ):
            section.say(says, -1)  # '### Common' below '## Risks' is a label of its section
        else:
            around = self.around or (section.key if section else None)
            self._begin(key or self._told_by_place(says, below=is_below), line, says)
            if key or not is_below:
                self.level = level
            else:
                self.around = around

    def _read_card(self, line: Line, says: str) -> None:
        """'### Charcot foot' below '## Conditions we treat': the line is an item of that, and the
        text below it only explains a condition; of a gain it may tell more."""
        key = self.around or (self.open.key if self.open else None)
        self._open_at(key, line, "").bullet(line, line.end)
        if key == "indications":
            self._open_at(None, line._replace(start=line.end), says)
        self.around = key

    def _told_by_place(self, says: str, *, below: bool = False) -> str | None:
        """The section of a heading that no table knows: a word tells it, or where it stands.

        `below`: it is marked as a part of what is open ('### Skin' below '## Indications').
        """
        if below and self.open and not is_guessed(says):
            # what a word told of the part before this one is not told of this one
            return self.open.key and (self.around or self.open.key)
        read = [section.key for section in self.sections]
        return key_by_place(says, [*read, self.open.key] if self.open else read)

    def _opens_summary(self, line: Line, says: str) -> bool:
        """Prose above the first heading is what a page says in short."""
        if line.mark not in ("", "-") or not is_prose(says):
            return False
        self.open = OpenSection(self.text, "summary", "", line.start)
        return True

    # -- sections ----------------------------------------------------------------------------------

    def _begin(self, key: str | None, line: Line, heading: str) -> OpenSection:
        if key in NAMING and self.open and not self.sections and not self.open.heading:
            self.preamble.extend(self.above)  # above the name stand titles, however long
            self.open = None
        self.tables.close()
        return self._open_at(key, line, heading)

    def _open_at(self, key: str | None, line: Line, heading: str) -> OpenSection:
        key = key_here(key, heading, self.open)
        self.around = None
        self._close(line.start)
        heading_says = heading.strip(_EDGE)
        self.open = OpenSection(self.text, key, heading_says, line.start, steps=self.steps)
        if is_label_too(heading, key):
            self.open.say(heading, -1)
        return self.open

    def _close(self, end: int) -> None:
        if self.open:
            self.sections.append(self.open.closed(end))
            self.steps = self.open.steps
        self.open = None
