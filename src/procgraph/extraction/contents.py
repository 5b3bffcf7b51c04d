"""What stands under a heading that no table knows, told by what it says.

Where most items of a list, or enough sentences, by themselves are of one kind (roles, places,
findings with how often they happen, instructions, options, gains), they are that section, although
the page calls it otherwise. Findings without how often may be what it is done for, what it risks
or what bars it: they are the first only above all that tells of the procedure and its risks, and
where one of them has not given way to anything else, or the heading asks in which cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from procgraph.documents import Outline
from procgraph.documents.cues import lead_of, meaning_of
from procgraph.documents.labels import INSTRUCTIONS
from procgraph.documents.sentences import sentences
from procgraph.extraction.context import Context, Place, place
from procgraph.extraction.drafts import is_finding
from procgraph.extraction.interpreters.personnel import personnel
from procgraph.extraction.interpreters.places import is_place
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule, rules_in
from procgraph.extraction.told_risks import with_risks_apart, with_risks_named
from procgraph.model import Item, Relation, Section
from procgraph.terminology import NAMED, Lexicon

__all__ = ["told_by_content"]

_LISTED = frozenset({"bullet", "step", "row"})


class _Measure(NamedTuple):
    """How many items of a kind, and what share of all, tell a section; own shares of some kinds."""

    fewest: int
    share: float
    shares: dict[str, float]


# An instruction of a kind is hardly met among others; a place is, and all of them must be one.
_OF_LISTS = _Measure(2, 2 / 3, {"preparation": 0.4, "recovery": 0.4, "setting": 1.0})
# Sentences tell of more than one thing, and so do not all have to be of it.
_OF_PROSE = _Measure(3, 0.5, {"preparation": 1 / 3, "recovery": 1 / 3, "setting": 1.0})
# Instructions of before are told among those of after, and these among those, where so many times
# as many.
_CLEARLY = 3
# What stands among none of these: drugs and tests are instructions there, and no other options.
_AMONG = {
    "alternatives": INSTRUCTIONS,
    "indications": frozenset({"contraindications", "complications", *INSTRUCTIONS}),
    "preparation": frozenset({"recovery"}),
    "recovery": frozenset({"preparation"}),
}
# A page says what it is done for once, and before all these.
_BELOW = frozenset({"indications", "contraindications", "complications", "steps", "recovery"})
_LONGEST_PLACE = 8
_UNKNOWN = "unknown"
_NOTICED = "experience"
_SELDOM = frozenset({"uncommon", "rare"})
_SEVERAL = 2
_REMEMBERED = 1 << 15


def told_by_content(text: str, outline: Outline, lexicon: Lexicon) -> Outline:
    """The outline with the keys of those unknown sections that their items tell; what patients
    'may notice' are risks where it tells of some that they are rare."""
    context = Context(lexicon)
    parted = _parted(text, outline.sections, context)
    outline = replace(outline, sections=tuple(with_risks_named(text, parted, context)))
    if all(section.key and section.key != _NOTICED for section in outline.sections):
        return outline
    sections: list[Section] = []
    says_what_for = any(section.key == "indications" for section in outline.sections)
    for section in outline.sections:
        if section.key is None:
            says_what_for = says_what_for or any(above.key in _BELOW for above in sections)
            barred = frozenset({"indications"}) if says_what_for else frozenset()
            section = replace(section, key=_told(text, section, context, barred))
        elif section.key == _NOTICED and _tells_risks(text, section):
            section = replace(section, key="complications")
        sections.append(section)
    return replace(outline, sections=tuple(sections))


def _parted(text: str, sections: tuple[Section, ...], context: Context) -> Iterator[Section]:
    """Sections with the keys that how they are built tells; one that goes on to tell of something
    else is two."""
    denied = {one.heading.lower() for one in sections if one.key == "contraindications"}
    for one in sections:
        for part in _warned(text, one):
            section = _beside_its_denial(_of_risks(text, part), denied)
            for told in _with_technique_apart(text, section):
                yield from with_risks_apart(text, told, context)


def _beside_its_denial(section: Section, denied: set[str]) -> Section:
    """'When' as what it is for, where another section is headed 'When not'."""
    heading = section.heading.lower()
    is_pair = section.key is None and bool(heading) and f"{heading} not" in denied
    return replace(section, key="indications") if is_pair else section


def _with_technique_apart(text: str, section: Section) -> Iterator[Section]:
    """A section of preparation, and what it goes on to tell of the operation itself as steps."""
    begins = None
    if section.key == "preparation":
        technique = rule("contents.technique")
        told = (item for item in section.items if item.kind == "sentence")
        begins = next((i.start for i in told if technique.search(text[i.start : i.end])), None)
    if begins is None:
        yield section
        return
    before = tuple(item for item in section.items if item.start < begins)
    behind = tuple(item for item in section.items if item.start >= begins)
    yield replace(section, end=begins, items=before)
    yield Section("steps", section.heading, begins, section.end, behind)


def _warned(text: str, section: Section) -> Iterator[Section]:
    """A section of precautions, and what it tells to come so often ('Low pressure: rare; …') as
    risks."""
    warned: list[Item] = []
    if section.key == "contraindications" and rule("contents.warns").search(section.heading):
        often = rule("contents.comes-so-often")
        warned = [item for item in section.items if often.match(text[item.start : item.end])]
    if len(warned) < _SEVERAL:
        yield section
        return
    others = tuple(item for item in section.items if item not in warned)
    yield replace(section, items=others)
    yield replace(section, key="complications", items=tuple(warned))


def _of_risks(text: str, section: Section) -> Section:
    """A section of which the items begin with how often they happen ('Common: rash') as one of
    risks, whatever it is called: 'What to look out for'."""
    if section.key not in (None, "recovery"):
        return section
    items: list[Item] = []
    for item in section.items:
        says = text[item.start : item.end]
        lead = lead_of(says) if item.label is None else None
        meant = meaning_of(lead["lead"], "complications") if lead else None
        if lead and meant and meant.frequency and item.start + lead.end() < item.end:
            item = replace(item, start=item.start + lead.end(), label=lead["lead"])
            items.append(item)
    if len(items) < max(_SEVERAL, len(section.items) / 2):
        return section
    told = {item.end: item for item in items}
    read = tuple(told.get(item.end, item) for item in section.items)
    return replace(section, key="complications", items=read)


def _tells_risks(text: str, section: Section) -> bool:
    """Whether several sentences of a section, and a third of all, say of something that it seldom
    happens."""
    said = [
        _is_seldom(text[start:end])
        for item in section.items
        for start, end in sentences(text, item.start, item.end)
    ]
    return sum(said) >= max(_SEVERAL, len(said) / 3)


@lru_cache(maxsize=_REMEMBERED)
def _is_seldom(sentence: str) -> bool:
    return read(sentence, Relation.HAS_COMPLICATION, "complications").frequency in _SELDOM


def _told(text: str, section: Section, context: Context, barred: frozenset[str]) -> str | None:
    unlabelled = [item for item in section.items if item.label is None]
    items, measure = [item for item in unlabelled if item.kind in _LISTED], _OF_LISTS
    if not items:
        items, measure = unlabelled, _OF_PROSE
    if len(items) < measure.fewest or rule("contents.no-section").search(section.heading):
        return None
    counts: Counter[str] = Counter()
    surely: set[str] = set()
    for item in items:
        says = text[item.start : item.end]
        here = place(_UNKNOWN, replace(item, start=0, end=len(says)), says, context)
        kinds = set(_kinds(here))
        counts.update({key for key, _ in kinds})
        surely.update(key for key, is_sure in kinds if is_sure)
    if rule("contents.in-whom").search(section.heading.lower()):
        surely.add("indications")
    told = [key for key in sorted(surely - barred) if _is_told(key, counts, len(items), measure)]
    return told[0] if len(told) == 1 else None


def _is_told(key: str, counts: Counter[str], items: int, measure: _Measure) -> bool:
    others = max((counts[other] for other in _AMONG.get(key, ())), default=0)
    if others and key not in INSTRUCTIONS:
        return False
    share = measure.shares.get(key, measure.share)
    return counts[key] >= max(measure.fewest, share * items, _CLEARLY * others)


def _kinds(here: Place) -> Iterator[tuple[str, bool]]:
    """The sections that an item by itself may be of, and whether it is enough to tell them."""
    lexicon = here.context.lexicon
    if any(draft.rule == "personnel.list-item" for draft in personnel(here)):
        yield "personnel", True
    for clause in here.clauses[:1]:
        risk = read(clause.text, Relation.HAS_COMPLICATION, "complications")
        if is_finding(risk.core, lexicon):
            how_often = risk.frequency is not None or risk.rate is not None
            key = "complications" if how_often else "indications"
            yield key, risk.frequency is not None
        where = read(clause.text, Relation.PERFORMED_IN, "setting")
        if len(clause.text.split()) <= _LONGEST_PLACE and is_place(where.core):
            yield "setting", True
        other = read(clause.text, Relation.HAS_ALTERNATIVE, "alternatives")
        if lexicon.link(other.core, Relation.HAS_ALTERNATIVE).how in NAMED:
            yield "alternatives", other.condition is not None
    for clause in here.clauses:
        for told in rules_in("passages", _UNKNOWN).likely(clause.text):
            # What is an instruction in a sentence may be one of before or of after in a list.
            if told.data["reader"] not in INSTRUCTIONS and told.pattern.search(clause.text):
                yield told.data["reader"], True
        for told in rules_in("contents", _UNKNOWN).likely(clause.text):
            if "reader" in told.data and told.pattern.search(clause.text):
                yield told.data["reader"], not told.data.get("weak")
