"""The Python interface: what `import procgraph` offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import procgraph

TEXT = "Name of the Procedure:\nSacroiliac Joint Injection\nPersonnel\n- Radiologist\n"


@pytest.fixture
def graph(built):
    return procgraph.open(built)


def test_all_names_are_there_and_sorted():
    assert procgraph.__all__ == sorted(procgraph.__all__)
    assert set(procgraph.__all__) < set(dir(procgraph))
    for name in procgraph.__all__:
        assert getattr(procgraph, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        procgraph.nonsense  # noqa: B018


def test_the_import_is_light():
    program = "import sys, procgraph; sys.exit('rdflib' in sys.modules or 'typer' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_extract_takes_texts_paths_and_documents(documents):
    document = procgraph.Document("mine", TEXT, "mine")
    found = list(procgraph.extract(TEXT, document, documents / "heat.txt", str(documents)))
    assert [e.document.id for e in found[:3]] == ["text-1", "mine", "heat.txt"]
    assert len(found) == 3 + 12
    assert "radiologist" in {getattr(f.object, "label", "") for f in found[0].facts}


def test_extract_refuses_what_cannot_be_read(tmp_path):
    with pytest.raises(procgraph.InputError, match="does not exist"):
        list(procgraph.extract(tmp_path / "nowhere.txt"))


def test_open_refuses_what_is_no_dataset(tmp_path):
    with pytest.raises(procgraph.DatasetError, match="is not a dataset"):
        procgraph.open(tmp_path)


def test_a_graph_knows_its_documents(graph, documents):
    assert len(graph) == 12
    assert repr(graph).endswith("12 documents>")
    texts = {document.id: document.text for document in graph.documents()}
    assert texts == {path.name: path.read_text() for path in documents.iterdir()}


def test_facts_by_relation_procedure_and_document(graph):
    everything = list(graph.facts())
    assert {f.relation for f in graph.facts("treats")} == {procgraph.Relation.TREATS}
    of_block = list(graph.facts(procedure="sacroiliac joint injection"))
    assert of_block == list(graph.facts(document="block.txt"))
    assert of_block == [f for f in everything if f.document == "block.txt"]
    assert list(graph.facts(procedure="sacroiliac joint injection", document="heat.txt")) == []
    with pytest.raises(procgraph.QuestionError):
        list(graph.facts(procedure="rocket launch"))
    with pytest.raises(ValueError, match="nonsense"):
        list(graph.facts("nonsense"))


def test_a_graph_is_asked_with_parameters(graph):
    rows = graph.query("procedures-for-condition", condition="chronic low back pain")
    assert len(rows) == 12
    assert graph.query("SELECT (COUNT(*) AS ?n) { ?d a pg:Document }").column("n") == [12]


def test_a_graph_is_validated(graph):
    assert graph.validate().conforms


def test_a_graph_becomes_an_rdflib_dataset(graph):
    dataset = graph.to_rdflib()
    names = {str(g.identifier) for g in dataset.graphs()}
    assert "https://w3id.org/procgraph/graph/block.txt" in names
    assert len(dataset) > 12 * 10
