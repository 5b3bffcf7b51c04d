"""What the other cells of a row say of whether, when and for whom its thing holds.

'Lupus | No | of no use' denies it, 'Shock waves | small stones' below 'Option | Best for'
is for these. The words are in ``rules/columns.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from procgraph.documents.table_headers import marks
from procgraph.documents.wording import normalise_heading, pattern_of

__all__ = ["Cell", "Judgement", "is_mark", "is_yes", "judgement", "weighed"]

_RULES = "columns.toml"
_CASE = "case"
# What 'Sometimes' or 'Case by case' say in a cell.
_AT_TIMES = "in some cases"


class Cell(NamedTuple):
    """A cell beside the thing of its row: what it says, its header, and what kind that is."""

    says: str
    head: str
    kind: str


class Judgement(NamedTuple):
    """Whether what a row is about holds, and in which case."""

    holds: bool
    case: str | None = None


def is_mark(cell: str) -> bool:
    """Whether a cell only says yes or no: 'x', '✓', 'No', '–'."""
    return is_yes(cell) or _is_no(cell)


def is_yes(cell: str) -> bool:
    """Whether a cell only says yes: 'x', '✓'."""
    return marks("yes", cell.lower())


def judgement(cells: Sequence[Cell]) -> Judgement | None:
    """What the cells beside its thing make of a row; None where none of them judges it."""
    never = (cell for cell in cells if cell.kind == _CASE and cell.says.isalpha())
    if any(_judges(cell, "refused") for cell in cells) or any(_is_no(cell.says) for cell in never):
        return Judgement(holds=False)
    marked = next((cell for cell in cells if not cell.kind and is_mark(cell.says)), None)
    if marked and is_yes(marked.says) == marks("denied", marked.head.lower()):
        return Judgement(holds=False)
    case = next(filter(None, map(_case, cells)), None)
    if case or marked:
        return Judgement(holds=True, case=case)
    if any(_judges(cell, "at_times") for cell in cells):
        return Judgement(holds=True, case=_AT_TIMES)
    if any(cell.kind == _CASE and _judges(cell, "for_all") for cell in cells):
        return Judgement(holds=True)
    return None


def weighed(cells: Sequence[Cell]) -> Judgement | None:
    """That a reason against it is relative, which a cell says before its remark: 'Relative; the
    images blur'."""
    weighs = pattern_of(_RULES, "judged", "weighed")
    found = next(filter(None, (weighs.match(cell.says) for cell in cells)), None)
    return Judgement(holds=True, case=found["as"]) if found else None


def _case(cell: Cell) -> str | None:
    """The case that a cell tells: as its header has it, or in its own words."""
    if _judges(cell, "begins") or (cell.kind == _CASE and _judges(cell, "preposition")):
        return cell.says
    if cell.kind != _CASE or _judges(cell, "for_all") or _judges(cell, "time"):
        return None
    is_of_time = _tells("of_time", normalise_heading(cell.head)) and not _judges(cell, "people")
    return f"{'if' if is_of_time else 'for'} {cell.says}"


def _is_no(cell: str) -> bool:
    return marks("no", cell.lower())


def _judges(cell: Cell, name: str) -> bool:
    return _tells(name, cell.says.lower().strip(" ."))


def _tells(name: str, text: str) -> bool:
    return pattern_of(_RULES, "judged", name).fullmatch(text) is not None
