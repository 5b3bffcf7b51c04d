from __future__ import annotations

import json
import subprocess
import sys
import warnings

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF
from rdflib.compare import isomorphic

from procgraph.dataset.export import FORMATS, export
from procgraph.dataset.jsonld import Context, shipped_context, write_jsonld
from procgraph.errors import DatasetError
from procgraph.extraction import extract
from procgraph.model import Document
from procgraph.rdf.iris import ONTOLOGY, graph_iri
from procgraph.rdf.serialise import parse_nquads
from procgraph.terminology import Lexicon

PG = rdflib.Namespace(ONTOLOGY)
RDFLIB = {
    "trig": "trig",
    "nquads": "nquads",
    "jsonld": "json-ld",
    "turtle": "turtle",
    "ntriples": "nt",
}
WITH_GRAPHS = ("trig", "jsonld")


def text(dataset, form, **more):
    return "".join(export(dataset, form, **more))


def quads(source, form):
    with warnings.catch_warnings():
        # rdflib's own parsers still use what rdflib deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        found = rdflib.Dataset().parse(data=source, format=RDFLIB[form])
    return {(s, p, o, str(g)) for s, p, o, g in found.quads()}


@pytest.mark.parametrize("provenance", ["quotes", "full"])
@pytest.mark.parametrize("form", WITH_GRAPHS)
def test_formats_with_graphs_hold_the_same_quads(sample, form, provenance):
    expected = quads(text(sample, "nquads", provenance=provenance), "nquads")
    assert quads(text(sample, form, provenance=provenance), form) == expected


@pytest.mark.parametrize("provenance", ["quotes", "full"])
@pytest.mark.parametrize("form", ["turtle", "ntriples"])
def test_formats_without_graphs_hold_the_same_triples(sample, form, provenance):
    expected = rdflib.Graph()
    for s, p, o, _ in quads(text(sample, "nquads", provenance=provenance), "nquads"):
        expected.add((s, p, o))
    found = rdflib.Graph().parse(
        data=text(sample, form, provenance=provenance), format=RDFLIB[form]
    )
    assert isomorphic(found, expected)


def test_nquads_start_with_the_segments_as_they_are(sample):
    segments = "".join(
        path.read_text("utf-8") for path in sorted((sample.folder / "segments").glob("??-*.nq"))
    )
    assert text(sample, "nquads").startswith(segments)


def test_vocabulary_concepts_come_with_all_above_them(make_dataset, make_extraction):
    dataset = make_dataset(
        make_extraction("a", "A", "hasAlternative: cervical facet joint injection")
    )
    lines = text(dataset, "nquads").splitlines()
    described = {line.split(" ")[0] for line in lines if line.endswith("/vocabulary/> .")}
    assert "<https://w3id.org/procgraph/concept/cervical-facet-joint-injection>" in described
    assert "<https://w3id.org/procgraph/concept/facet-joint-injection>" in described
    assert "<https://w3id.org/procgraph/concept/kidney-transplant>" not in described


def test_a_triple_that_two_documents_share_comes_once(sample):
    lines = text(sample, "ntriples").splitlines()
    assert len(lines) == len(set(lines))


def test_the_same_dataset_gives_the_same_bytes_under_any_hash_seed(sample):
    program = (
        "import sys; from procgraph.dataset.reader import open_dataset;"
        "from procgraph.dataset.export import FORMATS, export;"
        "[sys.stdout.buffer.write(piece.encode()) for form in FORMATS for piece in"
        " export(open_dataset(sys.argv[1]), form, provenance='full')]"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program, str(sample.folder)],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {"".join(text(sample, form, provenance="full") for form in FORMATS).encode()}


def test_full_provenance_adds_section_rule_and_selector(sample):
    found = quads(text(sample, "nquads", provenance="full"), "nquads")
    by_predicate = {str(p).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for _, p, _, _ in found}
    assert by_predicate >= {
        *("section", "rule", "mention", "linkedBy"),
        *("hasSelector", "hasSource", "start", "end"),
    }


def test_that_a_statement_is_one_is_said_by_full_provenance_alone(sample):
    def having(provenance, predicate):
        found = quads(text(sample, "nquads", provenance=provenance), "nquads")
        return [(s, o) for s, p, o, _ in found if p == predicate]

    assert not any(o == PG.Statement for _, o in having("quotes", RDF.type))
    typed = [s for s, o in having("full", RDF.type) if o == PG.Statement]
    assert sorted(typed) == sorted(s for s, _ in having("full", RDF.subject))


def test_each_linking_step_can_be_told_from_the_others(make_dataset):
    lines = ("Gallstones", "slipped disc", "neck pain", "troublesome heartburn", "zz trouble")
    document = "Name\nZz\nIndications\n" + "".join(f"- {line}\n" for line in lines)
    lexicon = Lexicon.load(packages=False)
    dataset = make_dataset(extract(Document("a.txt", document, "a.txt"), lexicon))
    found = {
        (str(p).rsplit("/", 1)[-1].rsplit("#", 1)[-1], str(s)): str(o)
        for s, p, o, _ in quads(text(dataset, "nquads", provenance="full"), "nquads")
    }
    steps = {found["mention", s]: how for (p, s), how in found.items() if p == "linkedBy"}
    assert steps == {
        "Gallstones": "inflected",
        "neck pain": "exact",
        "slipped disc": "synonym",
        "troublesome heartburn": "broader",
        "zz trouble": "phrase",
    }
    # Only what lost a modifier has a broader match, and only what no vocabulary has is coined.
    broad = {
        s.rsplit("/", 1)[-1]: o.rsplit("/", 1)[-1]
        for (p, s), o in found.items()
        if p == "broadMatch"
    }
    assert broad == {"troublesome-heartburn": "heartburn"}


def test_an_unknown_format_is_named(sample):
    with pytest.raises(DatasetError, match="no format 'xml'"):
        export(sample, "xml")
    with pytest.raises(DatasetError, match="no provenance 'much'"):
        export(sample, "nquads", provenance="much")


def test_jsonld_is_framed_for_people(sample):
    data = json.loads(text(sample, "jsonld"))
    [graph] = [g for g in data["@graph"] if g["id"] == graph_iri("block.txt")]
    [document] = graph["@graph"]
    assert document["type"] == "Document"
    procedure = document["describes"]
    assert procedure["label"] == "Test nerve block, first level"
    statements = procedure["statements"]
    assert len(statements) == 11
    assert "zz neck trouble" in {statement["quote"] for statement in statements}


IRIS = st.sampled_from(
    [
        "https://w3id.org/procgraph/concept/a",
        "https://w3id.org/procgraph/concept/",
        "https://w3id.org/procgraph/concept//b",
        "https://w3id.org/procgraph/ontology/treats",
        "http://www.w3.org/2000/01/rdf-schema#label",
        "urn:x:y",
        "https://example.org/a?b=c#d",
    ]
).map(ox.NamedNode)
LITERALS = st.one_of(
    st.text(max_size=8).map(ox.Literal),
    st.builds(ox.Literal, st.text(max_size=5), language=st.sampled_from(["en", "de"])),
    st.integers(-(10**20), 10**20).map(ox.Literal),
    st.booleans().map(ox.Literal),
    st.sampled_from(["007", "1.50", "true", "x"]).flatmap(
        lambda t: st.sampled_from(["integer", "decimal", "boolean", "string", "duration"]).map(
            lambda d: ox.Literal(t, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{d}"))
        )
    ),
)
PREDICATES = st.sampled_from(
    sorted(
        {Context(shipped_context()).expand(t) for t in shipped_context() if not t.startswith("@")}
    )
).filter(lambda iri: "://" in iri)


@given(
    st.sets(st.tuples(IRIS, PREDICATES.map(ox.NamedNode), IRIS | LITERALS), min_size=1, max_size=8)
)
def test_any_graph_survives_jsonld(triples):
    graph = ox.NamedNode("https://w3id.org/procgraph/graph/x")
    before = {ox.Quad(s, p, o, graph) for s, p, o in triples}
    lines = sorted(f"{quad} ." for quad in before)
    written = "".join(write_jsonld([(graph.value, lines)]))
    after = set(ox.parse(written.encode(), format=ox.RdfFormat.JSON_LD))
    assert after == before


@given(st.text(max_size=30))
def test_any_literal_survives_turtle(text_):
    from procgraph.dataset.export import _blocks
    from procgraph.rdf.written import literal_term

    literal = literal_term(text_, datatype="http://www.w3.org/2001/XMLSchema#decimal")
    line = f"<urn:s> <urn:p> {literal} ."
    prefixes = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    written = prefixes + "".join(_blocks([line], ""))
    [found] = ox.parse(written.encode(), format=ox.RdfFormat.TURTLE)
    [expected] = parse_nquads([line])
    assert found.triple == expected.triple
