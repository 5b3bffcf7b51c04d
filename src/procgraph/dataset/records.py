"""A document's record: what the graph leaves out on purpose, as one line of JSON.

It holds the text, each fact with its section and rule, the sentences that gave none, and what the
shapes found, so that an `Extraction` can be read back whole. Where the document came from is not
in it: a record depends on content alone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
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
)

__all__ = ["Record", "fingerprint", "read_record", "write_record"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a record file: the extraction, its document's fingerprint, and the results of
    the shapes as JSON."""

    extraction: Extraction
    sha256: str
    violations: tuple[Json, ...] = ()

    def located(self, source: str, line: int) -> Record:
        """The same record, with the place that its document came from."""
        document = replace(self.extraction.document, source=source, line=line)
        return replace(self, extraction=replace(self.extraction, document=document))


def fingerprint(document: Document) -> str:
    """The SHA-256 of all of a document that its facts can depend on."""
    content = [document.text, document.code, document.code_system, document.url, document.title]
    return hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()


def write_record(record: Record) -> str:
    """The record as a line of JSON, without its line end."""
    document, procedure = record.extraction.document, record.extraction.procedure
    return _dumps(
        {
            "id": document.id,
            "sha256": record.sha256,
            "url": document.url,
            "title": document.title,
            "code": document.code,
            "codeSystem": document.code_system,
            "text": document.text,
            "procedure": {
                "id": procedure.iri,
                "label": procedure.label,
                "names": list(procedure.names),
                "code": procedure.code,
                "codeSystem": procedure.code_system,
                "addOn": procedure.add_on,
                "concepts": list(procedure.concepts),
            },
            "facts": [_fact_json(fact) for fact in record.extraction.facts],
            "unread": [[u.start, u.end, u.section, u.reason] for u in record.extraction.unread],
            "violations": list(record.violations),
        }
    )


def read_record(line: str) -> Record:
    """The record of a line. Raises `ValueError`, `KeyError` or `TypeError` when it is none."""
    data = json.loads(line)
    document = Document(
        id=data["id"],
        text=data["text"],
        source=data["id"],
        code=data["code"],
        code_system=data["codeSystem"],
        url=data["url"],
        title=data["title"],
    )
    name = data["procedure"]
    procedure = Procedure(
        iri=name["id"],
        label=name["label"],
        names=tuple(name["names"]),
        code=name["code"],
        code_system=name["codeSystem"],
        add_on=name["addOn"],
        concepts=tuple(name["concepts"]),
    )
    extraction = Extraction(
        document=document,
        procedure=procedure,
        facts=tuple(_fact(fact, data["id"], procedure) for fact in data["facts"]),
        unread=tuple(Unread(*unread) for unread in data["unread"]),
    )
    return Record(extraction, data["sha256"], tuple(data["violations"]))


def _fact_json(fact: Fact) -> Json:
    data = fact.to_json()
    # The record says once whose facts these are; the linking step is only for `explain`.
    del data["document"], data["procedure"]
    if isinstance(fact.object, Concept):
        data["object"]["how"] = fact.object.how
    return data


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
    )


def _dumps(data: Json) -> str:
    # ASCII: half a surrogate pair in a text must not stop a build.
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))
