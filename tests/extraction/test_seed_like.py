"""One document of the kind that the project began with, from its title to its last line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from procgraph.model import Concept, Duration, Extraction, Fact, Relation

TEXT = """\
Search all medical codes
Thermal destruction of basivertebral nerve, with imaging guidance (fluoroscopy or MRI); lumbar or \
sacral, each additional vertebra (List separately in addition to code for primary procedure)
CPT4 code
Name of the Procedure:
Thermal destruction of basivertebral nerve, with imaging guidance (fluoroscopy or MRI); lumbar or \
sacral, each additional vertebra
Summary
Heat is used to switch off a nerve inside a further vertebra. Fluoroscopy or MRI shows the way.
Purpose
This procedure relieves chronic hip or sacral pain arising from worn vertebrae. The goal is to \
lessen pain and to keep the patient moving.
Indications
- Chronic hip or sacral pain not responding to exercise
- Candidates usually include those with stiffness affecting work and sleep
Preparation
- Patients may be asked to fast for six hours.
- Warfarin may be stopped a week before.
Procedure Description
- The patient lies face down.
- The skin is cleaned.
- Local anesthesia is injected.
- Under fluoroscopy or MRI, a probe is guided to the nerve.
- The nerve is heated.
Duration
Usually takes about 20 to 40 minutes.
Setting
Usually performed in a hospital or surgical center.
Personnel
- Neurosurgeon or interventional pain physician
- Nurses
- Radiologic technologist
- Nurse anesthetist, if deep sedation is used
Risks and Complications
- Bleeding or soreness
- Infection
- Rarely, nerve injury or vertebral fracture
- All potential risks will be discussed before the procedure
Benefits
- Reduced pain and disability
- Benefits can be realized within some weeks.
Recovery
- Rest for the first day.
Alternatives
- Physical therapy
- Spinal fusion, if other treatments fail
Patient Experience
- Mild soreness
"""


@pytest.fixture(scope="module")
def read(extraction: Callable[[str], Extraction]) -> Extraction:
    return extraction(TEXT)


def of(read: Extraction, relation: Relation) -> dict[str, Fact]:
    """The facts of a relation by the words of the mention and by label, in lower case."""
    facts: dict[str, Fact] = {}
    for fact in read.facts:
        if fact.relation is relation and isinstance(fact.object, Concept):
            facts[fact.object.text.lower()] = facts[fact.object.label.lower()] = fact
    return facts


def test_the_title_is_an_add_on_of_cpt4_without_a_code(read: Extraction) -> None:
    procedure = read.procedure
    assert procedure.label.startswith("Thermal destruction of basivertebral nerve")
    assert procedure.add_on
    assert procedure.code_system == "CPT4"
    assert procedure.code is None


def test_a_shared_head_is_two_conditions(read: Extraction) -> None:
    treats = of(read, Relation.TREATS)
    assert "chronic hip pain" in treats
    assert "chronic sacral pain" in treats
    assert not any(" or " in words for words in treats)


def test_a_treatment_diagnoses_nothing(read: Extraction) -> None:
    assert not of(read, Relation.DIAGNOSES)
    assert not of(read, Relation.SCREENS)


def test_two_specialists_are_one_choice(read: Extraction) -> None:
    personnel = of(read, Relation.REQUIRES_PERSONNEL)
    group = personnel["neurosurgeon"].group
    assert group is not None
    assert {
        f.object.text for f in read.facts if f.group == group and f.relation == "requiresPersonnel"
    } == {
        "Neurosurgeon",
        "interventional pain physician",
    }
    assert personnel["nurse"].group is None
    assert personnel["nurse"].condition is None


def test_the_anesthetist_comes_only_with_sedation(read: Extraction) -> None:
    personnel = of(read, Relation.REQUIRES_PERSONNEL)
    assert personnel["nurse anesthetist"].condition == "if deep sedation is used"
    assert len({id(fact) for fact in personnel.values()}) == 5


def test_surgery_is_an_alternative_only_if_the_rest_fails(read: Extraction) -> None:
    alternatives = of(read, Relation.HAS_ALTERNATIVE)
    assert alternatives["spinal fusion"].condition == "if other treatments fail"
    assert alternatives["physical therapy"].condition is None


def test_rarely_covers_both_complications(read: Extraction) -> None:
    complications = of(read, Relation.HAS_COMPLICATION)
    assert complications["nerve injury"].frequency == "rare"
    assert complications["vertebral fracture"].frequency == "rare"
    assert complications["bleeding"].frequency is None
    assert "soreness" in complications


def test_the_duration(read: Extraction) -> None:
    (fact,) = [f for f in read.facts if f.relation is Relation.HAS_DURATION]
    assert isinstance(fact.object, Duration)
    assert (fact.object.min_minutes, fact.object.max_minutes) == (20, 40)
    assert fact.evidence[0].quote == "Usually takes about 20 to 40 minutes."


def test_both_kinds_of_imaging(read: Extraction) -> None:
    imaging = of(read, Relation.USES_IMAGING)
    assert {fact.object.label for fact in imaging.values()} == {
        "fluoroscopy",
        "magnetic resonance imaging",
    }


def test_places_stay_as_they_are(read: Extraction) -> None:
    settings = of(read, Relation.PERFORMED_IN)
    assert {fact.object.text for fact in settings.values()} == {"hospital", "surgical center"}
    assert settings["hospital"].object.label == "hospital"


@pytest.mark.parametrize(
    "sentence",
    ["All potential risks will be discussed before the procedure", "Benefits can be realized"],
)
def test_boilerplate_gives_nothing(read: Extraction, sentence: str) -> None:
    start = TEXT.index(sentence)
    line = range(start, TEXT.index("\n", start))
    assert not [f for f in read.facts for e in f.evidence if e.start in line or e.end - 1 in line]
    assert [u.reason for u in read.unread if u.start in line] == ["boilerplate"]


def test_every_quote_stands_where_it_says(read: Extraction) -> None:
    lines = TEXT.split("\n")
    for fact in read.facts:
        for evidence in fact.evidence:
            assert TEXT[evidence.start : evidence.end] == evidence.quote
            assert lines[evidence.line - 1].find(evidence.quote.split("\n")[0]) >= 0
