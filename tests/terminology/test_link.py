"""Each step from a phrase to its concept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from procgraph.model import Relation
from procgraph.rdf.iris import CONCEPT, concept_iri
from procgraph.terminology import Lexicon, Term
from procgraph.terminology.slots import SLOTS
from procgraph.terminology.words import rules

MODIFIERS = rules("modifiers.toml")


@pytest.mark.parametrize(
    ("phrase", "name", "how"),
    [
        ("neck pain", "neck-pain", "exact"),
        ("  The Neck Pain. ", "neck-pain", "exact"),
        ("Neck pains", "neck-pain", "inflected"),
        ("oedema", "edema", "inflected"),
        ("pain in the neck", "neck-pain", "inflected"),
        ("fractures of the hip", "hip-fracture", "inflected"),
        ("Crohn’s disease", "crohns-disease", "exact"),
        ("Crohns disease", "crohns-disease", "inflected"),
        ("Ménière's disease", "menieres-disease", "exact"),
        ("Meniere disease", "menieres-disease", "inflected"),
        ("obriens sign", "obriens-sign", "inflected"),
        ("Cervicalgia", "neck-pain", "synonym"),
        ("heart attacks", "myocardial-infarction", "synonym"),
        ("sore neck", "neck-pain", "synonym"),
        ("hip's broken bone", "hip-fracture", "synonym"),
        ("MI", "myocardial-infarction", "synonym"),
    ],
)
def test_a_phrase_is_linked_by_the_first_step_that_finds_it(
    lexicon: Lexicon, phrase: str, name: str, how: str
) -> None:
    concept = lexicon.link(phrase, Relation.TREATS)
    term = lexicon.concept(CONCEPT + name)
    assert term is not None
    assert (concept.iri, concept.how) == (term.iri, how)
    assert (concept.label, concept.matches) == (term.label, term.matches)
    assert concept.text == phrase
    assert concept.broader is None


def test_a_label_goes_before_another_terms_synonym(make_term: Callable[..., Term]) -> None:
    lexicon = Lexicon.from_terms(
        [make_term("conditions", "a rupture", "hernia"), make_term("conditions", "hernia")]
    )
    assert lexicon.link("hernias", Relation.TREATS).iri == concept_iri("hernia")


def test_word_order_links_nothing_where_it_tells_terms_apart(lexicon: Lexicon) -> None:
    assert lexicon.link("house cat", Relation.TREATS).iri == CONCEPT + "house-cat"
    assert lexicon.link("cat of the house", Relation.TREATS).how == "phrase"


@pytest.mark.parametrize(("phrase", "expected"), MODIFIERS["examples"].items())
def test_without_its_modifiers_a_phrase_has_a_broader_concept(
    lexicon: Lexicon, phrase: str, expected: tuple[str, str]
) -> None:
    relation, label = expected
    concept = lexicon.link(phrase, Relation(relation))
    assert concept.how == "broader"
    assert concept.broader == concept_iri(label)
    assert (concept.iri, concept.label, concept.matches) == (concept_iri(phrase), phrase, ())


@pytest.mark.parametrize(("phrase", "relation"), MODIFIERS["counter_examples"].items())
def test_other_words_are_never_dropped(lexicon: Lexicon, phrase: str, relation: str) -> None:
    concept = lexicon.link(phrase, Relation(relation))
    assert (concept.how, concept.broader) == ("phrase", None)
    assert concept.iri == concept_iri(phrase)


def test_no_modifier_turns_a_phrase_into_something_else() -> None:
    listed = {word for name, words in MODIFIERS["modifiers"].items() for word in words}
    assert not listed & {"no", "non", "not", "suspected", "possible", "false", "without", "prior"}


def test_each_list_of_modifiers_belongs_to_a_scheme() -> None:
    schemes = {scheme for slot in SLOTS.values() for scheme in slot.schemes}
    assert set(MODIFIERS["modifiers"]) <= schemes | {"any", "joints"}


def test_a_setting_is_itself_a_concept_before_its_modifier_is_dropped(lexicon: Lexicon) -> None:
    concept = lexicon.link("hospital operating rooms", Relation.PERFORMED_IN)
    assert (concept.iri, concept.how) == (CONCEPT + "hospital-operating-room", "inflected")


@pytest.mark.parametrize(
    ("phrase", "relation"),
    [
        ("knee", Relation.TREATS),
        ("colonoscopy", Relation.USES_IMAGING),
        ("numbness", Relation.HAS_ANATOMICAL_SITE),
        ("physical therapist", Relation.REQUIRES_PREPARATION),
        ("neck pain", Relation.HAS_BENEFIT),
        ("operating room", Relation.USES_EQUIPMENT),
        ("blood test", Relation.HAS_RECOVERY),
    ],
)
def test_a_slot_is_never_answered_by_a_vocabulary_of_another(
    lexicon: Lexicon, phrase: str, relation: Relation
) -> None:
    concept = lexicon.link(phrase, relation)
    assert concept.how == "phrase"
    assert lexicon.concept(concept.iri) is None
    assert concept.iri == f"{concept_iri(phrase)}--{SLOTS[relation].name}"


@pytest.mark.parametrize(
    ("phrase", "relation", "name"),
    [
        ("CT", Relation.HAS_ALTERNATIVE, "ct"),
        ("colonoscopy", Relation.HAS_ALTERNATIVE, "colonoscopy"),
        ("blood tests", Relation.REQUIRES_PREPARATION, "blood-test"),
        ("colonoscopy", Relation.REQUIRES_PREPARATION, "colonoscopy"),
        ("x-ray", Relation.REQUIRES_PREPARATION, "x-ray"),
        ("operating theater", Relation.PERFORMED_IN, "operating-room"),
        ("rest", Relation.HAS_RECOVERY, "rest"),
    ],
)
def test_a_slot_is_answered_by_its_vocabularies(
    lexicon: Lexicon, phrase: str, relation: Relation, name: str
) -> None:
    assert lexicon.link(phrase, relation).iri == CONCEPT + name


def test_two_slots_give_a_phrase_without_concept_the_same_iri(lexicon: Lexicon) -> None:
    as_risk = lexicon.link("Hiccups", Relation.HAS_COMPLICATION)
    as_experience = lexicon.link("hiccups", Relation.HAS_PATIENT_EXPERIENCE)
    assert as_risk.iri == as_experience.iri == CONCEPT + "hiccups"


def test_a_phrase_in_two_spellings_is_one_concept_of_its_own(lexicon: Lexicon) -> None:
    one = lexicon.link("Haemorrhages of the bowel", Relation.HAS_COMPLICATION)
    other = lexicon.link("hemorrhage of bowel", Relation.HAS_COMPLICATION)
    assert (one.iri, one.label) == (other.iri, other.label)
    assert one.text == "Haemorrhages of the bowel"


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_gives_a_concept_even_for_nothing(
    lexicon: Lexicon, relation: Relation
) -> None:
    assert lexicon.link("…", relation).iri.startswith(CONCEPT)
    assert lexicon.link("…", relation).label == "…"
