"""Forms with boxes to tick: what is ticked is said, what is not is left out, what is crossed out
is denied.

Where no box of a document is ticked, it is a list to be filled in, and all of it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from procgraph.documents.boxes import Box, Boxes, boxes_of
from procgraph.documents.headings import line_key
from procgraph.documents.rendering import Rendering, TextBuilder

__all__ = ["Ticked", "ticked"]

_PREFIX = re.compile(r"[ \t]*(?:(?:[-*+•‣◦▪·–—]|\(?\d{1,2}[.)])[ \t]+(?=\S))?")
_ANSWER = re.compile(
    r"(?P<says>yes|no|y|n|n/?a)(?![\w/])[.,;]?(?P<gap>\s*)(?P<rest>.*)", re.I | re.S
)
_ASKED = re.compile(r"(?P<label>.*?)[\s:?–-]+(?P<says>yes|no|y|n)", re.I | re.S)
_REPLIED = re.compile(r"(?P<label>[^:?]{2,60}?)(?:\s*[:?]|\s[–-])\s*(?P<says>yes|no|y|n)[.]?", re.I)
_NEXT_LABEL = re.compile(r"(?P<says>.*?)[ \t]{2,}(?P<label>[^:?]{2,60}[:?])[ \t]*", re.S)
_LABELLED = re.compile(r"(?P<label>.*[:?])[ \t]+(?P<says>.*)", re.S)
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
_DENIED = "Don't: "
_BARS_OF_TWO_CELLS = 3
_EDGE = " \t:?"
# What a form has to be written on.
_LEADERS = re.compile(r"(?:\s|[._]{2,}|…)+\Z")


class Ticked(NamedTuple):
    """The text without its boxes, and what was left out of it, as spans of the text with them."""

    rendering: Rendering
    left_out: tuple[tuple[int, int], ...]


class _Group(NamedTuple):
    """A question of a form, which may be empty, and the options behind it."""

    label: tuple[int, int]
    options: list[Box]


def ticked(text: str) -> Ticked:
    """`text` with each ticked option of a form as an item of a list, and without the others."""
    found = boxes_of(text)
    if found is None:
        return Ticked(Rendering(text, ((0, 0),)), ())
    return _Form(text, found).read()


class _Form:
    def __init__(self, text: str, found: Boxes) -> None:
        self.text = text
        self.lines, self.is_filled = found
        self.builder = TextBuilder()
        self.left_out: list[tuple[int, int]] = []

    # -- lines -------------------------------------------------------------------------------------

    def read(self) -> Ticked:
        at, dropped = 0, -1
        for (start, end), boxes in self.lines:
            self._keep(at, start)
            at = end
            prefix = _PREFIX.match(self.text, start, end)
            assert prefix is not None  # every part of the pattern is optional
            if boxes and "|" in self.text[start:end]:
                self._row(start, end, boxes)
            elif boxes and not self._is_prose(prefix.end(), end, boxes):
                is_kept = self._line(prefix, end, boxes)
                # An empty line would part the list.
                at = end + self.builder.at_line_start
                dropped = -1 if is_kept else prefix.end() - start
            elif dropped >= 0 and self._goes_on(prefix, dropped):
                self._drop(start, end)
                at = end + 1
            else:
                dropped = -1
                if _BLANKS.fullmatch(self.text, prefix.end(), end):
                    self._drop(start, end)
                    continue
                asked = _REPLIED.fullmatch(self.text, prefix.end(), end) if self.is_filled else None
                if asked:
                    # 'Gout: N', beside others with boxes
                    answer = Box("ticked", *asked.span("says"))
                    self._group(_Group(asked.span("label"), [answer]), "")
                else:
                    self._keep(start, end)
        self._keep(at, len(self.text))
        return Ticked(self.builder.render(), tuple(self.left_out))

    def _is_prose(self, start: int, end: int, boxes: list[Box]) -> bool:
        """Whether a line only mentions a mark: 'The ones with a ✓ are kept'."""
        before, behind = self.text[start : boxes[0].start].strip(), self.text[boxes[-1].end : end]
        is_mark = self.text[boxes[0].start] in "✓✔✗✘("
        is_inside = bool(before) and before[-1] not in ":?" and bool(behind.strip(" ."))
        return is_mark and is_inside and len(boxes) == 1

    def _goes_on(self, prefix: re.Match[str], indent: int) -> bool:
        """Whether a line belongs to the option above, which was left out."""
        start = prefix.start()
        if self.text[:start].endswith("\n\n"):
            return False
        says = self.text[prefix.end() : prefix.end() + 1]
        return says.islower() or prefix.end() - start > indent

    def _line(self, prefix: re.Match[str], end: int, boxes: list[Box]) -> bool:
        """Adds what a line says; False where its last option is left out."""
        indent = len(prefix[0]) - len(prefix[0].lstrip())
        is_first = True
        kept = True
        for group in self._groups(prefix.end(), end, boxes):
            if not is_first:
                self.builder.new_line()
            is_first = False
            kept = self._group(group, " " * indent)
        return kept

    def _groups(self, start: int, end: int, boxes: list[Box]) -> Iterator[_Group]:
        first, last = boxes[0], boxes[-1]
        lead, rest = self.text[start : first[1]].strip(), self.text[last[2] : end]
        if lead and not _LEADERS.sub("", rest):
            # 'Yes [ ] No [x]'
            begins = [start, *(box[2] for box in boxes)]
            spans = [
                (s, *self._trimmed(at, box)) for at, (s, box, _) in zip(begins, boxes, strict=False)
            ]
            head = self.text[spans[0][1] : spans[0][2]]
            found = _ASKED.fullmatch(head) or _LABELLED.fullmatch(head)
            label = (start, start)
            if found:
                at = spans[0][1]
                label = self._trimmed(at, at + found.end("label"))
                spans[0] = (spans[0][0], at + found.start("says"), spans[0][2])
            yield _Group(label, [Box(*span) for span in spans])
            return
        group = _Group(self._trimmed(start, first[1]), [])
        ends = [box[1] for box in boxes[1:]] + [end]
        for (state, _, begin), stop in zip(boxes, ends, strict=True):
            at, stop = self._trimmed(begin, stop)
            says = self.text[at:stop]
            answer, behind = _ANSWER.fullmatch(says), _NEXT_LABEL.fullmatch(says)
            parted = None
            if answer and answer["rest"] and (stop < end or len(answer["gap"]) > 1):
                parted = answer.end("says"), answer.start("rest")
            elif behind and stop < end:
                parted = behind.end("says"), behind.start("label")
            if parted is None:
                group.options.append(Box(state, at, stop))
                continue
            group.options.append(Box(state, at, at + parted[0]))
            yield group
            group = _Group((at + parted[1], stop), [])
        yield group

    def _group(self, group: _Group, indent: str) -> bool:
        """Adds what one question says; False where nothing is left of it."""
        start, end = group.label
        says = self.text[start:end].rstrip(_EDGE)
        if not group.options:
            self._keep(start, end)
            return True
        answers = [_ANSWER.fullmatch(self.text[o.start : o.end]) for o in group.options]
        if says and all(answers):
            return self._answered(group, start, start + len(says), indent)
        kept = [o for o in group.options if o.start < o.end and self._is_kept(o)]
        for option in group.options:
            if option not in kept:
                self._drop(option.start, option.end)
        if not kept:
            self._drop(start, end)
            return False
        if says and len(kept) == 1 and kept[0].state != "denied":
            self.builder.add(indent)
            self._keep(start, end)
            self.builder.add(" ")
            self._keep(kept[0].start, kept[0].end)
            return True
        if says:
            self.builder.add(indent)
            self._keep(start, start + len(says))
            self.builder.add(":\n")
        for number, option in enumerate(kept):
            self.builder.add("\n" if number else "")
            self.builder.add(f"{indent}- ")
            self.builder.add(_DENIED if option.state == "denied" else "")
            self._keep(option.start, option.end)
        return group.options[-1] in kept

    def _answered(self, group: _Group, start: int, end: int, indent: str) -> bool:
        """Adds a question with its answer: 'Kidney failure: no'."""
        said = [option for option in group.options if option.state == "ticked"]
        known = line_key(self.text[start:end]) is not None
        if not said and (self.is_filled or known):
            self._drop(start, group.options[-1].end)
            return False
        self.builder.add(indent if known else f"{indent}- ")
        self._keep(start, end)
        word = self.text[said[0].start : said[0].end].lower() if said else ""
        if word.startswith("n"):
            self._answer("no", said[0])
        elif known:
            self._answer("yes", said[0])
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
        for state, begin, stop in boxes:
            self._keep(at, begin)
            at = stop
            if state == "ticked" and has_header and (state, begin, stop) in alone:
                self._keep(begin, stop)  # what it stands for is in the header of its column
                continue
            is_denied = state == "denied" or (state == "empty" and self.is_filled)
            if is_denied and (state, begin, stop) in alone:
                for letter in "no":
                    self.builder.add(letter, begin)
        self._keep(at, end)

    def _is_cell(self, box: Box) -> bool:
        before = self.text[: box[1]].rstrip(" \t")[-1:]
        behind = self.text[box[2] :].lstrip(" \t")[:1]
        return before == "|" and behind in ("|", "\n", "")

    # -- parts -------------------------------------------------------------------------------------

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        says = _LEADERS.sub("", self.text[start:end])
        return start + len(says) - len(says.lstrip()), start + len(says)

    def _keep(self, start: int, end: int) -> None:
        for asks in _ASKS.finditer(self.text, start, end):
            self.builder.add(self.text[start : asks.start()], start)
            start = asks.end()
        self.builder.add(self.text[start:end], start)

    def _drop(self, start: int, end: int) -> None:
        start, end = self._trimmed(start, end)
        if start < end:
            self.left_out.append((start, end))
