"""Web pages to text."""

from __future__ import annotations

import pytest

from procgraph.documents.html import render_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>5 &lt; 6 &amp; caf&eacute; &#8217; &#x2013;</p>", "5 < 6 & café ’ –\n"),
        ("<p>a&nbsp;&nbsp;b\u00a0 c\n\td\u2028e\x85f</p>", "a b c d e f\n"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b\n"),
        ("<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>", "1. a\n2. b\n1. c\n"),
        ("<ul><li>a:<ul><li>b<li>c</ul></li><li>d</li></ul>", "- a:\n  - b\n  - c\n- d\n"),
        ("<ol><li>a<ul><li>x</li></ul></li><li>b</li></ol>", "1. a\n  - x\n2. b\n"),
        (
            "<table><tr><th>Risk</th><th>Rate</th></tr><tr><td>Bleeding</td><td>1%</td></tr></table>",
            "| Risk | Rate |\n|---|\n| Bleeding | 1% |\n",
        ),
        ("<h1>A</h1><h2><strong>B</strong></h2><h3>C</h3>", "# A\n## B\n### C\n"),
        ("<dl><dt>Bleeding</dt><dd>rare</dd></dl>", "Bleeding\nrare\n"),
        ("a<br>b<br/>c<hr>d", "a\nb\nc\n\n---\nd"),
        ("<p>one <b>bold</b><i>er</i> word</p>", "one bolder word\n"),
        ("<div><div>a</div></div><div>b</div>", "a\nb\n"),
        ("plain text", "plain text"),
    ],
)
def test_markup_becomes_lines(source: str, text: str) -> None:
    assert render_html(source).text == text


@pytest.mark.parametrize("tag", ["article", "main"])
def test_only_the_content_of_a_page_is_read(tag: str) -> None:
    source = f"<title>T</title><div>menu</div><{tag}><p>text</p></{tag}><div>links</div>"
    rendering = render_html(source)
    assert rendering.text == "text\n"
    assert rendering.title == "T"


def test_an_article_is_chosen_before_a_main() -> None:
    assert render_html("<main><p>a</p><article><p>b</p></article></main>").text == "b\n"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one<p>two", "one\ntwo"),
        ("<ul><li>a<li>b</ul><p>c", "- a\n- b\nc"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "| a | b\n| c\n"),
        ("<p>one</div></p></span><p>two</p>", "one\ntwo\n"),
        ("<p>one</p><b>two", "one\ntwo"),
        ("<nav><aside>menu</nav><p>text</p>", "text\n"),
        ("<p>a < b</p>", "a < b\n"),
        ("", ""),
    ],
)
def test_broken_markup_is_read_as_far_as_it_goes(source: str, text: str) -> None:
    lines = render_html(source).text
    assert lines.replace(" |\n", "\n") == text


PAGE = """<!DOCTYPE html>
<html><head><title>Knee arthroscopy</title><style>p{}</style></head>
<body><nav>menu</nav>
<main>
<h1>Knee   arthroscopy</h1>
<p>A camera looks <em>into</em> the
   knee. Café – “quoted”.</p>
<h2>Risks</h2>
<ul>
  <li>Bleeding or <b>bruising</b></li>
  <li>Risks of sedation:<ul><li>nausea</li></ul></li>
</ul>
<table><tr><td>Stroke</td><td>rare</td></tr></table>
<p><a href="/knees">Knees</a> | <a href="/hips">Hips</a></p>
<h3><button aria-expanded="false">Who should <br>not have it?</button></h3>
<ul><li><i></i><div><p>People &ndash; with fever</p><p>If severe.</p></div></li></ul>
<p>You rest. <a href="/rest">More on rest →</a></p>
<div class="faq-title">House rules</div><p>Sleep.</p>
</main></body></html>
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_character_of_the_source_is_found_again(newline: str) -> None:
    source = PAGE.replace("\n", newline)
    rendering = render_html(source)
    assert "A camera looks into the knee. Café – “quoted”." in rendering.text
    assert rendering.text.endswith(
        "### Who should not have it?\n- People – with fever\n  If severe.\n"
        "You rest. \nHouse rules\nSleep.\n"
    )
    for offset, character in enumerate(rendering.text):
        if character.isalpha() or character in "“”.":
            assert source[rendering.source_offset(offset)] == character


def test_offsets_of_entities_point_at_the_entity() -> None:
    source = "<p>a &amp; b &#8217;s</p>"
    rendering = render_html(source)
    assert rendering.text == "a & b ’s\n"
    at = [source[rendering.source_offset(i) :] for i in range(len(rendering.text))]
    assert at[2].startswith("&amp;")
    assert at[4].startswith("b ")
    assert at[6].startswith("&#8217;")
    assert at[7].startswith("s<")


# -- the first block of an item, headings ----------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<ul><li><p>a</p></li><li><div><i></i></div><div><p>b</p></div></li></ul>", "- a\n- b\n"),
        ("<ol><li><p>a</p><p>b</p></li><li>c<br>d</li></ol>", "1. a\n  b\n2. c\n  d\n"),
        (
            "<ul><li><h4>Infection</h4><p>It may come.</p></li></ul>",
            "#### Infection\n  It may come.\n",
        ),
        ("<ul><li><img></li><li>a</li></ul><p>b</p>", "- a\nb\n"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "  - a\n"),
        ("<h2><i></i></h2><h2>A<br>b</h2><p>c</p>", "## A b\nc\n"),
        ("<h3><div>A</div></h3><p>b</p>", "### A\nb\n"),
        ("<h2>A<p>b</p>", "## A\nb\n"),
    ],
)
def test_a_mark_stands_before_the_text_that_it_marks(source: str, text: str) -> None:
    assert render_html(source).text == text


# -- markup of real pages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("<p>R&D and AT&T Corp</p>", "R&D and AT&T Corp\n", id="bare-ampersand"),
        pytest.param(
            "<table><tr><td><p>Bleeding</p></td><td><p>1%</p></td></tr></table>",
            "| Bleeding | 1% |\n",
            id="paragraph-in-a-cell",
        ),
        pytest.param(
            "<table><tr><td>Staff<td><ul>\n<li>Nurse</li> <li>&Eacute;lite nurse</li></ul></table>",
            "| Staff | Nurse; Élite nurse |\n",
            id="list-in-a-cell",
        ),
        pytest.param(
            "<table><tr><td>Setting</td><td>Ward,<br>clinic<br/>Theatre<br></td></tr></table>",
            "| Setting | Ward, clinic; Theatre |\n",
            id="line-breaks-in-a-cell",
        ),
        pytest.param("<title>Knee MRI</title><h1>MRI</h1>", "# MRI\n", id="title-without-a-head"),
        pytest.param("<pre>Risks\n- a\n- b</pre>", "Risks\n- a\n- b\n", id="preformatted"),
        pytest.param("<!-- <article> --><p>text</p>", "text\n", id="article-in-a-comment"),
        pytest.param("<form><main><p>text</p></main></form>", "text\n", id="page-inside-a-form"),
    ],
)
def test_markup_of_real_pages(source: str, text: str) -> None:
    assert render_html(source).text == text


def test_a_title_keeps_what_follows_an_entity() -> None:
    assert render_html("<title>Ear, Nose &amp; Throat visit</title><p>x</p>").title == (
        "Ear, Nose & Throat visit"
    )
