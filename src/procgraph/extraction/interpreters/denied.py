"""What is left of the items below a lead-in that denies them: 'We have not seen: nerve damage'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procgraph.documents.cues import meaning_of
from procgraph.documents.denials import denial
from procgraph.extraction.context import Place
from procgraph.extraction.drafts import Draft
from procgraph.extraction.exclusions import contraindications, excluded
from procgraph.extraction.rules import rule
from procgraph.model import Relation

__all__ = ["below"]

# What instructions make of a denial: they have read it themselves.
_INSTRUCTED = frozenset({Relation.REQUIRES_PREPARATION, Relation.HAS_RECOVERY})
_NEGATED = frozenset({Relation.USES_ANESTHESIA, Relation.REQUIRES_PERSONNEL})
_CROSSED = frozenset({"don't", "not for", "no", "not"})
_FOR_WHOM = frozenset({"indications", "purpose", "summary"})


def below(label: str, place: Place, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts of an item as its label lets them stand."""
    section = place.section
    meant = meaning_of(label, section)
    is_told = meant is not None and (meant.is_cue or meant.key or meant.frequency)
    if is_told or denial(label, section) is None:
        yield from drafts
        return
    for draft in drafts:
        if draft.relation in _INSTRUCTED:
            yield draft
        elif draft.relation in _NEGATED:
            yield draft._replace(polarity="negated")
    if section in _FOR_WHOM:
        # 'It should not be used in: children'
        for clause in place.clauses:
            says = clause._replace(text=f"{label} {clause.text}")
            against = list(contraindications(says, section))
            if (
                not against
                and label.lower() in _CROSSED
                and not rule("care.order").match(clause.text)
            ):
                # '✗ Scarring' beside '✓ Thin hair'
                against = list(excluded(clause.text, clause, section, "contraindications.label"))
            yield from against
