"""What of a web page is beside its content, and buttons that head a part of it."""

from __future__ import annotations

import pytest

from procgraph.documents.html import render_html


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
