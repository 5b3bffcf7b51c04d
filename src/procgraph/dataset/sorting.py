"""The last ORDER BY of a query, done here: in memory, each term is read once.

The engine fetches both terms of each comparison from disk, half of the time of an answer with
thousands of rows. The order is that of SPARQL 1.1, section 15.1: what is not bound, blank nodes,
IRIs, literals; strings by code points, numbers by value. It is known here for strings and for whole
and decimal numbers, not both in one column; for all else the engine sorts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

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
_NUMBERS = frozenset({PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "decimal"})
_STRINGS = frozenset({PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"})
_MOST_DIGITS = 18  # beyond these the engine knows a number only as text


def without_order(text: str) -> tuple[str, Keys]:
    """A query without its last ORDER BY, and what that sorts by: nothing where it has to stay."""
    found = _ORDER.search(text)
    if found is None:
        return text, ()
    keys = tuple((m["name"], bool(m["descending"])) for m in _ORDER_KEY.finditer(found["keys"]))
    return text[: found.start()], keys


def ordered(rows: Rows, keys: Keys) -> Rows | None:
    """The rows by these columns; None where their order is the engine's to know."""
    cells = list(rows.cells)
    for name, descending in reversed(keys):
        place = rows.columns.index(name)
        key = _key_of([row[place] for row in cells])
        if key is None:
            return None
        by = [key(row[place]) for row in cells]
        places = sorted(range(len(cells)), key=by.__getitem__, reverse=descending)
        cells = [cells[i] for i in places]
    return Rows(rows.columns, tuple(cells))


def _key_of(column: Sequence[Cell]) -> Callable[[Cell], _Key] | None:
    literals = [cell for cell in column if isinstance(cell, ox.Literal)]
    kinds = {cell.datatype.value for cell in literals}
    if kinds <= _STRINGS:
        return _text_key
    if kinds <= _NUMBERS and all(map(_is_small, literals)):
        return _number_key
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
