"""What no fact is said of: phrases of another kind than their relation asks for."""

from __future__ import annotations

import pytest

from procgraph.extraction.drafts import Draft
from procgraph.extraction.guards import guarded
from procgraph.model import Duration, Procedure, Relation
from procgraph.terminology import Lexicon

KNEE = Procedure(
    "https://example.org/p", "Knee arthroscopy", names=("keyhole surgery of the knee",)
)


def kept(text: str | Duration, relation: Relation, lexicon: Lexicon) -> bool:
    draft = Draft(relation, text, 0, 10, "complications", "a.rule")
    return list(guarded([draft], KNEE, lexicon)) == [draft]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("nurse", Relation.HAS_COMPLICATION),
        ("experienced nurses", Relation.TREATS),
        ("younger patient with no illness", Relation.HAS_COMPLICATION),
        ("uterus", Relation.HAS_COMPLICATION),
        ("operating room", Relation.TREATS),
        ("small", Relation.HAS_COMPLICATION),
        ("very rarely", Relation.CONTRAINDICATED_BY),
        ("similarly", Relation.HAS_ALTERNATIVE),
        ("serious complications", Relation.HAS_COMPLICATION),
        ("tests", Relation.HAS_ALTERNATIVE),
        ("knee arthroscopy", Relation.HAS_ALTERNATIVE),
        ("Knee surgery", Relation.HAS_COMPLICATION),
        ("surgery", Relation.TREATS),
        ("blood pressure", Relation.TREATS),
        ("various chronic conditions", Relation.TREATS),
        ("women who plan to travel", Relation.DIAGNOSES),
        ("cancer from growing", Relation.PREVENTS),
    ],
)
def test_a_phrase_of_another_kind_is_no_object(
    text: str, relation: Relation, lexicon: Lexicon
) -> None:
    assert not kept(text, relation, lexicon)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("infection", Relation.HAS_COMPLICATION),
        ("urinary problems", Relation.HAS_COMPLICATION),
        ("cardiac anomaly", Relation.DIAGNOSES),
        ("uncooperative patient", Relation.CONTRAINDICATED_BY),
        ("pacemaker", Relation.CONTRAINDICATED_BY),
        ("knee surgery", Relation.HAS_ALTERNATIVE),
        ("knee surgery", Relation.CONTRAINDICATED_BY),
        ("medication", Relation.HAS_ALTERNATIVE),
        ("nurse", Relation.REQUIRES_PERSONNEL),
        (Duration(60, 60, "an hour"), Relation.HAS_DURATION),
    ],
)
def test_a_phrase_of_its_own_kind_stays(
    text: str | Duration, relation: Relation, lexicon: Lexicon
) -> None:
    assert kept(text, relation, lexicon)
