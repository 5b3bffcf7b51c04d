"""What an add-on is added to, where its title or its first sentences say so."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.context import Place
from procgraph.extraction.coordination import members
from procgraph.extraction.drafts import Draft
from procgraph.extraction.rules import rule
from procgraph.model import Procedure, Relation

__all__ = ["has_primary", "primary"]


def has_primary(procedure: Procedure) -> bool:
    """Whether a procedure may name its primary: each additional one of a series has the first."""
    return procedure.add_on and procedure.series != "additional"


def primary(place: Place, procedure: Procedure) -> Iterator[Draft]:
    """The primary procedure of an add-on: only what a vocabulary knows as a procedure."""
    context = place.context
    for clause in place.clauses:
        for match in rule("addon.primary").finditer(clause.text):
            for member in members(match["object"].strip()):
                concept = context.lexicon.link(member.text, Relation.ADD_ON_TO)
                known = context.lexicon.concept(concept.iri)
                # 'during surgery' tells no primary: a concept with nothing above it is too general
                if not known or not known.broader or concept.iri in procedure.concepts:
                    continue
                yield Draft(
                    Relation.ADD_ON_TO,
                    member.text,
                    clause.start,
                    clause.end,
                    place.section,
                    "addon.primary",
                    choice=member.choice,
                )
