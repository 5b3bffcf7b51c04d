import pytest

from procgraph.documents import outline

SECTIONS = [
    ("indications", "Gout"),
    ("contraindications", "Pregnancy"),
    ("complications", "Stroke"),
    ("personnel", "Nurse"),
]


def read(text):
    return [
        (section.key, [text[item.start : item.end] for item in section.items])
        for section in outline(text).sections
    ]


@pytest.mark.parametrize(
    "counters",
    [
        ("I.", "II.", "III.", "IV."),
        ("I)", "II)", "III)", "IV)"),
        ("A.", "B.", "C.", "D."),
        ("(A)", "(B)", "(C)", "(D)"),
        ("A.", "B.", "(C)", "Section 4:"),
        ("Section 1:", "Section 2:", "Section 3:", "Section 4:"),
        ("PART A -", "PART B -", "PART C -", "PART D -"),
        ("2.1", "2.2", "2.3", "2.4"),
    ],
)
def test_headings_with_a_counter_above_lists(counters):
    heads = ("Indications", "Contraindications", "Risks", "Personnel")
    lines = [
        f"{counter} {head}\n{said}\n"
        for counter, head, (_, said) in zip(counters, heads, SECTIONS, strict=True)
    ]
    assert read(f"Removal\n\n{''.join(lines)}") == [(key, [said]) for key, said in SECTIONS]


def test_a_heading_of_their_series_that_no_table_knows_closes_the_one_before():
    text = "A. Indications\nGout\nB. Documentation\nA form\nC. Risks\nStroke\nD. Sundries\nTea\n"
    assert [key for key, _ in read(text)] == ["indications", None, "complications", None]


def test_a_heading_may_have_its_text_on_its_line():
    text = "I. Indications: gout\nII. Risks: stroke\n"
    assert read(text) == [("indications", ["gout"]), ("complications", ["stroke"])]


@pytest.mark.parametrize("counters", [("A.", "B."), ("I.", "II."), ("(A)", "(B)")])
def test_phrases_behind_a_counter_are_items(counters):
    first, second = counters
    text = f"Indications\n{first} Gout\n{second} Hay fever\n"
    assert read(text) == [("indications", ["Gout", "Hay fever"])]


@pytest.mark.parametrize(
    "text",
    [
        "Risks\nVitamin D lack\nC. difficile infection\n",
        "Risks\n- Rash\n\nA. Smith wrote it\n",
        "Risks\nA. It may bleed.\nB. It may leak.\n",
    ],
)
def test_other_capitals_are_no_counters(text):
    said = [item for _, items in read(text) for item in items]
    assert any(item.startswith(("C.", "A.")) for item in said)


def test_what_may_be_steps_are_no_headings():
    text = "Procedure steps\nA. Preparation\nB. Sedation\nC. Recovery\n"
    assert [key for key, _ in read(text)] == ["steps"]


def test_a_list_of_one_counts_like_the_others_of_its_page():
    text = "Risks\na. Rash\nb. Gout\n\nPersonnel\na. Nurse\n"
    assert read(text) == [("complications", ["Rash", "Gout"]), ("personnel", ["Nurse"])]
