"""Chapters of a page that tell of something else than its procedure, and what they state then.

A page explains the disease before it tells how that is treated, what is done besides, and what was
done before ('What is an aneurysm?', 'Nerve block', 'Conventional surgery'), and it divides each as
it divides the rest. 'Complications' below the first are the disease's, 'Advantages' below the
others are theirs.
"""

from __future__ import annotations

from dataclasses import replace

from procgraph.documents import Outline
from procgraph.documents.headings import line_key
from procgraph.documents.lines import heading_level
from procgraph.extraction.drafts import is_finding
from procgraph.extraction.own import Own
from procgraph.extraction.rules import rule
from procgraph.extraction.words import is_body_part, singulars
from procgraph.model import Item, Procedure, Section
from procgraph.terminology import Lexicon

__all__ = ["of_the_procedure"]

_RISKS, _GAINS = "complications", "benefits"
# What the chapter of another procedure states of that.
_STATED = frozenset({_RISKS, _GAINS, "indications", "contraindications"})
# A label stands below every heading. What stands below the title is of the page.
_DEEPEST, _TITLE = 7, 1
# Of which kind a procedure is, tells not which it is.
_ANY = frozenset({"surgery", "treatment", "procedure", "operation", "therapy", "test", "scan"})


def of_the_procedure(parts: Outline, text: str, procedure: Procedure, lexicon: Lexicon) -> Outline:
    """The outline without the risks of the disease that a heading above them names, and without
    what is said for and against another procedure."""
    page = _Page(procedure, lexicon)
    above: list[tuple[int, Section]] = []
    sections: list[Section] = []
    for section in parts.sections:
        level = heading_level(text, section.start) or _DEEPEST
        while above and above[-1][0] >= level:
            above.pop()
        parent = above[-1][1].heading if above and above[-1][0] > _TITLE else ""
        if section.key in _STATED and section.items:
            is_label = level == _DEEPEST
            if page.is_of_disease(section, parent) or page.is_of_another(section, parent, is_label):
                section = replace(section, key=None, items=())
            elif section.key == _GAINS:
                section = replace(section, items=tuple(filter(page.is_gain, section.items)))
        above.append((level, section))
        sections.append(section)
    return replace(parts, sections=tuple(sections))


class _Page(Own):
    """What a page is about, and whether a heading on it is about something else."""

    def is_of_disease(self, section: Section, parent: str) -> bool:
        """Whether a section of risks stands below a heading that names a disease."""
        asked = rule("others.chapter").match(parent) if section.key == _RISKS else None
        if asked is None or not is_finding(asked["what"], self.lexicon):
            return False
        words = singulars(asked["what"])
        return not any(words <= name for name in self.names)

    def is_of_another(self, section: Section, parent: str, is_label: bool) -> bool:
        """Whether a section says what is good, bad or right about another procedure, which it names
        or which the heading of its chapter names."""
        told = rule("others.good-of").match(section.heading)
        if told and section.key in (_GAINS, _RISKS):
            return self.is_another(told["what"])
        if section.key == _GAINS and line_key(section.heading) is None:
            return self.is_another(section.heading)
        return is_label and line_key(parent) is None and self.is_another(parent)

    def is_gain(self, item: Item) -> bool:
        """Whether an item of a list of gains does not stand below the name of another procedure."""
        return not item.label or not self.is_another(item.label)

    def is_another(self, phrase: str) -> bool:
        """Whether a phrase names another procedure, or an older way: 'Conventional surgery'."""
        phrase = phrase.strip(" :")
        words = singulars(phrase) - _ANY
        if not words or any(not is_body_part(word) for word in words & self.words):
            return False
        if rule("others.old-one").match(phrase.lower()) or rule("others.use-of").match(phrase):
            return True
        concepts = self.lexicon.procedure_concepts([phrase])
        if not concepts:
            return self.is_operation and rule("others.operation").search(phrase) is not None
        return self.concepts.isdisjoint(concepts)
