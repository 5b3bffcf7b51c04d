"""What a page is about, where no line above it is the name of a procedure.

It says so ('This page is about …'), asks it ('Is … right for you?'), or its first sentence has it
for its subject ('A chest drain is a tube …').
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from procgraph.documents import Outline
from procgraph.extraction.rules import rule
from procgraph.model import Document
from procgraph.terminology import Lexicon

__all__ = ["asked_about", "nearer_title", "said_above", "subject"]

# What may stand before the text of a line.
_MARKS = " *_#>•"
# So many lines, or sentences, open a page.
_FIRST = 4
_SENTENCES = 2
_CHAT = re.compile(r"[?!]\s+\w")


def said_above(document: Document, outline: Outline) -> str | None:
    """What a page says first that it is about, or asks of two."""
    lines = _first_lines(document, outline)
    said = (rule("title.about").match(line.lstrip(_MARKS)) for line in lines)
    about = (one["name"] for one in said if one and one["is"] and one["whole"] is not None)
    compared = (one["name"] for one in map(rule("title.compared").match, lines) if one)
    return next(chain(about, compared), None)


def asked_about(line: str) -> str | None:
    """The procedure that a question or the heading of one section is about: 'Why staged excision?',
    'Risks of hip arthroscopy'."""
    asked = rule("title.asks-of").match(line) or rule("title.of-it").match(line)
    return asked["name"] if asked and rule("title.procedure").match(asked["name"]) else None


def subject(document: Document, outline: Outline, lexicon: Lexicon) -> str | None:
    """What the headings ask for, or the first sentences have for their subject."""
    for section in outline.sections:
        asked = rule("title.asked").match(section.heading)
        if asked and section.key == "summary" and not rule("title.disease").search(asked["name"]):
            return asked["name"]
    for section in outline.sections[:1]:
        if about := asked_about(section.heading):
            return about
    for line in _first_sentences(document, outline):
        told = rule("title.subject").match(line)
        if told and _is_procedure(told["name"], lexicon):
            return told["name"]
    return None


def nearer_title(
    lines: list[str], document: Document, outline: Outline, lexicon: Lexicon
) -> str | None:
    """A line below the first, or what the page is about, where nothing on the page comes back to
    the words of the first: 'Asset Publisher' is of the site."""
    if _is_procedure(lines[0], lexicon) or asked_about(lines[0]):
        return None
    # 'Thinking of a sweep? Read on' chats, whatever comes back to its words
    if not _CHAT.search(lines[0]) and _comes_back(lines[0], document):
        return None
    others = (line for line in lines[1:_FIRST] if _is_procedure(line, lexicon))
    return next(others, None) or subject(document, outline, lexicon)


def _comes_back(line: str, document: Document) -> bool:
    text = document.text.casefold()
    telling = [word for word in re.findall(r"\w{4,}", line.casefold()) if not word.isdigit()]
    return not telling or any(text.count(word.rstrip("s")) > 1 for word in telling)


def _is_procedure(name: str, lexicon: Lexicon) -> bool:
    if rule("title.no-name").search(name):
        return False
    if rule("title.procedure").match(name):
        return True
    is_disease = rule("title.disease").search(name) is not None
    return not is_disease and bool(lexicon.procedure_concepts([name]))


def _first_lines(document: Document, outline: Outline) -> list[str]:
    return [*_lines(document, outline.preamble), *_first_sentences(document, outline)][:_FIRST]


def _first_sentences(document: Document, outline: Outline) -> list[str]:
    items = [item for section in outline.sections[:1] for item in section.items]
    return _lines(document, [(item.start, item.end) for item in items])[:_SENTENCES]


def _lines(document: Document, spans: Iterable[tuple[int, int]]) -> list[str]:
    return [" ".join(document.text[start:end].split()) for start, end in spans]
