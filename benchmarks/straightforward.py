"""The straightforward pipeline: the same extraction, then rdflib and pyshacl for all else.

    python benchmarks/straightforward.py /tmp/documents --out /tmp/straight

What one would write first, without needless cost: one process, documents one by one; a document's
graph is made of rdflib terms by the project's own conversion, validated by `pyshacl.validate` with
shapes that were parsed once and of the vocabulary no more than the classes of the concepts in it;
all graphs stand in one `rdflib.Dataset`, which is serialised to N-Quads and loaded into a new one
to be asked. It prints the seconds of each stage as JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import pyshacl
import rdflib
from common import Clock, clock

from procgraph.documents import read_documents
from procgraph.rdf.membership import class_hierarchy, membership
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.serialise import parse_nquads, to_rdflib_triple
from procgraph.reading import read
from procgraph.resources import ontology_dir
from procgraph.terminology import Lexicon


def run(folder: Path, out: Path) -> dict[str, object]:
    """Build it: how many documents and quads there were, and each stage's wall and CPU seconds."""
    wall: Counter[str] = Counter()
    cpu: Counter[str] = Counter()

    def add(stage: str, taken: Clock) -> None:
        wall[stage] += taken.wall
        cpu[stage] += taken.cpu

    with clock() as start:
        lexicon = Lexicon.load()
        shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
        hierarchy, known = class_hierarchy(), membership()
        whole = rdflib.Dataset()
    add("start", start)
    documents = failing = 0
    for document in read_documents([folder]):
        documents += 1
        with clock() as extracting:
            lines = to_nquads(read(document, lexicon))
        with clock() as making:
            quads = list(parse_nquads(lines))
            graph = whole.graph(rdflib.URIRef(quads[0].graph_name.value))
            triples = [to_rdflib_triple(quad.triple) for quad in quads]
            for triple in triples:
                graph.add(triple)
        with clock() as validating:
            checked = rdflib.Graph()
            for triple in (*triples, *hierarchy):
                checked.add(triple)
            for node in set(checked.objects()):
                for triple in known.get(node, ()):
                    checked.add(triple)
            conforms, _, _ = pyshacl.validate(checked, shacl_graph=shapes)
            failing += not conforms
        add("extract", extracting)
        add("graphs", making)
        add("validate", validating)
    out.mkdir(parents=True, exist_ok=True)
    with clock() as writing:
        whole.serialize(out / "graph.nq", format="nquads", encoding="utf-8")
    del whole
    with clock() as loading:
        loaded = rdflib.Dataset()
        loaded.parse(out / "graph.nq", format="nquads")
    add("write", writing)
    add("load", loading)
    return {
        "documents": documents,
        "quads": len(loaded),
        "not conforming": failing,
        "wall": {name: round(seconds, 2) for name, seconds in wall.items()},
        "cpu": {name: round(seconds, 2) for name, seconds in cpu.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    print(json.dumps(run(options.folder, options.out)))


if __name__ == "__main__":
    main()
