"""The answer to a question: rows of RDF terms, or triples, and the formats that they can take."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from procgraph.dataset.triples import Node, Triples
from procgraph.errors import QuestionError
from procgraph.rdf.vocabulary import PREFIXES

__all__ = ["FORMATS", "Cell", "Rows", "shorten", "to_graph", "to_rows"]

Cell = Node | None
_CELLS = frozenset({ox.NamedNode, ox.Literal, ox.BlankNode, type(None)})

FORMATS = ("csv", "json", "tsv", "turtle")

_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset({_XSD + "integer", _XSD + "int", _XSD + "long", _XSD + "nonNegativeInteger"})
_FLOATS = frozenset({_XSD + "decimal", _XSD + "double", _XSD + "float"})


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an answer, in order.

    Iterating gives each row as a dict of Python values: IRIs and strings as `str`, numbers and
    booleans as such, None where a variable is not bound.
    """

    columns: tuple[str, ...]
    cells: Sequence[tuple[Cell, ...]]

    @property
    def is_graph(self) -> bool:
        """Whether the rows are triples, of a CONSTRUCT or DESCRIBE."""
        return isinstance(self.cells, Triples)

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.cells:
            yield dict(zip(self.columns, map(_value, row), strict=True))

    def column(self, name: str) -> list[Any]:
        """The values of one column. Raises `KeyError` for an unknown one."""
        return [row[name] for row in self] if self.cells or name in self.columns else _no(name)

    def first(self, count: int) -> Rows:
        """The first `count` rows, in the order of the answer."""
        return replace(self, cells=self.cells[:count])

    def to(self, form: str) -> str:
        """The answer as ``csv``, ``tsv`` or ``json`` (SPARQL results), or as ``turtle``.

        Raises `QuestionError` when the format does not fit the answer.
        """
        match form:
            case "turtle":
                if isinstance(self.cells, Triples):
                    return self.cells.turtle()
                raise QuestionError("only the answer of a CONSTRUCT query can be written as turtle")
            case "csv":
                return _delimited(self.columns, [[_text(c) for c in row] for row in self.cells])
            case "tsv":
                head = "\t".join(f"?{name}" for name in self.columns)
                lines = ["\t".join(_nt(cell) for cell in row) for row in self.cells]
                return "\n".join([head, *lines]) + "\n"
            case "json":
                return _json(self.columns, self.cells)
        raise QuestionError(f"there is no format {form!r}; use one of {', '.join(FORMATS)}")


def to_rows(found: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]) -> Rows:
    """An engine's answer as rows; triples are sorted, and each comes once."""
    if isinstance(found, ox.QueryBoolean):
        return Rows(("answer",), ((ox.Literal(bool(found)),),))
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Rows(columns, tuple(tuple(map(_cell, row)) for row in found))
    return to_graph(map(str, found))


def to_graph(lines: Iterable[str]) -> Rows:
    """Triples as rows: lines of N-Triples without the stop, sorted here, each once."""
    return Rows(("subject", "predicate", "object"), Triples(tuple(sorted(set(lines)))))


def shorten(cell: Cell) -> str:
    """A term for people to read: a literal's text, an IRI as a CURIE where there is a prefix."""
    if isinstance(cell, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            if cell.value.startswith(namespace) and len(cell.value) > len(namespace):
                return f"{prefix}:{cell.value.removeprefix(namespace)}"
    return _text(cell)


def _cell(term: Any) -> Cell:
    # A triple term, which no format here has, is its text.
    return term if type(term) in _CELLS else ox.Literal(str(term))


def _no(name: str) -> list[Any]:
    raise KeyError(name)


def _value(cell: Cell) -> Any:
    if isinstance(cell, ox.Literal):
        kind = cell.datatype.value
        try:
            if kind in _INTEGERS:
                return int(cell.value)
            if kind in _FLOATS:
                return float(cell.value)
        except ValueError:
            return cell.value
        if kind == _XSD + "boolean":
            return cell.value in ("true", "1")
    return None if cell is None else cell.value


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"_:{cell.value}" if isinstance(cell, ox.BlankNode) else cell.value


def _nt(cell: Cell) -> str:
    return "" if cell is None else str(cell).replace("\t", "\\t")


def _delimited(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    # SPARQL 1.1 results in CSV end their lines so.
    csv.writer(out, lineterminator="\r\n").writerows([columns, *rows])
    return out.getvalue()


def _json(columns: Sequence[str], cells: Sequence[Sequence[Cell]]) -> str:
    # A row a line: json indents in Python, seven times as slowly.
    encode = json.JSONEncoder(ensure_ascii=False).encode
    bindings = ",\n".join(
        encode(
            {
                name: _binding(cell)
                for name, cell in zip(columns, row, strict=True)
                if cell is not None
            }
        )
        for row in cells
    )
    head = encode({"vars": list(columns)})
    return f'{{"head": {head},\n "results": {{"bindings": [\n{bindings}\n]}}}}\n'


def _binding(cell: Node) -> dict[str, str]:
    match cell:
        case ox.NamedNode(value=value):
            return {"type": "uri", "value": value}
        case ox.BlankNode(value=value):
            return {"type": "bnode", "value": value}
    data = {"type": "literal", "value": cell.value}
    if cell.language:
        data["xml:lang"] = cell.language
    elif cell.datatype.value != _XSD + "string":
        data["datatype"] = cell.datatype.value
    return data
