"""What an add-on is added to, where its title or its first sentences say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.extraction.coordination import members
from procgraph.extraction.drafts import Context, Draft
from procgraph.model import Item, Relation, Section

__all__ = ["primary"]

_PRIMARY = re.compile(
    r"\b(?:during|add(?:ed|s|-on)? to|in addition to|on top of|at the (?:time|end) of|as part of|"
    r"together with|in the course of|combined with)\s+(?:an? |the |any )?(?P<object>[a-z][\w -]+?)"
    r"(?=[,;.()]|\s(?:to|that|when|if|in order|so|and is|is|with|while|procedure)\b|$)",
    re.IGNORECASE,
)


def primary(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """The primary procedure of an add-on: only what a vocabulary knows as a procedure."""
    if not context.procedure.add_on or context.procedure.series == "additional":
        return
    for clause in context.clauses(item):
        for match in _PRIMARY.finditer(clause.text):
            for member in members(match["object"].strip()):
                concept = context.lexicon.link(member.text, Relation.ADD_ON_TO)
                known = context.lexicon.concept(concept.iri)
                # 'during surgery' tells no primary: a concept with nothing above it is too general
                if not known or not known.broader or concept.iri in context.procedure.concepts:
                    continue
                yield Draft(
                    Relation.ADD_ON_TO,
                    member.text,
                    clause.start,
                    clause.end,
                    section.key or "title",
                    "addon.primary",
                    choice=member.choice,
                )
