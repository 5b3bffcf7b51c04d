"""From a node of a document graph to the sentence that it comes from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass

from procgraph.rdf import vocabulary as v
from procgraph.rdf.document_graph import DocumentGraph
from procgraph.rdf.terms import plain

__all__ = ["Place", "Places"]

_FRAGMENT = re.compile(r"#char=([0-9]+),([0-9]+)>?$")
_DURATION_TERMS = frozenset({v.MIN_MINUTES, v.MAX_MINUTES, v.MIN_DURATION, v.MAX_DURATION})
_PARTS = (
    v.RDF_SUBJECT,
    v.RDF_PREDICATE,
    v.RDF_OBJECT,
    v.CHOICE_GROUP,
    v.PROV_DERIVED,
    v.OA_EXACT,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a document; `line` is counted from 1."""

    line: int
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class _Statement:
    node: str
    subject: str | None
    predicate: str
    object: str | None
    choice: str | None
    place: Place


class Places:
    """The places of one document graph's statements, to be asked by node.

    Nodes are terms in N-Triples syntax, predicates are IRIs.

    Args:
        graph: the document graph.
        text: the document's text; without it a line cannot be told and is 1.
    """

    def __init__(self, graph: DocumentGraph, text: str | None) -> None:
        self._text = text
        self._values = {
            predicate: graph.relation(f"<{predicate}>").by_subject for predicate in _PARTS
        }
        self._about: dict[str, list[_Statement]] = defaultdict(list)
        # Whatever has a part of a statement: the place of one that is not whole is asked for most.
        nodes = set().union(*self._values.values())
        for statement in sorted(map(self._read, nodes), key=_in_text_order):
            ends = (statement.node, statement.subject, statement.object, statement.choice)
            for node in dict.fromkeys(ends):
                if node is not None:
                    self._about[node].append(statement)

    def of(self, focus: str, path: str | None = None, value: str | None = None) -> Place:
        """The place that a validation result is about.

        The focus node may be a statement, or what statements are about: then the statement that
        fits the path and the value best is taken, the first in the text among equals.
        """
        candidates = self._about.get(focus, ())
        best = max(candidates, key=lambda s: _fit(s, focus, path, value), default=None)
        if best is None or _fit(best, focus, path, value) == 0:
            return Place(line=1)
        return best.place

    def _read(self, node: str) -> _Statement:
        sources = [_FRAGMENT.search(term) for term in self._of(node, v.PROV_DERIVED)]
        spans = sorted((int(match[1]), int(match[2])) for match in sources if match)
        quotes = sorted(plain(quote) for quote in self._of(node, v.OA_EXACT))
        return _Statement(
            node=node,
            subject=self._first(node, v.RDF_SUBJECT),
            predicate=plain(self._first(node, v.RDF_PREDICATE) or "<>"),
            object=self._first(node, v.RDF_OBJECT),
            choice=self._first(node, v.CHOICE_GROUP),
            place=self._place(spans, quotes),
        )

    def _of(self, node: str, predicate: str) -> Set[str]:
        return self._values[predicate].get(node) or frozenset()

    def _first(self, node: str, predicate: str) -> str | None:
        # Of several values, where a broken graph has them, always the same one.
        return min(self._of(node, predicate), default=None)

    def _place(self, spans: Iterable[tuple[int, int]], quotes: list[str]) -> Place:
        text = self._text
        for start, end in spans:
            if text is None:
                return Place(1, start, end, quotes[0] if quotes else None)
            if start < end <= len(text):
                return Place(_line(text, start), start, end, text[start:end])
        # The offsets are missing or wrong: the quote still leads to its sentence.
        for quote in quotes:
            start = text.find(quote) if text and quote else -1
            if text and start >= 0:
                return Place(_line(text, start), start, start + len(quote), quote)
        return Place(1, quote=quotes[0] if quotes else None)


def _fit(statement: _Statement, focus: str, path: str | None, value: str | None) -> int:
    if statement.node == focus:
        return 4
    if statement.subject != focus:
        return 3  # its object, or the choice that it belongs to
    if value is not None and statement.object == value:
        return 2 + (statement.predicate == path)
    is_duration = path in _DURATION_TERMS and statement.predicate == v.HAS_DURATION
    return 1 if is_duration or statement.predicate == path else 0


def _in_text_order(statement: _Statement) -> tuple[float, str]:
    start = statement.place.start
    return (float("inf") if start is None else start, statement.node)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
