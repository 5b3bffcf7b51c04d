"""Each rule across documents is silent about a sound dataset and finds the fault it is for."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from procgraph.dataset.binding import only
from procgraph.dataset.query import run
from procgraph.dataset.questions import Question, shipped
from procgraph.rdf.iris import graph_iri
from procgraph.rdf.vocabulary import PREFIXES

# What breaks each rule, added to the graph of facet.txt.
BREAKS = {
    "add-on-cycle": "pgi:facet-joint-injection pg:addOnTo pgi:facet-joint-injection .",
    "add-on-not-marked": "pgi:facet-joint-injection pg:addOnTo pgi:physical-therapy .",
    "alternative-to-itself": """
        pgi:facet-joint-injection pg:hasAlternative pgi:facet-joint-injection .
    """,
    "broader-cycle": "pgc:pain skos:broadMatch pgc:neck-pain .",
    "dangling-broader": "pgc:pain skos:broadMatch pgc:nothing .",
    "described-by-nothing": "pgc:pain pg:describedBy pgi:nothing .",
    "edge-without-statement": "pgi:facet-joint-injection pg:treats pgc:pain .",
    "object-of-wrong-class": "pgi:facet-joint-injection pg:requiresPersonnel pgc:pain .",
    "object-without-label": "pgi:s rdf:object pgc:nothing .",
    "one-code-for-add-on-and-primary": """
        pgi:flu-shot pg:addOn true .
    """,
    "said-and-denied": """
        pgi:s rdf:subject pgi:facet-joint-injection ; rdf:predicate pg:performedIn ;
            rdf:object pgc:pain-clinic ; pg:polarity "negated" ; oa:exact "nowhere" ;
            prov:wasDerivedFrom <https://w3id.org/procgraph/document/facet.txt#char=0,7> .
    """,
    "statement-about-nothing": "pgi:s rdf:subject pgi:nothing .",
    "statement-without-edge": """
        pgi:s rdf:subject pgi:facet-joint-injection ; rdf:predicate pg:treats ;
            rdf:object pgc:pain .
    """,
    "treated-and-contraindicated": """
        pgi:facet-joint-injection pg:treats pgc:bleeding-disorder .
        pgi:s rdf:subject pgi:facet-joint-injection ; rdf:predicate pg:treats ;
            rdf:object pgc:bleeding-disorder ; oa:exact "for bleeders" .
    """,
    "two-kinds-at-once": "pgc:pain a pg:PersonnelRole .",
    "unknown-relation": "pgi:s rdf:predicate pg:cures .",
    "unpaired-alternative": "pgi:physical-therapy pg:hasAlternative pgi:facet-joint-injection .",
}
RULES = shipped("violations")


def _broken(world: ox.Store, turtle: str) -> ox.Store:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = ox.Store()
    store.bulk_extend(world)
    graph = ox.NamedNode(graph_iri("facet.txt"))
    store.load(prefixes + turtle, format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


def test_every_rule_is_broken_once() -> None:
    assert set(BREAKS) == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda q: q.name)
def test_is_silent_about_a_sound_dataset(world: ox.Store, rule: Question) -> None:
    assert list(run(world, rule.text, rule.source)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda q: q.name)
def test_finds_its_fault(world: ox.Store, rule: Question) -> None:
    assert list(run(_broken(world, BREAKS[rule.name]), rule.text, rule.source))


def test_only_a_vocabulary_can_be_wrong_about_a_kind(world: ox.Store) -> None:
    rule = next(rule for rule in RULES if rule.name == "two-kinds-at-once")
    fault = BREAKS[rule.name] + "pgc:some-word a pg:Condition, pg:CareSetting ."
    rows = run(_broken(world, fault), rule.text, rule.source)
    found = {str(row["concept"]).rpartition("/")[2]: row["severity"] for row in rows}
    assert found == {"pain": "Violation", "some-word": "Warning"}


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.about or rule.through], ids=lambda q: q.name
)
def test_finds_its_fault_when_asked_about_all_nodes_and_nothing_about_none(
    world: ox.Store, rule: Question
) -> None:
    store = _broken(world, BREAKS[rule.name])
    nodes = {term for quad in store for term in (quad.subject, quad.object)}
    terms = sorted((node for node in nodes if isinstance(node, ox.NamedNode)), key=str)
    name = rule.about or rule.through
    whole = run(store, rule.text, rule.source)
    assert run(store, only(rule.text, name, terms), rule.source) == whole
    assert list(run(store, only(rule.text, name, []), rule.source)) == []
