"""The constraint components of SHACL Core that the project's shapes use, over sets of terms.

A constraint answers for all focus nodes at once: which of them fail it. That is one operation on
sets where a validator of one node after the other takes hundreds. A term whose meaning is not plain
raises `Unsure`, so that the reference decides.

Source: Shapes Constraint Language (SHACL), W3C Recommendation, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from procgraph.rdf.document_graph import DocumentGraph, Relation
from procgraph.rdf.terms import LANG_STRING, RDF_TYPE, STRING, XSD, literal, plain

__all__ = [
    "Check",
    "Pairing",
    "Path",
    "Unsure",
    "count",
    "datatype",
    "disjoint",
    "has_class",
    "has_value",
    "instances",
    "kind",
    "length",
    "less_than_or_equals",
    "number",
    "one_of",
    "pattern",
    "within",
]

# Lexical forms that every library takes for valid; any other is left to the reference.
_VALID = {
    f"{XSD}boolean": re.compile(r"true|false"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?"),
    f"{XSD}duration": re.compile(
        r"P(?=[0-9T])([0-9]{1,6}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?)?|PT0S"
    ),
    f"{XSD}integer": re.compile(r"[+-]?[0-9]{1,18}"),
}
_REMEMBERED = 10_000
_NUMBERS = frozenset({f"{XSD}decimal", f"{XSD}integer"})
_KINDS: dict[str, tuple[str, ...]] = {
    "IRI": ("<",),
    "BlankNode": ("_",),
    "Literal": ('"',),
    "BlankNodeOrIRI": ("<", "_"),
    "BlankNodeOrLiteral": ('"', "_"),
    "IRIOrLiteral": ("<", '"'),
}


class Unsure(Exception):  # noqa: N818 - no error: the reference is asked
    """The pre-check does not know whether a constraint holds."""


Check = Callable[[DocumentGraph, Set[str]], Set[str]]
"""A graph and value nodes → those that fail, each whatever node it is a value of."""

Pairing = Callable[[DocumentGraph, Set[str], Relation], Set[str]]
"""A graph, focus nodes and the path's relation → the focus nodes that fail."""


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: a predicate, or the `inverse`, `sequence` or `alternative` of paths."""

    how: str
    parts: tuple[Path, ...] = ()
    predicate: str = ""

    def predicates(self) -> set[str]:
        """The predicates that the path goes over."""
        return (
            {self.predicate}
            if self.predicate
            else set().union(*(p.predicates() for p in self.parts))
        )

    def relation(self, graph: DocumentGraph, nodes: Set[str] | None = None) -> Relation:
        """What the path leads to in a graph, from these nodes at least."""
        match self.how:
            case "predicate":
                return graph.relation(self.predicate)
            case "inverse":
                return self.parts[0].relation(graph).inverse
            case "alternative":
                return Relation([pair for p in self.parts for pair in p.relation(graph).pairs])
        first, *others = self.parts
        pairs = first.relation(graph).pairs
        if nodes is not None:
            pairs = [pair for pair in pairs if pair[0] in nodes]
        for other in others:
            steps = other.relation(graph).by_subject
            pairs = [(node, end) for node, via in pairs for end in steps.get(via, ())]
        return Relation(pairs)


# ── Terms ─────────────────────────────────────────────────────────────────────────────────────────


def number(term: str) -> Decimal:
    """The value of an integer or decimal. Raises `Unsure` for everything else."""
    if term.startswith('"'):
        text, name = literal(term)
        if name in _NUMBERS and _VALID[name].fullmatch(text):
            return Decimal(text)
    raise Unsure(term)


# ── Value nodes one by one ────────────────────────────────────────────────────────────────────────


def instances(graph: DocumentGraph, classes: Iterable[str]) -> Set[str]:
    """The nodes that have one of the classes as a type."""
    by_class = graph.relation(RDF_TYPE).inverse.by_subject
    found = [by_class[name] for name in classes if name in by_class]
    return found[0] if len(found) == 1 else set().union(*found)


def has_class(classes: Iterable[str]) -> Check:
    """sh:class, by the class and all classes below it."""
    return lambda graph, values: values - instances(graph, classes)


def datatype(name: str) -> Check:
    """sh:datatype, of a literal whose lexical form is valid."""
    if name == STRING:
        return lambda _, values: {v for v in values if v[0] != '"' or v[-1] != '"'}
    if name == LANG_STRING:
        return lambda _, values: {v for v in values if v[0] != '"' or v[-1] in '">'}

    def fails(term: str) -> bool:
        if not term.endswith(f"^^<{name}>"):
            return True
        if name not in _VALID or not _VALID[name].fullmatch(plain(term)):
            raise Unsure(term)
        return False

    return _each(lambda term: not fails(term))


def kind(name: str) -> Check:
    """sh:nodeKind, by the local name of the kind."""
    starts = _KINDS[name]
    return lambda _, values: {value for value in values if not value.startswith(starts)}


def pattern(expression: str) -> Check:
    """sh:pattern without flags."""
    matches = re.compile(expression).search
    return _remembering(
        lambda terms: {
            term
            for term in terms
            if term[0] == "_"
            or not matches(
                term[1:-1]
                if term[0] == "<" or (term[-1] == '"' and "\\" not in term)
                else plain(term)
            )
        }
    )


def length(least: int, most: float) -> Check:
    """sh:minLength and sh:maxLength, in characters."""
    return _each(lambda term: term[0] != "_" and least <= len(plain(term)) <= most)


def within(least: Decimal, most: Decimal) -> Check:
    """sh:minInclusive and sh:maxInclusive, for integers and decimals."""
    return _each(lambda term: least <= number(term) <= most)


def _each(passes: Callable[[str], bool]) -> Check:
    return _remembering(lambda terms: {term for term in terms if not passes(term)})


def _remembering(bad_of: Callable[[Set[str]], set[str]]) -> Check:
    """A check of each term by itself; documents repeat labels, concepts and numbers."""
    passed: set[str] = set()

    def failing(_: DocumentGraph, values: Set[str]) -> Set[str]:
        new = values - passed
        if not new:
            return new
        bad = bad_of(new)
        if len(passed) > _REMEMBERED:
            passed.clear()
        passed.update(new - bad if bad else new)
        return bad

    return failing


def one_of(allowed: Set[str]) -> Check:
    """sh:in."""
    return lambda _, values: values - allowed


# ── A focus node and all its value nodes ──────────────────────────────────────────────────────────


def count(least: int, most: float) -> Pairing:
    """sh:minCount and sh:maxCount."""

    def failing(_: DocumentGraph, focus: Set[str], relation: Relation) -> Set[str]:
        missing = focus - relation.subjects if least else frozenset[str]()
        is_single = most >= 1 and len(relation.subjects) == len(relation.pairs)
        if least <= 1 and (most == inf or is_single):
            return missing
        found = relation.by_subject
        return missing | {
            node for node in focus - missing if not least <= len(found.get(node, ())) <= most
        }

    return failing


def has_value(term: str) -> Pairing:
    """sh:hasValue."""
    return lambda _, focus, relation: {
        node for node in focus if term not in relation.by_subject.get(node, ())
    }


def disjoint(predicate: str) -> Pairing:
    """sh:disjoint."""

    def failing(graph: DocumentGraph, focus: Set[str], relation: Relation) -> Set[str]:
        other = graph.relation(predicate)
        if other.objects.isdisjoint(relation.objects):
            return set()
        shared = other.objects & relation.objects
        there = {pair for pair in other.pairs if pair[1] in shared}
        return {pair[0] for pair in relation.pairs if pair in there and pair[0] in focus}

    return failing


def less_than_or_equals(predicate: str) -> Pairing:
    """sh:lessThanOrEquals, for integers and decimals."""

    def failing(graph: DocumentGraph, focus: Set[str], relation: Relation) -> Set[str]:
        upper = graph.relation(predicate).by_subject
        return {
            node
            for node, value in relation.pairs
            if node in focus and any(number(value) > number(other) for other in upper.get(node, ()))
        }

    return failing
