"""Where a document begins to describe another procedure.

A page that describes two, one below the other, begins again: a line that names a procedure, and
behind it sections that were told before. What follows is not the first procedure's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from procgraph.documents import Outline
from procgraph.documents.labels import NAMING
from procgraph.documents.lines import heading_level
from procgraph.extraction.page_name import telling_words
from procgraph.extraction.rules import rule
from procgraph.extraction.title import read_procedure
from procgraph.model import Document, Section
from procgraph.terminology import Lexicon

__all__ = ["first_procedure"]

# One section may be told twice on a page ('Risks' of the drug as well); two in a row begin again.
_SEVERAL = 2
_LONGEST_NAME = 9
# How many marks the title of a page has.
_TITLE = 1


def first_procedure(document: Document, outline: Outline, lexicon: Lexicon) -> tuple[Outline, int]:
    """The outline of what describes the first procedure, and where in the text that ends.

    It is all of the outline, and ends with the text, where no second one is described.
    """
    for index, name, start in _names(document.text, outline):
        if not _is_told_again(outline.sections, index) or not _is_procedure(name, lexicon):
            continue
        first = replace(outline, sections=_until(start, outline.sections))
        procedure = read_procedure(document, first, lexicon)
        if all(_is_other(name, own) for own in (procedure.label, *procedure.names)):
            return first, start
    return outline, len(document.text)


def _names(text: str, outline: Outline) -> Iterator[tuple[int, str, int]]:
    """Lines that may name a procedure: the number of sections above, what they say, where they
    begin. On a page with marked headings no label and no line between them begins another."""
    shallowest, is_marked = 6, False
    for index, section in enumerate(outline.sections):
        depth = heading_level(text, section.start)
        first = section.items[0] if section.items else None
        if first and section.key == "name" and index:
            start = _code_above(text, outline.sections[index - 1]) or section.start
            yield index, text[first.start : first.end], start
        elif section.key is None and _may_begin(text, section, shallowest, is_marked=is_marked):
            yield index, section.heading, section.start
        shallowest = min(depth, shallowest)
        is_marked = is_marked or depth > _TITLE
        last = section.items[-1] if section.items and not is_marked else None
        if last and last.kind in ("sentence", "step") and _stands_alone(text, last.start):
            yield index + 1, text[last.start : last.end], last.start


def _may_begin(text: str, section: Section, shallowest: int, *, is_marked: bool) -> bool:
    """Whether what heads a section is no label, 'CT angiography:' above what is found by it, and
    stands as high as any heading above."""
    depth = heading_level(text, section.start)
    if depth > shallowest or (is_marked and not depth):
        return False
    return text[section.start + len(section.heading) :].lstrip("* \t")[:1] != ":"


def _code_above(text: str, section: Section) -> int | None:
    """Where the line with a code starts that a section ends in: it is of the name below."""
    last = section.items[-1] if section.items else None
    if last and rule("title.system-line").match(text[last.start : last.end]):
        return last.start
    return None


def _stands_alone(text: str, start: int) -> bool:
    line = text.rfind("\n", 0, start)
    return not text[text.rfind("\n", 0, max(line, 0)) + 1 : line].strip()


def _is_told_again(sections: tuple[Section, ...], index: int) -> bool:
    """Whether what stands behind so many sections begins with one that was told, and so is
    another."""
    told = {_kind(section) for section in sections[:index] if section.items}
    behind = [kind for kind in map(_kind, sections[index:]) if kind and kind not in NAMING]
    again = told.intersection(behind)
    return len(again) >= _SEVERAL and not again.isdisjoint(behind[:_SEVERAL])


def _kind(section: Section) -> str | None:
    return "indications" if section.key == "purpose" else section.key


def _is_procedure(name: str, lexicon: Lexicon) -> bool:
    if len(name.split()) > _LONGEST_NAME:
        return False
    return bool(rule("title.procedure").match(name) or lexicon.procedure_concepts([name]))


def _is_other(name: str, own: str) -> bool:
    """Whether two names differ in more than that one of them says which kind it is."""
    words, own_words = telling_words(name), telling_words(own)
    return not words <= own_words and not own_words <= words


def _until(start: int, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    *kept, last = (section for section in sections if section.start < start)
    items = tuple(item for item in last.items if item.start < start)
    return (*kept, replace(last, end=min(last.end, start), items=items))
