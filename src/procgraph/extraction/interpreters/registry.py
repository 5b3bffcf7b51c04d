"""Which interpreters read which section, in this order.

Most of them look at nothing but the item: its words, its label, its section. Documents of one kind
say many things in the same words, so what was read from an item is remembered, with offsets that
count from the item's beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from procgraph.documents.cues import meaning_of, topic_of
from procgraph.documents.denials import denial
from procgraph.documents.labels import INSTRUCTIONS
from procgraph.extraction.context import Context, Interpreter, place
from procgraph.extraction.drafts import Draft
from procgraph.extraction.interpreters.alternatives import alternatives
from procgraph.extraction.interpreters.anesthesia import anesthesia, title_anesthesia
from procgraph.extraction.interpreters.asked import unasked
from procgraph.extraction.interpreters.care import names_fast, preparation, recovery
from procgraph.extraction.interpreters.complications import complications
from procgraph.extraction.interpreters.criteria import criteria
from procgraph.extraction.interpreters.denied import below
from procgraph.extraction.interpreters.indications import indications, purpose, title_indications
from procgraph.extraction.interpreters.lists import (
    benefits,
    contraindicated,
    experience,
    limitations,
    to_be_told,
)
from procgraph.extraction.interpreters.mentions import (
    equipment,
    imaging,
    names_things,
    substances,
)
from procgraph.extraction.interpreters.passages import (
    is_of_aftercare,
    passages,
    told_of_other_side,
)
from procgraph.extraction.interpreters.personnel import personnel
from procgraph.extraction.interpreters.places import settings
from procgraph.extraction.interpreters.reports import reports_after, reports_before
from procgraph.extraction.interpreters.sites import anatomy
from procgraph.extraction.interpreters.told import told, told_length
from procgraph.extraction.restrictions import cased, restricted_drafts, weighed
from procgraph.extraction.rules import rule
from procgraph.model import Item, ItemKind, Relation
from procgraph.terminology import Lexicon

__all__ = ["Readers", "item_drafts", "readers_of"]

_SECTIONS: dict[str, tuple[Interpreter, ...]] = {
    "name": (title_indications, anatomy, imaging, title_anesthesia),
    "summary": (purpose, anatomy, imaging, anesthesia, told, passages),
    "purpose": (purpose, anatomy, told),
    "indications": (indications,),
    "criteria": (criteria,),
    "contraindications": (contraindicated, to_be_told),
    "limitations": (limitations,),
    "preparation": (preparation, imaging, anesthesia, told, passages),
    "steps": (anesthesia, anatomy, imaging, substances, equipment, told, passages),
    "anesthesia": (anesthesia, anatomy, told),
    "imaging": (imaging,),
    "equipment": (equipment, anesthesia),
    "setting": (settings, anesthesia, told),
    "personnel": (personnel, anesthesia, told),
    "staff-and-setting": (personnel, settings, anesthesia, told),
    "complications": (complications,),
    "benefits": (benefits, told_length),
    "recovery": (recovery,),
    "afterwards": (recovery, told, passages),
    "alternatives": (alternatives,),
    "experience": (experience, anesthesia, told, passages),
    "unknown": (passages,),
    "unheard": (anesthesia, told, passages),
    "reports-before": (reports_before,),
    "reports-after": (reports_after,),
}
# Where an instruction stands among other things, and says nothing of them.
_ASIDE = frozenset({"indications", "summary", "purpose", "benefits", "alternatives"})
# Where a sentence may stand that is of no case, but of who does it, where and how long.
_CASES = frozenset({"indications", "contraindications"})
_OF_ITSELF = (anesthesia, told)
_GOALS = "goals"
# Sections some of whose interpreters ask what the procedure is for.
_BY_PURPOSE = frozenset(
    key
    for key, interpreters in _SECTIONS.items()
    if not {title_indications, purpose, indications}.isdisjoint(interpreters)
)
# Imaging beforehand is a preparation too; below 'Anesthesia' among the staff stands who gives it.
_ITS_OWN = frozenset({("preparation", "imaging"), ("personnel", "anesthesia")})
_UNKNOWN, _UNHEARD = "unknown", "unheard"
_NONE, _REASONS, _LIMITS = "none", "contraindications", "limitations"
_REMEMBERED = 1 << 15


class Readers(NamedTuple):
    """Whose interpreters read an item (those `of` a section), in which section they find it, and
    what it means there."""

    of: str
    section: str
    meant: Relation | None = None


def readers_of(section: str | None, item: Item, *, is_unheard: bool = False) -> Readers | None:
    """Who reads an item of a section; None where nobody does.

    `is_unheard`: nothing at all is known of its heading, which may be any ('Surgery').
    An item is its section's, unless its label sends it to another one's readers. A cue ('The risks
    include:') makes a small section of its own.
    """
    readers = _readers(section or _UNKNOWN, item.label)
    if is_unheard and readers.of == _UNKNOWN and item.kind == "sentence":
        return readers._replace(of=_UNHEARD)
    if readers.of == _NONE and section == _REASONS and item.kind == "sentence":
        # below 'Not covered' bullets name uses, but sentences may say for whom it is not
        return Readers(_LIMITS, _REASONS)
    return readers if readers.of in _SECTIONS else None


def item_drafts(
    readers: Readers, item: Item, says: str, purpose: Relation, lexicon: Lexicon
) -> Sequence[Draft]:
    """The drafts of an item that `says` something; offsets count from its beginning."""
    aim = (readers.meant or purpose) if readers.of in _BY_PURPOSE else Relation.TREATS
    label = _telling(item.label) if item.label and readers.of == "steps" else item.label
    return _read(readers.of, readers.section, item.kind, label, says, aim, lexicon)


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
    interpreters = _SECTIONS[readers]
    if section in _ASIDE and rule("care.instruction").match(text):
        section = "recovery" if is_of_aftercare(text) else "preparation"
        interpreters = _SECTIONS[section]
    elif readers == section in INSTRUCTIONS and (other := told_of_other_side(text, section)):
        section, interpreters = other, _SECTIONS[other]
    elif readers in _CASES and kind == "sentence" and rule("told.of-itself").match(text):
        section, interpreters = "summary", _OF_ITSELF
    here = place(section, Item(kind, 0, len(text), label), text, Context(lexicon, purpose))
    drafts = unasked((draft for interpret in interpreters for draft in interpret(here)), text)
    told = cased(weighed(restricted_drafts(drafts, here.clauses), label), label)
    return tuple(told if label is None else below(label, here, told))


@lru_cache(maxsize=_REMEMBERED)
def _telling(label: str) -> str | None:
    """The label of a step, where it tells how to read it. Most only name what is done
    ('Positioning'), each document in its own words."""
    is_telling = (
        meaning_of(label, "steps")
        or denial(label, "steps")
        or names_things(label)
        or names_fast(label)
    )
    return label if is_telling else None


@lru_cache(maxsize=_REMEMBERED)
def _readers(section: str, label: str | None) -> Readers:
    meant = (meaning_of(label, section) or topic_of(label, section)) if label else None
    if meant and meant.is_cue:
        own = meant.key or section
        return Readers(own, own, Relation(meant.relation) if meant.relation else None)
    key = meant.key if meant else None
    if (section, key) in _ITS_OWN:
        return Readers(section, section)
    if key and key != _GOALS and section != "steps":
        return Readers(key, section)
    return Readers("equipment" if key == "equipment" else section, section)
