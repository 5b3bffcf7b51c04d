"""The boxes of a form, and what each says of what it stands beside: ☐ ☑ ☒, [ ] [x], ✓ ✗."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["Box", "Boxes", "boxes_of"]

State = Literal["empty", "ticked", "denied"]

_EMPTY, _TICKED = "☐▢◻⬜❏❑", "☑☒▣✅◉"
_CHECKED, _CROSSED = "✓✔", "✗✘❌✖"
# Bullets too: boxes only where both stand together, or in a form that is filled in elsewhere.
_HOLLOW, _SOLID = "□○", "■●"
_RING = "○"
_GLYPHS = _EMPTY + _TICKED + _CHECKED + _CROSSED + _HOLLOW + _SOLID
_TYPED = r"(?<![^\s|:?])(?:\[[ \t_xX✓✔]?\]|\((?:[ \t]+|_|[xX•✓✔])\))(?!\()"
_BEGIN_TYPED = "[(_"
_BOX = re.compile(rf"[{_GLYPHS}]|{_TYPED}|(?m:^)_+[xX]?_+(?=[ \t]+\w)")
_LINE = re.compile(r"[^\n]+")


class Box(NamedTuple):
    """What a box says, and where it stands."""

    state: State
    start: int
    end: int


class Boxes(NamedTuple):
    """The boxes of each line that says something. `is_filled`: some of them are ticked."""

    lines: list[tuple[tuple[int, int], list[Box]]]
    is_filled: bool


def boxes_of(text: str) -> Boxes | None:
    """The boxes of a text; None where it has none."""
    if _BOX.search(text) is None:
        return None
    lines = _lines(text)
    form = _Form.of(lines)
    read = [
        (line.span, [box for mark in line.marks if (box := form.box(mark, line))]) for line in lines
    ]
    return Boxes(read, form.is_filled) if any(boxes for _, boxes in read) else None


class _Mark(NamedTuple):
    """What may be a box; `column` counts from the beginning of its line."""

    says: str
    start: int
    end: int
    column: int


class _Line(NamedTuple):
    span: tuple[int, int]
    marks: list[_Mark]

    def has(self, says: str) -> bool:
        return any(mark.says == says for mark in self.marks)


def _lines(text: str) -> list[_Line]:
    found = []
    # Of a list whose tenth item is '(x)'.
    is_counted = "(ix)" in text
    for line in _LINE.finditer(text):
        begin, end = line.span()
        marks = [
            _Mark(box[0], *box.span(), box.start() - begin)
            for box in _BOX.finditer(text, begin, end)
            if not (is_counted and box[0].lower() == "(x)")
        ]
        found.append(_Line((begin, end), marks))
    return found


class _Form(NamedTuple):
    """How a form is filled in, as all of its marks tell together; `cross` is what one says."""

    is_filled: bool
    cross: State
    said: frozenset[str]
    columns: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, lines: list[_Line]) -> _Form:
        marks = [mark for line in lines for mark in line.marks]
        said = frozenset(mark.says for mark in marks)
        is_drawn = any(says in _EMPTY or says[0] in _BEGIN_TYPED for says in said)
        is_ticked = any(says in _TICKED or _is_typed_tick(says) for says in said)
        is_checked, is_crossed = not said.isdisjoint(_CHECKED), not said.isdisjoint(_CROSSED)
        is_mixed = any(
            line.has(hollow) and line.has(solid)
            for line in lines
            for hollow, solid in zip(_HOLLOW, _SOLID, strict=True)
        )
        # 'Mark with a cross'
        is_cross_a_tick = is_drawn and not (is_ticked or is_checked)
        return cls(
            is_ticked or is_mixed or (is_drawn and (is_checked or is_crossed)),
            "ticked" if is_cross_a_tick else "denied",
            said,
            frozenset((mark.says, mark.column) for mark in marks),
        )

    def box(self, mark: _Mark, line: _Line) -> Box | None:
        """What a mark says; None for one that is no box."""
        may_be_none = mark.says in _HOLLOW + _SOLID
        if may_be_none and not (self.is_filled and self._is_no_bullet(mark, line)):
            return None
        if mark.says[0] == "_" and not self.is_filled:
            return None
        return Box(self._state(mark.says), mark.start, mark.end)

    def _state(self, says: str) -> State:
        if says in _CROSSED:
            return self.cross
        is_tick = says in _TICKED + _CHECKED + _SOLID or _is_typed_tick(says)
        return "ticked" if is_tick else "empty"

    def _is_no_bullet(self, mark: _Mark, line: _Line) -> bool:
        solid = _SOLID[_HOLLOW.index(mark.says)] if mark.says in _HOLLOW else mark.says
        # The marks of one list stand below each other.
        is_listed = line.has(solid) or (solid, mark.column) in self.columns
        return is_listed or (mark.says != _RING and solid not in self.said)


def _is_typed_tick(says: str) -> bool:
    return says[0] in _BEGIN_TYPED and says.strip("[]()_ \t") != ""
