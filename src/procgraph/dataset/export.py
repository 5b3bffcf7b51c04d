"""The dataset in other formats, streamed from the segments; the same dataset gives the same bytes.

Every format holds the documents' graphs, the links across documents, and of the vocabularies the
concepts that are mentioned and those above them. Where a format has no graphs, they are merged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pyoxigraph as ox

from procgraph.dataset.jsonld import write_jsonld
from procgraph.dataset.provenance import provenance
from procgraph.dataset.reader import Dataset
from procgraph.dataset.vocabulary import vocabulary_quads
from procgraph.errors import DatasetError
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import CONCEPT, ID, RESOLUTION_GRAPH, VOCABULARY_GRAPH, graph_iri
from procgraph.rdf.written import iri_term

__all__ = ["FORMATS", "PROVENANCE", "Graph", "export", "graphs"]

PROVENANCE = ("quotes", "full")
"""`full` adds each statement's class, section, rule, linking step and Web Annotation selector."""

_ABOVE = frozenset({v.SKOS + "broader", v.pg("partOf"), v.SKOS + "inScheme"})
_SHARED = (f"<{CONCEPT}", f"<{ID}")


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph: N-Quads lines, sorted and unique, and the document that it is of, if any."""

    iri: str
    lines: tuple[str, ...]
    document: str | None = None


def export(dataset: Dataset, form: str, *, provenance: str = "quotes") -> Iterator[str]:
    """The dataset as text in a format, in pieces.

    Raises `DatasetError` for an unknown format or provenance.
    """
    if form not in FORMATS:
        raise DatasetError(f"there is no format {form!r}; use one of {', '.join(FORMATS)}")
    if provenance not in PROVENANCE:
        raise DatasetError(f"there is no provenance {provenance!r}; use quotes or full")
    return FORMATS[form](graphs(dataset, full=provenance == "full"))


def graphs(dataset: Dataset, *, full: bool = False) -> Iterator[Graph]:
    """The graphs of a dataset: the documents by segment and id, the links, the vocabulary."""
    mentioned: set[str] = set()
    for part in dataset.parts():
        extraction = part.record.extraction
        mentioned.update(_concepts(part.quads))
        lines = part.quads
        if full:
            lines = tuple(sorted({*lines, *provenance(extraction)}))
        yield Graph(graph_iri(extraction.document.id), lines, extraction.document.id)
    links = tuple(dataset.resolution())
    mentioned.update(_concepts(links))
    if links:
        yield Graph(RESOLUTION_GRAPH, links)
    described = _described(mentioned)
    if described:
        yield Graph(VOCABULARY_GRAPH, described)


def _nquads(found: Iterable[Graph]) -> Iterator[str]:
    for graph in found:
        yield from (f"{line}\n" for line in graph.lines)


def _ntriples(found: Iterable[Graph]) -> Iterator[str]:
    for line in _merged(found):
        yield f"{line}\n"


def _turtle(found: Iterable[Graph]) -> Iterator[str]:
    yield _prefixes()
    first = ""
    for graph in _merged_by_graph(found):
        for block in _blocks(graph.lines, ""):
            yield first + block
            first = "\n"


def _trig(found: Iterable[Graph]) -> Iterator[str]:
    yield _prefixes()
    for graph in found:
        triples = [_triple(line) for line in graph.lines]
        yield f"\n{iri_term(graph.iri)} {{\n"
        yield "\n".join(_blocks(triples, "    "))
        yield "}\n"


def _jsonld(found: Iterable[Graph]) -> Iterator[str]:
    return write_jsonld((graph.iri, graph.lines) for graph in found)


FORMATS: dict[str, Callable[[Iterable[Graph]], Iterator[str]]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "ntriples": _ntriples,
    "jsonld": _jsonld,
}
"""The formats, each with the function that writes it."""


def _merged(found: Iterable[Graph]) -> Iterator[str]:
    return chain.from_iterable(graph.lines for graph in _merged_by_graph(found))


def _merged_by_graph(found: Iterable[Graph]) -> Iterator[Graph]:
    """The graphs as triples; what two documents both say of a concept or procedure comes once."""
    said: set[bytes] = set()
    for graph in found:
        kept = []
        for triple in map(_triple, graph.lines):
            if triple.startswith(_SHARED):
                # A digest instead of the text: a large dataset has millions of these.
                key = hashlib.blake2b(triple.encode(), digest_size=16).digest()
                if key in said:
                    continue
                said.add(key)
            kept.append(triple)
        yield Graph(graph.iri, tuple(kept), graph.document)


def _triple(quad: str) -> str:
    return quad.rsplit(" ", 2)[0] + " ."


def _blocks(triples: Iterable[str], indent: str) -> Iterator[str]:
    """A Turtle block for each subject, its predicates and objects in the order of the lines."""
    subject = previous = ""
    lines: list[str] = []
    for triple in triples:
        name, predicate, term = triple.removesuffix(" .").split(" ", 2)
        if name != subject:
            if lines:
                yield "".join(lines) + " .\n"
            subject, previous = name, predicate
            lines = [f"{indent}{_short(name)} {_verb(predicate)} {_object(term)}"]
        elif predicate == previous:
            lines.append(f" ,\n{indent}        {_object(term)}")
        else:
            previous = predicate
            lines.append(f" ;\n{indent}    {_verb(predicate)} {_object(term)}")
    if lines:
        yield "".join(lines) + " .\n"


def _prefixes() -> str:
    return (
        "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(v.PREFIXES.items())) + "\n"
    )


def _verb(predicate: str) -> str:
    return "a" if predicate == f"<{v.RDF_TYPE}>" else _short(predicate)


def _object(term: str) -> str:
    if term.startswith("<"):
        return _short(term)
    if not term.endswith(">"):
        return term
    literal, _, datatype = term.rpartition("^^")
    return f"{literal}^^{_short(datatype)}"


@cache
def _namespaces() -> list[tuple[str, str]]:
    return [(f"<{iri}", prefix) for prefix, iri in v.PREFIXES.items()]


def _short(term: str) -> str:
    """`<https://w3id.org/procgraph/concept/sciatica>` as `pgc:sciatica`, where that is safe."""
    for start, prefix in _namespaces():
        if term.startswith(start):
            local = term[len(start) : -1]
            if local and local.replace("-", "").replace("_", "").isascii() and _is_local(local):
                return f"{prefix}:{local}"
    return term


def _is_local(name: str) -> bool:
    return name[-1] != "-" and name[0] != "-" and all(c.isalnum() or c in "-_" for c in name)


def _concepts(lines: Iterable[str]) -> Iterator[str]:
    start = f" <{CONCEPT}"
    for line in lines:
        place = line.find(start)
        if place >= 0:
            yield line[place + 2 : line.index(">", place)]
        if line.startswith(f"<{CONCEPT}"):
            yield line[1 : line.index(">")]


def _described(mentioned: Iterable[str]) -> tuple[str, ...]:
    """The vocabulary's quads on the concepts and on all above them, sorted."""
    by_subject = _vocabulary()
    wanted, lines = list(mentioned), set()
    seen = set(wanted)
    while wanted:
        for quad in by_subject.get(wanted.pop(), ()):
            lines.add(f"{quad} .")
            if quad.predicate.value in _ABOVE and isinstance(quad.object, ox.NamedNode):
                above = quad.object.value
                if above not in seen:
                    seen.add(above)
                    wanted.append(above)
    return tuple(sorted(lines))


@cache
def _vocabulary() -> dict[str, list[ox.Quad]]:
    by_subject: dict[str, list[ox.Quad]] = {}
    for quad in vocabulary_quads():
        if isinstance(quad.subject, ox.NamedNode):
            by_subject.setdefault(quad.subject.value, []).append(quad)
    return by_subject
