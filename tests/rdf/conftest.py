"""A document of our own and the facts that stand in it, made by hand."""

from __future__ import annotations

import pytest

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
from procgraph.rdf.iris import concept_iri, procedure_iri

TEXT = """Name of the Procedure
Facet joint nerve block; each additional level

Indications
- Long-standing facet pain

Procedure Description
1. The skin is cleaned.
2. A needle is guided to the nerve.

Duration
About 30 to 90 minutes.

Personnel
- Radiologist or pain doctor
- Sleep doctor, if sedation is used
- Scrub assistant

Anesthesia
- Numbing of the skin
- Full anesthesia is not required

Risks
- Rarely, harm to a nerve (0.3% to 1%)
- Bruised skin

Alternatives
- Exercise program
- Open operation, if the block fails
"""


def made(relation, quote, obj, **more):
    """One fact of the document, whose evidence is where `quote` stands in its text."""
    start = TEXT.index(quote)
    line = TEXT.count("\n", 0, start) + 1
    evidence = (Evidence(start, start + len(quote), line, quote),)
    if isinstance(obj, str):
        obj = Concept(concept_iri(obj), obj, quote)
    return Fact(
        "block.txt", PROCEDURE, Relation(relation), obj, evidence, "Section", "rule", **more
    )


PROCEDURE = Procedure(
    iri=procedure_iri("Facet joint nerve block; each additional level"),
    label="Facet joint nerve block; each additional level",
    names=("Medial branch nerve block",),
    code="64491",
    code_system="CPT4",
    add_on=True,
)


@pytest.fixture
def fact():
    """The function that makes one fact of the sample document."""
    return made


@pytest.fixture
def extraction() -> Extraction:
    """A whole extraction with every kind of object and every qualifier."""
    document = Document("block.txt", TEXT, "block.txt", url="https://example.org/block")
    facts = (
        made("treats", "Long-standing facet pain", "long-standing facet pain"),
        made("hasStep", "The skin is cleaned.", Step(1, "The skin is cleaned.")),
        made("hasStep", "A needle is guided to the nerve.", Step(2, "A needle is guided")),
        made("hasDuration", "About 30 to 90 minutes", Duration(30, 90, "About 30 to 90 minutes")),
        made("requiresPersonnel", "Radiologist", "doctor for pictures", group=1),
        made("requiresPersonnel", "pain doctor", "doctor for pain", group=1),
        made(
            "requiresPersonnel",
            "Sleep doctor, if sedation is used",
            "doctor for sleep",
            condition="if sedation is used",
        ),
        made("requiresPersonnel", "Scrub assistant", "assistant for scrubbing"),
        made("usesAnesthesia", "Numbing of the skin", "numbing of the skin"),
        made("usesAnesthesia", "Full anesthesia is not required", "full sleep", polarity="negated"),
        made(
            "hasComplication",
            "Rarely, harm to a nerve (0.3% to 1%)",
            "harm to a nerve",
            frequency="rare",
            rate=Rate(0.003, 0.01),
        ),
        made("hasComplication", "Bruised skin", "bruised skin"),
        made("hasAlternative", "Exercise program", "program of exercise"),
        made(
            "hasAlternative",
            "Open operation, if the block fails",
            "open operation",
            condition="if the block fails",
        ),
    )
    return Extraction(document, PROCEDURE, facts)
