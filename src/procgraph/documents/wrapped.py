"""Paragraphs and items of lists that are written on several lines."""

from __future__ import annotations

from procgraph.documents.headings import line_key
from procgraph.documents.items import OpenSection
from procgraph.documents.lines import Line, is_list
from procgraph.documents.nested import is_below, leads_choice, qualifies
from procgraph.documents.sentences import breaks_off

__all__ = ["Wrapped"]


class Wrapped:
    """The paragraph or the item, if any, that further lines may belong to."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._first: Line | None = None
        self._end = 0
        self._is_item = False

    def begin_paragraph(self, line: Line, start: int) -> None:
        """A paragraph begins at `start` on `line`, unless nothing stands there."""
        if start < line.end:
            self._first, self._end, self._is_item = line._replace(start=start), line.end, False

    def begin_item(self, line: Line, end: int) -> None:
        """An item of a list begins with `line`, and reaches to `end` so far."""
        self._first, self._end, self._is_item = line, end, True

    def goes_on(
        self, line: Line, following: Line | None, says: str, section: OpenSection | None
    ) -> bool:
        """Whether a line was broken off what stands before it, or is a bullet that only qualifies
        the one before it; it is added to that then."""
        if self._first is None:
            return False
        if line.mark:
            is_part = self._is_item and self._goes_with(self._first, line, following, says, section)
            self._end = line.end if is_part else self._end
            return is_part
        if line.blank_before:
            return False
        goes_on = says[:1].islower() or self._is_open(says) or self._says_more(line, says, section)
        if not goes_on and not self._is_broken(self._first, line, says, section):
            return False
        if not self._is_item and self._text[self._end - 1] == ":":
            return False
        self._end = line.end
        return True

    def close(self, section: OpenSection | None, *, before_list: bool) -> None:
        """It is over; what it says is the section's."""
        first, self._first = self._first, None
        if first is None or section is None:
            return
        if self._is_item:
            section.bullet(first, self._end)
        else:
            section.paragraph(first.start, self._end, first.indent, before_list=before_list)

    def _goes_with(
        self,
        first: Line,
        line: Line,
        following: Line | None,
        says: str,
        section: OpenSection | None,
    ) -> bool:
        """Whether a bullet belongs to the one before: it qualifies that, or both are a choice."""
        if section is None or not is_list(line):
            return False
        if is_below(line, first):
            is_first = self._end <= first.end and not is_below(following, line)
            return is_first and qualifies(says, section.key)
        is_beside = line.indent == first.indent
        return is_beside and section.label is not None and leads_choice(section.label, section.key)

    def _is_open(self, says: str) -> bool:
        """Whether an item goes on with a capital: 'Tension pneumothorax' above '(collapsed lung).',
        'Syndromes such as Meigs–' above 'Salmon.'"""
        last = self._text[self._end - 1]
        is_aside = says.startswith("(") and says.rstrip(".")[-1] == ")" and last not in ".:;!?"
        return self._is_item and (is_aside or last in "–-")

    def _says_more(self, line: Line, says: str, section: OpenSection | None) -> bool:
        """Whether a line below an item only says in which case or how often it is so: 'If sedation
        is used.' below 'Oxygen'."""
        if self._first is None or section is None or not self._is_item:
            return False
        is_first = self._end <= self._first.end and line.indent > self._first.indent
        return is_first and qualifies(says, section.key)

    def _is_broken(self, first: Line, line: Line, says: str, section: OpenSection | None) -> bool:
        """Whether the line before cannot have ended there, although a capital follows."""
        if self._is_item and line.indent <= first.indent:
            return False
        if not breaks_off(self._text, self._end):
            return False
        if line_key(says) is not None or says.endswith((":", "?")):
            return False
        return section is None or not section.is_labelled(says)
