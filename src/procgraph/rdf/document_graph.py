"""One document's graph as terms in N-Triples syntax, by predicate.

A document has some hundred quads. Splitting their lines costs half a millisecond, building an
rdflib graph some ten: this index is what the pre-check of the shapes and the look-up of places
work on. Lines that are not spelled the plain way go through Oxigraph's parser first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

import pyoxigraph as ox

from procgraph.rdf import iris
from procgraph.rdf.terms import Terms, Triples, parse_nquads

__all__ = ["DocumentGraph", "Relation"]

_IN_IRI = r"[A-Za-z0-9\-._~!$&'()*+,;=:@/?]*+"
_IRI_REST = rf"{_IN_IRI}(?:%[0-9A-Fa-f]{{2}}{_IN_IRI})*"
_IRI = rf"<https?://[A-Za-z0-9.\-]++(?:/{_IRI_REST}(?:#{_IRI_REST})?)?>"
_IN_LITERAL = r'[^"\\\x00-\x1f\x7f\ud800-\udfff]*+'
_DATATYPE = r"<http://www\.w3\.org/2001/XMLSchema#(?:boolean|decimal|duration|integer)>"
_LITERAL = rf'"{_IN_LITERAL}(?:\\[bfnrt"\\]{_IN_LITERAL})*"(?:@[a-z]{{2,3}}|\^\^{_DATATYPE})?'
# Terms that every parser reads alike and that have no other spelling.
_PLAIN_IRIS = re.compile(rf"(?:{_IRI}\n)*")
_PLAIN_TERMS = re.compile(rf"(?:(?:{_IRI}|{_LITERAL})\n)*")


class Relation:
    """What stands in a relation to what, as pairs of terms."""

    __slots__ = ("_by_subject", "_inverse", "_objects", "_subjects", "pairs")

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        # Made when first asked for: most shapes look at a relation in one way only.
        self.pairs = pairs
        self._subjects: Set[str] | None = None
        self._objects: Set[str] | None = None
        self._by_subject: dict[str, set[str]] | None = None
        self._inverse: Relation | None = None

    @property
    def subjects(self) -> Set[str]:
        """The nodes that the relation leads from."""
        if self._subjects is None:
            self._subjects = {subject for subject, _ in self.pairs}
        return self._subjects

    @property
    def objects(self) -> Set[str]:
        """The terms that the relation leads to."""
        if self._objects is None:
            self._objects = {value for _, value in self.pairs}
        return self._objects

    @property
    def by_subject(self) -> dict[str, set[str]]:
        """The terms that each node leads to."""
        if self._by_subject is None:
            found: dict[str, set[str]] = {}
            for subject, value in self.pairs:
                if subject in found:
                    found[subject].add(value)
                else:
                    found[subject] = {value}
            self._by_subject = found
        return self._by_subject

    @property
    def inverse(self) -> Relation:
        """The relation the other way round."""
        if self._inverse is None:
            self._inverse = Relation([(value, subject) for subject, value in self.pairs])
        return self._inverse

    def values(self, nodes: Set[str]) -> Set[str]:
        """What the relation leads to from any of the nodes."""
        if self.subjects <= nodes:
            return self.objects
        return {value for subject, value in self.pairs if subject in nodes}

    def leading_to(self, values: Set[str], nodes: Set[str]) -> set[str]:
        """Those of the nodes that lead to one of the values."""
        return {s for s, value in self.pairs if value in values and s in nodes}


_NOTHING = Relation(())


class DocumentGraph:
    """The triples of one document; `document` is its id."""

    def __init__(self, name: str) -> None:
        self.document = iris.document_id(name)
        self._pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._relations: dict[str, Relation] = {}
        self._all_objects: Set[str] | None = None

    @classmethod
    def read(cls, lines: Iterable[str]) -> DocumentGraph:
        """The graph of a document's N-Quads lines, with or without line ends.

        Raises:
            SyntaxError: a line is no N-Quads.
            ValueError: the lines hold no graph, or more than one, or that of no document.
        """
        lines = list(lines)
        match lines[0].split(" ")[-2:] if lines else ():
            case [str(name), "."] if name.startswith("<"):
                graph = cls(name[1:-1])
                if graph._has_read(lines, name):
                    return graph
        return cls.parsed(lines)

    @classmethod
    def of(cls, document: str, triples: Triples) -> DocumentGraph:
        """The graph of the document with this id, of terms as Oxigraph writes them."""
        graph = cls(iris.graph_iri(document))
        for predicate, pairs in triples.items():
            graph._pairs[predicate] = [*pairs]
        return graph

    @classmethod
    def parsed(cls, lines: Iterable[str]) -> DocumentGraph:
        """The same as `read`, by Oxigraph's parser alone."""
        names: set[str] = set()
        triples = []
        for quad in parse_nquads(lines):
            name = quad.graph_name
            names.add("" if isinstance(name, ox.DefaultGraph) else str(name.value))
            triples.append((str(quad.subject), str(quad.predicate), str(quad.object)))
        if len(names) != 1:
            raise ValueError(
                f"the quads of one document graph stand in {len(names)} graphs, not in 1"
            )
        graph = cls(names.pop())
        graph.add(triples)
        return graph

    def _has_read(self, lines: Iterable[str], name: str) -> bool:
        """Take in the lines of one graph; False where one is not spelled the plain way."""
        # Where another graph's name, or a line end, is left behind a value, that is not plain.
        tail = f" {name} ."
        pairs = self._pairs
        resources = {name}
        node = ""
        try:
            for line in lines:
                subject, predicate, value = line.removesuffix(tail).split(" ", 2)
                # Lines are sorted. One string for a node's many lines is hashed once, not in each.
                if subject != node:
                    node = subject
                    resources.add(node)
                pairs[predicate].append((node, value))
        except ValueError:
            return False
        resources.update(pairs)
        terms = self.objects - resources
        return bool(
            _PLAIN_IRIS.fullmatch("\n".join([*resources, ""]))
            and _PLAIN_TERMS.fullmatch("\n".join([*terms, ""]))
        )

    def add(self, triples: Iterable[Terms]) -> None:
        """Add triples."""
        pairs, relations = self._pairs, self._relations
        self._all_objects = None
        for subject, predicate, value in triples:
            pairs[predicate].append((subject, value))
            if predicate in relations:
                del relations[predicate]

    @property
    def predicates(self) -> Set[str]:
        """The predicates of the triples."""
        return self._pairs.keys()

    @property
    def objects(self) -> Set[str]:
        """What the triples point at."""
        if self._all_objects is None:
            objects = (self.relation(predicate).objects for predicate in self._pairs)
            self._all_objects = set().union(*objects)
        return self._all_objects

    def relation(self, predicate: str) -> Relation:
        """The subjects and objects of a predicate's triples."""
        found = self._relations.get(predicate)
        if found is None:
            pairs = self._pairs.get(predicate)
            found = self._relations[predicate] = Relation(pairs) if pairs else _NOTHING
        return found

    def lines(self, predicates: Iterable[str]) -> Iterator[str]:
        """The triples of these predicates as N-Triples lines without line ends."""
        for predicate in predicates:
            for subject, value in self._pairs.get(predicate, ()):
                yield f"{subject} {predicate} {value} ."
