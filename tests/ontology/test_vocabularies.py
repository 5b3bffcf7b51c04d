"""The project's own SKOS vocabularies are whole: labels, hierarchy, mappings, size."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

from procgraph import resources
from procgraph.rdf.iris import CONCEPT, ONTOLOGY, SCHEME, concept_iri

PG = rdflib.Namespace(ONTOLOGY)
FILES = [path.stem for path in resources.vocabulary_files()]
CLASSES = {
    "anatomy": {PG.AnatomicalSite},
    "anesthesia": {PG.Anesthesia},
    "conditions": {PG.Condition},
    "equipment": {PG.Equipment},
    "imaging": {PG.ImagingModality},
    "personnel": {PG.PersonnelRole},
    "preparation": {PG.Instruction},
    "procedures": {PG.Procedure, PG.Therapy},
    "recovery": {PG.Instruction},
    "settings": {PG.CareSetting},
    "substances": {PG.Substance},
}
AT_LEAST = {
    "anatomy": 100,
    "anesthesia": 20,
    "conditions": 200,
    "equipment": 40,
    "imaging": 25,
    "personnel": 80,
    "preparation": 25,
    "procedures": 300,
    "recovery": 25,
    "settings": 25,
    "substances": 40,
}
# Schemes that answer one slot: there a label has to lead to one concept. (A drug and the therapy
# with it may share a name: procedures are asked before substances.)
ONE_SLOT = [("procedures", "imaging"), ("preparation", "imaging")]
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch)
IDENTIFIERS = [
    r"http://id\.nlm\.nih\.gov/mesh/[CD][0-9]{6,9}",
    r"http://purl\.obolibrary\.org/obo/(MAXO|UBERON|HP|MONDO)_[0-9]{7}",
    r"http://purl\.bioontology\.org/ontology/ICD10CM/[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?",
]


@cache
def graph(name):
    return rdflib.Graph().parse(resources.ontology_dir() / "vocabularies" / f"{name}.ttl")


@cache
def everything():
    whole = rdflib.Graph()
    for name in FILES:
        for triple in graph(name):
            whole.add(triple)
    return whole


def concepts(name):
    return sorted(graph(name).subjects(RDF.type, SKOS.Concept))


def normal(label):
    """A label as the linker compares it, roughly: no case, no hyphen, no plural."""
    words = re.sub(r"[^\w]+", " ", str(label).casefold()).split()
    return " ".join(re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", word) for word in words)


def clashes(names):
    """Labels that lead to more than one concept of the schemes, with these concepts."""
    found = defaultdict(set)
    for name in names:
        for predicate in LABELS:
            for concept, label in graph(name).subject_objects(predicate):
                if (concept, RDF.type, SKOS.Concept) in graph(name):
                    found[normal(label)].add(concept.removeprefix(CONCEPT))
    return {label: sorted(where) for label, where in found.items() if len(where) > 1}


def cycle(edges):
    """A node that can be reached from itself, or None."""
    done = set()
    for start in sorted(edges):
        path, stack = set(), [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                path.discard(node)
                done.add(node)
            elif node in path:
                return node
            elif node not in done:
                path.add(node)
                stack += [(node, True), *((target, False) for target in edges.get(node, ()))]
    return None


def edges_of(predicate):
    edges = defaultdict(set)
    for subject, target in everything().subject_objects(predicate):
        edges[subject].add(target)
    return edges


def test_every_vocabulary_is_there():
    assert sorted(CLASSES) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_one_scheme_that_says_what_it_is(name):
    (scheme,) = graph(name).subjects(RDF.type, SKOS.ConceptScheme)
    assert str(scheme) == SCHEME + name
    for predicate in (SKOS.prefLabel, DCTERMS.title, DCTERMS.description, DCTERMS.license):
        assert graph(name).value(scheme, predicate)


@pytest.mark.parametrize("name", FILES)
def test_a_vocabulary_is_large_enough(name):
    assert len(concepts(name)) >= AT_LEAST[name]


def test_there_are_conditions_in_patients_words():
    assert len(list(graph("conditions").subject_objects(SKOS.altLabel))) >= 200


@pytest.mark.parametrize("name", FILES)
def test_a_concept_stands_in_its_scheme_and_has_its_class(name):
    allowed = {SKOS.Concept, *CLASSES[name]}
    scheme = rdflib.URIRef(SCHEME + name)
    for concept in concepts(name):
        kinds = set(graph(name).objects(concept, RDF.type))
        assert kinds <= allowed, concept
        assert len(kinds) == 2, concept
        assert list(graph(name).objects(concept, SKOS.inScheme)) == [scheme], concept


@pytest.mark.parametrize("name", FILES)
def test_a_concepts_iri_is_the_slug_of_its_preferred_label(name):
    for concept in concepts(name):
        (label,) = graph(name).objects(concept, SKOS.prefLabel)
        assert label.language == "en"
        assert str(concept) == concept_iri(str(label))


def test_a_concept_stands_in_one_file():
    where = defaultdict(list)
    for name in FILES:
        for concept in concepts(name):
            where[concept].append(name)
    assert {concept: names for concept, names in where.items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", FILES)
def test_preferred_labels_are_unique_in_a_scheme(name):
    labels = [normal(graph(name).value(concept, SKOS.prefLabel)) for concept in concepts(name)]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", FILES)
def test_a_label_leads_to_one_concept_of_a_scheme(name):
    assert clashes([name]) == {}


@pytest.mark.parametrize("names", ONE_SLOT, ids="+".join)
def test_a_label_leads_to_one_concept_of_a_slot(names):
    assert clashes(set(names) & set(FILES)) == {}


@pytest.mark.parametrize("name", FILES)
def test_labels_are_text_without_loose_ends(name):
    for predicate in LABELS:
        for concept, label in graph(name).subject_objects(predicate):
            assert label.language == "en", concept
            assert str(label) == " ".join(str(label).split()) != "", concept


@pytest.mark.parametrize("predicate", [SKOS.broader, PG.partOf], ids=["broader", "partOf"])
def test_a_hierarchy_ends_in_concepts_and_has_no_cycle(predicate):
    known = set(everything().subjects(RDF.type, SKOS.Concept))
    edges = edges_of(predicate)
    assert set().union(*edges.values()) - known == set()
    assert edges.keys() - known == set()
    assert cycle(edges) is None


def test_a_cycle_would_be_found():
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) is not None
    assert cycle({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}}) is None


@pytest.mark.parametrize("name", FILES)
def test_a_concept_is_a_top_concept_or_has_a_broader_one(name):
    scheme = rdflib.URIRef(SCHEME + name)
    for concept in concepts(name):
        is_top = (concept, SKOS.topConceptOf, scheme) in graph(name)
        broader = set(graph(name).objects(concept, SKOS.broader))
        assert is_top != bool(broader) or (concept, PG.partOf, None) in graph(name), concept


def test_an_outside_term_is_exactly_one_concept():
    ours = defaultdict(set)
    for concept, target in everything().subject_objects(SKOS.exactMatch):
        ours[target].add(concept)
    assert {target: found for target, found in ours.items() if len(found) > 1} == {}


def test_a_concept_matches_an_outside_term_in_one_way():
    kinds = defaultdict(set)
    for predicate in MATCHES:
        for pair in everything().subject_objects(predicate):
            kinds[pair].add(predicate)
    assert {pair for pair, found in kinds.items() if len(found) > 1} == set()


def test_mappings_have_the_form_of_their_terminology():
    form = re.compile("|".join(IDENTIFIERS))
    targets = {target for match in MATCHES for target in everything().objects(None, match)}
    assert {target for target in targets if not form.fullmatch(target)} == set()


def test_there_is_no_code_of_the_ama():
    text = "".join(path.read_text("utf-8") for path in resources.vocabulary_files())
    assert "cpt" not in text.casefold().split()
    assert not re.search(r'"[0-9]{4}[0-9FTU]"', text)


@pytest.mark.parametrize("name", FILES)
def test_a_file_can_be_read_and_mended_by_hand(name):
    text = (resources.ontology_dir() / "vocabularies" / f"{name}.ttl").read_text("utf-8")
    assert text.endswith("\n")
    assert "\t" not in text
    assert "\n# " in text
