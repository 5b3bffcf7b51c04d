"""A table of our own making → names: ``id,label,synonyms,slot``, synonyms separated by ``|``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from procgraph.errors import InputError
from procgraph.terminology.sources.names import Name, Standing, scheme_named
from procgraph.terminology.sources.text import lines_of

__all__ = ["read_table"]

_HEADER = "id,label,synonyms,slot"


def read_table(path: Path, scheme: str | None = None) -> Iterator[Name]:
    """The names in a ``.csv`` or ``.tsv`` file with the columns `id`, `label` and, if they are
    there, `synonyms` and `slot`.

    Raises:
        InputError: a column or a cell is missing, or a slot is unknown.
    """
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    # Line ends stay: a quoted cell may hold one.
    reader = csv.DictReader((line + "\n" for _, line in lines_of(path)), delimiter=delimiter)
    needed = ["id", "label"] + ([] if scheme else ["slot"])
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"has no column {missing[0]!r}",
            source=str(path),
            line=1,
            mend=f"give it the header {_HEADER}",
        )
    try:
        for row in reader:
            yield from _names(row, scheme, path, reader.line_num)
    except csv.Error as error:
        raise InputError(
            str(error), source=str(path), line=reader.line_num, mend="mend the quotes there"
        ) from None


def _names(row: dict[str, str | None], scheme: str | None, path: Path, line: int) -> Iterator[Name]:
    cells = {column: (value or "").strip() for column, value in row.items() if column}
    for column in ("id", "label"):
        if not cells[column]:
            raise InputError(
                f"the cell {column!r} is empty", source=str(path), line=line, mend="fill it in"
            )
    slot = cells.get("slot")
    wanted = scheme_named(slot, source=str(path), line=line) if slot else scheme
    if wanted is None:
        raise InputError(
            "the cell 'slot' is empty", source=str(path), line=line, mend="say what the term is"
        )
    yield Name(cells["id"], wanted, cells["label"])
    for synonym in cells.get("synonyms", "").split("|"):
        if synonym.strip():
            yield Name(cells["id"], wanted, synonym.strip(), Standing.SYNONYM)
