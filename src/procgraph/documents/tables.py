"""Tables whose rows are documents (`.jsonl`, `.csv`), and tables of metadata."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast, get_args

from procgraph.documents.encoding import open_text
from procgraph.errors import InputError
from procgraph.model import CodeSystem, Document

__all__ = ["Row", "code_system", "read_metadata", "read_rows", "row_document"]

OnError = Callable[[InputError], None]
_SYSTEMS = {"".join(filter(str.isalnum, name)).upper(): name for name in get_args(CodeSystem)}
_SYSTEMS["CPT"] = "CPT4"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: `line` counted from 1, `values` without the empty ones."""

    line: int
    values: dict[str, str]


def code_system(name: str | None) -> CodeSystem | None:
    """`ICD-10-PCS`, `icd10pcs`, `CPT` … as procgraph writes them; None for an unknown one."""
    key = "".join(filter(str.isalnum, name or "")).upper()
    return cast("CodeSystem | None", _SYSTEMS.get(key))


def read_rows(path: Path, on_error: OnError) -> Iterator[Row]:
    """The rows of a table, one in memory at a time; one that cannot be read goes to `on_error`, and
    the rest goes on. Raises `InputError` for a file that cannot be read at all."""
    source = str(path)
    is_csv = path.suffix.lower() == ".csv"
    with open_text(path, source, newline="" if is_csv else "\n") as file:
        yield from (_csv_rows if is_csv else _json_rows)(file, source, on_error)


def row_document(row: Row, source: str) -> Document:
    """The document of a row. Raises `InputError` without `id` or `text`."""
    values = row.values
    for column in ("id", "text"):
        if column not in values:
            raise InputError(
                f"the row has no {column!r}",
                source=source,
                line=row.line,
                mend="a row needs the columns 'id' and 'text'",
            )
    if not values["text"].strip():
        raise InputError("the row's text is empty", source=source, line=row.line, mend="remove it")
    system = values.get("code_system")
    if system is not None and code_system(system) is None:
        raise InputError(
            f"unknown code system {system!r}",
            source=source,
            line=row.line,
            mend="use CPT4, HCPCS or ICD10PCS",
        )
    return Document(
        id=values["id"],
        text=values["text"],
        source=source,
        line=row.line,
        code=values.get("code"),
        code_system=code_system(system),
        url=values.get("url"),
    )


def read_metadata(path: Path) -> dict[str, dict[str, str]]:
    """The columns `code`, `code_system` and `url` of a metadata table, by document id."""

    def refuse(error: InputError) -> None:
        raise error

    table: dict[str, dict[str, str]] = {}
    for row in read_rows(path, refuse):
        identifier = row.values.pop("id", None)
        system = row.values.get("code_system")
        if identifier is None or (system is not None and code_system(system) is None):
            raise InputError(
                "the row has no 'id'" if identifier is None else f"unknown code system {system!r}",
                source=str(path),
                line=row.line,
                mend="a metadata row needs 'id', and code_system CPT4, HCPCS or ICD10PCS",
            )
        table[identifier] = row.values
    return table


def _json_rows(file: TextIO, source: str, on_error: OnError) -> Iterator[Row]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            record = None
        if not isinstance(record, dict):
            on_error(
                InputError(
                    "is not a JSON object", source=source, line=number, mend="one object a line"
                )
            )
            continue
        yield Row(number, {str(k): str(v) for k, v in record.items() if v not in (None, "")})


def _csv_rows(file: TextIO, source: str, on_error: OnError) -> Iterator[Row]:
    reader = csv.DictReader(file, restkey="", strict=True)
    # A field may be a whole document: the default limit of 128 KiB is for spreadsheets.
    csv.field_size_limit(1 << 28)
    line = 1
    try:
        if not {"id"} <= set(reader.fieldnames or ()):
            raise InputError("has no column 'id'", source=source, line=1, mend="add a header row")
        for record in reader:
            line = reader.line_num
            yield Row(line, {k: v for k, v in record.items() if k and isinstance(v, str) and v})
    except csv.Error as problem:
        on_error(
            InputError(f"is not CSV ({problem})", source=source, line=line, mend="mend the quoting")
        )
