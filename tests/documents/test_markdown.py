"""Markdown to text."""

from __future__ import annotations

import pytest

from procgraph.documents.markdown import render_markdown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**Risks:** *a* and _b_ and __c__ and ***d***", "Risks: a and b and c and d"),
        ("_What for?_ Pain, _too._", "What for? Pain, too."),
        ("`code` and ~~old~~", "code and old"),
        ("[the clinic](https://example.org/a_b) ![scan](x.png)", "the clinic scan"),
        ("- [x] done\n- [ ] to do", "- [x] done\n- [ ] to do"),
        (r"1\. not a step \*star\* \_x\_ \# \\", "1. not a step *star* _x_ # \\"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("* a bullet\n* *another*", "* a bullet\n* another"),
        ("before <!-- a note --> after", "before  after"),
        ("| a | **b** |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |"),
        ("## Risks ##\n\n1. one\n   - two", "## Risks ##\n\n1. one\n   - two"),
        ("", ""),
        ("# Knee scan {#sec-knee}\n{: .lead}\n[a]{.b} {c}", "# Knee scan\n\na {c}"),
        ("[[Neurology]] and [[a_page|its name]]", "Neurology and its name"),
        ('<div class="note">\n*a*<br>\n</div>\n', "\na\n\n"),
        ("a<br/>b <sup>2</sup> <u>c</u>\n<p>d</p><p>e</p>", "a\nb 2 c\nd\ne"),
        ("| a<br>b | c |", "| a b | c |"),
        (">Airway: tube\n> a\n>5 b", "Airway: tube\na\n>5 b"),
        ("p < 0.05, <5% and <b 3>x", "p < 0.05, <5% and x"),
        ("::: {.callout-note}\na\n:::\n{% include x.html %}\n{{< video y >}}\n", "\na\n\n\n\n"),
        ("a\\\nb  \nc", "a\nb\nc"),
    ],
)
def test_inline_marks_go_and_lines_stay(source: str, text: str) -> None:
    assert render_markdown(source).text == text


def test_front_matter_is_metadata() -> None:
    rendering = render_markdown(
        '---\ntitle: "Knee: MRI"\ncode: A0001\nCode-System: HCPCS\n---\n# Knee\n'
    )
    assert rendering.text == "# Knee\n"
    assert rendering.title == "Knee: MRI"
    assert rendering.metadata["code"] == "A0001"
    assert rendering.metadata["code_system"] == "HCPCS"


@pytest.mark.parametrize("source", ["# A\n---\ntitle: x\n---\n", "---\nno end\n", "text\n"])
def test_a_rule_is_no_front_matter(source: str) -> None:
    rendering = render_markdown(source)
    assert rendering.text == source
    assert rendering.title is None


SOURCE = """---
title: Hip MRI
---
# Hip **MRI**

A *scan* of the [hip](https://example.org), with `contrast`\\.

- [ ] fast for *six* hours
- **Risks:** none \\
for <b>all</b>

## After {#after}
<br>See [[pages|this page]].\\
End
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_character_is_found_again(newline: str) -> None:
    source = SOURCE.replace("\n", newline)
    rendering = render_markdown(source)
    assert rendering.text.startswith("# Hip MRI")
    assert rendering.title == "Hip MRI"
    for offset, character in enumerate(rendering.text):
        if not character.isspace():  # a line that goes on an item may be indented
            assert source[rendering.source_offset(offset)] == character


def test_a_comment_over_several_lines_goes() -> None:
    assert render_markdown("a\n<!-- one\ntwo -->\nb").text.split() == ["a", "b"]


def test_a_bold_line_that_no_table_knows_is_a_heading() -> None:
    text = render_markdown(
        "x\n\n**House rules (days)**\n- sleep alone\n\n**Risks**\n\n**Wait.**\n"
    ).text
    assert text == "x\n\n###### House rules (days)\n- sleep alone\n\nRisks\n\nWait.\n"


@pytest.mark.parametrize("broken", ["\\", "  ", "\\ "])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_that_is_broken_within_an_item_is_indented(broken: str, newline: str) -> None:
    lines = (f"* a{broken}", f"b{broken}", "  c", f"\t1. d{broken}", "\te", f"- f{broken}", "- g")
    text = render_markdown(newline.join(lines)).text
    assert text.split(newline) == ["* a", "  b", "  c", "\t1. d", "\t  e", "- f", "- g"]
