"""Validation of a whole dataset: each document's graph by the shapes, and rules across documents.

A rule across documents is a question under `queries/violations` whose answer must be empty. Its
columns `document`, `start`, `end` and `quote`, where it has them, say where; `severity` defaults to
``Violation`` and `message` to the question's summary and the row's values.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from procgraph.dataset.files import write_whole
from procgraph.dataset.questions import Question, shipped
from procgraph.dataset.reader import Dataset
from procgraph.dataset.segments import read_summaries, read_texts
from procgraph.dataset.versions import rules_across_version
from procgraph.errors import DatasetError
from procgraph.rdf.iris import SHAPE, document_id, document_iri
from procgraph.rdf.nquads import iri_term, literal_term
from procgraph.rdf.shapes import ENGINES, Violation, validate_quads

__all__ = [
    "ENGINES",
    "Report",
    "check_rules",
    "recorded",
    "validate",
    "write_report",
    "written_report",
]

_WHERE = frozenset({"document", "start", "end", "quote", "severity", "message"})
_SEVERITIES = {"Violation": 0, "Warning": 1, "Info": 2}
_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by document and place, the rules across documents last."""

    documents: int
    results: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing of severity ``Violation`` was found."""
        return not any(result.severity == "Violation" for result in self.results)

    @property
    def by_severity(self) -> Counter[str]:
        """The number of results of each severity."""
        return Counter(result.severity for result in self.results)

    def to_json(self) -> dict[str, Any]:
        """The report as `procgraph validate --format json` prints it."""
        return {
            "conforms": self.conforms,
            "documents": self.documents,
            "results": [asdict(result) for result in self.results],
        }

    def to_turtle(self) -> str:
        """The report as SHACL has it."""
        lines = [f"@prefix sh: <{_SH}> .", "", "[] a sh:ValidationReport ;"]
        lines.append(f"    sh:conforms {str(self.conforms).lower()}")
        for result in self.results:
            lines[-1] += " ;"
            lines += ["    sh:result [", *_turtle(result), "    ]"]
        lines[-1] += " ."
        return "\n".join(lines) + "\n"


def validate(dataset: Dataset, *, engine: str = ENGINES[0]) -> Report:
    """Validate every document's graph as it stands in the segments, and ask the rules.

    `engine` is one of `ENGINES`, which give the same results. Raises `DatasetError` for an unknown
    engine or for segments that cannot be read.
    """
    if engine not in ENGINES:
        raise DatasetError(f"there is no engine {engine!r}; use one of {', '.join(ENGINES)}")
    found: list[Violation] = []
    count = 0
    for part in dataset.parts():
        count += 1
        document = part.record.extraction.document
        try:
            found += validate_quads(part.quads, document.text, engine=engine)
        except (SyntaxError, ValueError) as problem:
            where = " ".join(str(problem).split())
            raise DatasetError(f"{dataset.folder}: the graph of {document.id}: {where}") from None
    return Report(count, (*_sorted(found), *check_rules(dataset)))


def recorded(dataset: Dataset) -> Report:
    """The report of what the last build found in each document, and the rules asked anew."""
    manifest = dataset.manifest
    found = [
        Violation(**violation)
        for name, entry in sorted(manifest.segments.items())
        if entry.violations
        for summary in read_summaries(dataset.folder, name, entry)
        for violation in summary.violations
    ]
    return Report(
        len(manifest.documents), (*_sorted(found), *check_rules(dataset, across_only=True))
    )


def check_rules(dataset: Dataset, *, across_only: bool = False) -> list[Violation]:
    """A violation for each row that a rule across documents gives.

    With `across_only` those rules are left out that each document's graph keeps by itself: what
    the writer has just written needs no second reading of all statements.
    """
    from procgraph.dataset.query import ask

    rules = [
        rule for rule in shipped("violations") if not (across_only and rule.scope == "document")
    ]
    if not rules:
        return []
    store = dataset.store()
    found = [(rule, row) for rule in rules for row in ask(dataset, rule, store=store)]
    placed = {_identifier(row["document"]) for _, row in found if _is_placed(row)}
    texts = _texts(dataset, placed & dataset.manifest.documents.keys())
    return [_rule_result(rule, row, texts) for rule, row in found]


def write_report(dataset: Dataset, report: Report) -> Path:
    """Write `reports/validation.json`, with the stamp of what it is about, and return where it
    is."""
    path = _report_path(dataset)
    data = {"stamp": _stamp(dataset), **report.to_json()}
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    write_whole(path, text.encode("utf-8", "replace"))
    return path


def written_report(dataset: Dataset) -> Report | None:
    """The report that was written, or None where that is about other documents or rules."""
    try:
        data = json.loads(_report_path(dataset).read_bytes())
        if data["stamp"] != _stamp(dataset):
            return None
        return Report(data["documents"], tuple(Violation(**result) for result in data["results"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _report_path(dataset: Dataset) -> Path:
    return dataset.folder / "reports" / "validation.json"


def _stamp(dataset: Dataset) -> str:
    return f"{dataset.manifest.report_stamp}-{rules_across_version()}"


def _texts(dataset: Dataset, documents: Iterable[str]) -> dict[str, str]:
    """The texts of some documents; a segment is read once, whatever the number of its documents."""
    segments: dict[str, set[str]] = defaultdict(set)
    for identifier in documents:
        segments[dataset.manifest.documents[identifier].segment].add(identifier)
    texts: dict[str, str] = {}
    for name, wanted in sorted(segments.items()):
        texts |= read_texts(dataset.folder, name, dataset.manifest.segments[name], wanted)
    return texts


def _is_placed(row: Mapping[str, Any]) -> bool:
    return isinstance(row.get("start"), int) and row.get("document") is not None


def _rule_result(rule: Question, row: Mapping[str, Any], texts: Mapping[str, str]) -> Violation:
    details = {k: v for k, v in row.items() if k not in _WHERE and v is not None}
    identifier = _identifier(row.get("document"))
    start, end = row.get("start"), row.get("end")
    line, quote = 1, row.get("quote")
    if identifier in texts and isinstance(start, int):
        text = texts[identifier]
        line = text.count("\n", 0, start) + 1
        quote = quote or text[start:end]
    values = ", ".join(f"{name} {value}" for name, value in details.items())
    summary = rule.summary or rule.name
    return Violation(
        document=identifier,
        focus_node=str(next(iter(details.values()), "")),
        shape=rule.name,
        path=None,
        value=None,
        severity=row.get("severity") or "Violation",
        message=row.get("message") or (f"{summary}: {values}" if values else summary),
        start=start,
        end=end,
        line=line,
        quote=quote,
    )


def _identifier(value: object) -> str:
    try:
        return document_id(str(value or ""))
    except ValueError:
        return str(value or "")


def _sorted(found: Iterable[Violation]) -> list[Violation]:
    return sorted(
        found,
        key=lambda r: (r.document, r.line, _SEVERITIES.get(r.severity, 3), r.shape, r.value or ""),
    )


def _turtle(result: Violation) -> list[str]:
    lines = [
        "a sh:ValidationResult",
        f"sh:resultSeverity <{_SH}{result.severity}>",
        f"sh:sourceShape {iri_term(SHAPE + result.shape)}",
        f"sh:resultMessage {literal_term(result.message)}",
    ]
    if ":" in result.focus_node:
        lines.append(f"sh:focusNode {iri_term(result.focus_node)}")
    if result.document:
        where = document_iri(result.document)
        if result.start is not None:
            where += f"#char={result.start},{result.end}"
        lines.append(f"<http://www.w3.org/ns/prov#wasDerivedFrom> {iri_term(where)}")
    if result.quote:
        lines.append(f"<http://www.w3.org/ns/oa#exact> {literal_term(result.quote)}")
    return [f"        {line} ;" for line in lines]
