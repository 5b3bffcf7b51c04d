"""pyshacl, the reference engine: rdflib graph → the results of some shapes or of all.

It takes a second to import and some ten milliseconds a document; what is not flagged by the
pre-check (`procgraph.rdf.precheck`) never comes here.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import rdflib
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib.namespace import SH
from rdflib.term import Node

from procgraph.rdf.serialise import to_rdflib_triple
from procgraph.rdf.terms import parse_nquads
from procgraph.resources import ontology_dir

__all__ = ["Result", "results"]

_NO_SHAPES = rdflib.Graph(bind_namespaces="none")

_Found = tuple[str, Node, list[tuple[Node, Node, Node | tuple[object, Node]]]]
"""A result as the engine has it: its text, its node, its triples."""


@dataclass(frozen=True, slots=True)
class Result:
    """One result of the report.

    `focus` and `value` are terms in N-Triples syntax, `shape` is an IRI, `path` too or None;
    `component` and `severity` are local names.
    """

    focus: str
    shape: str
    component: str
    path: str | None
    value: str | None
    severity: str
    message: str


def results(lines: Iterable[str], shapes: Sequence[str] = ()) -> set[Result]:
    """What the shapes report of the triples.

    Args:
        lines: N-Triples or N-Quads lines of one graph.
        shapes: the IRIs of the shapes to be asked; all when there are none.

    Raises:
        SyntaxError: a line is no N-Quads.
        ValueError: values that a shape compares cannot be compared.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in parse_nquads(lines):
        graph.add(to_rdflib_triple(quad.triple))
    options = {"use_shapes": list(shapes)} if shapes else {}
    # Validator would read the shapes anew for each document, which takes longer than validating.
    validator = _Validator(
        DataGraph.from_rdflib_graph(graph), shacl_graph=_NO_SHAPES, options=options
    )
    validator.shacl_graph = _shapes()
    with warnings.catch_warnings():
        # rdflib's answer for values that cannot be compared, which pyshacl takes for a truth value.
        warnings.filterwarnings("ignore", "NotImplemented should not be used", DeprecationWarning)
        try:
            _, found, _ = validator.run()  # type: ignore[no-untyped-call]
        except (TypeError, ReportableRuntimeError) as problem:
            raise ValueError(f"has values that cannot be compared ({problem})") from None
    return set(map(_read, found))


class _Validator(Validator):
    """The engine without its report as a graph and a text, which take as long as validating."""

    @classmethod
    def create_validation_report(
        cls, _shapes: ShapesGraph, _conforms: bool, results: list[_Found]
    ) -> tuple[list[_Found], str]:
        """What would be put into the report."""
        return results, ""


@cache
def _shapes() -> ShapesGraph:
    # The store without contexts answers the engine's many small look-ups faster (19 ms for 23).
    graph = rdflib.Graph(store="SimpleMemory", bind_namespaces="none")
    shapes = ShapesGraph(graph.parse(ontology_dir() / "shapes.ttl", format="turtle"))
    # All are gathered at once, or those that are asked for first would be the only ones for ever.
    assert shapes.shapes
    return shapes


def _read(found: _Found) -> Result:
    _, _, triples = found
    # What comes from the data or the shapes is told with the graph that it is in.
    said = {p: o[1] if isinstance(o, tuple) else o for _, p, o in triples}
    value, path = said.get(SH.value), said.get(SH.resultPath)
    return Result(
        focus=_term(said[SH.focusNode]),
        shape=str(said[SH.sourceShape]),
        component=str(said[SH.sourceConstraintComponent]).removeprefix(str(SH)),
        path=str(path) if isinstance(path, rdflib.URIRef) else None,
        value=None if value is None else _term(value),
        severity=str(said[SH.resultSeverity]).removeprefix(str(SH)),
        message=str(said.get(SH.resultMessage)),
    )


def _term(node: Node) -> str:
    match node:
        case rdflib.Literal(language=str(language)):
            return str(ox.Literal(str(node), language=language))
        case rdflib.Literal(datatype=rdflib.URIRef() as datatype):
            return str(ox.Literal(str(node), datatype=ox.NamedNode(str(datatype))))
        case rdflib.Literal():
            return str(ox.Literal(str(node)))
        case rdflib.BNode():
            return f"_:{node}"
    return f"<{node}>"
