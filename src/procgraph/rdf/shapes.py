"""Document graph → violations, by SHACL Core; pyshacl is the reference engine.

Only the document's own graph is looked at, and of the vocabulary no more than the class and the
label of the concepts in it: some milliseconds a document instead of some hundred. The shapes are
parsed once a process; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import rdflib
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib.namespace import SH
from rdflib.term import Node

from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.membership import class_hierarchy, membership
from procgraph.rdf.places import Places
from procgraph.rdf.serialise import parse_nquads, to_rdflib_triple
from procgraph.resources import ontology_dir

__all__ = ["Violation", "validate_quads"]

_NO_SHAPES = rdflib.Graph(bind_namespaces="none")


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


def validate_quads(lines: Iterable[str], text: str | None) -> list[Violation]:
    """The violations in one document's graph, in the order of the text.

    Args:
        lines: the document graph's N-Quads lines, with or without line ends.
        text: the document's text, for line numbers and quotes; None if it is not at hand.

    Raises:
        SyntaxError: a line is no N-Quads.
        ValueError: the lines hold no graph, or more than one.
    """
    document, graph = _document_graph(lines)
    _add_membership(graph)
    data = DataGraph.from_rdflib_graph(graph)
    # Validator would read the shapes anew for each document, which takes longer than validating.
    validator = Validator(data, shacl_graph=_NO_SHAPES)
    validator.shacl_graph = _shapes()
    conforms, report, _ = validator.run()  # type: ignore[no-untyped-call]
    if conforms:
        return []
    places = Places(graph, text)
    found = {
        _violation(document, report, result, places) for result in report.objects(None, SH.result)
    }
    return sorted(found, key=_in_text_order)


@cache
def _shapes() -> ShapesGraph:
    # The store without contexts answers the engine's many small look-ups faster (19 ms for 23).
    graph = rdflib.Graph(store="SimpleMemory")
    return ShapesGraph(graph.parse(ontology_dir() / "shapes.ttl", format="turtle"))


def _document_graph(lines: Iterable[str]) -> tuple[str, rdflib.Graph]:
    names: set[str] = set()
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in parse_nquads(lines):
        names.add(
            "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name.value)
        )
        graph.add(to_rdflib_triple(quad.triple))
    if len(names) != 1:
        raise ValueError(f"the quads of one document graph stand in {len(names)} graphs, not in 1")
    return iris.document_id(names.pop()), graph


def _add_membership(graph: rdflib.Graph) -> None:
    known = membership()
    needed = [*class_hierarchy()]
    for node in set(graph.objects()):
        needed += known.get(node, ())
    for triple in needed:
        graph.add(triple)


def _violation(document: str, report: rdflib.Graph, result: Node, places: Places) -> Violation:
    focus = report.value(result, SH.focusNode)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    assert focus is not None
    place = places.of(focus, str(path), value)
    return Violation(
        document=document,
        focus_node=str(focus),
        shape=str(report.value(result, SH.sourceShape)).removeprefix(iris.SHAPE),
        path=_curie(path) if isinstance(path, rdflib.URIRef) else None,
        value=None if value is None else str(value),
        severity=str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        message=str(report.value(result, SH.resultMessage)),
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
