"""The ontology, the code and the files beside it speak of the same terms."""

from __future__ import annotations

import json
import re
from functools import cache

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from procgraph import resources
from procgraph.model import Relation
from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import ONTOLOGY

KINDS = {
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
}
NAMESPACE = re.compile(re.escape(ONTOLOGY) + r"([A-Za-z]+)")
PREFIXED = re.compile(r"(?<![\w/])pg:([A-Za-z]+)")


@cache
def ontology():
    return rdflib.Graph().parse(resources.ontology_dir() / "procgraph.ttl")


@cache
def declared():
    subjects = {s for kind in KINDS for s in ontology().subjects(RDF.type, kind)}
    return frozenset(str(s).removeprefix(ONTOLOGY) for s in subjects if str(s).startswith(ONTOLOGY))


def used_in_code():
    constants = {value for value in vars(v).values() if isinstance(value, str)}
    tables = {*v.SLOT_CLASS.values(), *v.CONDITIONAL_RELATION.values(), *v.RELATION_OF_PROPERTY}
    found = {iri.removeprefix(ONTOLOGY) for iri in constants | tables if iri.startswith(ONTOLOGY)}
    source = resources.ontology_dir().parent / "src"
    for path in source.rglob("*.py") if source.is_dir() else ():
        found |= set(re.findall(r'\bpg\("([A-Za-z]+)"\)', path.read_text("utf-8")))
    return found - {""}


def used_in_turtle(path):
    triples = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    return {
        match[1]
        for quad in triples
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and (match := NAMESPACE.fullmatch(term.value))
    }


def used_in_queries():
    paths = resources.queries_dir().rglob("*.rq")
    return {name for path in paths for name in PREFIXED.findall(path.read_text("utf-8"))}


def context():
    text = (resources.ontology_dir() / "context.jsonld").read_text("utf-8")
    return json.loads(text)["@context"]


def used_in_context():
    return set(PREFIXED.findall(json.dumps(context())))


SOURCES = {
    "code": used_in_code,
    "shapes": lambda: used_in_turtle(resources.ontology_dir() / "shapes.ttl"),
    "vocabularies": lambda: {
        name for path in resources.vocabulary_files() for name in used_in_turtle(path)
    },
    "queries": used_in_queries,
    "context": used_in_context,
    "alignments": lambda: (
        used_in_turtle(resources.ontology_dir() / "alignments.ttl") - {"alignments"}
    ),
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_term_that_is_used_is_declared(source):
    assert SOURCES[source]() <= declared()


def test_every_declared_term_is_used():
    places = ("code", "shapes", "vocabularies", "queries", "context")
    assert declared() == set().union(*(SOURCES[place]() for place in places))


def test_every_relation_is_a_property():
    assert {relation.value for relation in Relation} <= declared()


@pytest.mark.parametrize("name", sorted(declared()))
def test_a_term_says_what_it_is(name):
    term = rdflib.URIRef(ONTOLOGY + name)
    assert len(list(ontology().objects(term, RDFS.label))) == 1
    for predicate in (SKOS.definition, SKOS.example):
        (text,) = ontology().objects(term, predicate)
        assert text.language == "en"
        assert text.strip()
    assert str(ontology().value(term, SKOS.definition)).endswith(".")
    assert ontology().value(term, DCTERMS.source)
    assert ontology().value(term, RDFS.isDefinedBy) == rdflib.URIRef(ONTOLOGY)


def test_the_ontology_has_no_blank_nodes():
    # Their names would differ in every dump of a dataset.
    assert not any(isinstance(node, rdflib.BNode) for triple in ontology() for node in triple)


def test_labels_are_unique_among_classes_and_among_properties():
    for kinds in ({OWL.Class}, {OWL.ObjectProperty, OWL.DatatypeProperty}):
        terms = {term for kind in kinds for term in ontology().subjects(RDF.type, kind)}
        labels = [str(ontology().value(term, RDFS.label)) for term in terms]
        assert len(labels) == len(set(labels))


def test_the_ontology_says_who_and_when_and_under_what_licence():
    vann = rdflib.Namespace("http://purl.org/vocab/vann/")
    node = rdflib.URIRef(ONTOLOGY)
    required = (
        OWL.versionIRI,
        DCTERMS.license,
        DCTERMS.created,
        DCTERMS.modified,
        DCTERMS.title,
        DCTERMS.description,
    )
    assert all(ontology().value(node, predicate) for predicate in required)
    assert str(ontology().value(node, vann.preferredNamespacePrefix)) == "pg"
    assert str(ontology().value(node, vann.preferredNamespaceUri)) == ONTOLOGY
    assert str(ontology().value(node, DCTERMS.license)).endswith(
        "creativecommons.org/licenses/by/4.0/"
    )


@pytest.mark.parametrize(
    ("narrower", "wider"),
    [
        ("requiresPersonnel", "involvesPersonnel"),
        ("mayRequirePersonnel", "involvesPersonnel"),
        ("usesAnesthesia", "involvesAnesthesia"),
        ("mayUseAnesthesia", "involvesAnesthesia"),
        ("treats", "indicatedFor"),
        ("diagnoses", "indicatedFor"),
        ("prevents", "indicatedFor"),
        ("screens", "indicatedFor"),
    ],
)
def test_the_common_super_properties(narrower, wider):
    triple = (
        rdflib.URIRef(ONTOLOGY + narrower),
        RDFS.subPropertyOf,
        rdflib.URIRef(ONTOLOGY + wider),
    )
    assert triple in ontology()


def closure(*graphs):
    closed = rdflib.Graph()
    for graph in graphs:
        for triple in graph:
            closed.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return closed


ERRORS = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def errors(graph):
    return [str(message) for message in graph.objects(None, ERRORS)]


def test_the_ontology_is_consistent():
    closed = closure(ontology())
    assert errors(closed) == []
    nothing = {s for s in closed.subjects(RDFS.subClassOf, OWL.Nothing) if s != OWL.Nothing}
    assert nothing == set()


def test_the_ontology_and_its_alignments_are_consistent():
    alignments = rdflib.Graph().parse(resources.ontology_dir() / "alignments.ttl")
    assert errors(closure(ontology(), alignments)) == []


def test_an_inconsistency_would_be_found():
    pg = rdflib.Namespace(ONTOLOGY)
    wrong = rdflib.Graph()
    wrong.add((pg.thing, RDF.type, pg.Document))
    wrong.add((pg.thing, RDF.type, pg.Statement))
    assert errors(closure(ontology(), wrong))


def test_alignments_never_say_that_two_things_are_the_same():
    graph = rdflib.Graph().parse(resources.ontology_dir() / "alignments.ttl")
    same = {OWL.sameAs, OWL.equivalentClass, OWL.equivalentProperty}
    assert same.isdisjoint(graph.predicates())
    for subject in set(graph.subjects(SKOS.closeMatch)) | set(graph.subjects(SKOS.broadMatch)):
        assert str(subject).startswith(ONTOLOGY)


@pytest.mark.parametrize("standard", ["schema", "biolink", "sct", "obo", "prov"])
def test_alignments_reach_each_standard(standard):
    graph = rdflib.Graph().parse(resources.ontology_dir() / "alignments.ttl")
    namespace = dict(graph.namespaces())[standard]
    assert any(str(target).startswith(namespace) for target in graph.objects())


def test_the_contexts_prefixes_are_those_of_the_code():
    assert {key: context().get(key) for key in v.PREFIXES} == dict(v.PREFIXES)


def test_the_context_names_every_class_and_every_property_of_a_document_graph():
    named = {"Document", "Statement", "Choice", "Step", *(r.value for r in Relation)}
    named |= {iri.removeprefix(ONTOLOGY) for iri in v.SLOT_CLASS.values()}
    assert named <= used_in_context()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_context_is_read_by_rdflib_as_it_is_meant():
    document = {
        "@context": context(),
        "id": iris.procedure_iri("x"),
        "type": "Procedure",
        "label": "X",
        "treats": ["pgc:pain"],
        "minMinutes": 30,
        "minDuration": "PT30M",
        "statements": [{"id": "pg:s", "quote": "x", "minRate": "0.003", "object": "pgc:pain"}],
    }
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    subject, pg = rdflib.URIRef(iris.procedure_iri("x")), rdflib.Namespace(ONTOLOGY)
    assert (subject, RDF.type, pg.Procedure) in graph
    assert (subject, RDFS.label, rdflib.Literal("X", lang="en")) in graph
    assert (subject, pg.treats, rdflib.URIRef(iris.CONCEPT + "pain")) in graph
    assert str(graph.value(subject, pg.minMinutes).datatype) == v.XSD_INTEGER
    assert str(graph.value(subject, pg.minDuration).datatype) == v.XSD_DURATION
    assert (pg.s, RDF.subject, subject) in graph
    assert str(graph.value(pg.s, pg.minRate).datatype) == v.XSD_DECIMAL
