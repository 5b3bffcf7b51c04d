"""Rules that are asked about what has changed find what they find when they are asked whole."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from random import Random
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from procgraph.dataset.changes import Changes
from procgraph.dataset.contradictions import contradictions
from procgraph.dataset.files import Kind, write_file
from procgraph.dataset.manifest import DocumentEntry, Manifest
from procgraph.dataset.questions import shipped
from procgraph.dataset.rules import Earlier, check_rules
from procgraph.dataset.segments import RESOLUTION
from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v

RULES = {rule.name: rule for rule in shipped("violations") if rule.scope != "document"}
PROCEDURES = [iris.procedure_iri(name) for name in ("block", "scan", "graft", "graft, more")]
CONCEPTS = [iris.concept_iri(name) for name in ("pain", "nerve", "heat", "sleep", "nurse")]
RELATIONS = [v.pg(name) for name in ("treats", "contraindicatedBy", "hasAlternative")]
CLASSES = [v.pg(name) for name in ("Condition", "PersonnelRole")]
NOTHING = Manifest({})
BROADER = v.SKOS + "broadMatch"


def line(subject, predicate, value, graph):
    term = value if value.startswith('"') else f"<{value}>"
    return f"<{subject}> <{predicate}> {term} <{graph}> ."


def document(chance, identifier, most=3):
    """The graph of a document in which anything may be wrong, with the statements that are its."""
    graph, procedure = iris.graph_iri(identifier), chance.choice(PROCEDURES)
    found = {
        (iris.document_iri(identifier), v.DESCRIBES, procedure),
        (procedure, v.RDF_TYPE, v.PROCEDURE_CLASS),
    }
    if chance.random() < 0.3:
        found.add((procedure, v.ADD_ON, f'"true"^^<{v.XSD_BOOLEAN}>'))
    if chance.random() < 0.5:
        found |= {(procedure, v.CODE_SYSTEM, '"HCPCS"'), (procedure, v.CODE, '"J1"')}
    if chance.random() < 0.3:
        found.add((procedure, v.DENOTES, chance.choice(CONCEPTS)))
    for number in range(chance.randint(0, most)):
        relation, value = chance.choice(RELATIONS), chance.choice(CONCEPTS)
        statement = iris.statement_iri(identifier, str(number), relation, value)
        quotes = chance.sample([(0, "some"), (5, r"more \"of\" it"), (20, "else")], 2)
        found |= {
            (procedure, relation, value),
            (statement, v.RDF_SUBJECT, procedure),
            (statement, v.RDF_PREDICATE, relation),
            (statement, v.RDF_OBJECT, value),
        }
        for start, quote in quotes[: chance.choice((1, 1, 2))]:
            end = start + len(quote.replace("\\", ""))
            found |= {
                (statement, v.OA_EXACT, f'"{quote}"'),
                (statement, v.PROV_DERIVED, iris.evidence_iri(identifier, start, end)),
            }
        if chance.random() < 0.4:
            found.add((statement, v.POLARITY, '"negated"'))
        if chance.random() < 0.2:
            found.add((statement, v.CONDITION, '"if it is so"'))
    for _ in range(chance.randrange(3)):
        found.add((chance.choice(CONCEPTS), v.RDF_TYPE, chance.choice(CLASSES)))
    if chance.random() < 0.4:
        found.add((chance.choice(CONCEPTS), BROADER, chance.choice(CONCEPTS)))
    if chance.random() < 0.3:
        found.add((chance.choice(CONCEPTS), v.RDFS_LABEL, '"label"@en'))
    return sorted(line(*triple, graph) for triple in found)


def links(chance):
    """Links across documents, right and wrong ones."""
    predicates = ("hasAlternative", "alternativeTo", "describedBy", "addOnTo", "exactMatch")
    found = set()
    for _ in range(chance.randrange(8)):
        name = chance.choice(predicates)
        predicate = v.SKOS + name if name == "exactMatch" else v.pg(name)
        subject = chance.choice([*PROCEDURES, *CONCEPTS[:2]])
        found.add(line(subject, predicate, chance.choice(PROCEDURES), iris.RESOLUTION_GRAPH))
    return sorted(found)


def changed(chance, documents, across):
    """One to three documents other, gone or new; sometimes other links."""
    after = dict(documents)
    for _ in range(chance.randint(1, 3)):
        identifier = f"{chance.randrange(9)}.txt"
        if identifier in after and chance.random() < 0.3:
            del after[identifier]
        else:
            after[identifier] = document(chance, identifier)
    kept = [link for link in across if chance.random() < 0.8]
    return after, sorted({*kept, *links(chance)}) if chance.random() < 0.5 else across


def manifest(folder, documents, across):
    """A manifest that says of each document what is in its graph, and of the links where they
    are."""
    entries = {
        identifier: DocumentEntry("00", hashlib.sha256("\n".join(lines).encode()).hexdigest(), "x")
        for identifier, lines in documents.items()
    }
    file = write_file(
        str(folder), Kind.QUADS, RESOLUTION, (f"{link}\n".encode() for link in across)
    )
    return Manifest({}, entries, {}, file, len(across))


def store(documents, across):
    found = ox.Store()
    lines = [*across, *(x for lines in documents.values() for x in lines)]
    found.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return found


def asked(index, earlier=None):
    """All rules but those that each document keeps by itself, asked of an index."""
    dataset = SimpleNamespace(store=lambda: index, manifest=NOTHING)
    return check_rules(dataset, across_only=True, earlier=earlier)


def test_asked_about_what_changed_the_rules_find_what_they_find_asked_whole(tmp_path):
    found, spared = Counter(), Counter()
    for seed in range(25):
        chance = Random(seed)
        documents = {f"{n}.txt": document(chance, f"{n}.txt") for n in range(6)}
        across = links(chance)
        results, before = asked(store(documents, across)), store(documents, across)
        for _ in range(4):
            old, (documents, across) = (documents, across), changed(chance, documents, across)
            after = store(documents, across)
            changes = Changes(
                tmp_path, manifest(tmp_path, *old), manifest(tmp_path, documents, across)
            )
            touched = changes.touched(before, after)
            assert touched is not None
            kept = asked(after, Earlier(tuple(results), touched))
            whole = asked(after)
            assert kept == whole, seed
            spared.update(r.shape for r in whole if r.focus_node not in touched)
            results, before = whole, after
            found.update(result.shape for result in whole)
    # Each rule was broken, and what most of them found was not asked for again.
    assert found.keys() == RULES.keys()
    assert spared.keys() >= {name for name, rule in RULES.items() if rule.about}


@pytest.mark.parametrize(("count", "is_asked"), [(498, True), (499, True), (500, False)])
def test_a_change_of_many_nodes_is_asked_whole(tmp_path, count, is_asked):
    lines = [
        line(iris.concept_iri(f"c{n}"), BROADER, iris.concept_iri("c"), iris.graph_iri("a.txt"))
        for n in range(count)
    ]
    index = store({"a.txt": lines}, [])
    nothing, all_of_it = manifest(tmp_path, {}, []), manifest(tmp_path, {"a.txt": lines}, [])
    come = Changes(tmp_path, nothing, all_of_it).touched(ox.Store(), index)
    gone = Changes(tmp_path, all_of_it, nothing).touched(index, ox.Store())
    assert come == gone
    assert (come is not None) is is_asked


def test_the_more_documents_there_are_the_more_nodes_are_asked_about(tmp_path):
    many = Manifest({}, {str(n): DocumentEntry("00", "", "x") for n in range(20_000)})
    assert Changes(tmp_path, NOTHING, NOTHING).most_nodes == 500
    assert Changes(tmp_path, many, many).most_nodes == 1000


def test_nodes_that_are_named_after_a_document_are_none_of_others(tmp_path):
    lines = document(Random(3), "a.txt")
    changes = Changes(
        tmp_path, manifest(tmp_path, {}, []), manifest(tmp_path, {"a.txt": lines}, [])
    )
    touched = changes.touched(ox.Store(), store({"a.txt": lines}, []))
    assert touched
    assert not any(map(iris.is_of_one_document, touched))
    assert touched & set(PROCEDURES)


def test_a_build_finds_in_each_document_what_the_rule_finds_there(monkeypatch):
    [rule] = [rule for rule in shipped("violations") if rule.name == "said-and-denied"]
    monkeypatch.setattr("procgraph.dataset.rules.shipped", lambda kind: [rule])
    found = 0
    for seed in range(100):
        lines = document(Random(seed), "a b.txt", most=20)
        triples = defaultdict(set)
        for subject, predicate, rest in (text.split(" ", 2) for text in lines):
            triples[predicate].add((subject, rest.rsplit(" ", 2)[0]))
        index = store({"a b.txt": lines}, [])
        expected = check_rules(SimpleNamespace(store=lambda index=index: index, manifest=NOTHING))
        # The rule's lines are told where the texts are, and here there is none.
        assert contradictions("a b.txt", triples, "") == expected, seed
        found += len(expected)
    assert found > 100


@pytest.mark.parametrize("rule", shipped("violations"), ids=lambda rule: rule.name)
def test_a_rule_says_at_most_one_thing_of_what_its_rows_depend_on(rule):
    assert rule.scope in ("", "document")
    assert [rule.scope, rule.about, rule.through].count("") >= 2
    if rule.about:
        select = rule.text[rule.text.index("\nSELECT") :].split("\n")[1]
        assert select.startswith(f"SELECT DISTINCT ?{rule.about} ")
