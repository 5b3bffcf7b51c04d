"""A document's record: what the graph leaves out on purpose, as one line of JSON.

It holds the text, each fact with its section and rule, and the sentences that gave none, so that an
`Extraction` can be read back whole. Where the document came from is not in it: a record depends on
content alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from json.encoder import encode_basestring_ascii
from typing import Any

from procgraph.model import (
    Concept,
    Document,
    Duration,
    Evidence,
    Extraction,
    Fact,
    Procedure,
    Rate,
    Relation,
    Step,
    Unread,
    object_json,
)

__all__ = ["Record", "read_record", "read_text", "write_record"]

Json = dict[str, Any]

# All of a document but the place that it came from.
_CONTENT = tuple(f.name for f in fields(Document) if f.name not in ("source", "line"))
_DECODER = json.JSONDecoder()
# ASCII: half a surrogate pair in a text must not stop a build.
_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_quoted = encode_basestring_ascii
_PROCEDURE = tuple(f.name for f in fields(Procedure))


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a record file: the extraction."""

    extraction: Extraction

    def located(self, source: str, line: int) -> Record:
        """The same record, with the place that its document came from."""
        document = replace(self.extraction.document, source=source, line=line)
        return Record(replace(self.extraction, document=document))


def write_record(record: Record) -> str:
    """The record as a line of JSON, without its line end."""
    extraction = record.extraction
    head = {
        **{name: getattr(extraction.document, name) for name in _CONTENT},
        "procedure": {name: getattr(extraction.procedure, name) for name in _PROCEDURE},
    }
    unread = [[u.start, u.end, u.section, u.reason] for u in extraction.unread]
    # The facts are formatted here: to make dicts of them first takes three times as long.
    facts = ",".join(map(_fact_json, extraction.facts))
    return f'{_json(head)[:-1]},"facts":[{facts}],"unread":{_json(unread)}}}'


def read_text(line: str) -> tuple[str, str]:
    """The id and the text of a document, with which its record's line begins; the rest is not read.

    Raises `ValueError` or `TypeError` when it is no record.
    """
    identifier, end = _DECODER.raw_decode(line, len('{"id":'))
    text, _ = _DECODER.raw_decode(line, end + len(',"text":'))
    if not (isinstance(identifier, str) and isinstance(text, str)):
        raise TypeError("is no record")
    return identifier, text


def read_record(line: str | bytes) -> Record:
    """The record of a line. Raises `ValueError`, `KeyError` or `TypeError` when it is none."""
    data = json.loads(line)
    content = {name: data[name] for name in _CONTENT}
    document = Document(**content, source=data["id"])
    name: Json = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in data["procedure"].items()
    }
    procedure = Procedure(**name)
    extraction = Extraction(
        document=document,
        procedure=procedure,
        facts=tuple(_fact(fact, document.id, procedure) for fact in data["facts"]),
        unread=tuple(Unread(*unread) for unread in data["unread"]),
    )
    return Record(extraction)


def _fact_json(fact: Fact) -> str:
    # The record says once whose facts these are.
    places = ",".join(
        [
            f'{{"start":{e.start},"end":{e.end},"line":{e.line},"quote":{_quoted(e.quote)}}}'
            for e in fact.evidence
        ]
    )
    condition = "null" if fact.condition is None else _quoted(fact.condition)
    group = "null" if fact.group is None else fact.group
    frequency = "null" if fact.frequency is None else _quoted(fact.frequency)
    rate = ""
    if fact.rate is not None:
        rate = f',"rate":{_json({"min": fact.rate.min, "max": fact.rate.max})}'
    return (
        f'{{"relation":{_quoted(fact.relation)},"object":{_object_json(fact.object)}'
        f',"polarity":{_quoted(fact.polarity)},"condition":{condition},"group":{group}'
        f',"frequency":{frequency},"evidence":[{places}],"section":{_quoted(fact.section)}'
        f',"rule":{_quoted(fact.rule)}{rate}}}'
    )


def _object_json(value: Concept | Duration | Step) -> str:
    if not isinstance(value, Concept):
        return _json(object_json(value))
    matches = ",".join(map(_quoted, value.matches))
    broader = f',"broader":{_quoted(value.broader)}' if value.broader else ""
    coined = ',"coined":true' if value.coined else ""
    label = f',"broaderLabel":{_quoted(value.broader_label)}' if value.broader_label else ""
    return (
        f'{{"id":{_quoted(value.iri)},"label":{_quoted(value.label)},"text":{_quoted(value.text)}'
        f',"matches":[{matches}]{broader},"how":{_quoted(value.how)}{coined}{label}}}'
    )


def _fact(data: Json, document: str, procedure: Procedure) -> Fact:
    rate = data.get("rate")
    return Fact(
        document=document,
        procedure=procedure,
        relation=Relation(data["relation"]),
        object=_object(data["object"]),
        evidence=tuple(
            Evidence(e["start"], e["end"], e["line"], e["quote"]) for e in data["evidence"]
        ),
        section=data["section"],
        rule=data["rule"],
        polarity=data["polarity"],
        condition=data["condition"],
        group=data["group"],
        frequency=data["frequency"],
        rate=Rate(rate["min"], rate["max"]) if rate else None,
    )


def _object(data: Json) -> Concept | Duration | Step:
    if "minMinutes" in data:
        return Duration(data["minMinutes"], data["maxMinutes"], data["text"])
    if "order" in data:
        label = data["label"] if data["label"] != data["text"] else None
        return Step(data["order"], data["text"], label)
    return Concept(
        iri=data["id"],
        label=data["label"],
        text=data["text"],
        matches=tuple(data["matches"]),
        how=data["how"],
        broader=data.get("broader"),
        coined=data.get("coined", False),
        broader_label=data.get("broaderLabel"),
    )
