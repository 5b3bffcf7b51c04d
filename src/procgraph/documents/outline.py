"""The outline of a document: preamble, sections, labels, bullets, steps and sentences.

Headings are a whole line, or stand before a colon or a dash. What looks like a heading and is not
known closes the section and is kept as an unknown one, so that it can be reported. A sentence above
the first heading opens the summary: only titles stand in the preamble.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from procgraph.documents.captions import (
    is_caption,
    is_list,
    is_prose,
    is_title,
    is_whole_sentence,
    names_risk,
)
from procgraph.documents.columns import cells, columns, is_header
from procgraph.documents.cues import lead_of, meaning_of
from procgraph.documents.headings import (
    caption_key,
    heading_key,
    is_guessed,
    is_instruction,
    label_for,
    line_key,
    normalise_heading,
    worded_key,
)
from procgraph.documents.items import OpenSection
from procgraph.documents.lines import Line, lines
from procgraph.model import Section

__all__ = ["FOOTER", "Outline", "outline"]

_NAMING = frozenset({"name", "names"})
_INSTRUCTIONS = frozenset({"preparation", "recovery"})
# What a phrase before a colon opens: 'Who may give it: …'; others only lead in ('On the day: …').
_LED_IN = frozenset({"personnel", "setting", "duration", "contraindications"})
# 'Risks of anesthesia' among the risks is one of them, 'Other treatments' an alternative.
_NAMED_LIKE_ITEMS = frozenset({"complications", "alternatives"})
FOOTER = "footer"
"""The key of what stands below the last rule of a page, and belongs to none of its sections."""

# Where a row may be a section of its own: below an unknown heading, or at the top of a page.
_TABLED = frozenset({None, "summary", "name"})
# Among the steps only what is no step: a table of steps names its parts, too.
_DETAILS = frozenset(("steps", key) for key in ("duration", "setting", "personnel"))
_NAMED_ROW = re.compile(r"\|?\s*(?P<name>[^|]+?)\s*\|\s*(?P<says>[^|]*[^|\s])\s*\|?\s*")
# A line that ends like this goes on in the next, whatever that begins with.
_BROKEN = re.compile(
    r"(?:[,(]|\b(?:and|or|of|the|an?|with|to|in|for|by|as|than|from|on|at|about|around|only|between|per|after|before|until|under|over|is|are|be|no))\s*\Z"
)

# A question that its answer stands behind.
_ASKED = re.compile(r"[A-Z][^.?!:;]{5,80}\?(?P<gap>[ \t\xa0]+)(?=[A-Z])")
# '4.', '2.1', 'IV.', 'b)' in front of a heading that is marked as one.
_NUMBER = re.compile(r"\A\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|(?:[IVX]{1,4}|[A-Za-z])[.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Outline:
    """`preamble` holds the lines before the first section, as spans."""

    preamble: tuple[tuple[int, int], ...]
    sections: tuple[Section, ...]


def outline(text: str) -> Outline:
    """The outline of `text`; all offsets count code points of `text`."""
    reader = _Reader(text)
    read = lines(text)
    for line, following in zip_longest(read, read[1:]):
        reader.read(line, following)
    return reader.finish()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.preamble: list[tuple[int, int]] = []
        self.sections: list[Section] = []
        self.open: OpenSection | None = None
        self.paragraph: tuple[int, int, int] | None = None
        self.bullet: tuple[Line, int] | None = None
        self.above: list[tuple[int, int]] = []
        self.level = 0
        self.in_details = False
        self.in_table = False
        self.risk: int | None = None

    # -- lines -------------------------------------------------------------------------------------

    def read(self, line: Line, following: Line | None) -> None:
        says = self.text[line.start : line.end]
        if self._continues(line, says):
            return
        self._flush(before_list=is_list(line) or line.mark == "|" or " | " in says)
        if self._opens_section(line, following, says):
            return
        if self.open is None and not self._opens_summary(line, says):
            if line.mark == "":
                self.preamble.append((line.start, line.end))
            return
        if line.mark == "" and not self.sections:
            self.above.append((line.start, line.end))
        section = self.open
        assert section is not None
        section = self._in_table(section, line, says)
        if line.mark == "|":
            section.row(line, says)
        elif line.mark in ("-", "1"):
            end = section.reach(line, says)
            self.bullet = None if end is None else (line, end)
        else:
            self._read_paragraph(section, line, following, says)

    def finish(self) -> Outline:
        self._flush(before_list=False)
        self._close(len(self.text))
        return Outline(tuple(self.preamble), tuple(self.sections))

    def _continues(self, line: Line, says: str) -> bool:
        """A line that was broken in the middle of a sentence belongs to the one before it."""
        if line.mark or line.blank_before:
            return False
        if not says[:1].islower() and not self._is_broken(line, says):
            return False
        if self.paragraph and self.text[self.paragraph[1] - 1] != ":":
            self.paragraph = (self.paragraph[0], line.end, self.paragraph[2])
            return True
        if self.bullet:
            self.bullet = (self.bullet[0], line.end)
            return True
        return False

    def _is_broken(self, line: Line, says: str) -> bool:
        """Whether the line before cannot have ended there, although a capital follows."""
        if line_key(says) is not None or says.endswith((":", "?")):
            return False
        if self.bullet and line.indent <= self.bullet[0].indent:
            return False
        end = self.paragraph[1] if self.paragraph else self.bullet[1] if self.bullet else 0
        return _BROKEN.search(self.text[max(0, end - 16) : end]) is not None

    def _in_table(self, section: OpenSection, line: Line, says: str) -> OpenSection:
        """The section of a line where tables may be: one under an unknown heading is what its
        header tells, and what follows the table is unknown again."""
        if line.mark != "|":
            section.columns = None
            if self.in_table:
                return self._begin(None, line, section.heading)
        elif section.key is None and is_header(self.text, line.end):
            header = [self.text[start:end] for start, end in cells(line.start, says)]
            if key := columns(header, None).key:
                section = self._begin(key, line, section.heading)
                self.in_table = True
        return section

    # -- headings ----------------------------------------------------------------------------------

    def _opens_section(self, line: Line, following: Line | None, says: str) -> bool:
        self.in_details = line.mark == "|" and self._is_named_row(line, says)
        if line.mark == "|":
            return self.in_details
        if line.mark == "#":
            self._read_marked(line, says)
            return True
        if line.mark == "_" and line_key(says) is None and lead_of(says) is None:
            self._begin(FOOTER, line, "")
            return False
        if self.open is None and not self.preamble and is_title(says):
            return False
        if line.mark == "-" and self.open is not None:
            is_heading = self._is_marked_alone(line, following) and heading_key(says) is not None
            if not is_heading:
                return False
        section = self.open.key if self.open else None
        if line.mark == "1":
            # '1. Purpose' numbers a heading; '1. Risks' among the steps would be a step.
            key = heading_key(says) if section != "steps" else None
            if key:
                self._begin(key, line, says)
            return key is not None
        asked = _ASKED.match(says)
        key = heading_key(asked[0]) if asked and line.blank_before else None
        if asked and key:
            # 'How is it done? You are asleep.' in one paragraph
            self._begin(key, line, asked[0])
            self.paragraph = (line.start + asked.end("gap"), line.end, line.indent)
            return True
        whole = heading_key(says)
        if whole is None and (line_key(says) != section or section not in _NAMED_LIKE_ITEMS):
            whole = line_key(says)
        label = says.rstrip().endswith(":") and label_for(says, section)
        if whole and (not label or normalise_heading(says) == whole):
            self._begin(whole, line, says)
            return True
        lead = lead_of(says)
        if lead:
            key = _lead_key(lead["lead"])
            if label_for(lead["lead"], section) and normalise_heading(lead["lead"]) != key:
                return False
            if key:
                self._begin(key, line, lead["lead"])
                rest = line.start + lead.end()
                if rest < line.end:
                    self.paragraph = (rest, line.end, line.indent)
                return True
        if self.open and is_caption(says, self.open, line, following):
            self._begin(self._told_by_place(says), line, says)
            return True
        return False

    def _is_marked_alone(self, line: Line, following: Line | None) -> bool:
        """Whether a bullet is the only one, above a paragraph: '• Before the test' as a heading."""
        last = self.open.items[-1] if self.open and self.open.items else None
        is_first = last is None or last.kind != "bullet"
        return is_first and line.blank_before and is_whole_sentence(self.text, following)

    def _is_named_row(self, line: Line, says: str) -> bool:
        """A row of two cells, the first of them a heading: '| Duration | 20 minutes |'.

        All rows behind it are such sections too. Among what a section of its own says, a row is
        that section's.
        """
        row = _NAMED_ROW.fullmatch(says)
        key = heading_key(row["name"]) if row else None
        open_key = self.open.key if self.open else None
        is_first = key is not None and (open_key in _TABLED or (open_key, key) in _DETAILS)
        if row is None or not (is_first or self.in_details):
            return False
        if is_header(self.text, line.end) and columns([row["says"]], key).kinds[0]:
            return False
        self._begin(key, line, row["name"])
        self.paragraph = (line.start + row.start("says"), line.start + row.end("says"), line.indent)
        return True

    def _read_marked(self, line: Line, says: str) -> None:
        """A line that is marked as a heading."""
        level = _level(self.text, line)
        level = _level(self.text, line)
        is_below = level > self.level > 0
        says = _NUMBER.sub("", says)
        is_first = self.open is None and not self.preamble
        key = None if is_first and is_title(says) else line_key(says)
        if key is None and self.open is None:
            self.preamble.append((line.start, line.end))
        elif key is None and self.open is not None and meaning_of(says, self.open.key):
            self.open.say(says, -1)  # '### Common' below '## Risks' is a label of its section
        else:
            self._begin(key or self._told_by_place(says, below=is_below), line, says)
            if key or not is_below:
                self.level = level

    def _told_by_place(self, says: str, *, below: bool = False) -> str | None:
        """The section of a heading that no table knows: a word tells it, or where it stands.

        `below`: it is marked as a part of what is open ('### Skin' below '## Indications').
        """
        if is_guessed(says):
            return caption_key(says)
        if below and self.open:
            return self.open.key
        if not is_instruction(says):
            return None
        # 'Medicines' is about those before or after it, as what was read of either tells.
        read = [section.key for section in self.sections]
        if self.open:
            read.append(self.open.key)
        told = [key for key in read if key in _INSTRUCTIONS]
        if told and read[-1] in _INSTRUCTIONS:
            return told[-1]
        return "recovery" if "recovery" in read or "steps" in read else "preparation"

    def _opens_summary(self, line: Line, says: str) -> bool:
        """Prose above the first heading is what a page says in short."""
        if line.mark not in ("", "-") or not is_prose(says):
            return False
        self.open = OpenSection(self.text, "summary", "", line.start)
        return True

    def _begin(self, key: str | None, line: Line, heading: str) -> OpenSection:
        if key in _NAMING and self.open and not self.sections and not self.open.heading:
            self.preamble.extend(self.above)  # above the name stand titles, however long
            self.open = None
        self._close(line.start)
        self.in_table = False
        self.open = OpenSection(self.text, key, heading.strip(" :#*"), line.start)
        meaning = meaning_of(heading.rstrip(" ?"), key)
        if meaning and meaning.is_cue and (meaning.frequency or meaning.key != key):
            self.open.say(heading, -1)  # 'Rare complications', 'When to call your doctor'
        return self.open

    def _close(self, end: int) -> None:
        if self.open:
            self.sections.append(self.open.closed(end))
        self.open = None

    # -- paragraphs --------------------------------------------------------------------------------

    def _read_paragraph(
        self, section: OpenSection, line: Line, following: Line | None, says: str
    ) -> None:
        """'Goals: to …' has a label; 'Goals:' or 'Rare (1 in 1000)' on its own line is one."""
        lead = lead_of(says)
        start = line.start
        if self.risk is not None:
            # 'Bleeding' on a line of its own, and what it is
            self.bullet, self.risk = (line._replace(start=self.risk), line.end), None
            return
        if names_risk(says, section, line, following):
            self.risk = line.start
            return
        if lead and label_for(lead["lead"], section.key):
            section.say(lead["lead"], line.indent)
            start += lead.end()
        elif section.is_label(
            says,
            before_list=is_list(following),
            before_prose=is_whole_sentence(self.text, following),
        ):
            section.say(says, line.indent)
            return
        if start < line.end:
            self.paragraph = (start, line.end, line.indent)

    def _flush(self, *, before_list: bool) -> None:
        if self.paragraph and self.open:
            start, end, indent = self.paragraph
            self.open.paragraph(start, end, indent, before_list=before_list)
        if self.bullet and self.open:
            self.open.bullet(*self.bullet)
        self.paragraph = self.bullet = None


def _level(text: str, line: Line) -> int:
    """How many marks a heading has."""
    before = text.rfind("\n", 0, line.start) + 1
    return text.count("#", before, line.start)


def _lead_key(lead: str) -> str | None:
    """The section that is opened by what stands before a colon or a dash."""
    key = heading_key(lead) or worded_key(lead)
    if key is None and (phrase := line_key(lead)) in _LED_IN:
        return phrase
    return key
