"""The triples of an answer, as lines of N-Triples: Python's objects are made when they are read.

The engine reads and writes such lines at 1 µs a triple; to make Python's objects of 100,000
triples, sort them by their texts, and write these, took as long as to find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import overload

import pyoxigraph as ox

from procgraph.collecting import not_collecting
from procgraph.rdf.vocabulary import PREFIXES

__all__ = ["Node", "Triples"]

Node = ox.NamedNode | ox.Literal | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Triples(Sequence[tuple[Node, ...]]):
    """Subjects, predicates and objects. `lines`: as N-Triples without the stop, sorted, each
    once."""

    lines: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[tuple[Node, ...]]:
        with not_collecting():
            triples = [line.split(" ", 2) for line in self.lines]
            # A graph names its nodes and words again and again.
            nodes = _nodes(set(chain.from_iterable(triples)))
            return iter([(nodes[s], nodes[p], nodes[o]) for s, p, o in triples])

    @overload
    def __getitem__(self, place: int) -> tuple[Node, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Triples: ...
    def __getitem__(self, place: int | slice) -> tuple[Node, ...] | Triples:
        if isinstance(place, slice):
            return Triples(self.lines[place])
        return next(iter(Triples((self.lines[place],))))

    def turtle(self) -> str:
        """The triples as Turtle: the same triples are the same text."""
        written = ox.serialize(
            _parsed(self.lines), format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)
        )
        return (written or b"").decode()


def _nodes(texts: set[str]) -> Mapping[str, Node]:
    """The nodes of their texts in N-Triples."""
    nodes: dict[str, Node] = {}
    literals = []
    for text in texts:
        if text[0] == "<" != text[1]:
            nodes[text] = ox.NamedNode(text[1:-1])
        elif text[0] == '"':
            literals.append(text)
        elif text[0] == "_":
            nodes[text] = ox.BlankNode(text[2:])
        else:
            nodes[text] = ox.Literal(text)  # a triple term, which a table does not have
    parsed = _parsed(f"<urn:s> <urn:p> {text}" for text in literals)
    nodes.update((text, quad.object) for text, quad in zip(literals, parsed, strict=True))
    return nodes


def _parsed(lines: Iterable[str]) -> ox.QuadParser:
    text = "".join(f"{line} .\n" for line in lines)
    return ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
