"""Which vocabularies may answer which relation.

'rest' is a complication's name nowhere and an instruction in a section on recovery; so a phrase is
only ever looked up in the schemes of the slot that it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from procgraph.model import Relation

__all__ = ["SLOTS", "Slot"]


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in a relation: `name` in the singular, `schemes` in the order they are asked."""

    name: str
    schemes: tuple[str, ...] = ()


_CONDITION = Slot("condition", ("conditions",))
_TEXT = Slot("text")

SLOTS: Mapping[Relation, Slot] = MappingProxyType(
    {
        Relation.TREATS: _CONDITION,
        Relation.DIAGNOSES: _CONDITION,
        Relation.PREVENTS: _CONDITION,
        Relation.SCREENS: _CONDITION,
        Relation.HAS_COMPLICATION: _CONDITION,
        Relation.CONTRAINDICATED_BY: _CONDITION,
        Relation.REQUIRES_PERSONNEL: Slot("personnel", ("personnel",)),
        Relation.HAS_ALTERNATIVE: Slot("therapy", ("procedures", "imaging", "substances")),
        Relation.ADD_ON_TO: Slot("procedure", ("procedures", "imaging")),
        Relation.PERFORMED_IN: Slot("setting", ("settings",)),
        Relation.HAS_ANATOMICAL_SITE: Slot("site", ("anatomy",)),
        Relation.USES_IMAGING: Slot("imaging", ("imaging",)),
        Relation.USES_ANESTHESIA: Slot("anesthesia", ("anesthesia",)),
        Relation.USES_EQUIPMENT: Slot("equipment", ("equipment",)),
        Relation.USES_SUBSTANCE: Slot("substance", ("substances",)),
        Relation.REQUIRES_PREPARATION: Slot(
            "preparation", ("preparation", "imaging", "procedures", "substances")
        ),
        Relation.HAS_RECOVERY: Slot(
            "recovery", ("recovery", "procedures", "imaging", "substances")
        ),
        Relation.HAS_BENEFIT: Slot("benefit"),
        Relation.HAS_ELIGIBILITY_CRITERION: Slot("criterion"),
        Relation.HAS_PATIENT_EXPERIENCE: Slot("experience"),
        Relation.HAS_DURATION: _TEXT,
        Relation.HAS_STEP: _TEXT,
    }
)
