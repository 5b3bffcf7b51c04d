"""Which interpreters read which section, in this order."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.documents.headings import label_for
from procgraph.extraction.drafts import Context, Draft, Interpreter
from procgraph.extraction.interpreters.addon import primary
from procgraph.extraction.interpreters.anesthesia import anesthesia
from procgraph.extraction.interpreters.care import preparation, recovery
from procgraph.extraction.interpreters.course import duration, steps
from procgraph.extraction.interpreters.indications import (
    criteria,
    indications,
    purpose,
    title_indications,
)
from procgraph.extraction.interpreters.lists import (
    alternatives,
    benefits,
    complications,
    contraindicated,
    experience,
    settings,
)
from procgraph.extraction.interpreters.mentions import anatomy, equipment, imaging, substances
from procgraph.extraction.interpreters.personnel import personnel
from procgraph.model import Item, Section

__all__ = ["document_drafts", "section_drafts"]

_SECTIONS: dict[str, tuple[Interpreter, ...]] = {
    "name": (title_indications, primary, anatomy, imaging),
    "summary": (purpose, primary, anatomy, imaging, anesthesia),
    "purpose": (purpose,),
    "indications": (indications,),
    "criteria": (criteria,),
    "contraindications": (contraindicated,),
    "preparation": (preparation, imaging, anesthesia),
    "steps": (steps, anesthesia, anatomy, imaging, substances, equipment),
    "anesthesia": (anesthesia, anatomy),
    "imaging": (imaging,),
    "equipment": (equipment,),
    "setting": (settings,),
    "personnel": (personnel, anesthesia),
    "complications": (complications,),
    "benefits": (benefits,),
    "recovery": (recovery,),
    "alternatives": (alternatives,),
    "experience": (experience, anesthesia),
}
_GOALS = "goals"


def document_drafts(context: Context) -> Iterator[Draft]:
    """The drafts of a whole document, section by section; of the preamble only sites and guidance."""
    for start, end in context.outline.preamble:
        item = Item("sentence", start, end)
        title = Section("name", "title", start, end, (item,))
        for interpret in (title_indications, primary, anatomy, imaging):
            yield from interpret(title, item, context)
    for section in context.outline.sections:
        if section.key == "duration":
            yield from duration(section, context)
        for item in section.items:
            yield from section_drafts(section, item, context)


def section_drafts(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """The drafts of one item; a label may send it to another section's interpreters."""
    key = section.key
    label = label_for(item.label, key) if item.label else None
    if label and label.key and label.key != _GOALS and key != "steps":
        key = label.key
    elif label and label.key == "equipment":
        key = "equipment"
    for interpret in _SECTIONS.get(key or "", ()):
        yield from interpret(section, item, context)
