"""Tables whose columns are lists that stand side by side: 'Absolute' beside 'Relative'.

Each header cell heads what stands below it: it names a section, or a part of the one that the table
stands in, or denies it. The rows are no records. The words of such headers are in the lists of
``rules/columns.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from procgraph.documents.columns import cells, columns
from procgraph.documents.cues import meaning_of
from procgraph.documents.denials import denial
from procgraph.documents.headings import line_key
from procgraph.documents.judged import is_mark
from procgraph.documents.labels import INSTRUCTIONS
from procgraph.documents.table_headers import header_rule, is_header
from procgraph.documents.wording import normalise_heading

__all__ = ["ListColumn", "parallel_lists"]

_ROWS = re.compile(r"(?:\r?\n|\r)[ \t]*\|(?P<says>[^\r\n]*)")
_RULED = re.compile(r"[\s|:-]*")
_FIGURE = re.compile(r"[<>~≤≥]?\s*\d[\d.,–-]*\s*(?:%|in \d[\d,]*|\w+)?")
# What pages weigh against each other; of other sections the first column names a record.
_WEIGHED = frozenset({"indications", "contraindications", "benefits", "complications"})
_OF_RECORDS = frozenset({"frequency", "aside", "case"})
_OPTIONS = "alternatives"
_NO_LISTS = frozenset({"name", "names", "summary", "steps"})
_FEWEST = 2


class ListColumn(NamedTuple):
    """What heads a column, its section, None where that says nothing here, the label of its
    cells."""

    head: str
    key: str | None
    label: str | None


def parallel_lists(
    text: str, start: int, end: int, section: str | None, *, is_first: bool
) -> tuple[ListColumn | None, ...] | None:
    """The columns of a table by the row at `start:end`, where that heads lists; else None.

    A column without a header names the rows, and is None. `is_first`: the row is a table's first,
    which may be its header without a rule below.
    """
    heads = [text[first:last] for first, last in cells(start, text[start:end])]
    is_ruled = is_header(text, end)
    named = heads[1:] if heads and not heads[0] else heads
    if len(named) < _FEWEST or len({*named}) < len(named) or not (is_ruled or is_first):
        return None
    found = [_list_of(head, section) for head in named]
    lists = [column for column in found if column]
    if len(lists) < len(found):
        return None
    keys = [column.key for column in lists]
    if not is_ruled and (None in keys or len({*keys}) < len(keys)):
        return None
    rows = _rows_below(text, end)
    if not rows or _are_records(heads, keys, rows, section):
        return None
    return (*([None] * (len(heads) - len(named))), *lists)


def _list_of(head: str, section: str | None) -> ListColumn | None:
    """What a header cell says of its column; None for one that heads no list."""
    known = header_rule("list", normalise_heading(head), section)
    if known and "key" in known:
        return ListColumn(head, known["key"] or None, None)
    if known or denial(head, section) is not None:
        return ListColumn(head, section, head)
    meaning = meaning_of(head, section) if section else None
    if meaning and (meaning.frequency or (meaning.key == section and not meaning.is_cue)):
        return ListColumn(head, section, head)
    key = line_key(head)
    if key is None or key in _NO_LISTS:
        return None
    return ListColumn(head, key, head if meaning and meaning.frequency else None)


def _are_records(
    heads: Sequence[str],
    keys: Sequence[str | None],
    rows: Sequence[Sequence[str]],
    section: str | None,
) -> bool:
    """Whether the rows of a table tell of one thing each."""
    if _OF_RECORDS & {*columns(heads, section).kinds} or keys[0] == _OPTIONS != section:
        return True
    for column in range(1, len(heads)):
        said = [row[column] for row in rows if column < len(row) and row[column]]
        if said and all(is_mark(cell) or _FIGURE.fullmatch(cell) for cell in said):
            return True
    told = {key for key in keys if key}
    is_one = len(told) == 1 or told <= _WEIGHED | {_OPTIONS} or told <= INSTRUCTIONS
    return not is_one and len(rows) > 1 and not heads[0].lower().endswith("s")


def _rows_below(text: str, end: int) -> list[list[str]]:
    rows: list[list[str]] = []
    while row := _ROWS.match(text, end):
        start, end = row.span("says")
        if not _RULED.fullmatch(row["says"]):
            says = f"|{row['says']}"
            rows.append([text[s:e] for s, e in cells(start - 1, says)])
    return rows
