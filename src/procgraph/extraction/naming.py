"""Sections that name the procedure on a form; elsewhere their heading tells how it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from procgraph.documents import Outline
from procgraph.documents.wording import normalise_heading
from procgraph.extraction.rules import rule
from procgraph.model import Item, Section

__all__ = ["named_on_form"]

_HEADINGS = frozenset({"procedure", "procedures", "operation"})


def named_on_form(text: str, outline: Outline) -> Outline:
    """The outline in which 'Procedure: Hernia repair' is a name and no step, where no other section
    has the name."""
    if any(section.key == "name" for section in outline.sections):
        return outline
    sections = [part for section in outline.sections for part in _parted(text, section)]
    return replace(outline, sections=tuple(sections))


def _parted(text: str, section: Section) -> Iterator[Section]:
    first, *others = section.items or (None,)
    if first is None or not _is_name(text, section, first):
        yield section
        return
    end = others[0].start if others else section.end
    yield replace(section, key="name", end=end, items=(first,))
    if others:
        yield replace(section, start=end, items=tuple(others))


def _is_name(text: str, section: Section, item: Item) -> bool:
    if section.key != "steps" or normalise_heading(section.heading) not in _HEADINGS:
        return False
    is_beside = "\n" not in text[section.start : item.start].strip()
    if item.kind != "sentence" or not (is_beside or len(section.items) == 1):
        return False
    return rule("title.procedure").match(text[item.start : item.end].strip()) is not None
