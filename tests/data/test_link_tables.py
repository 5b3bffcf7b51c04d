"""The gold tables of links name documents and concepts that there are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from procgraph.evaluation.tables import half, read_links, read_resolution
from procgraph.terminology import Lexicon
from procgraph.terminology.slots import SLOTS

DATA = Path(__file__).parents[2] / "data"
DOCUMENTS = {path.name for path in (DATA / "documents").iterdir()}
LINKS = read_links(DATA / "gold" / "links.tsv")
MENTIONS = read_resolution(DATA / "gold" / "resolution.tsv")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def test_there_are_enough_of_them():
    assert len(LINKS) >= 420
    assert sum(not link.concept for link in LINKS) >= 40
    assert len(MENTIONS) >= 70


def test_each_document_is_in_the_corpus():
    named = {row.document for row in (*LINKS, *MENTIONS)}
    named.update(target for mention in MENTIONS for target in mention.targets)
    assert named <= DOCUMENTS


def test_no_mention_stands_twice():
    counts = Counter((link.document, link.relation, link.mention) for link in LINKS)
    assert [key for key, count in counts.items() if count > 1] == []


def test_no_document_is_its_own_target():
    assert [m for m in MENTIONS if m.document in m.targets] == []


def test_both_halves_have_a_fair_share():
    for rows in (LINKS, MENTIONS):
        share = sum(half(row.document) == "test" for row in rows) / len(rows)
        assert 0.4 < share < 0.6


def test_each_concept_is_in_the_vocabularies(lexicon):
    named = {iri for link in LINKS for iri in (link.concept, *link.broader) if iri}
    assert sorted(iri for iri in named if lexicon.concept(iri) is None) == []


def test_a_concept_is_of_a_vocabulary_that_the_slot_may_ask(lexicon):
    # A cholangiogram is imaging to a reader, and a procedure to the vocabularies.
    wrong = [
        (link.mention, term.scheme)
        for link in LINKS
        for iri in (link.concept, *link.broader)
        if iri and (term := lexicon.concept(iri))
        if term.scheme not in SLOTS[link.relation].schemes
    ]
    assert wrong in ([], [("intraoperative cholangiogram", "procedures")])


def test_a_mention_has_its_concept_or_broader_ones(lexicon):
    assert [link.mention for link in LINKS if link.concept and link.broader] == []
