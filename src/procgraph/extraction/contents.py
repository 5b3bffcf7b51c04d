"""Lists under a heading that no table knows, told by what stands in them.

Where most items of a list by themselves are of one kind (roles, places, findings with how often
they happen, instructions, options), the list is that section, although the page calls it otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from procgraph.documents import Outline
from procgraph.extraction.context import Context, Place, place
from procgraph.extraction.drafts import is_finding
from procgraph.extraction.interpreters.lists import is_place
from procgraph.extraction.interpreters.personnel import personnel
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule, rules_in
from procgraph.model import Relation, Section
from procgraph.terminology import NAMED, Lexicon

__all__ = ["told_by_content"]

_LISTED = frozenset({"bullet", "step", "row"})
# So many items of a kind, and such a share of all, tell a list.
_FEWEST = 2
_SHARE = 2 / 3
# An instruction of a kind is hardly met among others; a place is, and all of them must be one.
_SHARES = {"preparation": 0.4, "recovery": 0.4, "setting": 1.0}
_INSTRUCTIONS = frozenset({"preparation", "recovery"})
# What stands among none of these: drugs and tests are instructions there, and no other options.
_AMONG = {
    "alternatives": _INSTRUCTIONS,
    "preparation": frozenset({"recovery"}),
    "recovery": frozenset({"preparation"}),
}
_LONGEST_PLACE = 8
_UNKNOWN = "unknown"


def told_by_content(text: str, outline: Outline, lexicon: Lexicon) -> Outline:
    """The outline with the keys of those unknown sections that their lists tell."""
    if all(section.key for section in outline.sections):
        return outline
    context = Context(lexicon)
    sections = (
        section if section.key else replace(section, key=_told(text, section, context))
        for section in outline.sections
    )
    return replace(outline, sections=tuple(sections))


def _told(text: str, section: Section, context: Context) -> str | None:
    items = [item for item in section.items if item.kind in _LISTED and item.label is None]
    if len(items) < _FEWEST or rule("contents.no-section").search(section.heading):
        return None
    counts: Counter[str] = Counter()
    surely: set[str] = set()
    for item in items:
        says = text[item.start : item.end]
        here = place(_UNKNOWN, replace(item, start=0, end=len(says)), says, context)
        kinds = set(_kinds(here))
        counts.update({key for key, _ in kinds})
        surely.update(key for key, is_sure in kinds if is_sure)
    told = [key for key in sorted(surely) if _is_told(counts[key], len(items), key)]
    if len(told) != 1 or (_AMONG.get(told[0], frozenset()) & counts.keys()):
        return None
    return told[0]


def _is_told(count: int, items: int, key: str) -> bool:
    return count >= max(_FEWEST, _SHARES.get(key, _SHARE) * items)


def _kinds(here: Place) -> Iterator[tuple[str, bool]]:
    """The sections that an item by itself may be of, and whether it is enough to tell them."""
    lexicon = here.context.lexicon
    if any(draft.rule == "personnel.list-item" for draft in personnel(here)):
        yield "personnel", True
    for clause in here.clauses[:1]:
        risk = read(clause.text, Relation.HAS_COMPLICATION, "complications")
        if (risk.frequency or risk.rate) and is_finding(risk.core, lexicon):
            yield "complications", risk.frequency is not None
        where = read(clause.text, Relation.PERFORMED_IN, "setting")
        if len(clause.text.split()) <= _LONGEST_PLACE and is_place(where.core):
            yield "setting", True
        other = read(clause.text, Relation.HAS_ALTERNATIVE, "alternatives")
        if lexicon.link(other.core, Relation.HAS_ALTERNATIVE).how in NAMED:
            yield "alternatives", other.condition is not None
    for clause in here.clauses:
        for told in rules_in("passages", _UNKNOWN).likely(clause.text):
            # What is an instruction in a sentence may be one of before or of after in a list.
            if told.data["reader"] not in _INSTRUCTIONS and told.pattern.search(clause.text):
                yield told.data["reader"], True
        for told in rules_in("contents", _UNKNOWN).likely(clause.text):
            if "reader" in told.data and told.pattern.search(clause.text):
                yield told.data["reader"], not told.data.get("weak")
