"""What is taken off a clause, and what remains."""

from __future__ import annotations

import pytest

from procgraph.extraction.clauses import clauses
from procgraph.extraction.readings import read
from procgraph.extraction.trimming import negated_rest
from procgraph.model import Item, Rate, Relation

SECTIONS = {
    Relation.REQUIRES_PERSONNEL: "personnel",
    Relation.HAS_COMPLICATION: "complications",
    Relation.HAS_ALTERNATIVE: "alternatives",
    Relation.TREATS: "indications",
}


@pytest.mark.parametrize(
    ("relation", "text", "core", "condition"),
    [
        (Relation.REQUIRES_PERSONNEL, "Perfusionist, if a pump is used",
         "Perfusionist", "if a pump is used"),
        (Relation.REQUIRES_PERSONNEL, "Perfusionist (if a pump is used)",
         "Perfusionist", "if a pump is used"),
        (Relation.REQUIRES_PERSONNEL, "When sedation is planned, a CRNA attends",
         "a CRNA", "When sedation is planned"),
        (Relation.REQUIRES_PERSONNEL, "Interpreter if needed", "Interpreter", "if needed"),
        (Relation.REQUIRES_PERSONNEL, "Possibly a second surgeon", "second surgeon", "Possibly"),
        (Relation.REQUIRES_PERSONNEL, "A resident may be present", "A resident", "may be present"),
        (Relation.REQUIRES_PERSONNEL, "Nurse to monitor vital signs", "Nurse", None),
        (Relation.HAS_ALTERNATIVE, "Surgery, if bracing fails",
         "Surgery", "if bracing fails"),
        (Relation.HAS_ALTERNATIVE, "If pain persists, spinal fusion",
         "spinal fusion", "If pain persists"),
        (Relation.HAS_ALTERNATIVE, "Open surgery, only if keyhole surgery is not possible",
         "Open surgery", "only if keyhole surgery is not possible"),
        (Relation.HAS_ALTERNATIVE, "Watchful waiting (for men with few symptoms)",
         "Watchful waiting", "for men with few symptoms"),
        (Relation.HAS_ALTERNATIVE, "Medications for pain relief",
         "Medications for pain relief", None),
        (Relation.HAS_ALTERNATIVE, "Other types of nerve blocks", "nerve blocks", None),
        (Relation.TREATS, "Patients with chronic neck pain not responding to treatment",
         "chronic neck pain", None),
        (Relation.TREATS, "Known or suspected brain tumor", "brain tumor", None),
    ],
)  # fmt: skip
def test_condition_lead_in_and_tail(
    relation: Relation, text: str, core: str, condition: str | None
) -> None:
    reading = read(text, relation, SECTIONS[relation])
    assert reading.core == core
    assert reading.condition == condition


@pytest.mark.parametrize(
    ("text", "core", "frequency", "rate"),
    [
        ("Rarely, hearing loss or vertigo", "hearing loss or vertigo", "rare", None),
        ("In rare cases, paralysis", "paralysis", "rare", None),
        ("Infection (rare)", "Infection", "rare", None),
        ("Nerve injury is not common", "Nerve injury", "uncommon", None),
        ("Occasionally, a hematoma", "hematoma", "uncommon", None),
        ("Bleeding is common", "Bleeding", "common", None),
        ("Bruising, which is common and fades in two weeks", "Bruising", "common", None),
        ("Hoarseness (common, up to 10%)", "Hoarseness", "common", Rate(None, 0.1)),
        ("Stroke (less than 1%)", "Stroke", None, Rate(None, 0.01)),
        ("Common bile duct injury", "Common bile duct injury", None, None),
        ("Frequent urination", "Frequent urination", None, None),
        ("There is a small risk of stroke", "stroke", None, None),
    ],
)
def test_frequency_and_rate(text: str, core: str, frequency: str | None, rate: Rate | None) -> None:
    reading = read(text, Relation.HAS_COMPLICATION, "complications")
    assert (reading.core, reading.frequency, reading.rate) == (core, frequency, rate)


def test_a_frequency_says_nothing_of_an_indication() -> None:
    reading = read("Frequent migraine", Relation.TREATS, "indications")
    assert (reading.core, reading.frequency) == ("Frequent migraine", None)


@pytest.mark.parametrize(
    ("text", "core", "examples", "glosses"),
    [
        ("Computed tomography (CT)", "Computed tomography", [], ["CT"]),
        ("cervical (neck) pain", "cervical pain", [], ["neck"]),
        ("Pain medicines such as ibuprofen or naproxen", "Pain medicines",
         ["ibuprofen or naproxen"], []),
        ("Pain medicines (e.g., ibuprofen)", "Pain medicines", ["ibuprofen"], []),
    ],
)  # fmt: skip
def test_parentheses_and_examples(
    text: str, core: str, examples: list[str], glosses: list[str]
) -> None:
    reading = read(text, Relation.HAS_ALTERNATIVE, "alternatives")
    assert (reading.core, reading.examples, reading.glosses) == (core, examples, glosses)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("No anesthesia is needed", "anesthesia"),
        ("Anesthesia is not required", "Anesthesia"),
        ("Sedation is not usually needed", "Sedation"),
        ("General anesthesia is never used", "General anesthesia"),
        ("No fasting is required for most patients.", "fasting"),
        ("There is no need to fast", "fast"),
        ("You do not need to fast", "fast"),
        ("No sedation or fasting is required", "sedation or fasting"),
    ],
)
def test_what_is_denied(text: str, rest: str) -> None:
    found = negated_rest(text)
    assert found is not None
    assert found[0] == rest


@pytest.mark.parametrize(
    "text",
    ["Anesthesia is required", "Pain not responding to drugs", "It is no longer done",
     "Not all patients need sedation", "Nothing to eat after midnight", "Normal diet"],
)  # fmt: skip
def test_pseudo_triggers_deny_nothing(text: str) -> None:
    assert negated_rest(text) is None


def test_clauses_are_spans_of_sentences_and_semicolons() -> None:
    text = "Local anesthesia; general (long; rare) in\nchildren. None for adults."
    found = list(clauses(text, Item("sentence", 0, len(text))))
    assert [clause.text for clause in found] == [
        "Local anesthesia",
        "general (long; rare) in children.",
        "None for adults.",
    ]
    for clause in found:
        assert " ".join(text[clause.start : clause.end].split()) == clause.text


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("text", ["", "(", "()", "if", ", if", "(if)", "rarely", "such as", "; ;"])
def test_scraps_are_read_without_complaint(relation: Relation, text: str) -> None:
    read(text, relation, SECTIONS.get(relation, "summary"))


def test_a_frequency_of_a_consequence_is_not_the_complications() -> None:
    reading = read(
        "Bleeding, very rarely needing a transfusion", Relation.HAS_COMPLICATION, "complications"
    )
    assert (reading.core, reading.frequency) == ("Bleeding", None)
