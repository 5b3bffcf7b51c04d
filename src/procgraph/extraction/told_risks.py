"""Risks that a list calls so under a heading that no table knows, by their kind or by when they
come ('Risks: …', 'Early: …', 'Late: …'); findings to which one consents; and those that stand as a
label above a list which only describes them ('Stiffness:' above '- Usually mild')."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from procgraph.documents.cues import lead_of, meaning_of
from procgraph.documents.headings import line_key, worded_key
from procgraph.documents.nested import qualifies
from procgraph.documents.wording import pattern_of
from procgraph.extraction.context import Context, place
from procgraph.extraction.drafts import is_finding
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule
from procgraph.model import Item, Relation, Section

__all__ = ["with_risks_apart", "with_risks_named"]

# Between the things that an item names; what stands in brackets is none of them.
_BETWEEN = re.compile(r"\s*\([^()]*\)|[,;]\s+(?:(?:and|or) )?|\s+(?:and|or|/)\s+")
_RISKS = "complications"
_LISTED = frozenset({"bullet", "step", "row"})
_SEVERAL = 2
_UNKNOWN = "unknown"


def with_risks_apart(text: str, section: Section, context: Context) -> Iterator[Section]:
    """A section, and what an unknown one tells of as risks."""
    told: dict[Item, Item] = {}
    if section.key is None and not rule("contents.no-section").search(section.heading):
        told = _told(text, section, context)
    if not told:
        yield section
        return
    others = tuple(item for item in section.items if item not in told)
    yield replace(section, items=others)
    yield replace(section, key=_RISKS, items=tuple(told.values()))


def _told(text: str, section: Section, context: Context) -> dict[Item, Item]:
    """The items that tell risks, each as it is read among these."""
    called: dict[Item, Item] = {}
    timed: dict[Item, Item] = {}
    bare: dict[Item, Item] = {}
    several = 0
    listed = [item for item in section.items if item.label is None and item.kind in _LISTED]
    for item in listed:
        lead = lead_of(text[item.start : item.end])
        start = item.start + lead.end() if lead else item.start
        behind = replace(item, start=start, label=lead["lead"] if lead else None)
        if start >= item.end or not _names_findings(text, behind, context):
            continue
        if lead is None:
            bare[item] = item
            several += sum(_findings(text, item, context)) >= _SEVERAL
            continue
        is_part = _is_part(lead["lead"])
        if worded_key(lead["lead"].split()[-1] if is_part else lead["lead"]) == _RISKS:
            called[item] = behind
        elif is_part:
            timed[item] = behind
    consents = rule("contents.consents").search(section.heading) is not None
    if consents or called or len(timed) >= _SEVERAL:
        called |= timed
    if consents and (several or len(bare) >= max(_SEVERAL, len(listed) / 2)):
        called |= bare
    return {item: called[item] for item in section.items if item in called}


def _is_part(label: str) -> bool:
    """'Early', 'Late complications', 'Minor'."""
    return pattern_of("sentences.toml", "parts").fullmatch(label.lower().rstrip(" :")) is not None


def with_risks_named(text: str, sections: Iterable[Section], context: Context) -> Iterator[Section]:
    """The sections, those of risks with each risk that is a label above what describes it."""
    is_among_risks = False
    for section in sections:
        label = section.heading if is_among_risks and _is_label(text, section) else ""
        if label and line_key(label) is None and _describes(text, section.items, label, context):
            yield _with_label(text, section, section.items, label)
            continue
        is_among_risks = section.key == _RISKS
        labels = dict.fromkeys(item.label for item in section.items) if is_among_risks else {}
        for label in filter(None, labels):
            below = tuple(item for item in section.items if item.label == label)
            if meaning_of(label, _RISKS) is None and _describes(text, below, label, context):
                section = _with_label(text, section, below, label)
        yield section


def _is_label(text: str, section: Section) -> bool:
    """Whether a section that no table knows begins with a label, or is a part of one of risks."""
    if section.key is not None:
        return section.key == _RISKS
    line = text[section.start : section.end].split("\n", 1)[0]
    return line.rstrip(" *_").endswith(":") and not line.startswith("#")


def _describes(text: str, items: tuple[Item, ...], label: str, context: Context) -> bool:
    """Whether a list stands below the name of a finding, and names none itself."""
    if not items or any(item.kind != "bullet" for item in items) or _is_part(label):
        return False
    if not is_finding(read(label, Relation.HAS_COMPLICATION, _RISKS).core, context.lexicon):
        return False
    return not any(any(_findings(text, item, context)) for item in items)


def _with_label(text: str, section: Section, below: tuple[Item, ...], label: str) -> Section:
    """The section with its label as one of the risks, and what says below it how often it comes."""
    start = text.rfind(label, section.start, below[0].start)
    if start < 0 or "\n" not in text[start : below[0].start]:
        return section  # it stands on the line of what it is a label of
    named = Item("bullet", start, start + len(label), None, None, below[0].depth)
    often = [item for item in below if qualifies(text[item.start : item.end], _RISKS)]
    said = [replace(item, label=None, depth=named.depth + 1) for item in often]
    others = tuple(item for item in section.items if item not in below)
    items = sorted([*others, named, *said], key=lambda item: item.start)
    return replace(section, key=_RISKS, items=tuple(items))


def _names_findings(text: str, item: Item, context: Context) -> bool:
    """Whether half of what an item names, and the first of it, are findings."""
    found = _findings(text, item, context)
    return bool(found) and found[0] and 2 * sum(found) >= len(found)


def _findings(text: str, item: Item, context: Context) -> list[bool]:
    """Of each thing that an item names, whether it is a finding."""
    says = text[item.start : item.end]
    here = place(_UNKNOWN, replace(item, start=0, end=len(says)), says, context)
    named = (name.strip() for one in here.clauses for name in _BETWEEN.split(one.text))
    cores = (read(name, Relation.HAS_COMPLICATION, _RISKS).core for name in named if name)
    return [is_finding(core, context.lexicon) for core in cores]
