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
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from common import Clock, clock

from procgraph.documents import read_documents
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.serialise import to_rdflib_triple
from procgraph.reading import read
from procgraph.resources import ontology_dir, vocabulary_files
from procgraph.terminology import Lexicon

Node = rdflib.term.Node
Triple = tuple[Node, Node, Node]


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
        hierarchy, known = _vocabulary()
        whole = rdflib.Dataset()
    add("start", start)
    documents = failing = 0
    for document in read_documents([folder]):
        documents += 1
        with clock() as extracting:
            lines = to_nquads(read(document, lexicon))
        with clock() as making:
            text = "\n".join(lines).encode()
            quads = list(ox.parse(input=text, format=ox.RdfFormat.N_QUADS))
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


def _vocabulary() -> tuple[list[Triple], dict[Node, list[Triple]]]:
    """The hierarchy of classes, and of each concept its classes and its label."""
    ontology = rdflib.Graph().parse(ontology_dir() / "procgraph.ttl")
    hierarchy = list(ontology.triples((None, rdflib.RDFS.subClassOf, None)))
    known: dict[Node, list[Triple]] = defaultdict(list)
    for file in vocabulary_files():
        terms = rdflib.Graph().parse(file)
        for triple in terms.triples((None, rdflib.RDF.type, None)):
            known[triple[0]].append(triple)
        for concept, label in terms.subject_objects(rdflib.SKOS.prefLabel):
            known[concept].append((concept, rdflib.RDFS.label, label))
    return hierarchy, known


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    print(json.dumps(run(options.folder, options.out)))


if __name__ == "__main__":
    main()
