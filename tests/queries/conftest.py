"""The small world of `world/` as a store, built by the project's own writer and second pass."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from procgraph.dataset.resolution import resolve, row
from procgraph.dataset.vocabulary import ontology_quads
from procgraph.model import (
    Concept,
    Document,
    Duration,
    Evidence,
    Extraction,
    Fact,
    Procedure,
    Rate,
    Relation,
    Step,
)
from procgraph.rdf.iris import VOCABULARY_GRAPH, concept_iri, procedure_iri
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.vocabulary import RDFS_LABEL

WORLD = Path(__file__).parent / "world"
_LINE = re.compile(r"(?P<no>not )?(?P<relation>\w+) (?P<objects>[^,]+)(?P<rest>(, .+)?)$")
_RATE = re.compile(r"(\d+)-(\d+)%$")


@pytest.fixture(scope="session")
def world() -> ox.Store:
    """The store with the documents, the vocabulary, the ontology and the links between them."""
    vocabulary = list(_vocabulary())
    known = {str(q.subject.value) for q in vocabulary}
    tables = tomllib.loads((WORLD / "documents.toml").read_text("utf-8"))["document"]
    extractions = [_extraction(table, known) for table in tables]
    lines = [line for extraction in extractions for line in to_nquads(extraction)]
    lines += resolve(map(row, extractions))
    store = ox.Store()
    store.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    store.bulk_extend([*vocabulary, *ontology_quads()])
    return store


def _vocabulary() -> Iterator[ox.Quad]:
    graph = ox.NamedNode(VOCABULARY_GRAPH)
    for quad in ox.parse(path=WORLD / "vocabulary.ttl", format=ox.RdfFormat.TURTLE):
        yield ox.Quad(*quad.triple, graph)
        if quad.predicate.value.endswith("prefLabel"):
            yield ox.Quad(quad.subject, ox.NamedNode(RDFS_LABEL), quad.object, graph)


def _extraction(table: dict, known: set[str]) -> Extraction:
    procedure = Procedure(
        iri=procedure_iri(table["name"]),
        label=table["name"],
        code=table.get("code"),
        code_system="HCPCS" if "code" in table else None,
        add_on=table.get("add_on", False),
        concepts=tuple(map(concept_iri, table.get("denotes", ()))),
    )
    document = Document(table["id"], "\n".join(table["facts"]), source=table["id"])
    facts, start = [], 0
    for number, line in enumerate(table["facts"], start=1):
        evidence = tuple(_evidence(line, start, number))
        facts += _facts(evidence, document.id, procedure, known)
        start += len(line) + 1
    return Extraction(document, procedure, tuple(facts))


def _evidence(line: str, start: int, number: int) -> Iterator[Evidence]:
    for quote in line.split(" && "):
        yield Evidence(start, start + len(quote), number, quote)
        start += len(quote) + len(" && ")


def _facts(
    evidence: tuple[Evidence, ...], document: str, procedure: Procedure, known: set[str]
) -> Iterator[Fact]:
    found = _LINE.match(evidence[0].quote)
    assert found, evidence[0].quote
    relation = Relation(found["relation"])
    rest = [part for part in found["rest"].split(", ") if part]
    rates = [_RATE.match(part) for part in rest]
    rate = next((Rate(int(m[1]) / 100, int(m[2]) / 100) for m in rates if m), None)
    words = [part for part, m in zip(rest, rates, strict=True) if not m]
    frequency = next((w for w in words if w in ("common", "uncommon", "rare")), None)
    condition = ", ".join(w for w in words if w != frequency) or None
    for text in found["objects"].split(" | "):
        yield Fact(
            document=document,
            procedure=procedure,
            relation=relation,
            object=_object(relation, text, known),
            evidence=evidence,
            section="Facts",
            rule="world",
            polarity="negated" if found["no"] else "affirmed",
            condition=condition,
            group=evidence[0].line,
            frequency=frequency,  # type: ignore[arg-type]
            rate=rate,
        )


def _object(relation: Relation, text: str, known: set[str]) -> Concept | Duration | Step:
    if relation is Relation.HAS_DURATION:
        low, high = (int(part) if part else None for part in text.split("-"))
        return Duration(low, high, f"{text} minutes")
    if relation is Relation.HAS_STEP:
        order, _, sentence = text.partition(" ")
        return Step(int(order), sentence)
    label, _, broader = text.partition(" < ")
    iri = concept_iri(label)
    how = "exact" if iri in known else "broader" if broader else "phrase"
    return Concept(iri, label, label, how=how, broader=concept_iri(broader) if broader else None)
