"""The lexicon beside linking: hierarchy, search, procedures, and the shipped vocabularies."""

from __future__ import annotations

import pickle

import pytest

from procgraph.model import Relation
from procgraph.rdf.iris import CONCEPT
from procgraph.terminology import Lexicon


def test_a_path_leads_from_the_concept_to_the_root(lexicon: Lexicon) -> None:
    assert lexicon.path(CONCEPT + "chronic-neck-pain") == ("chronic neck pain", "neck pain", "pain")
    assert lexicon.path(CONCEPT + "nothing") == ()


def test_a_path_ends_where_a_circle_closes(lexicon: Lexicon) -> None:
    assert lexicon.path(CONCEPT + "ring-a") == ("ring a", "ring b")


def test_schemes_and_their_terms_are_listed_in_order(lexicon: Lexicon) -> None:
    assert list(lexicon.schemes) == sorted(lexicon.schemes)
    assert [term.label for term in lexicon.terms("recovery")] == ["rest"]
    assert lexicon.terms("nothing") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("neck pain", "neck pain"),
        ("Neck", "neck pain"),
        ("heart att", "myocardial infarction"),
        ("tomography", "computed tomography"),
        ("myocardal infarktion", "myocardial infarction"),
        ("oedemas", "edema"),
    ],
)
def test_search_puts_the_nearest_term_first(lexicon: Lexicon, text: str, expected: str) -> None:
    assert lexicon.search(text, 3)[0].label == expected


def test_search_gives_no_more_than_asked_and_nothing_for_nothing(lexicon: Lexicon) -> None:
    assert len(lexicon.search("n", 2)) == 2
    assert lexicon.search("", 5) == []
    assert lexicon.search("zzzzzz", 5) == []


def test_names_of_a_procedure_denote_concepts(lexicon: Lexicon) -> None:
    names = ["X-rays", "Colonoscopies (COL)", "colonoscopy", "knee", "colonoscopy with polypectomy"]
    assert lexicon.procedure_concepts(names) == (CONCEPT + "colonoscopy", CONCEPT + "x-ray")
    assert lexicon.procedure_concepts([]) == ()
    assert lexicon.procedure_concepts(["(CT)", ""]) == (CONCEPT + "ct",)


def test_a_lexicon_can_be_sent_to_another_process(lexicon: Lexicon) -> None:
    lexicon.find("neck pain", ("conditions",))
    sent = pickle.loads(pickle.dumps(lexicon))
    assert sent.link("neck pains", Relation.TREATS) == lexicon.link("neck pains", Relation.TREATS)
    assert sent.find("neck pain", ("conditions",)) == lexicon.find("neck pain", ("conditions",))


def test_linking_forgets_and_finds_again(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procgraph.terminology.lexicon._REMEMBERED", 1)
    monkeypatch.setattr("procgraph.terminology.gazetteer._REMEMBERED", 1)
    for _ in range(2):
        assert lexicon.link("neck pains", Relation.TREATS).iri == CONCEPT + "neck-pain"
        assert lexicon.link("numbness", Relation.TREATS).iri == CONCEPT + "numbness"
        assert len(lexicon.find("neck pain, numbness, nonce", ("conditions",))) == 2


def test_every_shipped_label_links_to_a_term_of_its_scheme(shipped: Lexicon) -> None:
    slots = {
        "conditions": Relation.TREATS,
        "personnel": Relation.REQUIRES_PERSONNEL,
        "procedures": Relation.HAS_ALTERNATIVE,
        "settings": Relation.PERFORMED_IN,
        "imaging": Relation.USES_IMAGING,
        "anesthesia": Relation.USES_ANESTHESIA,
        "anatomy": Relation.HAS_ANATOMICAL_SITE,
        "equipment": Relation.USES_EQUIPMENT,
        "substances": Relation.USES_SUBSTANCE,
        "preparation": Relation.REQUIRES_PREPARATION,
        "recovery": Relation.HAS_RECOVERY,
    }
    missed = [
        (scheme, phrase)
        for scheme in shipped.schemes
        for term in shipped.terms(scheme)
        for phrase in (term.label, term.label.upper(), f"the {term.label}")
        if shipped.link(phrase, slots[scheme]).iri != term.iri
    ]
    assert missed == []
