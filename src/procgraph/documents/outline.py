"""The outline of a document: preamble, sections, labels, bullets, steps and sentences.

Headings are a whole line, or stand before a colon or a dash. What looks like a heading and is not
known closes the section and is kept as an unknown one, so that it can be reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from procgraph.documents.headings import (
    heading_key,
    label_for,
    line_key,
    load_rules,
    normalise_heading,
)
from procgraph.documents.lines import Line, lines
from procgraph.documents.sentences import sentences
from procgraph.model import Item, ItemKind, Section

__all__ = ["Outline", "outline"]

_COLONS = frozenset(":–—-")
_LEAD = re.compile(r"(?P<lead>[^\W\d_][^:.;!?\n|]{0,60}?)\s*(?P<colon>:|\s[–—-])(?:\s+|$)")

# What stands below a header row.
_HEADER_END = re.compile(r"[ \t]*\r?\n[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*(?:\r?\n|\Z)")
# A line that ends like this goes on in the next, whatever that begins with.
_BROKEN = re.compile(
    r"(?:[,(]|\b(?:and|or|of|the|an?|with|to|in|for|by|as|than|from|on|at|about|around|only|between|per|after|before|until|under|over|is|are|be|no))\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Outline:
    """`preamble` holds the lines before the first section, as spans."""

    preamble: tuple[tuple[int, int], ...]
    sections: tuple[Section, ...]


def outline(text: str) -> Outline:
    """The outline of `text`; all offsets count code points of `text`."""
    reader = _Reader(text)
    for line in lines(text):
        reader.read(line)
    return reader.finish()


@dataclass(slots=True)
class _Open:
    """The section that is being read."""

    key: str | None
    heading: str
    start: int
    items: list[Item] = field(default_factory=list)
    label: str | None = None
    label_indent: int = -1
    steps: int = 0


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.preamble: list[tuple[int, int]] = []
        self.sections: list[Section] = []
        self.open: _Open | None = None
        self.paragraph: tuple[int, int] | None = None
        self.bullet: tuple[Line, int] | None = None

    # -- lines -------------------------------------------------------------------------------------

    def read(self, line: Line) -> None:
        says = self.text[line.start : line.end]
        if self._continues(line, says):
            return
        self._flush()
        if self._opens_section(line, says):
            return
        if self.open is None:
            if line.mark == "":
                self.preamble.append((line.start, line.end))
            return
        if line.mark == "|":
            self._read_row(line, says)
        elif line.mark in ("-", "1"):
            self._read_bullet(line, says)
        elif not self._read_label(line, says):
            self.paragraph = (line.start, line.end)

    def finish(self) -> Outline:
        self._flush()
        self._close(len(self.text))
        return Outline(tuple(self.preamble), tuple(self.sections))

    def _continues(self, line: Line, says: str) -> bool:
        """A line that was broken in the middle of a sentence belongs to the one before it."""
        if line.mark or line.blank_before:
            return False
        if not says[:1].islower() and not self._is_broken(line, says):
            return False
        if self.paragraph:
            self.paragraph = (self.paragraph[0], line.end)
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

    # -- headings ----------------------------------------------------------------------------------

    def _opens_section(self, line: Line, says: str) -> bool:
        if line.mark == "#":
            key = line_key(says)
            if key is None and self.open is None:
                self.preamble.append((line.start, line.end))
                return True
            if key is None and self.open is not None and label_for(says, self.open.key):
                # '### Common' below '## Risks' is a label of its section
                self.open.label, self.open.label_indent = says.rstrip(" :"), -1
                return True
            self._begin(key, line, says)
            return True
        if line.mark == "|" or (line.mark == "-" and self.open is not None):
            return False
        section = self.open.key if self.open else None
        if line.mark == "1":
            # '1. Purpose' numbers a heading; '1. Risks' among the steps would be a step.
            key = heading_key(says) if section != "steps" else None
            if key:
                self._begin(key, line, says)
            return key is not None
        whole = heading_key(says)
        if whole is None and line_key(says) != section:
            whole = line_key(says)  # 'Risks of anesthesia' among the risks is one of them
        label = says.rstrip().endswith(":") and label_for(says, section)
        if whole and (not label or normalise_heading(says) == whole):
            self._begin(whole, line, says)
            return True
        lead = _lead(says)
        if lead:
            key = heading_key(lead["lead"])
            if label_for(lead["lead"], section) and normalise_heading(lead["lead"]) != key:
                return False
            if key:
                self._begin(key, line, lead["lead"])
                rest = line.start + lead.end()
                if rest < line.end:
                    self.paragraph = (rest, line.end)
                return True
        if self._is_unknown_heading(says):
            self._begin(None, line, says)
            return True
        return False

    def _is_unknown_heading(self, says: str) -> bool:
        if self.open is None or not self.open.items or self.open.key == "name":
            return False
        words = says.split()
        if says.endswith("?"):
            return says[0].isupper() and len(words) <= 14
        if len(words) > 8 or not says[0].isupper() or says[-1] in ".,;!":
            return False
        if says.endswith(":"):
            return label_for(says, self.open.key) is None and len(words) <= 5
        bullets = self.open.items[-1].kind in ("bullet", "step", "row")
        title = all(
            w[0].isupper() for w in words if w.lower() not in _minor_words() and w[0].isalpha()
        )
        return bullets and title and (len(words) > 1 or says.isupper())

    def _begin(self, key: str | None, line: Line, heading: str) -> None:
        self._close(line.start)
        self.open = _Open(key, heading.strip(" :#*"), line.start)

    def _close(self, end: int) -> None:
        if self.open:
            section = self.open
            self.sections.append(
                Section(section.key, section.heading, section.start, end, tuple(section.items))
            )
        self.open = None

    # -- items -------------------------------------------------------------------------------------

    def _read_label(self, line: Line, says: str) -> bool:
        """'Goals:' on a line of its own, or 'Goals: to …' in a paragraph."""
        assert self.open is not None
        lead = _lead(says)
        if not lead or not label_for(lead["lead"], self.open.key):
            if says.endswith(":"):
                self.open.label, self.open.label_indent = says.rstrip(" :"), line.indent
                return True
            return False
        self.open.label, self.open.label_indent = lead["lead"], line.indent
        rest = line.start + lead.end()
        if rest < line.end:
            self.paragraph = (rest, line.end)
        return True

    def _read_bullet(self, line: Line, says: str) -> None:
        section = self.open
        assert section is not None
        if section.label and section.items and line.indent <= section.label_indent:
            deeper = section.items[-1].depth > section.label_indent
            if line.indent < section.label_indent or deeper:
                section.label = None
        if says.endswith(":") and len(says.split()) <= 8:
            section.label, section.label_indent = says.rstrip(" :"), line.indent
            return
        self.bullet = (line, line.end)

    def _read_row(self, line: Line, says: str) -> None:
        section = self.open
        assert section is not None
        if _HEADER_END.match(self.text, line.end):
            return
        cells = [m for m in re.finditer(r"[^|]+", says) if m[0].strip()]
        if cells:
            first, last = cells[0], cells[-1]
            start = line.start + first.start() + len(first[0]) - len(first[0].lstrip())
            end = line.start + last.start() + len(last[0].rstrip())
            self._add("row", start, end, None)

    def _flush(self) -> None:
        if self.paragraph:
            start, end = self.paragraph
            self.paragraph = None
            label = self.open.label if self.open else None
            for sentence_start, sentence_end in sentences(self.text, start, end):
                self._add("sentence", sentence_start, sentence_end, label)
        if self.bullet:
            line, end = self.bullet
            self.bullet = None
            self._flush_bullet(line, end)

    def _flush_bullet(self, line: Line, end: int) -> None:
        section = self.open
        assert section is not None
        start, label = line.start, section.label
        lead = _lead(self.text[start:end])
        if lead and lead["colon"] == ":" and start + lead.end() < end:
            known = label_for(lead["lead"], section.key)
            if known or (section.key == "steps" and len(lead["lead"].split()) <= 5):
                start, label = start + lead.end(), lead["lead"].strip()
                if line.indent <= section.label_indent or section.label_indent < 0:
                    section.label = None  # a bullet with a label of its own ends a flattened list
        order = None
        if section.key == "steps":
            named = label_for(label or "", "steps")
            if named is None or named.key not in ("equipment", "imaging"):
                section.steps += 1
                order = section.steps
        self._add("step" if line.mark == "1" else "bullet", start, end, label, order, line.indent)

    def _add(
        self,
        kind: ItemKind,
        start: int,
        end: int,
        label: str | None,
        order: int | None = None,
        depth: int = 0,
    ) -> None:
        if self.open is None:
            self.preamble.append((start, end))
        else:
            self.open.items.append(Item(kind, start, end, label, order, depth))


def _lead(says: str) -> re.Match[str] | None:
    """What stands before a colon or a dash, with that."""
    # Most lines have none, and the pattern would try each of their first words.
    return None if _COLONS.isdisjoint(says) else _LEAD.match(says)


@cache
def _minor_words() -> frozenset[str]:
    return frozenset(load_rules("sentences.toml")["minor_words"].split())
