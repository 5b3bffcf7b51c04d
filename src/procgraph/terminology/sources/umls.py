"""A UMLS release (MRCONSO.RRF, with MRSTY.RRF beside it) → names.

What a concept is, its semantic type says, which stands in MRSTY.RRF. The release is the user's own:
nothing of the UMLS comes with procgraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from procgraph.errors import InputError
from procgraph.terminology.sources.names import Name, Standing, scheme_by_code
from procgraph.terminology.sources.text import lines_of

__all__ = ["read_umls", "semantic_types"]

_MRCONSO_COLUMNS = 18
_MRSTY_COLUMNS = 6
# In MRCONSO: CUI 0, LAT 1, TS 2, STT 4, ISPREF 6, STR 14, SUPPRESS 16. In MRSTY: CUI 0, TUI 1.
_PREFERRED = ("P", "PF", "Y")
_NOS = re.compile(r",? NOS$")


def semantic_types(path: Path) -> Path:
    """The MRSTY.RRF beside a MRCONSO.RRF."""
    return path.with_name(path.name.replace("MRCONSO", "MRSTY"))


def read_umls(path: Path, scheme: str | None = None) -> Iterator[Name]:
    """The English names, not suppressed, of the concepts of which we know the semantic type.

    Without MRSTY.RRF every concept stands in `scheme`; with it, only those of that vocabulary.

    Raises:
        InputError: a file is no RRF, or nothing tells what the concepts are.
    """
    schemes = _schemes(path, scheme)
    for row in _rows(path, _MRCONSO_COLUMNS):
        if row[1] != "ENG" or row[16] != "N":
            continue
        found = scheme if schemes is None else schemes.get(row[0])
        if found is not None and scheme in (None, found):
            is_preferred = (row[2], row[4], row[6]) == _PREFERRED
            standing = Standing.LABEL if is_preferred else Standing.SYNONYM
            yield Name(f"UMLS:{row[0]}", found, _NOS.sub("", row[14]), standing)


def _schemes(path: Path, scheme: str | None) -> dict[str, str] | None:
    types = semantic_types(path)
    if types.is_file():
        table = scheme_by_code("semantic_type")
        found: dict[str, str] = {}
        for row in _rows(types, _MRSTY_COLUMNS):
            if row[1] in table:
                found.setdefault(row[0], table[row[1]])
        return found
    if scheme is None:
        raise InputError(
            f"needs {types.name} beside it",
            source=str(path),
            mend=f"put it there, or name the slot of its concepts, such as condition={path}",
        )
    return None


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    for number, line in lines_of(path):
        # Each field ends with a bar, the last one too.
        row = line.split("|")
        if len(row) != columns + 1:
            raise InputError(
                f"has {len(row) - 1} fields",
                source=str(path),
                line=number,
                mend=f"a line of {path.name} has {columns}",
            )
        yield row
