"""The process in which a question with a time limit is answered: JSON in, JSON out."""

from __future__ import annotations

import json
import sys

import pyoxigraph as ox

from procgraph.dataset.query import run
from procgraph.dataset.rows import Cell
from procgraph.dataset.triples import Triples
from procgraph.errors import QuestionError


def main() -> int:
    """Answer the question on standard input."""
    job = json.load(sys.stdin)
    try:
        rows = run(ox.Store.read_only(job["index"]), job["text"], job["source"])
    except QuestionError as error:
        print(error, file=sys.stderr)
        return 2
    if isinstance(rows.cells, Triples):
        json.dump({"triples": rows.cells.lines}, sys.stdout)
    else:
        cells = [[_json(cell) for cell in row] for row in rows.cells]
        json.dump({"columns": rows.columns, "cells": cells}, sys.stdout)
    return 0


def _json(cell: Cell) -> list[str] | None:
    match cell:
        case None:
            return None
        case ox.NamedNode(value=value):
            return ["uri", value]
        case ox.BlankNode(value=value):
            return ["bnode", value]
    return ["literal", cell.value, cell.language or "", cell.datatype.value]


if __name__ == "__main__":
    raise SystemExit(main())
