"""The procedure's name, other names, code and add-on flag."""

from __future__ import annotations

import pytest

from procgraph.documents import outline
from procgraph.extraction.title import read_procedure
from procgraph.model import CodeSystem, Document, Procedure
from procgraph.terminology import Lexicon


@pytest.fixture
def procedure(lexicon: Lexicon):  # type: ignore[no-untyped-def]
    def run(text: str, **given: str) -> Procedure:
        document = Document(given.pop("id", "12_knee-scope.txt"), text, "x", **given)  # type: ignore[arg-type]
        return read_procedure(document, outline(text), lexicon)

    return run


REST = "Summary\nA test.\n"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Name of the Procedure:\nKnee arthroscopy\n", "Knee arthroscopy"),
        ("Name of the Procedure: Knee arthroscopy\n", "Knee arthroscopy"),
        ("Name of the Procedure\n\nKnee arthroscopy.\n\n", "Knee arthroscopy"),
        ("## Procedure Name\nKnee arthroscopy\n", "Knee arthroscopy"),
        ("Name of Procedure - Knee arthroscopy\n", "Knee arthroscopy"),
        ("Procedure title: Knee arthroscopy\n", "Knee arthroscopy"),
        ("Procedure: knee arthroscopy\n\n", "Knee arthroscopy"),
        ("City Hospital\nOperation – Knee arthroscopy\n\n", "Knee arthroscopy"),
        ("# Treatment: Knee arthroscopy\n\n", "Knee arthroscopy"),
        ("Medical policy: Knee arthroscopy\n\n", "Knee arthroscopy"),
        ("Procedure: The scope is passed into the joint.\n", "12 knee scope"),
        ("Search all medical codes\nScope, long\nCPT4 code\nName of the Procedure:\nKnee scope\n",
         "Knee scope"),
        ("Search all medical codes\nKnee arthroscopy\nCPT4 code\n", "Knee arthroscopy"),
        ("Knee arthroscopy\n", "Knee arthroscopy"),
        ("# Knee arthroscopy\n", "Knee arthroscopy"),
        ("KNEE ARTHROSCOPY\nInformation for patients\n", "KNEE ARTHROSCOPY"),
        ("Scope of knee (List separately in addition to code for primary procedure)\n",
         "Scope of knee"),
        ("CPT® Code 12345 - Knee arthroscopy\n", "Knee arthroscopy"),
        ("CPT codes 12345, 12346 and 12347: Knee arthroscopy\n", "Knee arthroscopy"),
        ("HCPCS Code A1234: Flu shot\n", "Flu shot"),
        ("ICD-10-PCS 0ABC1ZZ: Excision of part of a knee\n", "Excision of part of a knee"),
        ("Knee arthroscopy with meniscectomy | St. Elsewhere Hospital\n",
         "Knee arthroscopy with meniscectomy"),
        ("# Knee arthroscopy (CPT 12345-12347)\n", "Knee arthroscopy"),
        ("Knee arthroscopy – patient’s guide (CPT 12345)\n", "Knee arthroscopy"),
        ("12345 knees were scoped\n", "12345 knees were scoped"),
        ("RIVERBEND DIALYSIS UNIT\nWelcome pack, page 4: Knee arthroscopy\n", "Knee arthroscopy"),
        ("Nursing Protocol NP-114: Knee arthroscopy\n", "Knee arthroscopy"),
        ("FM 8-10. KNEE ARTHROSCOPY\n", "KNEE ARTHROSCOPY"),
        ("NATIONAL KNEE AUDIT\nWhat we found\nAbout knee arthroscopy\n", "Knee arthroscopy"),
        ("Your questions about having a knee arthroscopy\n", "Knee arthroscopy"),
        ("Scope or surgery? A guide\nThis page is about knee arthroscopy (KA).\n",
         "Knee arthroscopy (KA)"),
        ("Is knee arthroscopy better than physiotherapy?\n", "Knee arthroscopy"),
        ("Discharge instructions\nProcedure today: Knee arthroscopy\n", "Knee arthroscopy"),
        ("Name of the Procedure:\nKnee arthroscopy, which most people call \"a look\".\n",
         "Knee arthroscopy"),
        ("What is knee arthritis?\nA worn joint.\n", "12 knee scope"),
        ("", "12 knee scope"),
    ],
)  # fmt: skip
def test_the_name(procedure, text: str, label: str) -> None:  # type: ignore[no-untyped-def]
    assert procedure(text + REST).label == label


def test_the_title_of_a_page_names_it_where_nothing_else_does(procedure) -> None:  # type: ignore[no-untyped-def]
    assert procedure(REST, title="Knee arthroscopy | Some Hospital").label == "Knee arthroscopy"


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Knee arthroscopy (KA)", "Knee arthroscopy (KA)"),
        ("Arthroscopy of the knee with trimming", "Arthroscopy of the knee with trimming"),
        ("Scope (KA)", "Knee arthroscopy"),
        ("Some Hospital", "Knee arthroscopy"),
        ("What is a knee arthroscopy?", "Knee arthroscopy"),
    ],
)
def test_the_first_heading_names_what_the_title_of_a_page_does(  # type: ignore[no-untyped-def]
    procedure, heading: str, label: str
) -> None:
    title = "Knee arthroscopy - CPT 12345 | Some Hospital"
    found = procedure(f"# {heading}\n{REST}", title=title)
    assert (found.label, found.code) == (label, "12345")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Name of the Procedure:\nKnee arthroscopy (Common name: knee scope)\n", ("knee scope",)),
        ("Name of the Procedure:\nKnee arthroscopy (also known as knee scope, keyhole look)\n",
         ("knee scope", "keyhole look")),
        ("Name of the Procedure:\n- Knee arthroscopy\n- Common name(s): knee scope, joint look\n"
         "- Technical or medical terms: diagnostic arthroscopy\n",
         ("knee scope", "joint look", "diagnostic arthroscopy")),
        ("Name of the Procedure:\nKnee arthroscopy\nCommon Names: knee scope or joint look\n",
         ("knee scope", "joint look")),
        ("Name of the Procedure:\nMagnetic resonance imaging (MRI)\n",
         ("Magnetic resonance imaging", "MRI")),
        ("Name of the Procedure:\nKnee arthroscopy\n", ()),
        ("Knee arthroscopy\n\nAlternative Names\nKnee scope; Arthritis - knee arthroscopy\n",
         ("Knee scope",)),
        ("Name of the Procedure:\nKnee arthroscopy, which most people call \"the look\".\n",
         ("look",)),
    ],
)  # fmt: skip
def test_other_names(procedure, text: str, names: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    assert procedure(text + REST).names == names


@pytest.mark.parametrize(
    ("text", "system", "code"),
    [
        ("Scope\nCPT4 code\n", "CPT4", None),
        ("Scope\nCPT4 code: 12345\n", "CPT4", "12345"),
        ("Scope\nHCPCS code\n", "HCPCS", None),
        ("Scope\nHCPCS Code: A0001\n", "HCPCS", "A0001"),
        ("Scope\nICD-10-PCS code\n", "ICD10PCS", None),
        ("Scope\nICD-10-PCS: 0ABC1ZZ\n", "ICD10PCS", "0ABC1ZZ"),
        ("Scope\nHCPCS code: ABOVE\n", "HCPCS", None),
        ("Name of the Procedure:\n- Scope\n- HCPCS Code: A0001\n", "HCPCS", "A0001"),
        ("Scope\n", None, None),
        ("Scope of 12345 knees\n", None, None),
        ("CPT Code 12345: Scope\n", "CPT4", "12345"),
        ("CPT 12345 - Scope\n", "CPT4", "12345"),
        ("HCPCS A1234 Scope\n", "HCPCS", "A1234"),
        ("ICD-10-PCS 0ABC1ZZ: Scope\n", "ICD10PCS", "0ABC1ZZ"),
        ("12345: Scope\n", "CPT4", "12345"),
        ("A1234 - Scope\n", "HCPCS", "A1234"),
        ("Scope (CPT 12345)\n", "CPT4", "12345"),
        ("Scope (12345)\n", None, None),
        ("Scope - 12345\n", None, None),
        ("Scope: 12345\n", None, None),
        ("Scope (CPT 12345, 12346)\n", None, None),
        ("CPT 12345-12347: Scope\n", "CPT4", None),
        ("Scope\n## At a glance\n| CPT code | 12345 |\n", "CPT4", "12345"),
        ("Scope\n## At a glance\n- CPT: 12345\n- CPT: 12346\n", None, None),
        ("Scope\n## Alternatives\n- Open surgery (CPT 12345)\n", None, None),
        ("Scope\nRoom code: 12345\n", None, None),
    ],
)
def test_a_code_is_only_what_is_stated(  # type: ignore[no-untyped-def]
    procedure, text: str, system: CodeSystem | None, code: str | None
) -> None:
    found = procedure(text + REST)
    assert (found.code_system, found.code) == (system, code)


def test_metadata_states_the_code_too(procedure) -> None:  # type: ignore[no-untyped-def]
    found = procedure("Scope\n" + REST, code="12345", code_system="CPT4")
    assert (found.code_system, found.code) == ("CPT4", "12345")


@pytest.mark.parametrize(
    ("title", "add_on"),
    [
        ("Nerve destruction; thoracic, each additional level", True),
        ("Stent (List separately in addition to code for primary procedure)", True),
        ("Ultrasound of a vessel, add-on", True),
        ("Nerve destruction; thoracic, single level", False),
        ("Additional views of the chest", False),
    ],
)
def test_add_on(procedure, title: str, add_on: bool) -> None:  # type: ignore[no-untyped-def]
    assert procedure(f"{title}\nCPT4 code\n{REST}").add_on is add_on
    assert procedure(f"Name of the Procedure:\n{title}\n{REST}").add_on is add_on


def test_the_text_below_does_not_make_an_add_on(procedure) -> None:  # type: ignore[no-untyped-def]
    text = "Name of the Procedure:\nNerve block\nSummary\nEach additional level adds ten minutes.\n"
    assert procedure(text).add_on is False


def test_names_denote_concepts_of_the_vocabulary(procedure) -> None:  # type: ignore[no-untyped-def]
    found = procedure("Name of the Procedure:\nMagnetic resonance imaging (MRI)\n" + REST)
    assert any("magnetic-resonance-imaging" in iri for iri in found.concepts)
