"""A document's summary: what the rest of a build needs to know of it, without its record.

A summary is one line of JSON, in the order of the records: the number of its quads, its facts by
relation, what the shapes found, and its row for the second pass.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from procgraph.dataset.resolution import Mentioned, Row, row
from procgraph.model import Extraction, Relation

__all__ = ["Sketch", "Summary", "read_sketch", "read_summary", "summarise", "write_summary"]

Json = dict[str, Any]

# A look-up here takes a third of the time of a call of the class.
_RELATIONS = {relation.value: relation for relation in Relation}

# How the row's part of a line begins and ends.
_FIRST_OF_ROW, _LAST_OF_ROW = ',"procedure":', ',"mentions":'
_SAYS_PRIMARY = f'["{Relation.ADD_ON_TO.value}",'


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build needs to know of one document; `violations` are results of the shapes."""

    id: str
    quads: int
    relations: Mapping[str, int]
    violations: tuple[Json, ...]
    row: Row


def summarise(extraction: Extraction, quads: int, violations: Iterable[Json] = ()) -> Summary:
    """The summary of a document that has this number of quads."""
    relations = Counter([fact.relation for fact in extraction.facts])
    return Summary(
        extraction.document.id,
        quads,
        {relation.value: count for relation, count in sorted(relations.items())},
        tuple(violations),
        row(extraction),
    )


def write_summary(summary: Summary) -> str:
    """The summary as a line of JSON, without its line end."""
    found = summary.row
    data = {
        "id": summary.id,
        "quads": summary.quads,
        "relations": summary.relations,
        "violations": summary.violations,
        "procedure": found.iri,
        "names": found.names,
        "heads": found.heads,
        "concepts": found.concepts,
        "headConcepts": found.head_concepts,
        "addOn": found.add_on,
        "code": found.code,
        "mentions": [[m.relation.value, m.iri, m.label] for m in found.mentions],
    }
    # ASCII: half a surrogate pair in a text must not stop a build.
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def read_summary(line: str | bytes) -> Summary:
    """The summary of a line. Raises `ValueError`, `KeyError` or `TypeError` when it is none."""
    data = json.loads(line)
    return Summary(
        id=data["id"],
        quads=data["quads"],
        relations=data["relations"],
        violations=tuple(data["violations"]),
        row=_row(data, _mentions(data["mentions"])),
    )


@dataclass(frozen=True, slots=True)
class Sketch:
    """A row whose `mentions` are not read yet: most of a summary is these.

    `row` has none, but for one that says what a procedure is an add-on to.
    """

    row: Row
    mentions: str

    def whole(self) -> Row:
        """The row with its mentions. Raises as `read_summary` does."""
        return replace(self.row, mentions=_mentions(json.loads(self.mentions)))


def read_sketch(line: bytes) -> Sketch:
    """The sketch of a summary's line. Raises as `read_summary` does."""
    text = line.decode("ascii")
    # No quote stands within a string unless it is escaped.
    start, end = text.index(_FIRST_OF_ROW), text.rindex(_LAST_OF_ROW)
    mentions = text[end + len(_LAST_OF_ROW) : text.rindex("}")]
    sketch = Sketch(_row(json.loads(f"{{{text[start + 1 : end]}}}"), ()), mentions)
    return replace(sketch, row=sketch.whole()) if _SAYS_PRIMARY in mentions else sketch


def _row(data: Json, mentions: tuple[Mentioned, ...]) -> Row:
    code = data["code"]
    return Row(
        iri=data["procedure"],
        names=tuple(data["names"]),
        heads=tuple([(head, series) for head, series in data["heads"]]),
        concepts=tuple(data["concepts"]),
        head_concepts=tuple(data["headConcepts"]),
        add_on=data["addOn"],
        code=(code[0], code[1]) if code else None,
        mentions=mentions,
    )


def _mentions(data: Iterable[tuple[str, str, str]]) -> tuple[Mentioned, ...]:
    return tuple([Mentioned(_RELATIONS[relation], iri, label) for relation, iri, label in data])
