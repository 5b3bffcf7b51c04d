"""Document graph → violations, by SHACL Core.

Only the document's own graph is looked at, and of the vocabulary no more than the class and the
label of the concepts in it. The pre-check says which shapes have something to report; pyshacl, the
reference, reports it. Both give the same results; the first costs a millisecond where the reference
alone costs forty. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.document_graph import DocumentGraph
from procgraph.rdf.membership import class_hierarchy, membership
from procgraph.rdf.places import Places
from procgraph.rdf.precheck import SUBCLASS_OF, project_shapes
from procgraph.rdf.terms import RDF_TYPE, Triples, plain

if TYPE_CHECKING:
    from procgraph.rdf.reference import Result

__all__ = ["ENGINES", "Violation", "validate_quads", "validate_triples"]

ENGINES = ("precheck", "pyshacl")
"""The engines that validate: the pre-check before the reference, and the reference alone."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One validation result with the sentence that it is about.

    `shape` is the shape's name (the end of its IRI), `path` the property as a CURIE or None,
    `severity` ``Violation``, ``Warning`` or ``Info``. `start` and `end` are offsets into the text;
    None, beside line 1, where the result is about the document as a whole.
    """

    document: str
    focus_node: str
    shape: str
    path: str | None
    value: str | None
    severity: str
    message: str
    start: int | None
    end: int | None
    line: int
    quote: str | None


def validate_quads(
    lines: Iterable[str], text: str | None, *, engine: str = ENGINES[0]
) -> list[Violation]:
    """The violations in one document's graph, in the order of the text.

    Args:
        lines: the document graph's N-Quads lines, with or without line ends.
        text: the document's text, for line numbers and quotes; None if it is not at hand.
        engine: one of `ENGINES`; the violations are the same.

    Raises:
        SyntaxError: a line is no N-Quads.
        ValueError: the lines hold no graph or more than one, or values that cannot be compared.
    """
    # The reference shall not depend on how the pre-check splits lines.
    read = DocumentGraph.parsed if engine == "pyshacl" else DocumentGraph.read
    return _validated(read(lines), text, engine)


def validate_triples(
    document: str, triples: Triples, text: str | None, *, engine: str = ENGINES[0]
) -> list[Violation]:
    """The violations in the graph of the document with this id, in the order of the text.

    The same as `validate_quads` for terms that are at hand as Oxigraph writes them, which saves
    half of the time.

    Raises:
        ValueError: values that a shape compares cannot be compared.
    """
    return _validated(DocumentGraph.of(document, triples), text, engine)


def _validated(graph: DocumentGraph, text: str | None, engine: str) -> list[Violation]:
    known = membership()
    graph.add([triple for node in known.keys() & graph.objects for triple in known[node]])
    found = _all(graph) if engine == "pyshacl" else _flagged(graph)
    if not found:
        return []
    places = Places(graph, text)
    # A value that breaks two constraints of one shape is one violation.
    violations = {_violation(graph.document, result, places) for result in found}
    return sorted(violations, key=_in_text_order)


def _flagged(graph: DocumentGraph) -> set[Result]:
    # Classes that the document itself makes are not among those that the shapes know.
    if SUBCLASS_OF in graph.predicates:
        return _all(graph)
    shapes = project_shapes()
    flagged = shapes.flagged(graph)
    if not flagged:
        return set()
    if not shapes.unknown.isdisjoint(flagged):
        return _reference(graph, graph.predicates, flagged)
    # Triples of other predicates cannot change what these shapes report.
    return _reference(graph, graph.predicates & shapes.predicates(flagged), flagged)


def _all(graph: DocumentGraph) -> set[Result]:
    return _reference(graph, graph.predicates, ())


def _reference(graph: DocumentGraph, predicates: Set[str], shapes: Iterable[str]) -> set[Result]:
    # Here, because pyshacl takes a second to import, and most graphs conform.
    from procgraph.rdf.reference import results

    lines = [*graph.lines(predicates)]
    if RDF_TYPE in predicates:
        lines += [
            f"{subject} {predicate} {name} ." for subject, predicate, name in class_hierarchy()
        ]
    return results(lines, [plain(shape) for shape in shapes])


def _violation(document: str, result: Result, places: Places) -> Violation:
    place = places.of(result.focus, result.path, result.value)
    return Violation(
        document=document,
        focus_node=plain(result.focus),
        shape=result.shape.removeprefix(iris.SHAPE),
        path=None if result.path is None else _curie(result.path),
        value=None if result.value is None else plain(result.value),
        severity=result.severity,
        message=result.message,
        start=place.start,
        end=place.end,
        line=place.line,
        quote=place.quote,
    )


def _curie(iri: str) -> str:
    for prefix, namespace in v.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _in_text_order(violation: Violation) -> tuple[int, str, str, str]:
    start = -1 if violation.start is None else violation.start
    return (start, violation.shape, violation.focus_node, violation.value or "")
