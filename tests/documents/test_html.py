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


@pytest.mark.parametrize(
    "noise",
    [
        "<nav><ul><li>x</li></ul></nav>",
        "<header><nav>x</nav></header>",
        "<aside><p>x</p></aside>",
        "<footer>x</footer>",
        '<ul class="crumbs"><li>x</li></ul>',
        '<div role="navigation"><div>x</div>x</div>',
        '<div class="page footer"><ul><li>x</li></ul><div>x</div></div>',
        "<script>if (a < b) { document.write('<p>x</p>') }</script>",
        "<style>p { color: red }</style>",
        "<noscript>x</noscript>",
        "<svg><text>x</text></svg>",
        "<button>x</button><select><option>x</option></select>",
        "<!-- x -->",
        "<form><input value='x'></form>",
    ],
)
def test_what_is_no_content_is_dropped(noise: str) -> None:
    assert render_html(f"<p>a</p>{noise}<p>b</p>").text == "a\nb\n"


@pytest.mark.parametrize(
    "name",
    [
        "breadcrumb-wrapper",
        "page-crumb",
        "thm-breadcrumb__box",
        "topbar clearfix",
        "mobile-menu md:hidden",
        "site-sidebar",
        "services__sidebar",
        "widget widget_recent_entries",
        "related-posts",
        "cta-banner__content",
        "sticky-cta",
        "back-to-top",
        "copyright-text",
        "testimonial_area",
        "cookie-notice",
    ],
)
def test_the_parts_of_a_template_are_dropped(name: str) -> None:
    page = f'<p>a</p><div class="{name}"><div>x</div><p>x</p></div><p>b</p>'
    assert render_html(page).text == "a\nb\n"


def test_the_banner_of_a_page_may_hold_the_way_to_it() -> None:
    page = '<div class="breadcrumb-area"><ul><li>Home</li></ul><h2>Scan</h2></div><p>a</p>'
    assert render_html(page).text == "## Scan\na\n"


def test_a_menu_that_is_never_closed_does_not_swallow_the_page() -> None:
    assert render_html('<div class="menu"><p>x</p><h1>Scan</h1><p>a</p>').text == "# Scan\na\n"


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


# -- what a page shows and hides -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<h2><button class="accordion-button">Risks?</button></h2>', "## Risks?\n"),
        ("<button>Who may have it?</button><p>All.</p>", "Who may have it?\nAll.\n"),
        (
            '<div><button aria-expanded="false">Side effects <b>+</b></button><p>Pain.</p></div>',
            "Side effects \nPain.\n",
        ),
        (
            '<button data-bs-toggle="collapse">After <svg></svg></button><p>Rest.</p>',
            "After \nRest.\n",
        ),
        ("<details><summary>Diet<i>▼</i></summary>Eat.</details>", "Diet\nEat.\n"),
        ("<dl><dt><button>Pain</button></dt><dd>rare</dd></dl>", "Pain\nrare\n"),
    ],
)
def test_a_button_that_heads_what_it_opens_is_text(source: str, text: str) -> None:
    assert render_html(source).text == text


@pytest.mark.parametrize(
    "button",
    [
        '<button type="submit">Send</button>',
        '<button aria-expanded="false" class="navbar-toggler">Menu</button>',
        '<button aria-expanded="false" aria-haspopup="true">Services</button>',
        '<button role="tab" aria-controls="risks">Risks</button>',
        "<nav><button>Questions?</button></nav>",
    ],
)
def test_other_buttons_are_none(button: str) -> None:
    assert render_html(f"<p>a</p>{button}<p>b</p>").text == "a\nb\n"


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


# -- what only leads elsewhere ---------------------------------------------------------------------


def linked(*names: str, to: str = "/x", around: str = "li") -> str:
    return "".join(f'<{around}><a href="{to}">{name}</a></{around}>' for name in names)


@pytest.mark.parametrize(
    "menu",
    [
        f"<div>{linked('Hip', 'Knee', around='div')}</div>",
        f"<ul>{linked('Hip', 'Knee', 'Foot', 'Hand')}</ul>",
        f"<ul>{linked('Risks', 'After', to='#x')}</ul>",
        f"<ul>{linked('Home')}<li>/</li><li>Scans</li></ul>",
        f"<table><tr>{linked('Bunion', 'Index', 'Toe', around='td')}</tr></table>",
        '<p><a href="/">Home</a> / Scans</p>',
        '<p>You are here: <a href="/">Textbook</a> &gt; Scans</p>',
        '<p><a href="/all">Procedures</a> › Scans</p>',
        '<p><a href="/a">Hips</a> | <a href="/b">Knees</a></p>',
        '<p><a href="tel:1">Call 555 0100</a></p>',
        "<p>Read on <span>→</span></p>",
    ],
)
def test_a_line_that_only_leads_elsewhere_is_dropped(menu: str) -> None:
    assert render_html(f"<p>You rest.</p>{menu}<p>You eat.</p>").text == "You rest.\nYou eat.\n"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (f"<p>Risks:</p><ul>{linked(*'abcd')}</ul>", "Risks:\n- a\n- b\n- c\n- d\n"),
        (f"<h3>Others</h3><ul>{linked(*'abcd')}</ul>", "### Others\n- a\n- b\n- c\n- d\n"),
        (f"<p>x</p><ul>{linked(*'abc')}</ul>", "x\n- a\n- b\n- c\n"),
        (f"<p>x</p><ul>{linked(*'abcd')}<li>e</li></ul>", "x\n- a\n- b\n- c\n- d\n- e\n"),
        ('<p><a href="/x">It may hurt for a day.</a></p>', "It may hurt for a day.\n"),
        ('<p><a href="#x">House rules</a></p>', "House rules\n"),
        ('<p><a href="/x">Risks</a></p>', "Risks\n"),
        ('<p><a name="x">House</a></p>', "House\n"),
        ('<p>Fever › <a href="/x">38 °C</a></p>', "Fever › 38 °C\n"),
        (
            '<table><tr><td><a href="/x">Pain</a></td><td>1%</td></tr></table>',
            "| Pain | 1% |\n",
        ),
        ('<p>Rest, as told <a href="/x">elsewhere →</a></p>', "Rest, as told elsewhere →\n"),
    ],
)
def test_other_links_are_text(source: str, text: str) -> None:
    assert render_html(source).text == text


# -- what is still read wrong ----------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "name",
    [
        "has-footer",
        "with-menu",
        "no-nav",
        "psycho-social",
        "menu-item",
        "widget-area",
        "widget",
        "no-sidebar",
        "sidebar-page",
        "has-cta",
        "off-canvas-wrapper",
        "navbar-fixed-top",
        "footer-sticky",
    ],
)
def test_a_class_that_only_contains_such_a_word_is_no_menu(name: str) -> None:
    assert render_html(f'<div class="{name}"><p>Scan</p></div>').text == "Scan\n"
