"""Lines of a web page that only lead elsewhere."""

from __future__ import annotations

import pytest

from procgraph.documents.html import render_html


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
