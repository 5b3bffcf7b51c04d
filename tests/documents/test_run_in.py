import pytest

from procgraph.documents import outline

SECTIONS = {
    "indications": "Gout.",
    "contraindications": "Pregnancy.",
    None: "A form.",
    "complications": "Stroke; rash.",
}
HEADS = ("INDICATIONS", "CONTRAINDICATIONS", "PAPERWORK", "RISKS")


def read(text):
    return {
        section.key: " ".join(text[item.start : item.end] for item in section.items)
        for section in outline(text).sections
    }


def page(counters, heads=HEADS):
    lines = [
        f"{counter}{head}. {said}\n\n"
        for counter, head, said in zip(counters, heads, SECTIONS.values(), strict=True)
    ]
    return f"Removal\n\n{''.join(lines)}"


@pytest.mark.parametrize(
    "counters",
    [
        ("", "", "", ""),
        ("1. ", "2. ", "3. ", "4. "),
        ("2-1. ", "2-2. ", "2-3. ", "2-4. "),
        ("A. ", "B. ", "C. ", "D. "),
        ("6.1 ", "6.2 ", "6.3 ", "6.4 "),
    ],
)
def test_headings_before_a_full_stop(counters):
    assert read(page(counters)) == SECTIONS


def test_a_list_may_stand_below():
    text = (
        "1-1. INDICATIONS.\n   a. Gout.\n   b. Rash.\n\n1-2. RISKS.\n   a. Stroke.\n   b. Pain.\n"
    )
    assert read(text) == {"indications": "Gout. Rash.", "complications": "Stroke. Pain."}


def test_without_capitals_only_those_that_are_known():
    heads = ("Indications", "Contraindications", "Paperwork", "Risks")
    text = page(("", "", "", ""), heads)
    assert read(text)["complications"] == "Stroke; rash."
    assert None not in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Risks\n\nComplications. They are rare.\n",
        "Risks\n\nRash.\n\nNOTE. It may itch.\n\nWARNING. It may burn.\n",
        "Staff\n\nNurse. Doctor. Porter.\n\nA nurse. A doctor.\n",
    ],
)
def test_other_words_before_a_full_stop(text):
    assert len(outline(text).sections) == 1
