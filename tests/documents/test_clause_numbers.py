import pytest

from procgraph.documents import outline


def said(text):
    return [
        text[item.start : item.end] for section in outline(text).sections for item in section.items
    ]


@pytest.mark.parametrize("counters", ["3.1 {} 3.2 {}", "[1.1] {} [1.2] {}", "2.1.4 {} 2.2.1 {}"])
def test_numbers_of_paragraphs_are_no_words_of_theirs(counters):
    first, second, _ = counters.split(" {}")
    text = f"## Risks\n\n{first} It may bleed.\n\n{second} Infection is rare.\n"
    assert said(text) == ["It may bleed.", "Infection is rare."]


def test_one_may_be_missing():
    text = "Risks\n1.1 It may bleed.\n1.2 It may leak.\n1.5 It may hurt.\n"
    assert said(text)[-1] == "It may hurt."


@pytest.mark.parametrize(
    "text",
    [
        "Equipment\n\n2.5 MHz probe\n\n2.6 Fr sheath\n",
        "Duration\n\n1.5 Hours are set aside for it.\n",
    ],
)
def test_measures_are_no_numbers_of_paragraphs(text):
    assert all(one[0].isdigit() for one in said(text))
