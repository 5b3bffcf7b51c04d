"""Coordination: what is split, what is shared, what is a choice."""

from __future__ import annotations

import pytest

from procgraph.extraction.coordination import expand, members

SHARED = {
    # heads
    "chronic neck or upper back pain": ["chronic neck pain", "chronic upper back pain"],
    "septic or cardiogenic shock": ["septic shock", "cardiogenic shock"],
    "radial or femoral artery": ["radial artery", "femoral artery"],
    "hip and knee replacement": ["hip replacement", "knee replacement"],
    "spinal, epidural or general anesthesia": [
        "spinal anesthesia", "epidural anesthesia", "general anesthesia",
    ],
    "arm, leg or facial weakness": ["arm weakness", "leg weakness", "facial weakness"],
    "shoulder, elbow, and wrist pain": ["shoulder pain", "elbow pain", "wrist pain"],
    "acute or chronic pancreatitis": ["acute pancreatitis", "chronic pancreatitis"],
    "inpatient or outpatient unit": ["inpatient unit", "outpatient unit"],
    "hip or lower back pain": ["hip pain", "lower back pain"],
    "upper or lower endoscopy": ["upper endoscopy", "lower endoscopy"],
    # objects of a preposition
    "injury to the bladder or bowel": ["injury to the bladder", "injury to bowel"],
    "damage to nerves or blood vessels": ["damage to nerves", "damage to blood vessels"],
    "loss of taste or smell": ["loss of taste", "loss of smell"],
    "allergic reaction to latex or iodine": [
        "allergic reaction to latex", "allergic reaction to iodine",
    ],
    # qualities
    "improved mobility and quality of life": ["improved mobility", "improved quality of life"],
    "reduced pain and stiffness": ["reduced pain", "reduced stiffness"],
    "severe pain or swelling": ["severe pain", "severe swelling"],
    # places
    "redness, swelling and warmth at the injection site": [
        "redness at the injection site",
        "swelling at the injection site",
        "warmth at the injection site",
    ],
}  # fmt: skip

PLAIN = {
    "bleeding or bruising": ["bleeding", "bruising"],
    "infection, bleeding, or nerve damage": ["infection", "bleeding", "nerve damage"],
    "nausea and vomiting": ["nausea", "vomiting"],
    "fever or chills": ["fever", "chills"],
    "hematoma/seroma": ["hematoma", "seroma"],
    "MRI and/or CT scan": ["MRI", "CT scan"],
    "thyroid surgery or radioactive iodine": ["thyroid surgery", "radioactive iodine"],
    "Crohn's disease and ulcerative colitis": ["Crohn's disease", "ulcerative colitis"],
    "aspirin or clopidogrel": ["aspirin", "clopidogrel"],
    "a nurse practitioner or physician assistant": ["nurse practitioner", "physician assistant"],
    "cardiologist or vascular surgeon": ["cardiologist", "vascular surgeon"],
    "hospital or surgical center": ["hospital", "surgical center"],
    "an operating room or procedure suite": ["operating room", "procedure suite"],
    "hospital, outpatient clinic, or surgical center": [
        "hospital", "outpatient clinic", "surgical center",
    ],
}  # fmt: skip

WHOLE = [
    "head and neck cancer",
    "between 30 and 60 minutes",
    "ear, nose, and throat surgeon",
    "incision and drainage",
    "nerve damage (temporary or permanent)",
    "pins and needles",
    "chronic pain",
]

CHOICES = {
    "surgeon or radiologist": [0, 0],
    "surgeon, anesthesiologist and nurse": [0, 1, 2],
    "surgeon and scrub nurse, or a CRNA": [0, 1, 1],
    "nurse or midwife and obstetrician": [0, 0, 1],
    "a cardiologist, a vascular surgeon or a radiologist": [0, 0, 0],
    "surgeon": [0],
    "MRI and/or CT scan": [0, 0],
}


@pytest.mark.parametrize("phrase", SHARED)
def test_members_get_what_they_share(phrase: str) -> None:
    assert list(expand(phrase)) == SHARED[phrase]


@pytest.mark.parametrize("phrase", PLAIN)
def test_members_that_share_nothing_stay_as_they_are(phrase: str) -> None:
    assert list(expand(phrase)) == PLAIN[phrase]


@pytest.mark.parametrize("phrase", WHOLE)
def test_what_is_no_coordination_stays_whole(phrase: str) -> None:
    assert list(expand(phrase)) == [phrase]


@pytest.mark.parametrize("phrase", CHOICES)
def test_or_binds_tighter_than_and(phrase: str) -> None:
    assert [member.choice for member in members(phrase)] == CHOICES[phrase]


@pytest.mark.parametrize("phrase", ["", " ", "or", "and/or", ",", "(", "a or", "or b", ", , and"])
def test_scraps_give_no_empty_member(phrase: str) -> None:
    assert all(member.text.strip() for member in members(phrase))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("benign or malignant tumor", ["benign tumor", "malignant tumor"]),
        ("chronic hip or lower back pain", ["chronic hip pain", "chronic lower back pain"]),
        ("lower back pain or stiffness", ["lower back pain", "lower back stiffness"]),
        (
            "temporary or permanent hearing loss",
            ["temporary hearing loss", "permanent hearing loss"],
        ),
        ("high or low blood pressure", ["high blood pressure", "low blood pressure"]),
        ("watch and wait", ["watch and wait"]),
        ("blood clots in the leg or lung", ["blood clots in the leg", "blood clots in lung"]),
        ("type 1 or type 2 diabetes", ["type 1 diabetes", "type 2 diabetes"]),
        ("ultrasound- or CT-guided biopsy", ["ultrasound-guided biopsy", "CT-guided biopsy"]),
        (
            "second- or third-degree heart block",
            ["second-degree heart block", "third-degree heart block"],
        ),
        ("severe malnutrition and no helper", ["severe malnutrition", "no helper"]),
        ("vessel or nerve injury", ["vessel injury", "nerve injury"]),
        ("weakness or numbness of the hand", ["weakness of the hand", "numbness of the hand"]),
    ],
)
def test_what_is_shared_goes_by_word_classes(phrase: str, expected: list[str]) -> None:
    assert list(expand(phrase)) == expected


# -- what is still read wrong ----------------------------------------------------------------------


@pytest.mark.xfail(reason="coordination: sharing that no word class tells yet")
@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("hearing or vision loss", ["hearing loss", "vision loss"]),
        (
            "first or second trimester bleeding",
            ["first trimester bleeding", "second trimester bleeding"],
        ),
    ],
)
def test_harder_sharing(phrase: str, expected: list[str]) -> None:
    assert [text.replace("in lung", "in the lung") for text in expand(phrase)] == expected
