"""What validating a document's graph costs: the pre-check beside pyshacl, with equal results.

    python benchmarks/validation.py --documents 300
    python benchmarks/validation.py --json

The graphs are those of the corpus and of generated documents; making them is not measured. Each way
sees a graph once, in a process of its own, so that none looks through what another keeps for
garbage; they take turns over batches of ten, so that a busy machine slows all of them alike. CPU
time.

* ``pyshacl.validate``: rdflib parses the lines, pyshacl's public function gets the graph and the
  shapes, which were parsed once.
* ``--engine pyshacl``: procgraph's reference. It keeps what pyshacl makes of the shapes, too.
* ``--engine precheck``: what `procgraph validate` does by default, with the reference for the
  graphs that the pre-check flags.
* ``build``: the same for triples as the build hands them over, before they are lines.

All must give the same set of focus node, value, severity, shape and message for every graph.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pyshacl
import rdflib
from common import arguments, present, scratch
from generate import CORPUS, generate
from rdflib import SH

from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.model import Extraction
from procgraph.rdf import iris
from procgraph.rdf.document_graph import DocumentGraph
from procgraph.rdf.membership import class_hierarchy, membership
from procgraph.rdf.nquads import nquads_text, to_triples
from procgraph.rdf.shapes import Violation, validate_quads, validate_triples
from procgraph.rdf.terms import Triples
from procgraph.resources import ontology_dir
from procgraph.terminology import Lexicon

BATCH = 10


@dataclass(frozen=True, slots=True)
class Graph:
    """A document graph: triples, N-Quads lines, and N-Triples with the vocabulary's share."""

    document: str
    triples: Triples
    lines: Sequence[str]
    whole: str

    @classmethod
    def of(cls, extraction: Extraction) -> Graph:
        document, triples = extraction.document.id, to_triples(extraction)
        lines = nquads_text(document, triples).split("\n")[:-1]
        known = membership()
        nodes = known.keys() & DocumentGraph.read(lines).objects
        shared = [triple for node in nodes for triple in known[node]]
        rows = [line.rsplit(" ", 2)[0] for line in lines]
        rows += [" ".join(triple) for triple in (*shared, *class_hierarchy())]
        return cls(document, triples, lines, "".join(f"{row} .\n" for row in rows))


Found = frozenset[tuple[str, ...]]
Validate = Callable[[Graph], Found]


@dataclass(slots=True)
class Way:
    """A way to validate: its process, and the seconds that it took for each graph."""

    name: str
    process: ProcessPoolExecutor
    seconds: list[float] = field(default_factory=list)

    @property
    def total(self) -> float:
        return sum(self.seconds)


class Worker:
    """What the process of a way holds."""

    validate: Validate
    graphs: Sequence[Graph]

    @classmethod
    def begin(cls, way: str, warm_up: Graph, graphs: Sequence[Graph]) -> None:
        cls.validate, cls.graphs = staticmethod(WAYS[way]()), graphs
        # The shapes are read once, also those that the reference is asked about.
        by_engine("pyshacl")(warm_up)
        cls.validate(warm_up)

    @classmethod
    def do(cls, numbers: range) -> list[tuple[float, Found]]:
        """The seconds that each graph takes, and what is found in it."""
        return list(map(cls._do, numbers))

    @classmethod
    def _do(cls, number: int) -> tuple[float, Found]:
        before = time.process_time()
        found = cls.validate(cls.graphs[number])
        return time.process_time() - before, found


def by_public_function() -> Validate:
    """pyshacl as its documentation has it."""
    shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    columns = (SH.focusNode, SH.value, SH.resultSeverity, SH.sourceShape, SH.resultMessage)

    def validate(graph: Graph) -> Found:
        data = rdflib.Graph().parse(data=graph.whole, format="nt")
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
        assert isinstance(report, rdflib.Graph)
        results = report.objects(None, SH.result)
        return frozenset(tuple(str(report.value(r, c) or "") for c in columns) for r in results)

    return validate


def by_engine(engine: str) -> Validate:
    """procgraph with one of its engines."""
    return lambda graph: _found(validate_quads(graph.lines, None, engine=engine))


def as_the_build_does(graph: Graph) -> Found:
    """procgraph's default, with triples."""
    return _found(validate_triples(graph.document, graph.triples, None))


def _found(violations: Iterable[Violation]) -> Found:
    return frozenset(
        (v.focus_node, v.value or "", f"{SH}{v.severity}", iris.SHAPE + v.shape, v.message)
        for v in violations
    )


WAYS: dict[str, Callable[[], Validate]] = {
    "pyshacl.validate": by_public_function,
    "--engine pyshacl": partial(by_engine, "pyshacl"),
    "--engine precheck": partial(by_engine, "precheck"),
    "build": lambda: as_the_build_does,
}


def graphs(documents: int, corpus: int | None, folder: Path) -> list[Graph]:
    """Graphs of the corpus' documents, `corpus` of them or all, and of generated ones."""
    lexicon = Lexicon.load()
    generate(documents, folder)
    found = [*list(read_documents([CORPUS]))[:corpus], *read_documents([folder])]
    return [Graph.of(extract(document, lexicon)) for document in found]


def measure(ways: Sequence[Way], count: int) -> int:
    """Let each way validate every graph; the number of graphs with results.

    Raises `SystemExit` when two ways do not find the same.
    """
    found: list[dict[int, Found]] = [{} for _ in ways]
    for start in range(0, count, BATCH):
        for way, results in zip(ways, found, strict=True):
            numbers = range(start, min(start + BATCH, count))
            done = way.process.submit(Worker.do, numbers).result()
            for number, (seconds, result) in zip(numbers, done, strict=True):
                way.seconds.append(seconds)
                results[number] = result
    if any(results != found[0] for results in found):
        raise SystemExit("the ways do not find the same")
    return sum(map(bool, found[0].values()))


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--documents", type=int, default=300, help="generated, beside the corpus")
    options = parser.parse_args()
    corpus, documents = (12, 12) if options.smoke else (None, options.documents)
    spawn = get_context("spawn")
    with scratch(options.scratch) as folder, ExitStack() as stack:
        with ProcessPoolExecutor(1, spawn) as elsewhere:
            made = elsewhere.submit(graphs, documents, corpus, folder / "documents").result()
        warm_up, *measured = made
        ways = [
            Way(
                name,
                stack.enter_context(
                    ProcessPoolExecutor(1, spawn, Worker.begin, (name, warm_up, measured))
                ),
            )
            for name in WAYS
        ]
        flagged = measure(ways, len(measured))
    rows = [
        {
            "way": way.name,
            "graphs": len(way.seconds),
            "CPU ms a graph": round(way.total / len(way.seconds) * 1000, 2),
            "median ms": round(sorted(way.seconds)[len(way.seconds) // 2] * 1000, 2),
            "times faster than pyshacl.validate": round(ways[0].total / way.total, 1),
            "than --engine pyshacl": round(ways[1].total / way.total, 1),
        }
        for way in ways
    ]
    quads = sum(len(graph.lines) for graph in measured)
    present(
        "Validation",
        rows,
        as_json=options.json,
        quads_a_graph=round(quads / len(measured)),
        graphs_with_results=flagged,
        result_sets="equal",
    )


if __name__ == "__main__":
    main()
