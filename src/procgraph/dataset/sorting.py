"""The last ORDER BY of a query, done here: in memory, each term is read once.

The engine fetches both terms of each comparison from disk, half of the time of an answer with
thousands of rows. The order is that of SPARQL 1.1, section 15.1: what is not bound, blank nodes,
IRIs, literals; strings by code points, numbers by value. It is known here for strings and for whole
and decimal numbers, not both in one column; for all else the engine sorts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

from procgraph.dataset.rows import Cell, Rows
from procgraph.rdf.vocabulary import PREFIXES

__all__ = ["Keys", "ordered", "without_order"]

Keys = tuple[tuple[str, bool], ...]  # variable, and whether the order is descending
_Key = tuple[int | str | Decimal, ...]

# At the start of a line, so that it is no comment; last, so that there is no LIMIT to obey.
_ORDER = re.compile(
    r"^[ \t]*ORDER\s+BY(?P<keys>(?:\s+(?:[?$]\w+|(?:ASC|DESC)\s*\(\s*[?$]\w+\s*\)))+)\s*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_ORDER_KEY = re.compile(r"(?P<descending>DESC)?\W*[?$](?P<name>\w+)", re.IGNORECASE)
_SELECTED = re.compile(r"^[^#<\n]*\bSELECT\b[^{#]*", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"(?<=[?$])\w+|\*")
_NUMBERS = frozenset({PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "decimal"})
_STRING = PREFIXES["xsd"] + "string"
_STRINGS = frozenset({_STRING, PREFIXES["rdf"] + "langString"})
_MOST_DIGITS = 18  # beyond these the engine knows a number only as text


def without_order(text: str) -> tuple[str, Keys]:
    """A query without its last ORDER BY, and what that sorts by: nothing where it has to stay, as
    where it names what is not selected."""
    found = _ORDER.search(text)
    if found is None:
        return text, ()
    keys = tuple((m["name"], bool(m["descending"])) for m in _ORDER_KEY.finditer(found["keys"]))
    selected = _SELECTED.search(text)
    names = set(_NAME.findall(selected[0])) if selected else set()
    if "*" not in names and not all(name in names for name, _ in keys):
        return text, ()
    return text[: found.start()], keys


def ordered(rows: Rows, keys: Keys) -> Rows | None:
    """The rows by these columns; None where their order is the engine's to know."""
    cells = list(rows.cells)
    # The last keys first, those of one direction at once.
    for descending, group in groupby(reversed(keys), itemgetter(1)):
        columns: list[Sequence[object]] = []
        for name, _ in group:
            place = rows.columns.index(name)
            column = _comparable([row[place] for row in cells])
            if column is None:
                return None
            columns.insert(0, column)
        by: list[Any] = list(zip(*columns, strict=True))
        places = sorted(range(len(by)), key=by.__getitem__, reverse=descending)
        cells = [cells[i] for i in places]
    return Rows(rows.columns, tuple(cells))


def _comparable(column: Sequence[Cell]) -> Sequence[object] | None:
    """What to compare in the place of each cell; None where that is not known."""
    literals = [cell for cell in column if isinstance(cell, ox.Literal)]
    kinds = {cell.datatype.value for cell in literals}
    if len(literals) == len(column) and kinds == {_STRING}:
        return [cell.value for cell in literals]
    if kinds <= _STRINGS:
        return list(map(_text_key, column))
    if kinds <= _NUMBERS and all(map(_is_small, literals)):
        return list(map(_number_key, column))
    return None


def _is_small(number: ox.Literal) -> bool:
    try:
        return len(number.value) <= _MOST_DIGITS and Decimal(number.value).is_finite()
    except InvalidOperation:
        return False


def _text_key(cell: Cell) -> _Key:
    if isinstance(cell, ox.Literal):
        return (3, cell.value, cell.datatype.value, cell.language or "")
    return _node_key(cell)


def _number_key(cell: Cell) -> _Key:
    return (3, Decimal(cell.value)) if isinstance(cell, ox.Literal) else _node_key(cell)


def _node_key(cell: ox.NamedNode | ox.BlankNode | None) -> _Key:
    if cell is None:
        return (0,)
    return (1 if isinstance(cell, ox.BlankNode) else 2, cell.value)
