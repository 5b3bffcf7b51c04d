"""The procedure's name on pages that begin with whose page it is, or that are a form."""

from __future__ import annotations

import pytest

from procgraph.extraction import extract
from procgraph.model import Document
from procgraph.terminology import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(packages=False)


@pytest.mark.parametrize(
    ("top", "name"),
    [
        (["Riverbend General Hospital", "Tonsillectomy"], "Tonsillectomy"),
        (["Dept. of Cardiology, Ward 7", "Our ref: AB/12", "Cardioversion"], "Cardioversion"),
        (["NEPHROLOGY SERVICE", "KIDNEY BIOPSY"], "KIDNEY BIOPSY"),
        (["THEATRE 2 - PREFERENCE CARD", "Procedure: Hip replacement"], "Hip replacement"),
        (["OPERATIVE REPORT", "PROCEDURE PERFORMED: Hip replacement"], "Hip replacement"),
        (["Dear Mr A,", "RE: Cystoscopy - Monday 3 May, 9 am"], "Cystoscopy"),
        (["ORDER SET: CARDIOVERSION"], "CARDIOVERSION"),
        (["SOP-ENT-004: Tonsillectomy"], "Tonsillectomy"),
        (["Clinic leaflet", "Version 2 | Approved in May", "Kidney biopsy"], "Kidney biopsy"),
        (["The Eye Hospital", "Patient information", "Having a cataract operation"], "Cataract"),
        (["Informed consent for the performance of thyroidectomy"], "Thyroidectomy"),
        (["Tonsillectomy – referral pathway"], "Tonsillectomy"),
        (["Eye handbook", "Section 2: Lids", "Blepharoplasty"], "Blepharoplasty"),
        # A page may have no other title.
        (["Northern Pain Clinic"], "Northern Pain Clinic"),
        (["Pain clinic injection", "Updated in May"], "Pain clinic injection"),
    ],
)
def test_the_name_is_the_line_that_names_what_is_done(lexicon, top, name):
    document = Document("d.txt", "\n".join([*top, "", "Staff", "Nurse", ""]), "d.txt")
    assert extract(document, lexicon).procedure.label.startswith(name)


@pytest.mark.parametrize(
    ("text", "name", "steps"),
    [
        ("Procedure: Repair of the hernia\n", "Repair of the hernia", 0),
        ("| Procedure | Tracheostomy |\n| Staff | Nurse |\n", "Tracheostomy", 0),
        ("Procedure:\nRepair of the hernia\n", "Repair of the hernia", 0),
        ("Procedure\n1. Repair of the hernia.\n2. The skin is closed.\n", "d", 2),
        ("Procedure: You lie on your back. A needle is put in.\n", "d", 0),
    ],
)
def test_what_is_done_in_a_word_is_a_name_and_no_step(lexicon, text, name, steps):
    text = f"{text}\nIndications: pain\n"
    extraction = extract(Document("d.txt", text, "d.txt"), lexicon)
    assert extraction.procedure.label == name
    assert sum(fact.relation == "hasStep" for fact in extraction.facts) == steps
