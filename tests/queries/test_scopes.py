"""What a rule within one document's graph finds, a build finds too: a shape reports the graph."""

from __future__ import annotations

from collections import Counter
from random import Random

import pyoxigraph as ox
import pytest

from procgraph.dataset.query import run
from procgraph.dataset.questions import shipped
from procgraph.dataset.vocabulary import ontology_quads, vocabulary_quads
from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.rdf import iris
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.shapes import validate_quads
from procgraph.resources import ontology_dir
from procgraph.terminology import Lexicon

# Of the others a build has just written both sides: an edge and its statement, a statement and the
# document that describes its procedure.
WRITTEN_TOGETHER = {"edge-without-statement", "statement-about-nothing", "statement-without-edge"}
# Found when a document is read (tests/dataset/test_rules.py).
READ = {"said-and-denied"}
RULES = [rule for rule in shipped("violations") if rule.scope == "document"]
GRAPHS = 150
OTHERS = [
    f"<{iris.concept_iri('a phrase that nothing describes')}>",
    f"<{iris.concept_iri('fever')}>",
    f"<{iris.concept_iri('local anesthesia')}>",
    f"<{iris.ONTOLOGY}cures>",
    f"<{iris.ONTOLOGY}Condition>",
    '"words"',
]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The graph of a document of the corpus."""
    [path] = (ontology_dir().parent / "data" / "documents").rglob("003_facet*.txt")
    [document] = read_documents([path])
    return to_nquads(extract(document, Lexicon.load()))


def _damaged(lines: list[str], chance: Random) -> list[str]:
    """The lines without one of them, or with another object in it."""
    at = chance.randrange(len(lines))
    subject, predicate, rest = lines[at].split(" ", 2)
    _, graph, _ = rest.rsplit(" ", 2)
    other = [f"{subject} {predicate} {chance.choice(OTHERS)} {graph} ."]
    return [*lines[:at], *chance.choice(([], other)), *lines[at + 1 :]]


def test_every_rule_within_a_document_is_a_shape_too_or_written_together() -> None:
    names = {rule.name for rule in RULES}
    assert names - WRITTEN_TOGETHER - READ == {
        "object-of-wrong-class",
        "object-without-label",
        "unknown-relation",
    }
    assert names >= WRITTEN_TOGETHER | READ


def test_what_a_rule_within_a_document_finds_a_shape_reports(lines: list[str]) -> None:
    store = ox.Store()
    store.bulk_extend([*vocabulary_quads(), *ontology_quads()])
    graph = ox.NamedNode(lines[0].split(" ")[-2].strip("<>"))
    chance, found = Random(7), Counter[str]()
    for _ in range(GRAPHS):
        damaged = _damaged(lines, chance)
        store.load("\n".join(damaged).encode(), format=ox.RdfFormat.N_QUADS)
        broken = {
            rule.name
            for rule in RULES
            if rule.name not in WRITTEN_TOGETHER | READ and len(run(store, rule.text, rule.source))
        }
        store.remove_graph(graph)
        found.update(broken)
        if broken:
            assert any(r.severity == "Violation" for r in validate_quads(damaged, None)), broken
    assert found.keys() == {rule.name for rule in RULES} - WRITTEN_TOGETHER - READ
