"""Tables: what the header row says of the columns, and what of a row belongs to its section.

The words of headers are in ``rules/columns.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from procgraph.documents.cues import meaning_of
from procgraph.documents.headings import heading_key, line_key
from procgraph.documents.judged import Cell, Judgement, is_mark, is_yes, judgement, weighed
from procgraph.documents.labels import INSTRUCTIONS
from procgraph.documents.shares import counted, of_how_many, with_share
from procgraph.documents.table_headers import is_first, is_header, kind_of, marks
from procgraph.documents.wording import normalise_heading

__all__ = [
    "Columns",
    "NamedRow",
    "Stated",
    "cells",
    "columns",
    "named_row",
    "names_itself",
]

_FREQUENCY, _ASIDE, _EXPLAINED, _CASE = "frequency", "aside", "explained", "case"
_RISKS, _REASONS = "complications", "contraindications"
# Where a row that has an unknown column more may say something in it.
_ONE_THING = frozenset({"complications", "indications", "contraindications"})
# Where a row may be of a thing that marks in its other cells say more of.
_MARKED = INSTRUCTIONS | {"personnel"}
_FEWEST_MARKED = 3
# Where a row may say whether what it is about holds.
_JUDGED = frozenset({"indications", "alternatives"})
# What is read as another section.
_LIKE: dict[str | None, str | None] = {"purpose": "indications", "summary": "indications"}
# Where a row may be a section of its own: below an unknown heading, or at the top of a page.
_TABLED = frozenset({None, "summary", "name"})
# Among the steps only what is no step: a table of steps names its parts, too.
_DETAILS = frozenset(("steps", key) for key in ("duration", "setting", "personnel"))
_NAMED_ROW = re.compile(r"\|?\s*(?P<name>[^|]+?)\s*\|\s*(?P<says>[^|]*[^|\s])\s*\|?\s*")


class NamedRow(NamedTuple):
    """A row that is a section: its key, its name, and where in the row stands what it says."""

    key: str | None
    name: str
    start: int
    end: int


class Stated(NamedTuple):
    """What a row states: a span of the text, and the label that it stands below."""

    start: int
    end: int
    label: str | None = None


class Columns(NamedTuple):
    """What the columns of a table hold, None for one whose header says nothing; its header; and
    what makes a share of a bare figure in each: ' in 100' below 'Out of 100 people'."""

    kinds: tuple[str | None, ...]
    heads: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()

    @property
    def key(self) -> str | None:
        """The section that a table is by its header alone; None for one that may be any."""
        if _FREQUENCY in self.kinds:
            return _RISKS
        if {"indications", "alternatives"} <= {*self.kinds}:
            return "alternatives"
        others = (_ASIDE, _EXPLAINED, _CASE, None)
        return self.kinds[0] if self.kinds and self.kinds[0] not in others else None

    def stated(
        self, text: str, row: Sequence[tuple[int, int]], key: str | None
    ) -> tuple[Stated, ...] | None:
        """What a row of a section states; None where it is all of it."""
        if len(row) > len(self.kinds):
            return None
        # An empty cell says nothing, whatever its column holds.
        kinds = [k if s < e else _ASIDE for k, (s, e) in zip(self.kinds, row, strict=False)]
        key = _LIKE.get(key, key)
        main = kinds.index(key) if key in kinds else _first_of_things(kinds)
        if key == "alternatives" and "indications" in kinds and key in kinds:
            # each option is for the condition that the row is about
            start, end = row[kinds.index("indications")]
            return (Stated(*row[main], f"for {text[start:end]}"),)
        cells_of_it = zip(row, self.heads, kinds, strict=False)
        says = [Cell(text[slice(*at)], head, kind or "") for at, head, kind in cells_of_it]
        judged = _judged(says[:main] + says[main + 1 :], key)
        if judged is not None:
            return (Stated(*row[main], judged.case),) if judged.holds else ()
        if key in _MARKED and len(self.kinds) >= _FEWEST_MARKED:
            return self._marked([text[start:end] for start, end in row], row, main, key)
        if key == _RISKS and _of_several(text, row, kinds):
            return (Stated(*row[main]),)
        if key == _RISKS and _EXPLAINED in kinds and _FREQUENCY not in kinds:
            start, end = row[kinds.index(_EXPLAINED)]
            is_behind = kinds.index(_EXPLAINED) == main + 1
            has_figure = any(map(str.isdigit, text[start:end]))
            return (Stated(row[main][0], end if is_behind and has_figure else row[main][1]),)
        if key not in _ONE_THING or not {*kinds} & {_FREQUENCY, _ASIDE}:
            return None
        often = kinds.index(_FREQUENCY) if _FREQUENCY in kinds else None
        if key != _RISKS or often is None:
            return (Stated(*row[main]),)
        told = text[slice(*row[often])]
        is_told_of_all = often < main or ";" in text[slice(*row[main])]
        if is_told_of_all and (said := meaning_of(told, key)) and said.frequency:
            return (Stated(*row[main], told),)
        share = with_share(told, self.shares[often])
        if abs(often - main) == 1:
            return (Stated(row[min(main, often)][0], row[max(main, often)][1], share),)
        return (Stated(*row[main], share or told),)

    def _marked(
        self, said: Sequence[str], row: Sequence[tuple[int, int]], main: int, key: str | None
    ) -> tuple[Stated, ...] | None:
        """What a row states whose other cells say by a mark which of their headers holds.

        'Anaesthetist | no | yes' below 'Needed' and 'On call' is one who is on call.
        """
        others = [at for at in range(len(said)) if at != main]
        marked = [at for at in others if is_mark(said[at])]
        if not marked:
            return None
        for at in marked:
            if is_yes(said[at]):
                if marks("denied", self.heads[at].lower()) and key not in INSTRUCTIONS:
                    return ()
                if len(marked) > 1 and not _is_telling(self.heads[at], key):
                    return ()  # 'Keyhole' beside 'Open' is a case of its own
                return (Stated(*row[main], self.heads[at]),)
        case = next((text for text in said if marks("case", text.lower())), None)
        return (Stated(*row[main], case),) if case else ()


def _judged(beside: Sequence[Cell], key: str | None) -> Judgement | None:
    """What the cells beside the thing of a row make of it, in the sections where they do."""
    if key in _JUDGED or any(cell.kind == _CASE for cell in beside):
        return judgement(beside)
    return weighed(beside) if key == _REASONS else None


def _is_telling(head: str, key: str | None) -> bool:
    """Whether a header says that, or when, what a mark below it stands for is there or done."""
    lowered = head.lower()
    return key in INSTRUCTIONS or marks("needed", lowered) or marks("case", lowered)


def _first_of_things(kinds: Sequence[str | None]) -> int:
    others = (_FREQUENCY, _ASIDE, _EXPLAINED, _CASE)
    return next((i for i, kind in enumerate(kinds) if kind not in others), 0)


def named_row(
    text: str, end: int, says: str, section: str | None, *, is_behind_one: bool
) -> NamedRow | None:
    """A row that ends there, of two cells, the first a heading: '| Duration | 20 minutes |'.

    Among what a section of its own says, a row is that section's.
    """
    row = _NAMED_ROW.fullmatch(says)
    if row is None:
        return None
    key = heading_key(row["name"])
    if key is None and (is_behind_one or row["name"].isalpha()):
        key = line_key(row["name"])  # 'Do not proceed if' among others, 'Before'
    is_first = key is not None and (section in _TABLED or (section, key) in _DETAILS)
    if not (is_first or is_behind_one):
        return None
    if is_header(text, end) and columns([row["says"]], key).kinds[0]:
        return None
    return NamedRow(key, row["name"], *row.span("says"))


def _of_several(text: str, row: Sequence[tuple[int, int]], kinds: Sequence[str | None]) -> bool:
    """Whether a row has figures of several columns of which the header does not say what they are
    of: none of them is known to be the procedure's own."""
    unknown = [text[s:e] for k, (s, e) in zip(kinds, row, strict=False) if k is None]
    return len(unknown) > 1 and any(said[:1].isdigit() for said in unknown)


def names_itself(header: Sequence[str], section: str | None) -> bool:
    """Whether a row without a rule below it can only be a header: 'Complication | Description' is
    none of the risks."""
    kinds = [kind_of(normalise_heading(cell), section) for cell in header]
    return len(kinds) > 1 and section == kinds[0] and None not in kinds and section in _ONE_THING


def cells(start: int, says: str) -> list[tuple[int, int]]:
    """The spans of the cells of a row that begins at `start`, without the space around them."""
    found = []
    for part in says.split("|"):
        said = part.strip()
        at = start + part.find(said)
        found.append((at, at + len(said)))
        start += len(part) + 1
    # Outside of the outer marks stands no cell.
    return found[says.startswith("|") : len(found) - says.rstrip().endswith("|")]


def columns(header: Sequence[str], section: str | None, caption: str = "") -> Columns:
    """What the cells of a header say of the columns below, in a table of that section.

    Its `caption` may say of how many the figures are, where no cell does.
    """
    key = _LIKE.get(section, section)
    kinds = [kind_of(normalise_heading(cell), key) for cell in header]
    shares = [of_how_many(cell) for cell in header]
    if key == "indications" and key not in kinds[1:] and is_first(header, "reason"):
        kinds[0] = key
    if section is None and (told := Columns(tuple(kinds)).key):
        return columns(header, told, caption)
    if key == _RISKS:
        kinds = [k or (_FREQUENCY if s else None) for k, s in zip(kinds, shares, strict=True)]
        share = "" if _FREQUENCY in kinds else of_how_many(caption)
        if share and (at := counted(header, kinds)):
            kinds[at], shares[at] = _FREQUENCY, share
    return Columns(tuple(kinds), tuple(header), tuple(shares))
