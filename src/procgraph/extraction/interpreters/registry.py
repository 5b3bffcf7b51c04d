"""Which interpreters read which section, in this order."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.documents.headings import label_for
from procgraph.extraction.context import Context, Interpreter, place
from procgraph.extraction.drafts import Draft
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

__all__ = ["document_drafts"]

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
# A line above the first section only names things.
_PREAMBLE: tuple[Interpreter, ...] = (title_indications, primary, anatomy, imaging)
_GOALS = "goals"


def document_drafts(context: Context) -> Iterator[Draft]:
    """The drafts of a whole document, section by section."""
    for start, end in context.outline.preamble:
        item = Item("sentence", start, end)
        title = Section("name", "title", start, end, (item,))
        line = place(title, item, context)
        for interpret in _PREAMBLE:
            yield from interpret(line)
    for section in context.outline.sections:
        if section.key == "duration":
            yield from duration(section, context)
        for item in section.items:
            interpreters = _SECTIONS.get(_key(section, item) or "")
            if interpreters:
                here = place(section, item, context)
                for interpret in interpreters:
                    yield from interpret(here)


def _key(section: Section, item: Item) -> str | None:
    """Whose interpreters read an item: its section's, or those that its label sends it to."""
    label = label_for(item.label, section.key) if item.label else None
    if label and label.key and label.key != _GOALS and section.key != "steps":
        return label.key
    if label and label.key == "equipment":
        return "equipment"
    return section.key
