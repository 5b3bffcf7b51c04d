"""Sections, labels, bullets, steps and sentences of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procgraph.documents import outline
from procgraph.documents.lines import lines

Items = list[tuple[str, str | None]]


def read(text: str) -> list[tuple[str | None, Items]]:
    """Each section's key and its items as (words, label)."""
    return [
        (section.key, [(text[i.start : i.end], i.label) for i in section.items])
        for section in outline(text).sections
    ]


def keys(text: str) -> list[str | None]:
    return [section.key for section in outline(text).sections]


def says(text: str) -> list[str]:
    return [text[i.start : i.end] for s in outline(text).sections for i in s.items]


# -- headings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Risks and Complications",
        "Risks and Complications:",
        "RISKS AND COMPLICATIONS",
        "## Risks and Complications",
        "### Risks and Complications:",
        "  Risks and Complications  ",
        "**Risks and Complications**",
        "3. Risks and Complications",
        "What are the risks?",
        "## What could go wrong?",
    ],
)
def test_forms_of_a_heading(heading: str) -> None:
    text = f"Purpose\nTo treat gout.\n{heading.replace('*', '')}\n- Bleeding\n"
    assert read(text) == [
        ("purpose", [("To treat gout.", None)]),
        ("complications", [("Bleeding", None)]),
    ]


@pytest.mark.parametrize("separator", [": ", " - ", " – ", " — ", ":\t"])
def test_a_heading_with_its_text_on_the_same_line(separator: str) -> None:
    text = (
        f"Purpose\nTo treat gout.\nSetting{separator}A clinic. Or at home.\nTime{separator}1 hour"
    )
    assert read(text)[1:] == [
        ("setting", [("A clinic.", None), ("Or at home.", None)]),
        ("duration", [("1 hour", None)]),
    ]


def test_rich_and_plain_rendering_read_alike() -> None:
    plain = "Purpose\nTo treat gout.\nRisks\n- Bleeding\n- Pain\nSetting\nA clinic.\n"
    rich = (
        "Purpose\n\nTo treat gout.\n\nRisks\n\n  • Bleeding\n\n  • Pain\n\nSetting\n\nA clinic.\n"
    )
    assert read(rich) == read(plain)


@pytest.mark.parametrize(
    "line",
    [
        "Benefits can be realized within a few days.",
        "Risks are discussed beforehand",
        "Recovery takes a week.",
    ],
)
def test_a_heading_word_inside_a_sentence_is_no_heading(line: str) -> None:
    text = f"Benefits\nLess pain.\n{line}\n"
    assert keys(text) == ["benefits"]
    assert says(text) == ["Less pain.", line]


def test_a_bullet_that_names_a_section_is_no_heading() -> None:
    text = "Benefits\n- Recovery\n- Setting\nRecovery\n- Rest\n"
    assert keys(text) == ["benefits", "recovery"]


@pytest.mark.parametrize(
    "heading",
    ["Cost and Insurance", "Cost and Insurance:", "## Costs", "How much does it cost?", "COSTS"],
)
def test_an_unknown_heading_closes_the_section(heading: str) -> None:
    text = f"Risks\n- Bleeding\n{heading}\n- About 100\nBenefits\n- Relief\n"
    sections = outline(text).sections
    assert [s.key for s in sections] == ["complications", None, "benefits"]
    assert sections[1].heading == heading.strip("#: ")


@pytest.mark.parametrize("line", ["Ask your doctor.", "more pain", "See also this, and that"])
def test_a_loose_line_between_bullets_is_no_heading(line: str) -> None:
    text = f"Risks\n- Bleeding\n\n{line}\n\n- Pain\n"
    assert keys(text) == ["complications"]
    assert says(text) == ["Bleeding", line, "Pain"]


def test_lines_before_the_first_heading_are_the_preamble() -> None:
    text = "Search all medical codes\nKnee scan\n\n# A title\nPurpose\nTo see.\n"
    found = outline(text)
    assert [text[a:b] for a, b in found.preamble] == [
        "Search all medical codes",
        "Knee scan",
        "A title",
    ]
    assert [s.key for s in found.sections] == ["purpose"]


@pytest.mark.parametrize("text", ["", "\n \n", "no heading at all\n- but a bullet\n"])
def test_a_text_without_headings_has_no_sections(text: str) -> None:
    assert outline(text).sections == ()


# -- labels ----------------------------------------------------------------------------------------


def test_flattened_labels_hold_for_the_bullets_below() -> None:
    text = (
        "Purpose\n- Medical Condition(s) Addressed:\n- Gout\n- Sciatica\n- Goals:\n- Less pain\n"
        "Indications\n- Hip pain\n"
    )
    assert read(text) == [
        (
            "purpose",
            [
                ("Gout", "Medical Condition(s) Addressed"),
                ("Sciatica", "Medical Condition(s) Addressed"),
                ("Less pain", "Goals"),
            ],
        ),
        ("indications", [("Hip pain", None)]),
    ]


def test_a_label_on_a_line_of_its_own() -> None:
    text = "Preparation\nFasting:\nNothing to eat.\nMedication:\n- Stop aspirin\n"
    assert read(text) == [
        ("preparation", [("Nothing to eat.", "Fasting"), ("Stop aspirin", "Medication")])
    ]


def test_a_label_before_its_text() -> None:
    text = "Indications\nSymptoms: pain. And fever.\nPatient Criteria: failed therapy\n"
    assert read(text) == [
        (
            "indications",
            [
                ("pain.", "Symptoms"),
                ("And fever.", "Symptoms"),
                ("failed therapy", "Patient Criteria"),
            ],
        )
    ]


def test_a_bullet_with_a_known_lead_holds_only_for_itself() -> None:
    text = "Preparation\n- Fasting: none\n- Medication: stop aspirin\n- Wash\n"
    assert read(text) == [
        ("preparation", [("none", "Fasting"), ("stop aspirin", "Medication"), ("Wash", None)])
    ]


def test_a_lead_that_no_rule_knows_stays_with_its_bullet() -> None:
    text = "Indications\n- Chest pain: worse on exertion\n"
    assert says(text) == ["Chest pain: worse on exertion"]


def test_a_label_means_something_only_in_its_sections() -> None:
    text = "Alternatives\nSymptoms: pain\n"
    assert read(text) == [("alternatives", [("Symptoms: pain", None)])]


def test_nested_bullets_take_their_parent() -> None:
    text = "Risks\n  • Risks of sedation:\n    ◦ nausea\n    ◦ low pressure\n"
    assert read(text) == [
        (
            "complications",
            [("nausea", "Risks of sedation"), ("low pressure", "Risks of sedation")],
        )
    ]
    assert [i.depth for i in outline(text).sections[0].items] == [4, 4]


def test_a_bullet_back_at_the_parents_level_has_left_it() -> None:
    text = "Risks\n  • Risks of sedation:\n    ◦ nausea\n  • Bleeding\n"
    assert read(text) == [("complications", [("nausea", "Risks of sedation"), ("Bleeding", None)])]


@pytest.mark.parametrize("mark", ["### Rare", "### Rare:"])
def test_a_lower_heading_that_is_a_label_stays_in_its_section(mark: str) -> None:
    text = f"## Risks\n- Pain\n{mark}\n- Stroke\n## Recovery\n- Rest\n"
    assert read(text) == [
        ("complications", [("Pain", None), ("Stroke", "Rare")]),
        ("recovery", [("Rest", None)]),
    ]


# -- items -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("bullet", ["-", "*", "+", "•", "‣", "◦", "●", "–", "o"])
def test_marks_of_bullets(bullet: str) -> None:
    text = f"Risks\n{bullet} Bleeding\n{bullet} Pain\n"
    assert says(text) == ["Bleeding", "Pain"]


@pytest.mark.parametrize(
    ("one", "two"), [("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("-", "-"), ("1.", "1.")]
)
def test_steps_are_numbered_from_one(one: str, two: str) -> None:
    text = (
        f"Procedure Description\n{one} Positioning: The patient lies down.\n{two} A cut is made.\n"
    )
    items = outline(text).sections[0].items
    assert [(i.order, i.label, text[i.start : i.end]) for i in items] == [
        (1, "Positioning", "The patient lies down."),
        (2, None, "A cut is made."),
    ]


def test_numbering_starts_anew_in_each_document_section() -> None:
    text = "Purpose\n1. To see.\nProcedure Description\n1. One\n2. Two\n"
    orders = [i.order for s in outline(text).sections for i in s.items]
    assert orders == [None, 1, 2]


def test_tools_among_the_steps_are_no_steps() -> None:
    text = "Procedure Description\n- Cut\n- Tools and Equipment:\n- Scalpel\n- Clamp\n"
    items = outline(text).sections[0].items
    assert [(text[i.start : i.end], i.label, i.order) for i in items] == [
        ("Cut", None, 1),
        ("Scalpel", "Tools and Equipment", None),
        ("Clamp", "Tools and Equipment", None),
    ]


def test_a_step_may_begin_with_a_word_that_is_a_heading() -> None:
    text = "Procedure Description\n1. Preparation\n2. Recovery: the patient wakes.\n"
    assert keys(text) == ["steps"]


def test_hard_wrapped_lines_are_one() -> None:
    text = (
        "Purpose\nTo treat gout\nof the toe. And\nnothing else.\n"
        "Risks\n- Pain after the\n  injection\n- Fever\n"
    )
    assert says(text) == [
        "To treat gout\nof the toe.",
        "And\nnothing else.",
        "Pain after the\n  injection",
        "Fever",
    ]


def test_a_wrapped_line_may_begin_with_a_capital_or_a_figure() -> None:
    text = "Summary\nThe test takes about\n30 minutes and gives clear pictures with\nCT or MRI.\n"
    assert says(text) == [text.removeprefix("Summary\n").strip()]


def test_a_wrapped_bullet_may_go_on_with_a_capital() -> None:
    text = "Risks\n- Infection with hepatitis or\n  HIV\n- Pain\n"
    assert says(text) == ["Infection with hepatitis or\n  HIV", "Pain"]


def test_an_empty_line_ends_a_paragraph() -> None:
    text = "Purpose\nTo treat gout\n\nand sciatica\n"
    assert says(text) == ["To treat gout", "and sciatica"]


def test_rules_and_stray_marks_say_nothing() -> None:
    text = "Risks\n-----\n- Bleeding #####\n\n***\n- Pain **\n"
    assert says(text) == ["Bleeding", "Pain"]


def test_rows_of_a_table_are_items_of_their_first_cell() -> None:
    text = "Risks\n| Complication | How often |\n|---|---|\n| Bleeding | 1% |\n| Stroke | rare |\n"
    items = outline(text).sections[0].items
    assert [i.kind for i in items] == ["row", "row"]
    assert [text[i.start : i.end].split(" |")[0] for i in items] == ["Bleeding", "Stroke"]


def test_a_table_of_details_has_a_section_in_each_row() -> None:
    rows = ("| Duration | 20 minutes |", "|---|", "| Price | 20 |", "| Setting: | Ward |")
    text = "\n".join(("## Facts", *rows, "", "Note.", ""))
    assert read(text) == [
        ("duration", [("20 minutes", None)]),
        (None, [("20", None)]),
        ("setting", [("Ward", None), ("Note.", None)]),
    ]


def test_a_table_under_an_unknown_heading_is_what_its_header_tells() -> None:
    table = "| Problem | Action | How often |\n|---|---|---|\n| Bleeding | press | rare |\n"
    assert read(f"## Summary\nIt is quick.\n## Seen here\n{table}\nTea at four.\n") == [
        ("summary", [("It is quick.", None)]),
        (None, []),
        ("complications", [("Bleeding", "rare")]),
        (None, [("Tea at four.", None)]),
    ]


def test_an_unknown_heading_below_a_known_one_is_a_part_of_it() -> None:
    text = "## Indications\n### Skin\n- Acne\n### Evidence\n- Trials\n## Odd\n- Tea\n"
    assert read(text) == [
        ("indications", []),
        ("indications", [("Acne", None)]),
        (None, [("Trials", None)]),
        (None, [("Tea", None)]),
    ]


@pytest.mark.parametrize(
    ("before", "key"),
    [("Summary", "preparation"), ("Recovery", "recovery"), ("Steps", "recovery")],
)
def test_instructions_belong_before_or_after_as_their_place_tells(before: str, key: str) -> None:
    text = f"## {before}\nIt is quick.\n## Your medicines\n- Take them\n"
    assert keys(text) == [before.lower(), key]


def test_a_row_that_names_a_section_among_risks_is_a_risk() -> None:
    text = "Risks\n| Recovery | may be slow |\n| Bleeding | rare |\n"
    assert [key for key, _ in read(text)] == ["complications"]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_read_alike(newline: str) -> None:
    text = "Purpose\n\nTo treat gout\nof the toe.\n\nRisks:\n\n- Bleeding\n- Pain\n"
    other = text.replace("\n", newline)
    assert [
        (key, [(words.replace(newline, "\n"), label) for words, label in items])
        for key, items in read(other)
    ] == read(text)


def test_lines_tell_their_marks_and_indents() -> None:
    text = "# A\n  - b\n\t1. c\n| d |\ne\n\nf\n"
    assert [(text[x.start : x.end], x.mark, x.indent) for x in lines(text)] == [
        ("A", "#", 0),
        ("b", "-", 2),
        ("c", "1", 4),
        ("| d |", "|", 0),
        ("e", "", 0),
        ("f", "", 0),
    ]
    assert [x.blank_before for x in lines(text)][-2:] == [False, True]


# -- leaflets --------------------------------------------------------------------------------------


def test_a_sentence_above_the_first_heading_opens_the_summary() -> None:
    text = "Knee scan\nFor joint disease\n\nA scan shows the joint in slices.\n\nRisks\n- Panic\n"
    found = outline(text)
    assert [text[a:b] for a, b in found.preamble] == ["Knee scan", "For joint disease"]
    assert read(text) == [
        ("summary", [("A scan shows the joint in slices.", None)]),
        ("complications", [("Panic", None)]),
    ]
    assert found.sections[0].heading == ""


def test_above_the_name_stand_titles_however_long() -> None:
    text = "Visit at home, for use in a program only. For new patients.\nCode\nName:\nHome visit\n"
    found = outline(text)
    assert [text[a:b] for a, b in found.preamble] == text.splitlines()[:2]
    assert keys(text) == ["name"]


@pytest.mark.parametrize(
    "line", ["These include:", "You should:", "Please bring:", "Two weeks later:", "They are:"]
)
def test_a_line_that_leads_in_a_list_is_no_heading(line: str) -> None:
    text = f"Recovery\nMost go home soon.\n{line}\n- Rest\n"
    assert read(text) == [("recovery", [("Most go home soon.", None), ("Rest", line.rstrip(":"))])]


def test_the_last_sentence_of_a_paragraph_leads_in_the_list_below_it() -> None:
    text = "Risks\nIt is safe. Rare risks\nare:\n- Stroke\n\nAsk us.\n"
    assert read(text) == [
        ("complications", [("It is safe.", None), ("Stroke", "Rare risks\nare"), ("Ask us.", None)])
    ]


def test_a_cue_makes_a_sentence_a_small_section() -> None:
    text = "Summary\nThe risks of a stent include clots and pain. It is small.\n"
    assert read(text) == [
        (
            "summary",
            [("clots and pain.", "The risks of a stent include"), ("It is small.", None)],
        )
    ]


@pytest.mark.parametrize("line", ["Rare", "Very uncommon", "Common risks (1 in 10)", "- Rare"])
def test_a_line_that_tells_how_often_is_a_label(line: str) -> None:
    text = f"Risks\n- Pain\n\n{line}\n- Stroke\n\nAsk us about clots.\n"
    label = line.removeprefix("- ")
    assert read(text) == [
        ("complications", [("Pain", None), ("Stroke", label), ("Ask us about clots.", None)])
    ]


def test_a_line_between_blank_lines_closes_the_section() -> None:
    text = "Alternatives\nA brace.\n\nParking and travel\n\nBuses stop here.\n"
    assert keys(text) == ["alternatives", None]


@pytest.mark.parametrize("line", ["Seats are free\n\nUse a stick", "Wear a collar\n\nRest"])
def test_lines_that_are_phrases_stay_in_their_section(line: str) -> None:
    assert keys(f"Recovery\nRest well\n\n{line}\n") == ["recovery"]


@pytest.mark.parametrize(
    ("first", "second"), [("1 ", "2 "), ("(i) ", "(ii) "), ("a) ", "b) "), ("i. ", "ii. ")]
)
def test_counters_without_a_full_stop_mark_items(first: str, second: str) -> None:
    text = f"Risks\n{first}Bleeding\n{second}Pain\n"
    assert says(text) == ["Bleeding", "Pain"]


def test_a_label_that_a_line_swallowed_is_a_line_of_its_own() -> None:
    text = "Indications\n- Tears ##### Patient criteria:\n- Adults\n"
    assert read(text) == [("indications", [("Tears", None), ("Adults", "Patient criteria")])]


@pytest.mark.parametrize(
    ("label", "end"),
    [
        ("Medical conditions or problems it addresses", ""),
        ("The medical condition or problem it addresses", ":"),
        ("Specific symptoms or conditions that warrant the procedure", ":"),
        ("Symptoms/Conditions Warranting the Procedure", ""),
    ],
)
def test_a_label_is_told_by_its_words(label: str, end: str) -> None:
    text = f"Purpose\n{label}{end}\n- Gout\nPatient criteria\n- Adults\n"
    assert read(text) == [("purpose", [("Gout", label), ("Adults", "Patient criteria")])]


@pytest.mark.parametrize("line", ["Heart problems", "Problems with the heart: fainting"])
def test_an_item_with_a_word_of_labels_is_none(line: str) -> None:
    text = f"Indications\n{line}\n- Gout\n"
    assert says(text) == [line, "Gout"]


def test_a_figure_that_counts_nothing_stays_in_its_sentence() -> None:
    text = "Risks\n1 Hospital stay\n4 Weeks of pain\n"
    assert says(text) == ["1 Hospital stay", "4 Weeks of pain"]


PARTS = st.sampled_from(
    ["Risks", "## Purpose", "Goals:", "- ", "1. ", "\n", "\n\n", "\r\n", "  ", "Pain", "one two. ",
     "| a | b |", ": ", "?", "Who performs it?", "Setting: ", "•", "–", "\u2028", "\x0c", "é", "#"]
)  # fmt: skip


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(PARTS | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_has_an_outline_of_spans_in_order(text: str) -> None:
    found = outline(text)
    spans = [*found.preamble, *((i.start, i.end) for s in found.sections for i in s.items)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    for section in found.sections:
        assert all(section.start <= i.start and i.end <= section.end for i in section.items)


# -- footers ---------------------------------------------------------------------------------------


def test_lines_below_the_last_rule_are_a_footer() -> None:
    text = "## Risks\n\n- pain\n\n---\nPrinted copies are out of date.\n\nNext review in May.\n"
    assert read(text) == [
        ("complications", [("pain", None)]),
        ("footer", [("Printed copies are out of date.", None), ("Next review in May.", None)]),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Risks\n\npain\n\n---\n\n## Alternatives\n\nrest\n", ["complications", "alternatives"]),
        ("## Risks\n\npain\n\n---\n\nAlternatives: rest\n", ["complications", "alternatives"]),
        ("Risks\n-----\n\nPain\n", ["complications"]),
        ("## Risks\n\n---\n\n- pain\n", ["complications"]),
    ],
    ids=["a heading", "a lead", "an underlined heading", "a list"],
)
def test_a_rule_above_other_things_parts_no_footer(text: str, found: list[str]) -> None:
    assert keys(text) == found


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        ("Gloves • gown • goggles", ["Gloves", "gown", "goggles"]),
        ("• Gloves ▪ gown", ["Gloves", "gown"]),
    ],
)
def test_bullets_on_one_line(line: str, listed: list[str]) -> None:
    assert says(f"Equipment\n{line}\n") == listed


def test_what_leads_in_bullets_on_one_line_is_their_label() -> None:
    text = "Preparation\nPlease stop: • aspirin • warfarin\n"
    assert read(text) == [
        ("preparation", [("aspirin", "Please stop"), ("warfarin", "Please stop")])
    ]


def test_a_bullet_alone_above_a_paragraph_is_a_heading() -> None:
    text = (
        "How is it done?\n\n• Before the operation\n\nPlease stop aspirin.\n\n"
        "• After the operation\n\nYou rest.\n"
    )
    assert keys(text) == ["steps", "preparation", "recovery"]


def test_a_bullet_among_others_is_no_heading() -> None:
    text = "How is it done?\n• Before the operation\n• After the operation\n"
    assert keys(text) == ["steps"]


@pytest.mark.parametrize(
    "line", ["You get a numbing gel on the gum", "The nurse starts the sedation"]
)
def test_a_sentence_without_its_stop_is_no_heading(line: str) -> None:
    text = f"Summary\nIt takes an hour.\n\n{line}\n\nIt does not hurt.\n"
    assert keys(text) == ["summary"]


def test_a_question_opens_a_section_where_its_answer_stands_on_its_line() -> None:
    text = "Summary\nIt is quick.\n\nHow is it done?  You are asleep.\n\nAny risks? It may bleed.\n"
    assert read(text) == [
        ("summary", [("It is quick.", None)]),
        ("steps", [("You are asleep.", None)]),
        ("complications", [("It may bleed.", None)]),
    ]


def test_a_page_may_begin_with_a_title_that_reads_like_a_heading() -> None:
    text = "Your shoulder injection\n\nRisks\n- Pain\n"
    assert read(text) == [("complications", [("Pain", None)])]


@pytest.mark.parametrize(
    ("line", "read_as"),
    [("What others do", ["complications", None]), ("Sudden bad luck", ["complications"])],
)
def test_a_line_among_risks_that_can_be_none_ends_them(
    line: str, read_as: list[str | None]
) -> None:
    text = f"Risks\nPain is common.\n\n{line}\n\nPhysiotherapy is what most people have.\n"
    assert keys(text) == read_as


def test_an_empty_cell_leaves_the_others_in_their_columns() -> None:
    rows = "| Rash | | Cream |\n| Gout | rare | |\n"
    text = f"Risks\n\n| Risk | How often | Remedy |\n|---|---|---|\n{rows}"
    assert read(text) == [("complications", [("Rash", None), ("Gout | rare", None)])]


def test_bullets_in_a_cell_part_no_row() -> None:
    text = "Preparation\n\n| Day | Do |\n|---|---|\n| Before | • fast • shower |\n"
    assert read(text) == [("preparation", [("Before | • fast • shower", None)])]


def test_a_word_of_the_first_heading_below_a_title_tells_its_section() -> None:
    text = "# Bunion surgery\n\n## Your dressings\n\nThey stay on for a week.\n"
    assert keys(text) == ["recovery"]


def test_a_question_may_be_marked_as_one() -> None:
    text = "# Bunion surgery\n\n## Q: What are the risks?\n\nBleeding.\n"
    assert keys(text) == ["complications"]


@pytest.mark.parametrize(
    "span",
    ["Week 1–2", "Days 1 to 3", "6 weeks", "Two weeks later", "Surgery day"],
)
def test_a_line_that_only_tells_when_is_a_label_of_instructions(span: str) -> None:
    text = f"Recovery\nSleep.\n{span}\nRest.\n"
    assert says(text) == ["Sleep.", "Rest."]
    assert span in says(f"Risks\nPain\n{span}\nRest\n")


@pytest.mark.parametrize(
    "line", ["Weeks off work", "6 weeks off work", "Day care", "Two weeks rest"]
)
def test_a_line_that_tells_more_than_when_is_none(line: str) -> None:
    assert line in says(f"Recovery\nSleep.\n{line}\nRest.\n")
