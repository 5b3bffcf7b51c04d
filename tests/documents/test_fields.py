import pytest

from procgraph.documents import outline

CARD = """CHEST DRAIN CARD

CONTRAINDICATIONS
- gout

{unknown}
Ask the porter

RISKS
Bleeding
"""


def read(text):
    return [
        (section.key, [text[item.start : item.end] for item in section.items])
        for section in outline(text).sections
    ]


@pytest.mark.parametrize("heading", ["MEDS", "DOOR CODE", "PATIENT PROPERTY:"])
def test_a_line_in_capitals_is_a_heading_where_the_others_are_in_capitals(heading):
    assert read(CARD.format(unknown=heading))[1] == (None, ["Ask the porter"])


def test_capitals_without_headings_in_capitals_are_none():
    text = "Risks\nStroke\nASPIRIN ALLERGY\nAsthma\n"
    assert read(text) == [("complications", ["Stroke", "ASPIRIN ALLERGY", "Asthma"])]


def test_a_field_in_capitals_that_no_table_knows_closes_the_one_before():
    text = "CARD\nRISKS: gout\nBMI: over 40\nNEXT OF KIN: informed\nALTERNATIVES: rest\n"
    assert read(text) == [
        ("complications", ["gout", "BMI: over 40"]),
        (None, ["informed"]),
        ("alternatives", ["rest"]),
    ]


def test_a_field_in_a_row_of_fields_closes_the_one_before():
    text = "Drain\n\nRisks: gout\nDrain size: 12\nForm number: 4\nAlternatives: rest\n"
    assert [key for key, _ in read(text)] == ["complications", None, None, "alternatives"]


def test_what_stands_below_an_empty_field_is_its_list():
    text = "Drain\n\nRisks:\nGout: a pain\nStroke: a fall\nAlternatives: rest\nSetting: ward\n"
    assert [key for key, _ in read(text)] == ["complications", "alternatives", "setting"]


def test_a_box_to_tick_is_no_heading_in_capitals():
    text = "CARD\n\nINDICATION\n[ ] STEMI\n[x] Gout\n\nRISKS\nBleeding\n"
    assert [key for key, _ in read(text)] == ["indications", "complications"]
