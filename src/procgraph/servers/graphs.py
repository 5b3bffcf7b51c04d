"""The named graphs of a dataset as they are pushed, each with a claim to be whole.

The claim is one triple more, in the graph itself: `<graph> schema:sha256 "…"`, of the graph's other
triples. It comes and goes with the graph, so what a server says that it has, it has: there is no
list beside the graphs that a kill, a restored backup or a DROP could make untrue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from procgraph.dataset.reader import Dataset
from procgraph.dataset.vocabulary import ontology_quads, vocabulary_quads
from procgraph.rdf.iris import (
    ONTOLOGY_GRAPH,
    RESOLUTION_GRAPH,
    VOCABULARY_GRAPH,
    graph_iri,
)
from procgraph.rdf.written import iri_term

__all__ = ["SHA256", "PushedGraph", "graphs"]

SHA256 = "https://schema.org/sha256"


@dataclass(frozen=True, slots=True)
class PushedGraph:
    """A named graph: its IRI, its N-Triples lines (sorted, unique) and their SHA-256."""

    iri: str
    triples: tuple[str, ...]
    sha256: str

    @classmethod
    def of(cls, iri: str, quads: Iterable[str]) -> PushedGraph:
        """The graph of N-Quads lines that all name it."""
        triples = tuple(sorted({f"{line.rsplit(' ', 2)[0]} ." for line in quads}))
        digest = hashlib.sha256()
        for triple in triples:
            digest.update(f"{triple}\n".encode())
        return cls(iri, triples, digest.hexdigest())

    def body(self) -> bytes:
        """The graph as N-Triples, which are Turtle too, with its claim last."""
        claim = f'<{self.iri}> <{SHA256}> "{self.sha256}" .'
        return "".join(f"{line}\n" for line in chain(self.triples, (claim,))).encode()


def graphs(dataset: Dataset) -> Iterator[PushedGraph]:
    """What the dataset's own index holds: vocabulary, ontology, documents, links between them."""
    yield from _shared()
    for identifier, _, quads in dataset.graphs():
        yield PushedGraph.of(iri_term(graph_iri(identifier))[1:-1], quads)
    yield PushedGraph.of(RESOLUTION_GRAPH, dataset.resolution())


@cache
def _shared() -> tuple[PushedGraph, ...]:
    """The graphs that every dataset of this version has."""
    return (
        PushedGraph.of(VOCABULARY_GRAPH, (f"{quad} ." for quad in vocabulary_quads())),
        PushedGraph.of(ONTOLOGY_GRAPH, (f"{quad} ." for quad in ontology_quads())),
    )
