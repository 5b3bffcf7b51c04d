"""Which section a list under an unknown heading is, and which lists tell none."""

from __future__ import annotations

import pytest

from procgraph.documents import outline
from procgraph.extraction.contents import told_by_content
from procgraph.terminology import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(packages=False)


@pytest.mark.parametrize(
    ("heading", "items", "key"),
    [
        ("Hands on deck", ["Radiologist", "Scrub nurse"], "personnel"),
        ("Hands on deck", ["Radiologist", "A warm room", "A cup of tea"], None),
        ("Written by", ["Radiologist", "Scrub nurse"], None),
        ("Doors", ["Outpatient clinic", "Operating room"], "setting"),
        ("Doors", ["Outpatient clinic", "Operating room", "Blue"], None),
        ("Ledger", ["Bruising - often", "Fainting - rare"], "complications"),
        ("Ledger", ["Bruising", "Fainting"], None),
        ("Sleeve", ["Physical therapy", "Steroid injection, if pain is severe"], "alternatives"),
        ("Sleeve", ["Physical therapy", "Steroid injection"], None),
        ("List", ["No food for six hours", "ECG"], "preparation"),
        ("List", ["Kidney function", "ECG"], None),
        ("List", ["No food for six hours", "No driving for a day", "ECG"], None),
        ("List", ["No driving for a day", "Back to work after a week"], "recovery"),
        ("List", ["Pain despite physiotherapy", "Stiffness", "Swelling"], "indications"),
        ("List", ["Pain", "Stiffness", "Swelling"], None),
        ("When", ["Pain", "Stiffness", "Swelling"], "indications"),
        ("When", ["On Monday", "In the evening"], None),
        ("When", ["Pain", "Stiffness", "Pregnancy"], None),
        ("List", ["Pain despite physiotherapy", "Stiffness", "Uncontrolled diabetes"], None),
        ("List", ["Less pain", "Faster return to work", "A smaller scar"], "benefits"),
        ("List", ["Less salt", "Better shoes", "A smaller scar"], None),
        ("List", ["The skin is cleaned", "A needle is passed", "Gauze is pressed on it"], None),
    ],
)
def test_a_list_is_told_by_most_of_its_items(
    heading: str, items: list[str], key: str | None, lexicon: Lexicon
) -> None:
    text = "\n- ".join([f"## Summary\nIt is quick.\n\n## {heading}", *items])
    told = told_by_content(text, outline(text), lexicon)
    assert [section.key for section in told.sections] == ["summary", key]


@pytest.mark.parametrize(
    ("above", "key"),
    [
        ("## Good to know\nIt is quick.", "indications"),
        ("## What happens\nThe skin is cut.", None),
        ("## Risks\n- Bleeding", None),
        ("## Why we do it\n- Gout", None),
    ],
)
def test_findings_are_what_it_is_done_for_only_above_all_else(
    above: str, key: str | None, lexicon: Lexicon
) -> None:
    text = f"## Summary\nIt is quick.\n\n{above}\n\n## When\n- Pain despite tablets\n- Stiffness\n"
    told = told_by_content(text, outline(text), lexicon)
    assert told.sections[-1].key == key


@pytest.mark.parametrize(
    ("says", "key"),
    [
        ("Bruising is common. Nausea is rare. Fainting is very rare.", "complications"),
        ("Bruising is common. The clinic is old. Ring the bell. Nausea is rare.", None),
        ("Do not eat for six hours. Stop warfarin. Bring your glasses.", "preparation"),
        ("No driving for a day. Keep the wound dry. Stitches out at ten days.", "recovery"),
        ("No driving for a day. Keep the wound dry. Do not eat for six hours.", None),
        ("Bruising is common. Nausea is rare.", None),
    ],
)
def test_prose_is_told_by_three_sentences_of_a_kind(
    says: str, key: str | None, lexicon: Lexicon
) -> None:
    text = f"## Summary\nIt is quick.\n\n## Odds and ends\n{says}\n"
    told = told_by_content(text, outline(text), lexicon)
    assert [section.key for section in told.sections] == ["summary", key]


@pytest.mark.parametrize(
    ("says", "key"),
    [
        ("Most feel sore. A rash is uncommon. Fainting is very rare.", "complications"),
        ("Most feel sore. You hear a click. Fainting is very rare.", "experience"),
    ],
)
def test_what_patients_notice_is_risks_where_some_of_it_is_rare(
    says: str, key: str, lexicon: Lexicon
) -> None:
    text = f"## Summary\nIt is quick.\n\n## What patients may notice\n{says}\n"
    told = told_by_content(text, outline(text), lexicon)
    assert [section.key for section in told.sections] == ["summary", key]
