from procgraph.documents import outline

POLICY = """Nerve repair

1. Background

A nerve is joined.

2. Exclusions

Coverage ends if the nerve is lost.

3. Matters of record

A form is kept.

4. Aftercare

A splint is worn.
"""


def keys(text):
    return [section.key for section in outline(text).sections]


def test_a_page_whose_headings_are_numbered_has_a_section_for_each():
    assert keys(POLICY) == ["summary", "contraindications", None, "recovery"]


def test_numbers_below_a_heading_without_one_are_steps():
    steps = "1. Preparation\n\nYou lie.\n\n2. Anesthesia\n\nSleep.\n\n3. Recovery\n\nYou wake.\n"
    assert keys(f"Procedure Steps\n\n{steps}") == ["steps"]


def test_numbers_that_do_not_count_on_are_no_headings():
    assert keys(POLICY.replace("3. Matters", "7. Matters")) != keys(POLICY)


def test_where_a_heading_has_no_number_the_numbered_lines_are_looked_up_one_by_one():
    assert None not in keys(f"{POLICY}\nAlternatives\n\nA splint alone.\n")


def test_questions_with_numbers_are_headings_whatever_they_ask():
    asked = (
        "1. What is it?\n\nA cut.\n\n2. What kind of cut will they be making in my knee this time?"
        "\n\nA short one.\n\n3. Will my cat mind?\n\nNo.\n\n4. What can go wrong?\n\nBleeding.\n"
    )
    assert keys(asked) == ["summary", None, None, "complications"]


SHEET = """Nerve repair

1. Indications

A cut nerve

2. Exclusions

Infection

{number}. House rules

No phones

{last}. Alternatives

(a) A splint

(b) Rest
"""


def test_a_number_may_be_missing_where_most_headings_are_known():
    read = ["indications", "contraindications", None, "alternatives"]
    assert keys(SHEET.format(number=3, last=4)) == read
    assert keys(SHEET.format(number=4, last=9)) == read


def test_a_heading_without_a_number_may_stand_above_those_of_a_page():
    sheet = SHEET.format(number=3, last=4)
    assert keys(sheet.replace("\n1.", "\nIntroduction\n\nIt is short.\n\n1.")) == [
        "summary",
        "indications",
        "contraindications",
        None,
        "alternatives",
    ]


def test_numbers_below_what_to_do_are_parts_of_that():
    sheet = SHEET.format(number=3, last=4)
    text = sheet.replace("\n1.", "\nAfter the operation\n\nRest.\n\n1.")
    assert "House rules" not in [section.heading for section in outline(text).sections]
