"""Validation of a whole dataset: each document's graph, then the rules across documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from procgraph.dataset.changes import Changes
from procgraph.dataset.files import write_whole
from procgraph.dataset.index import index_path
from procgraph.dataset.reader import Dataset
from procgraph.dataset.segments import read_summaries
from procgraph.dataset.versions import rules_across_version
from procgraph.errors import DatasetError
from procgraph.rdf.iris import SHAPE, document_iri
from procgraph.rdf.shapes import ENGINES, Violation, validate_quads
from procgraph.rdf.written import iri_term, literal_term

__all__ = [
    "ENGINES",
    "Report",
    "recorded",
    "validate",
    "write_report",
    "written_report",
]

_SEVERITIES = {"Violation": 0, "Warning": 1, "Info": 2}
_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: `within` documents by the shapes, by document and place, and `across` them
    by the rules."""

    documents: int
    within: tuple[Violation, ...]
    across: tuple[Violation, ...] = ()

    @property
    def results(self) -> tuple[Violation, ...]:
        """All that was found."""
        return (*self.within, *self.across)

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
    from procgraph.dataset.rules import check_rules

    if engine not in ENGINES:
        raise DatasetError(f"there is no engine {engine!r}; use one of {', '.join(ENGINES)}")
    found: list[Violation] = []
    count = 0
    for identifier, text, quads in dataset.graphs():
        count += 1
        try:
            found += validate_quads(quads, text, engine=engine)
        except (SyntaxError, ValueError) as problem:
            where = " ".join(str(problem).split())
            raise DatasetError(f"{dataset.folder}: the graph of {identifier}: {where}") from None
    return Report(count, _sorted(found), tuple(check_rules(dataset)))


def recorded(dataset: Dataset, changes: Changes | None = None) -> Report:
    """The report of what the last build found in each document, and of the rules, asked anew.

    After small changes to a dataset that had a report, what it said of the rest is taken over.
    """
    from procgraph.dataset.rules import Earlier, check_rules

    manifest = dataset.manifest
    known = manifest.documents.keys()
    before = _before(dataset, changes) if changes and changes.are_small else None
    if changes is None or before is None:
        within = _within(dataset, known)
        across = check_rules(dataset, across_only=True)
    else:
        report, touched = before
        within = [result for result in report.within if result.document not in changes.documents]
        within += _within(dataset, changes.documents & known)
        earlier = Earlier(report.across, touched)
        across = check_rules(dataset, across_only=True, earlier=earlier)
    return Report(len(known), _sorted(within), tuple(across))


def write_report(dataset: Dataset, report: Report) -> Path:
    """Write `reports/validation.json`, with the stamp of what it is about, and return where it
    is."""
    path = _report_path(dataset)
    data = {"stamp": _stamp(dataset), "across": len(report.across), **report.to_json()}
    # ASCII: half a surrogate pair in a name is read back as it was.
    write_whole(path, f"{json.dumps(data, indent=1)}\n".encode("ascii"))
    return path


def written_report(dataset: Dataset) -> Report | None:
    """The report that was written, or None where that is about other documents or rules."""
    try:
        data = json.loads(_report_path(dataset).read_bytes())
        if data["stamp"] != _stamp(dataset):
            return None
        results = [Violation(**result) for result in data["results"]]
        first = len(results) - data["across"]
        return Report(data["documents"], tuple(results[:first]), tuple(results[first:]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _report_path(dataset: Dataset) -> Path:
    return dataset.folder / "reports" / "validation.json"


def _stamp(dataset: Dataset) -> str:
    return f"{dataset.manifest.report_stamp}-{rules_across_version()}"


def _before(dataset: Dataset, changes: Changes) -> tuple[Report, frozenset[str]] | None:
    """The report before the changes and the nodes that they touched, where both are known."""
    before = Dataset(dataset.folder, changes.before)
    report = written_report(before)
    if report is None or not index_path(before.folder, before.manifest).is_dir():
        return None
    try:
        touched = changes.touched(before.store(), dataset.store())
    except (OSError, RuntimeError, DatasetError):
        # Who needs what is broken there tells it.
        return None
    return None if touched is None else (report, touched)


def _within(dataset: Dataset, documents: Set[str]) -> list[Violation]:
    """What the shapes found in these documents when they were read."""
    manifest = dataset.manifest
    segments = {manifest.documents[identifier].segment for identifier in documents}
    return [
        Violation(**violation)
        for name in sorted(segments)
        if manifest.segments[name].violations
        for summary in read_summaries(dataset.folder, name, manifest.segments[name])
        if summary.id in documents
        for violation in summary.violations
    ]


def _sorted(found: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(
        sorted(
            found,
            key=lambda r: (
                r.document,
                r.line,
                _SEVERITIES.get(r.severity, 3),
                r.shape,
                r.value or "",
            ),
        )
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
