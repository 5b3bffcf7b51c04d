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
_GLYPHS = _EMPTY + _TICKED + _CHECKED + _CROSSED + _HOLLOW + _SOLID
_TYPED = r"(?<![^\s|:?])(?:\[[ \t_xX✓✔]?\]|\((?:[ \t]+|_|[xX•✓✔])\))(?!\()"
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
    lines = [match.span() for match in _LINE.finditer(text)]
    found = [[match.span() for match in _BOX.finditer(text, *line)] for line in lines]
    if "(ix)" in text:
        # a list whose tenth item is '(x)'
        found = [[span for span in line if text[slice(*span)].lower() != "(x)"] for line in found]
    marks = ["".join(text[start:end] for start, end in line) for line in found]
    said = {text[start:end] for line in found for start, end in line}
    is_drawn = any(mark in _EMPTY or mark[0] in "[(_" for mark in said)
    is_ticked = any(mark in _TICKED or _is_typed_tick(mark) for mark in said)
    is_checked, is_crossed = (any(mark in kind for mark in said) for kind in (_CHECKED, _CROSSED))
    is_mixed = any(
        hollow in line and solid in line
        for line in marks
        for hollow, solid in zip(_HOLLOW, _SOLID, strict=True)
    )
    is_filled = is_ticked or is_mixed or (is_drawn and (is_checked or is_crossed))
    # 'Mark with a cross'
    cross: State = "ticked" if is_drawn and not (is_ticked or is_checked) else "denied"
    columns = {
        (text[s], s - begin) for (begin, _), line in zip(lines, found, strict=True) for s, _ in line
    }

    def meant(line: int, start: int, end: int) -> Box | None:
        mark = text[start:end]
        if mark in _HOLLOW + _SOLID:
            if not is_filled:
                return None
            solid = _SOLID[_HOLLOW.index(mark)] if mark in _HOLLOW else mark
            # the marks of one list stand below each other
            is_box = solid in marks[line] or (solid, start - lines[line][0]) in columns
            if not is_box and (mark == "○" or solid in said):
                return None
            return Box("ticked" if mark in _SOLID else "empty", start, end)
        if mark[0] == "_" and not is_filled:
            return None
        if mark in _CROSSED:
            return Box(cross, start, end)
        is_tick = mark in _TICKED + _CHECKED or _is_typed_tick(mark)
        return Box("ticked" if is_tick else "empty", start, end)

    read = [
        (line, [box for span in spans if (box := meant(number, *span))])
        for number, (line, spans) in enumerate(zip(lines, found, strict=True))
    ]
    return Boxes(read, is_filled) if any(line for _, line in read) else None


def _is_typed_tick(mark: str) -> bool:
    return mark[0] in "[(_" and mark.strip("[]()_ \t") != ""
