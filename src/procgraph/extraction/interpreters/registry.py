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
from procgraph.documents.cues import meaning_of, topic_of
from procgraph.documents.denials import denial
from procgraph.extraction.context import Context, Interpreter, place
from procgraph.extraction.drafts import Draft
from procgraph.extraction.interpreters.addon import has_primary, primary
from procgraph.extraction.interpreters.alternatives import alternatives
from procgraph.extraction.interpreters.anesthesia import anesthesia
from procgraph.extraction.interpreters.care import names_fast, preparation, recovery
from procgraph.extraction.interpreters.complications import complications, told_how_often
from procgraph.extraction.interpreters.course import duration, steps
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
from procgraph.extraction.interpreters.openings import opening
from procgraph.extraction.interpreters.passages import is_of_aftercare, passages
from procgraph.extraction.interpreters.personnel import personnel
from procgraph.extraction.interpreters.places import settings
from procgraph.extraction.interpreters.reports import reports_after, reports_before
from procgraph.extraction.interpreters.sites import anatomy
from procgraph.extraction.interpreters.told import told, told_length
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.rules import rule
from procgraph.model import Item, ItemKind, Procedure, Relation, Section
from procgraph.terminology import NAMED, Lexicon, normalise

__all__ = ["document_drafts"]

_SECTIONS: dict[str, tuple[Interpreter, ...]] = {
    "name": (title_indications, anatomy, imaging),
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
    "setting": (settings, told),
    "personnel": (personnel, anesthesia, told),
    "staff-and-setting": (personnel, settings, anesthesia, told),
    "complications": (complications,),
    "benefits": (benefits, told_length),
    "recovery": (recovery,),
    "afterwards": (recovery, told, passages),
    "alternatives": (alternatives,),
    "experience": (experience, anesthesia, told, passages),
    "unknown": (passages,),
    "reports-before": (reports_before,),
    "reports-after": (reports_after,),
}
# Where an instruction stands among other things, and says nothing of them.
_ASIDE = frozenset({"indications", "summary", "purpose", "benefits", "alternatives"})
# Where a sentence may stand that is of no case, but of who does it, where and how long.
_CASES = frozenset({"indications", "contraindications"})
_OF_ITSELF = (anesthesia, told)
# Where an add-on says what it is added to.
_NAMING_PRIMARY = frozenset({"name", "summary"})
# What is said where a page explains a disease is not of the procedure.
_OF_THE_DISEASE = (Relation.HAS_ANATOMICAL_SITE, Relation.HAS_COMPLICATION)
_GOALS = "goals"
_PURPOSE = "purpose"
# Sections some of whose interpreters ask what the procedure is for.
_BY_PURPOSE = frozenset(
    key
    for key, interpreters in _SECTIONS.items()
    if not {title_indications, purpose, indications}.isdisjoint(interpreters)
)
# Imaging beforehand is a preparation too.
_WORK_UP = ("preparation", "imaging")
_UNKNOWN = "unknown"
_NONE, _REASONS, _LIMITS = "none", "contraindications", "limitations"
_PASSAGE = "passages."
_TOLD = ("told.", _PASSAGE)
# The later, the less it tells of the procedure's own time.
_LESS_SURE = ("told.part-takes", "told.allowed-takes")
_REMEMBERED = 1 << 15


def document_drafts(
    text: str, outline: Outline, procedure: Procedure, purpose: Relation, lexicon: Lexicon
) -> Iterator[Draft]:
    """The drafts of a whole document, section by section; offsets are the document's."""
    # A line above the first section only names things.
    lines = tuple(Item("sentence", start, end) for start, end in outline.preamble)
    title = Section("name", "title", 0, 0, lines)
    context = Context(lexicon, purpose)
    own = tuple(normalise(name) for name in (procedure.label, *procedure.names))
    elsewhere: list[Draft] = []
    stated: set[Relation] = set()
    aims: set[str] = set()
    # Where the purpose lies, and whether anything but the title tells where it is done.
    aimed_at: list[Draft] = []
    has_site = False
    for section in (title, *outline.sections):
        # Those of a list, or of a sentence: what comes next may tell how often they happen.
        risks: list[Draft] = []
        disease = _disease(section.heading, lexicon) if section.key == "summary" else None
        explains = disease is not None
        if section.key == "duration":
            for draft in duration(section, text):
                stated.add(draft.relation)
                yield draft
        for item, above in zip(section.items, (None, *section.items), strict=False):
            says = text[item.start : item.end]
            named = rule("indications.defines").match(says) if disease else None
            if disease and named and named["what"].lower() == disease.lower():
                rule_id = "indications.defines"
                yield Draft(purpose, disease, item.start, item.end, "summary", rule_id)
                disease = None
            if above and not above.kind == item.kind == "bullet":
                is_sentence = above.kind == item.kind == "sentence"
                yield from told_how_often(risks, says, item.end if is_sentence else None)
                risks = []
            readers, key, meant = _readers(section.key or _UNKNOWN, item.label)
            if readers == _NONE and section.key == _REASONS and item.kind == "sentence":
                # below 'Not covered' bullets name uses, but sentences may say for whom it is not
                readers, key = _LIMITS, _REASONS
            if readers not in _SECTIONS:
                continue
            aim = (meant or purpose) if readers in _BY_PURPOSE else Relation.TREATS
            label = _telling(item.label) if item.label and readers == "steps" else item.label
            for draft in _read(readers, key, item.kind, label, says, aim, lexicon):
                draft = draft.moved(item.start)
                if _is_itself(draft, own):
                    continue
                if explains and draft.relation in _OF_THE_DISEASE:
                    continue
                if draft.relation is Relation.HAS_ANATOMICAL_SITE:
                    if readers == _PURPOSE:
                        # of a list each item may be a gain
                        aimed_at += [draft] if item.kind == "sentence" else []
                        continue
                    has_site = has_site or section is not title
                if draft.rule.startswith(_TOLD):
                    elsewhere.append(draft)
                    continue
                stated.add(draft.relation)
                if draft.relation in PURPOSES:
                    aims.add(normalise(str(draft.object)))
                if draft.relation is Relation.HAS_COMPLICATION:
                    risks.append(draft)
                else:
                    yield draft
            if readers == "steps":
                yield from steps(item, says)
            elif readers in _NAMING_PRIMARY and has_primary(procedure):
                here = place(key, replace(item, start=0, end=len(says)), says, context)
                for draft in primary(here, procedure):
                    yield draft.moved(item.start)
        yield from risks
    if not has_site:
        yield from aimed_at
    if stated.isdisjoint(PURPOSES):
        told_already = {draft.start for draft in elsewhere}
        for draft in opening(text, outline, context):
            if draft.start not in told_already:
                aims.add(normalise(str(draft.object)))
                yield draft
    elsewhere = [draft for draft in elsewhere if not _is_told_of_the_aim(draft, aims)]
    keys = frozenset(section.key for section in outline.sections)
    yield from _without_own_section(elsewhere, stated, keys)


def _disease(heading: str, lexicon: Lexicon) -> str | None:
    """'What is shingles?' tells where a disease is, and not where anything is done."""
    asked = rule("indications.asks-what").match(heading)
    is_named = asked is not None and lexicon.link(asked["what"], Relation.TREATS).how in NAMED
    return asked["what"] if asked and is_named else None


def _is_told_of_the_aim(draft: Draft, aims: set[str]) -> bool:
    """'About 1 in 10 people get gallstones', where it is done for these."""
    is_risk = draft.relation is Relation.HAS_COMPLICATION
    return is_risk and normalise(str(draft.object)) in aims


def _is_itself(draft: Draft, own: tuple[str, ...]) -> bool:
    """Whether a procedure's own name stands where something else is stated.

    A nerve block is no anesthesia that a 'peripheral nerve block' uses.
    """
    if draft.relation is Relation.USES_ANESTHESIA:
        said = normalise(str(draft.object))
        is_block = said.endswith("block")
        return any(name.endswith(said) or (is_block and said in name) for name in own)
    return draft.relation is Relation.HAS_ALTERNATIVE and normalise(str(draft.object)) in own


def _without_own_section(
    told: list[Draft], stated: set[Relation], keys: frozenset[str | None]
) -> Iterator[Draft]:
    """What sentences tell along the way, where no section of its own says it; one duration.

    The time that one part takes comes behind that of the whole, and what is set aside comes last.
    """
    for draft in sorted(told, key=_unsure):
        is_passage = draft.rule.startswith(_PASSAGE)
        if draft.section not in keys if is_passage else draft.relation not in stated:
            if draft.relation is Relation.HAS_DURATION:
                stated.add(draft.relation)
            yield draft


def _unsure(draft: Draft) -> int:
    return _LESS_SURE.index(draft.rule) + 1 if draft.rule in _LESS_SURE else 0


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
    elif readers in _CASES and kind == "sentence" and rule("told.of-itself").match(text):
        section, interpreters = "summary", _OF_ITSELF
    here = place(section, Item(kind, 0, len(text), label), text, Context(lexicon, purpose))
    drafts = (draft for interpret in interpreters for draft in interpret(here))
    return tuple(drafts if label is None else below(label, here, drafts))


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
def _readers(section: str, label: str | None) -> tuple[str, str, Relation | None]:
    """Whose interpreters read an item, in which section they find it, and what it means there.

    An item is its section's, unless its label sends it to another one's readers. A cue ('The risks
    include:') makes a small section of its own.
    """
    meant = (meaning_of(label, section) or topic_of(label, section)) if label else None
    if meant and meant.is_cue:
        key = meant.key or section
        return key, key, Relation(meant.relation) if meant.relation else None
    if (section, meant and meant.key) == _WORK_UP:
        return section, section, None
    if meant and meant.key and meant.key != _GOALS and section != "steps":
        return meant.key, section, None
    if meant and meant.key == "equipment":
        return "equipment", section, None
    return section, section, None
