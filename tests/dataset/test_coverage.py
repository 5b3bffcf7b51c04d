"""What became of each sentence: each counts once, and no reason is an excuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from procgraph.dataset.coverage import MISREAD, coverage
from procgraph.documents import outline, read_documents
from procgraph.documents.sentences import sentences
from procgraph.evaluation import read_gold
from procgraph.extraction import extract
from procgraph.extraction.rules import rules
from procgraph.model import Document
from procgraph.terminology import Lexicon

DATA = Path(__file__).parents[2] / "data"
TEXT = """Name of the Procedure:
Nerve Block (common name: numbing shot)
HCPCS code: J1050
Summary
It is an injection of a clear liquid. It glows a little.
Indications
- Neck pain or headache, or both; zz neck trouble
Duration
It varies a lot.
Risks
- All risks will be discussed beforehand
Cost and Insurance
- Ask about the price
"""


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load()


def read(text, lexicon):
    return extract(Document("a.txt", text, "a.txt"), lexicon)


def test_each_sentence_counts_once_under_what_became_of_it(lexicon):
    found = coverage([read(TEXT, lexicon)])
    assert {section: dict(counter) for section, counter in found.sections.items()} == {
        "name": {"facts": 2},
        "summary": {"narrative": 1, "not understood": 1},
        "indications": {"facts": 1},
        "duration": {"not understood": 1},
        "complications": {"boilerplate": 1},
        "Cost and Insurance": {"unknown heading": 1},
    }
    assert found.share("not understood", "unknown heading") == 3 / 8
    assert [s.text for s in found.unread if s.reason == "not understood"] == [
        "It glows a little.",
        "It varies a lot.",
    ]
    assert found.to_json()["notUnderstood"] == 3 / 8
    assert json.dumps(found.to_json())


def test_a_sentence_about_what_the_page_compares_with_is_understood(lexicon):
    page = "Laser or stripping?\n\nThis page is about laser.\n\n"
    told = "Complications\nWith laser, burns are rare. With stripping, numbness is common.\n"
    found = coverage([read(page + told, lexicon)])
    assert found.sections["complications"] == {"facts": 1, "other procedure": 1}
    assert found.to_json()["notUnderstood"] < 0.5


def test_nothing_was_read_of_no_documents():
    assert coverage([]).share("facts") == 0.0


def test_mentions_without_a_concept_are_counted(lexicon):
    twice = [read(TEXT, lexicon)] * 2
    assert ("zz neck trouble", "treats") in coverage(twice).unlinked
    assert set(coverage(twice).unlinked.values()) == {2}


def test_the_corpus_has_no_sentence_that_counts_twice_or_not_at_all(lexicon):
    # Every eighth, of each kind: how sentences are counted does not depend on what they say.
    documents = list(read_documents([DATA / "gold" / "documents"]))[::8]
    whole = sum(
        1
        for document in documents
        for section in outline(document.text).sections
        for item in section.items
        for _ in sentences(document.text, item.start, item.end)
    )
    found = coverage(extract(document, lexicon) for document in documents)
    assert found.total.total() == whole + found.sections["preamble"].total()
    assert len(found.unread) == found.total.total() - found.total["facts"]


def test_no_sentence_in_which_the_gold_sees_a_fact_is_set_aside(lexicon):
    gold = read_gold(DATA / "gold" / "facts", part="development")
    documents = [d for d in read_documents([DATA]) if Path(d.id).stem in gold][::3]
    found = coverage(extract(document, lexicon) for document in documents)
    told = [s for s in found.unread if s.reason not in MISREAD and s.reason != "boilerplate"]
    assert {s.reason for s in told} >= {"narrative"}
    for sentence in told:
        for quote in quotes(gold[Path(sentence.document).stem]):
            assert quote not in sentence.text, sentence
            assert sentence.text not in quote, sentence


def quotes(entry):
    for entries in entry.values():
        if isinstance(entries, list):
            yield from (" ".join(one["quote"].split()) for one in entries)


HEADINGS = {
    "complications": "Risks",
    "contraindications": "Contraindications",
    "duration": "Duration",
    "personnel": "Personnel",
    "preparation": "Preparation",
    "purpose": "Purpose",
    "recovery": "Recovery",
    "setting": "Setting",
    "steps": "Steps",
    "summary": "Summary",
}
NARRATIVE = [(rule, text) for rule in rules("narrative") for text in rule.examples]
STATING = [(rule, text) for rule in rules("narrative") for text in rule.counter_examples]


def reasons(rule, text, lexicon):
    """What becomes of a sentence in each section that the rule is for."""
    for key in rule.data.get("sections", ("summary",)):
        heading = HEADINGS.get(key, key.title())
        found = read(f"Name\nZz\n{heading}\nThe operation takes an hour.\n{text}\n", lexicon)
        place = found.document.text.index(text)
        yield key, [u.reason for u in found.unread if u.start >= place]


@pytest.mark.parametrize(("rule", "text"), NARRATIVE, ids=lambda x: getattr(x, "id", x))
def test_a_story_is_told_as_one(rule, text, lexicon):
    found = [reason for _, unread in reasons(rule, text, lexicon) for reason in unread]
    assert "narrative" in found
    assert set(found) == {"narrative"}


@pytest.mark.parametrize(("rule", "text"), STATING, ids=lambda x: getattr(x, "id", x))
def test_what_may_state_something_is_no_story(rule, text, lexicon):
    for key, unread in reasons(rule, text, lexicon):
        assert "narrative" not in unread, key
