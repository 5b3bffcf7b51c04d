"""Forms with boxes to tick: what is ticked is said, what is not is left out, what is crossed out
is denied.

Where no box of a document is ticked, it is a list to be filled in, and all of it is said.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from procgraph.documents.boxes import Box, Boxes, boxes_of
from procgraph.documents.headings import line_key
from procgraph.documents.questions import Question, is_answer, questions_of, replied, trimmed
from procgraph.documents.rendering import Rendering, TextBuilder

__all__ = ["Ticked", "ticked"]

_PREFIX = re.compile(r"[ \t]*(?:(?:[-*+•‣◦▪·–—]|\(?\d{1,2}[.)])[ \t]+(?=\S))?")
# What a form asks whoever fills it in to do.
_ASKS = re.compile(
    r"[ \t]*\((?:please )?(?:check|tick|mark|select|choose|circle|cross)\b[^()\n]*\)", re.I
)
# What stands for no option of a list to be filled in.
_NO_OPTION = re.compile(r"(?:none|nil|n/?a|others?)\b[^\w]*(?:please specify|specify)?[^\w]*", re.I)
# A line of blanks: 'Signed: ........ Date: ........'
_BLANKS = re.compile(
    r"(?:[^.:_]{0,60}(?:\([^()]*\)[^.:_]{0,20})?[:.]?[ \t]*(?:\.{4,}|_{3,}|…{2,})[ \t]*)+"
)
# Marks that a sentence may speak of: 'The ones with a ✓ are kept'.
_SPOKEN_OF = "✓✔✗✘("
_DENIED = "Don't: "
_BARS_OF_TWO_CELLS = 3
_EDGE = " \t:?"


class Ticked(NamedTuple):
    """The text without its boxes, and what was left out of it, as spans of the text with them."""

    rendering: Rendering
    left_out: tuple[tuple[int, int], ...]


def ticked(text: str) -> Ticked:
    """`text` with each ticked option of a form as an item of a list, and without the others."""
    found = boxes_of(text)
    if found is None:
        return Ticked(Rendering.unchanged(text), ())
    return _Form(text, found).read()


class _Form:
    """Writes a form anew, line by line."""

    def __init__(self, text: str, found: Boxes) -> None:
        self.text = text
        self.lines, self.is_filled = found
        self.builder = TextBuilder()
        self.left_out: list[tuple[int, int]] = []

    # -- lines -------------------------------------------------------------------------------------

    def read(self) -> Ticked:
        at = 0
        # How far in the option says what it says that was left out above.
        dropped: int | None = None
        for (start, end), boxes in self.lines:
            self._keep(at, start)
            at = end
            prefix = _PREFIX.match(self.text, start, end)
            assert prefix is not None  # every part of the pattern is optional
            says = prefix.end()
            if boxes and "|" in self.text[start:end]:
                self._row(start, end, boxes)
            elif boxes and not self._is_prose(says, end, boxes):
                is_kept = self._line(prefix, end, boxes)
                # An empty line would part the list.
                at = end + self.builder.at_line_start
                dropped = None if is_kept else says - start
            elif dropped is not None and self._goes_on(start, says, dropped):
                self._drop(start, end)
                at = end + 1
            else:
                dropped = None
                self._without_boxes(start, says, end)
        self._keep(at, len(self.text))
        return Ticked(self.builder.render(), tuple(self.left_out))

    def _is_prose(self, start: int, end: int, boxes: list[Box]) -> bool:
        """Whether a line only mentions a mark."""
        first = boxes[0]
        if len(boxes) > 1 or self.text[first.start] not in _SPOKEN_OF:
            return False
        before, behind = self.text[start : first.start].strip(), self.text[first.end : end]
        return before[-1:] not in ("", ":", "?") and behind.strip(" .") != ""

    def _goes_on(self, start: int, says: int, indent: int) -> bool:
        """Whether a line belongs to the option above, which was left out."""
        if self.text[:start].endswith("\n\n"):
            return False
        return self.text[says : says + 1].islower() or says - start > indent

    def _line(self, prefix: re.Match[str], end: int, boxes: list[Box]) -> bool:
        """Adds what a line says; False where its last option is left out."""
        indent = " " * (len(prefix[0]) - len(prefix[0].lstrip()))
        is_kept = True
        for number, question in enumerate(questions_of(self.text, prefix.end(), end, boxes)):
            if number:
                self.builder.new_line()
            is_kept = self._question(question, indent)
        return is_kept

    def _without_boxes(self, start: int, says: int, end: int) -> None:
        if _BLANKS.fullmatch(self.text, says, end):
            self._drop(start, end)
        elif self.is_filled and (question := replied(self.text, says, end)):
            self._question(question, "")
        else:
            self._keep(start, end)

    # -- questions ---------------------------------------------------------------------------------

    def _question(self, question: Question, indent: str) -> bool:
        """Adds what one question says; False where nothing is left of it."""
        start, end = question.label
        if not question.options:
            self._keep(start, end)
            return True
        asked = start, start + len(self.text[start:end].rstrip(_EDGE))
        is_asked = asked[0] < asked[1]
        if is_asked and all(is_answer(self.text[o.start : o.end]) for o in question.options):
            return self._answered(question, asked, indent)
        kept = [o for o in question.options if o.start < o.end and self._is_kept(o)]
        for option in question.options:
            if option not in kept:
                self._drop(option.start, option.end)
        if not kept:
            self._drop(start, end)
            return False
        if is_asked and len(kept) == 1 and kept[0].state != "denied":
            self.builder.add(indent)
            self._keep(start, end)
            self.builder.add(" ")
            self._keep(kept[0].start, kept[0].end)
            return True
        if is_asked:
            self.builder.add(indent)
            self._keep(*asked)
            self.builder.add(":\n")
        self._list(kept, indent)
        return question.options[-1] in kept

    def _list(self, options: list[Box], indent: str) -> None:
        for number, option in enumerate(options):
            self.builder.add("\n" if number else "")
            self.builder.add(f"{indent}- ")
            self.builder.add(_DENIED if option.state == "denied" else "")
            self._keep(option.start, option.end)

    def _answered(self, question: Question, asked: tuple[int, int], indent: str) -> bool:
        """Adds a question with its answer: 'Kidney failure: no'."""
        start, end = asked
        said = next((option for option in question.options if option.state == "ticked"), None)
        is_known = line_key(self.text[start:end]) is not None
        if said is None and (self.is_filled or is_known):
            self._drop(start, question.options[-1].end)
            return False
        self.builder.add(indent if is_known else f"{indent}- ")
        self._keep(start, end)
        if said and self.text[said.start].lower() == "n":
            self._answer("no", said)
        elif said and is_known:
            self._answer("yes", said)
        return True

    def _answer(self, word: str, said: Box) -> None:
        self.builder.add(": ")
        for number, letter in enumerate(word):
            self.builder.add(letter, min(said.start + number, said.end - 1))

    def _is_kept(self, option: Box) -> bool:
        if self.is_filled:
            return option.state != "empty"
        return _NO_OPTION.fullmatch(self.text, option.start, option.end) is None

    # -- tables ------------------------------------------------------------------------------------

    def _row(self, start: int, end: int, boxes: list[Box]) -> None:
        """A row with boxes: what a box that stands alone in its cell says of the first cell."""
        alone = [box for box in boxes if self._is_cell(box)]
        if len(alone) > 1:
            self._drop(start, end)
            return
        at = start
        has_header = self.text[start:end].count("|") > _BARS_OF_TWO_CELLS
        for box in boxes:
            self._keep(at, box.start)
            at = box.end
            if box not in alone:
                continue
            if box.state == "ticked" and has_header:
                self._keep(box.start, box.end)  # what it stands for is in the header of its column
            elif box.state == "denied" or (box.state == "empty" and self.is_filled):
                for letter in "no":
                    self.builder.add(letter, box.start)
        self._keep(at, end)

    def _is_cell(self, box: Box) -> bool:
        before = self.text[: box.start].rstrip(" \t")[-1:]
        behind = self.text[box.end :].lstrip(" \t")[:1]
        return before == "|" and behind in ("|", "\n", "")

    # -- parts -------------------------------------------------------------------------------------

    def _keep(self, start: int, end: int) -> None:
        for asks in _ASKS.finditer(self.text, start, end):
            self.builder.add(self.text[start : asks.start()], start)
            start = asks.end()
        self.builder.add(self.text[start:end], start)

    def _drop(self, start: int, end: int) -> None:
        start, end = trimmed(self.text, start, end)
        if start < end:
            self.left_out.append((start, end))
