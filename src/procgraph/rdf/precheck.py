"""Which shapes have something to report of a document's graph, found out fast.

The shapes are compiled once a process from `shapes.ttl`. Where the pre-check finds nothing the
graph conforms; whatever it flags is reported by the reference (`procgraph.rdf.reference`). A shape
with a component that is not among `procgraph.rdf.constraints` is always flagged, so that a new
component costs time and never a result. tests/rdf/test_engines.py holds the two equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import inf
from pathlib import Path as FilePath

import pyoxigraph as ox

from procgraph.rdf import constraints as c
from procgraph.rdf.constraints import Check, Pairing, Path, Unsure
from procgraph.rdf.document_graph import DocumentGraph, Relation
from procgraph.rdf.membership import class_hierarchy
from procgraph.rdf.terms import RDF_TYPE, plain
from procgraph.resources import ontology_dir

__all__ = ["SUBCLASS_OF", "CompiledShapes", "Shape", "project_shapes"]

SUBCLASS_OF = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_SH = "<http://www.w3.org/ns/shacl#"
_RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NIL = f"{_RDF}nil>"
_DESCRIPTIONS = ("<http://www.w3.org/2000/01/rdf-schema#", "<http://purl.org/dc/terms/")
_SHAPE_CLASSES = frozenset({f"{_SH}NodeShape>", f"{_SH}PropertyShape>"})
_NOT_CONSTRAINTS = frozenset(
    f"{_SH}{name}>"
    for name in "path severity message name description order group defaultValue "
    "targetClass targetNode targetObjectsOf targetSubjectsOf".split()
)

# A shape that is a class has its instances as targets.
_CLASSES = frozenset(
    {"<http://www.w3.org/2000/01/rdf-schema#Class>", "<http://www.w3.org/2002/07/owl#Class>"}
)


@dataclass(frozen=True, slots=True)
class Targets:
    """What shapes are about: nodes, the instances of classes, and what stands in front of or behind
    predicates."""

    nodes: frozenset[str]
    classes: frozenset[str]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]

    @property
    def predicates(self) -> frozenset[str]:
        """The predicates whose triples say what the focus nodes are."""
        return self.subjects_of | self.objects_of | ({RDF_TYPE} if self.classes else frozenset())

    def focus(self, graph: DocumentGraph) -> Set[str]:
        """The focus nodes in a graph."""
        relation, known = graph.relation, graph.predicates
        found: list[Set[str]] = [relation(p).objects for p in self.objects_of if p in known]
        if self.subjects_of:
            found += [relation(p).subjects for p in self.subjects_of if p in known]
        if self.classes:
            found.append(c.instances(graph, self.classes))
        if self.nodes:
            found.append(self.nodes)
        return found[0] if len(found) == 1 else set().union(*found)


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled shape.

    `predicates` are those whose triples say whether it holds; `checks` and `pairings` its
    constraints.
    """

    term: str
    targets: Targets
    path: Path | None
    checks: tuple[Check, ...]
    pairings: tuple[Pairing, ...]
    predicates: frozenset[str]

    def failing(self, graph: DocumentGraph, focus: Set[str]) -> Set[str]:
        """Those of the nodes that do not conform. Raises `Unsure` where that cannot be told."""
        failing: set[str] = set()
        if self.path is None:
            for check in self.checks:
                failing |= check(graph, focus)
            return failing
        relation = self.path.relation(graph, focus)
        for pairing in self.pairings:
            failing |= pairing(graph, focus, relation)
        if self.checks and relation.pairs:
            values = relation.values(focus)
            for check in self.checks:
                bad = check(graph, values)
                if bad:
                    failing |= relation.leading_to(bad, focus)
        return failing


class CompiledShapes:
    """A shapes graph, made ready to be asked about many document graphs.

    Args:
        path: a Turtle file with shapes.
        hierarchy: pairs of a class and a class above it, as terms.

    Attributes:
        shapes: the shapes with targets that can be pre-checked, by term.
        unknown: the terms of those that only the reference can judge.
    """

    def __init__(self, path: FilePath, hierarchy: Iterable[tuple[str, str]] = ()) -> None:
        self._triples: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        base = path.resolve().as_uri()
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=base):
            self._triples[str(quad.subject)][str(quad.predicate)].append(str(quad.object))
        self._below = Relation([(above, below) for below, above in hierarchy]).by_subject
        self.shapes: dict[str, Shape] = {}
        self._by_targets: dict[Targets, list[Shape]] = defaultdict(list)
        self.unknown: set[str] = set()
        for term, properties in self._triples.items():
            has_target = any(predicate.startswith(f"{_SH}target") for predicate in properties)
            if has_target or not _CLASSES.isdisjoint(properties.get(RDF_TYPE, ())):
                try:
                    shape = self._shape(term)
                except Unsure:
                    self.unknown.add(term)
                else:
                    self.shapes[term] = shape
                    self._by_targets[shape.targets].append(shape)

    def flagged(self, graph: DocumentGraph) -> list[str]:
        """The terms of the shapes that the reference must be asked about, sorted."""
        found = set(self.unknown)
        for targets, shapes in self._by_targets.items():
            focus = targets.focus(graph)
            if focus:
                for shape in shapes:
                    try:
                        if shape.failing(graph, focus):
                            found.add(shape.term)
                    except Unsure:
                        found.add(shape.term)
        return sorted(found)

    def predicates(self, terms: Iterable[str]) -> set[str]:
        """The predicates whose triples say whether these shapes hold."""
        return set().union(*(self.shapes[term].predicates for term in terms))

    def _shape(self, term: str) -> Shape:
        properties = self._triples[term]
        paths = properties.get(f"{_SH}path>", [])
        if len(paths) > 1:
            raise Unsure(term)
        path = self._path(paths[0]) if paths else None
        targets = self._targets(properties)
        seen = {*targets.predicates, *(path.predicates() if path else ())}
        checks: list[Check] = []
        pairings: list[Pairing] = []
        for predicate, values in properties.items():
            if predicate in _NOT_CONSTRAINTS or predicate.startswith(_DESCRIPTIONS):
                continue
            if predicate == RDF_TYPE and _SHAPE_CLASSES.issuperset(values):
                continue
            for value in values:
                self._add_constraint(predicate, value, checks, pairings, seen)
        if pairings and path is None:
            raise Unsure(term)
        return Shape(term, targets, path, tuple(checks), tuple(pairings), frozenset(seen))

    def _targets(self, properties: Mapping[str, Iterable[str]]) -> Targets:
        nodes, classes, subjects_of, objects_of = (
            frozenset(properties.get(f"{_SH}target{how}>", ()))
            for how in ("Node", "Class", "SubjectsOf", "ObjectsOf")
        )
        below = frozenset[str]().union(*map(self._and_below, classes))
        return Targets(nodes, below, subjects_of, objects_of)

    def _add_constraint(
        self,
        predicate: str,
        value: str,
        checks: list[Check],
        pairings: list[Pairing],
        seen: set[str],
    ) -> None:
        match predicate.removeprefix(_SH):
            case "class>":
                checks.append(c.has_class(self._and_below(value)))
                seen.add(RDF_TYPE)
            case "datatype>":
                checks.append(c.datatype(value[1:-1]))
            case "nodeKind>":
                checks.append(c.kind(value.removeprefix(_SH)[:-1]))
            case "pattern>":
                checks.append(c.pattern(plain(value)))
            case "minLength>":
                checks.append(c.length(int(c.number(value)), inf))
            case "maxLength>":
                checks.append(c.length(0, int(c.number(value))))
            case "minInclusive>":
                checks.append(c.within(c.number(value), Decimal("inf")))
            case "maxInclusive>":
                checks.append(c.within(Decimal("-inf"), c.number(value)))
            case "in>":
                checks.append(c.one_of(frozenset(self._list(value))))
            case "minCount>":
                pairings.append(c.count(int(c.number(value)), inf))
            case "maxCount>":
                pairings.append(c.count(0, int(c.number(value))))
            case "hasValue>":
                pairings.append(c.has_value(value))
            case "disjoint>":
                pairings.append(c.disjoint(value))
                seen.add(value)
            case "lessThanOrEquals>":
                pairings.append(c.less_than_or_equals(value))
                seen.add(value)
            case "property>" | "not>" | "or>" as name:
                terms = self._list(value) if name == "or>" else [value]
                shapes = [self._shape(term) for term in terms]
                seen.update(*(shape.predicates for shape in shapes))
                checks.append(_nested(name, shapes))
            case _:
                raise Unsure(predicate)

    def _and_below(self, name: str) -> set[str]:
        """A class and all classes below it."""
        classes, new = {name}, [name]
        while new:
            below = self._below.get(new.pop(), set()) - classes
            classes |= below
            new += below
        return classes

    def _path(self, term: str) -> Path:
        if term.startswith("<"):
            return Path("predicate", predicate=term)
        properties = self._triples[term]
        match [*properties]:
            case [predicate] if predicate == f"{_SH}inversePath>":
                return Path("inverse", (self._path(properties[predicate][0]),))
            case [predicate] if predicate == f"{_SH}alternativePath>":
                parts = self._list(properties[predicate][0])
                return Path("alternative", tuple(map(self._path, parts)))
        return Path("sequence", tuple(map(self._path, self._list(term))))

    def _list(self, term: str) -> Iterator[str]:
        while term != _NIL:
            match self._triples[term].get(f"{_RDF}first>"), self._triples[term].get(f"{_RDF}rest>"):
                case [str(first)], [str(term)]:
                    yield first
                case _:
                    raise Unsure(term)


def _nested(name: str, shapes: list[Shape]) -> Check:
    if name == "not>":
        return lambda graph, values: values - shapes[0].failing(graph, values)

    def failing(graph: DocumentGraph, values: Set[str]) -> Set[str]:
        # Of an sh:or, a value fails that fails all; each shape is asked of what is left.
        for shape in shapes:
            values = values and shape.failing(graph, values)
        return values

    return failing


@cache
def project_shapes() -> CompiledShapes:
    """The shapes of `ontology/shapes.ttl` over the classes of the ontology."""
    pairs = [(below, above) for below, _, above in class_hierarchy()]
    return CompiledShapes(ontology_dir() / "shapes.ttl", pairs)
