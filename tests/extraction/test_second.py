"""Where a document begins to describe another procedure, and what begins none."""

from __future__ import annotations

import pytest

from procgraph.extraction import extract
from procgraph.model import Document, Extraction
from procgraph.terminology import Lexicon

FIRST = """Indications
Pain in the joint.

Risks
- Infection

Recovery
Rest for two days.
"""
AGAIN = """Indications
Numbness.

Risks
- Scar
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(packages=False)


def read(text: str, lexicon: Lexicon) -> Extraction:
    return extract(Document("d.md", text, "d.md"), lexicon)


@pytest.mark.parametrize(
    ("title", "second"),
    [
        ("Knee arthroscopy", "Shoulder arthroscopy"),
        ("KNEE ARTHROSCOPY", "SHOULDER ARTHROSCOPY\nA camera looks into it."),
        ("Knee arthroscopy", "2. Release of the carpal tunnel"),
        ("Knee arthroscopy", "Carpal tunnel release"),
        ("Name of the procedure: Knee arthroscopy", "Name of the procedure: Lumbar puncture"),
    ],
)
def test_a_name_above_sections_told_before_begins_another_procedure(lexicon, title, second):
    text = f"{title}\n\n{FIRST}\n{second}\n\n{AGAIN}"
    extraction = read(text, lexicon)
    alone = read(f"{title}\n\n{FIRST}", lexicon)
    assert extraction.procedure == alone.procedure
    assert [f.to_json() for f in extraction.facts] == [f.to_json() for f in alone.facts]
    left_out = [u for u in extraction.unread if u.reason == "second procedure"]
    assert [text[u.start : u.end] for u in left_out][-2:] == ["Numbness.", "Scar"]
    assert extraction.second_procedure == text.count("\n", 0, left_out[0].start) + 1


@pytest.mark.parametrize(
    ("title", "other", "behind"),
    [
        ("Knee arthroscopy", "Arthroscopy of the knee", AGAIN),
        ("Hysterectomy", "Abdominal hysterectomy", AGAIN),
        ("Knee arthroscopy", "For the family doctor", AGAIN),
        ("Knee arthroscopy", "Shoulder arthroscopy is done alike.", AGAIN),
        ("Knee arthroscopy", "Shoulder arthroscopy", "Risks\n- Scar\n"),
        ("Knee arthroscopy", "Shoulder arthroscopy", "Personnel\n- Surgeon\n\nRisks\n- Scar\n"),
    ],
)
def test_other_lines_begin_no_other_procedure(lexicon, title, other, behind):
    extraction = read(f"{title}\n\n{FIRST}\n{other}\n\n{behind}", lexicon)
    assert extraction.second_procedure is None
    assert any(fact.evidence[0].quote == "Scar" for fact in extraction.facts)


def test_a_heading_below_the_sections_begins_no_other_procedure(lexicon):
    marked = FIRST.replace("Ind", "## Ind").replace("Ris", "## Ris").replace("Rec", "## Rec")
    text = f"# Knee arthroscopy\n\n{marked}\n{{}} Joint injection\n\n{AGAIN}"
    assert read(text.format("#"), lexicon).second_procedure == 15
    assert read(text.format("##"), lexicon).second_procedure == 15
    assert read(text.format("###"), lexicon).second_procedure is None


def test_the_code_above_a_second_name_is_not_the_first_procedures(lexicon):
    code = "CPT4 code: 12345\n"
    text = f"Name of the procedure: Knee arthroscopy\n\n{FIRST}Risks: infection\n\n"
    extraction = read(f"{text}{code}Name of the procedure: Lumbar puncture\n\n{AGAIN}", lexicon)
    assert extraction.procedure.code is None
    assert not any("12345" in fact.evidence[0].quote for fact in extraction.facts)
