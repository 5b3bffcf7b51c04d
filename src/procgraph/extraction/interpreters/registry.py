"""Which interpreters read which section, in this order.

Most of them look at nothing but the item: its words, its label, its section. Documents of one kind
say many things in the same words, so what was read from an item is remembered, with offsets that
count from the item's beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from procgraph.documents import Outline
from procgraph.documents.headings import label_for
from procgraph.extraction.context import Context, Interpreter, place
from procgraph.extraction.drafts import Draft
from procgraph.extraction.interpreters.addon import has_primary, primary
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
from procgraph.model import Item, ItemKind, Procedure, Relation, Section
from procgraph.terminology import Lexicon

__all__ = ["document_drafts"]

_SECTIONS: dict[str, tuple[Interpreter, ...]] = {
    "name": (title_indications, anatomy, imaging),
    "summary": (purpose, anatomy, imaging, anesthesia),
    "purpose": (purpose,),
    "indications": (indications,),
    "criteria": (criteria,),
    "contraindications": (contraindicated,),
    "preparation": (preparation, imaging, anesthesia),
    "steps": (anesthesia, anatomy, imaging, substances, equipment),
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
# Where an add-on says what it is added to.
_NAMING_PRIMARY = frozenset({"name", "summary"})
_GOALS = "goals"
_REMEMBERED = 1 << 15


def document_drafts(
    text: str, outline: Outline, procedure: Procedure, purpose: Relation, lexicon: Lexicon
) -> Iterator[Draft]:
    """The drafts of a whole document, section by section; offsets are the document's."""
    # A line above the first section only names things.
    lines = tuple(Item("sentence", start, end) for start, end in outline.preamble)
    title = Section("name", "title", 0, 0, lines)
    context = Context(lexicon, purpose)
    for section in (title, *outline.sections):
        if section.key is None:
            continue
        if section.key == "duration":
            yield from duration(section, text)
        for item in section.items:
            readers = _readers(section.key, item.label)
            says = text[item.start : item.end]
            for draft in _read(readers, section.key, item.kind, item.label, says, purpose, lexicon):
                yield draft.moved(item.start)
            if readers == "steps":
                yield from steps(item, says)
            elif readers in _NAMING_PRIMARY and has_primary(procedure):
                here = place(section.key, replace(item, start=0, end=len(says)), says, context)
                for draft in primary(here, procedure):
                    yield draft.moved(item.start)


@lru_cache(maxsize=_REMEMBERED)
def _read(
    readers: str,
    section: str,
    kind: ItemKind,
    label: str | None,
    text: str,
    purpose: Relation,
    lexicon: Lexicon,
) -> Sequence[Draft]:
    """The drafts of an item; offsets count from its beginning."""
    interpreters = _SECTIONS.get(readers)
    if not interpreters:
        return ()
    here = place(section, Item(kind, 0, len(text), label), text, Context(lexicon, purpose))
    return tuple(draft for interpret in interpreters for draft in interpret(here))


@lru_cache(maxsize=_REMEMBERED)
def _readers(section: str, label: str | None) -> str:
    """Whose interpreters read an item: its section's, or those that its label sends it to."""
    meant = label_for(label, section) if label else None
    if meant and meant.key and meant.key != _GOALS and section != "steps":
        return meant.key
    if meant and meant.key == "equipment":
        return "equipment"
    return section
