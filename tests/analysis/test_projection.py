from __future__ import annotations

import pytest

import procgraph
from procgraph.analysis.projection import alternatives
from procgraph.rdf.iris import concept_iri, procedure_iri

BLOCK = """Name of the Procedure:
Sacroiliac Joint Injection
Personnel
- Anesthesiologist, if sedation is used
Anesthesia
- General anesthesia is not required
Alternatives
- Sacroiliac radiofrequency neurotomy, if the injection fails
- Surgery
"""
HEAT = """Name of the Procedure:
Sacroiliac radiofrequency neurotomy
Indications
- Chronic low back pain
"""
ONE, TWO = (
    procedure_iri("Sacroiliac Joint Injection"),
    procedure_iri("Sacroiliac radiofrequency neurotomy"),
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    (folder / "block.txt").write_text(BLOCK)
    (folder / "heat.txt").write_text(HEAT)
    out = tmp_path_factory.mktemp("graph") / "graph"
    procgraph.build([folder], out)
    return procgraph.open(out).to_networkx()


def test_nodes_are_procedures_and_concepts(graph):
    assert graph.nodes[ONE] == {"label": "Sacroiliac Joint Injection", "kind": "Procedure"}
    pain = graph.nodes[concept_iri("chronic low back pain")]
    assert pain == {"label": "chronic low back pain", "kind": "Condition"}


def test_an_edge_has_its_condition_and_its_sentence(graph):
    [data] = graph.get_edge_data(ONE, concept_iri("anesthesiologist")).values()
    assert data["relation"] == "requiresPersonnel"
    assert data["condition"] == "if sedation is used"
    assert (data["quote"], data["document"], data["line"]) == (
        "Anesthesiologist, if sedation is used",
        "block.txt",
        4,
    )


def test_what_is_denied_is_no_edge(graph):
    assert not graph.has_node(concept_iri("general anesthesia"))


def test_links_between_documents_are_edges(graph):
    assert "hasAlternative" in graph.get_edge_data(ONE, TWO)


def test_alternatives_are_between_procedures_where_they_have_documents(graph):
    projected = alternatives(graph)
    assert projected.edges[ONE, TWO]["condition"] == "if the injection fails"
    assert set(projected.successors(ONE)) == {TWO, concept_iri("surgery")}
