"""Mentions against gold: are they linked to the right concept of their slot?

An identity is right when it is the gold's. A step to a broader concept is right when that is one of
the gold's or above it; it says less than the identity, so it never counts as found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from procgraph.evaluation.counts import Counts
from procgraph.evaluation.tables import PREFIX, Link
from procgraph.model import Concept
from procgraph.rdf.iris import CONCEPT
from procgraph.terminology import Lexicon
from procgraph.terminology.slots import SLOTS

__all__ = ["LinkScore", "score_links"]

_NONE = Counts()
_NO_IDENTITY = frozenset({"broader", "phrase"})


@dataclass(frozen=True, slots=True)
class LinkScore:
    """The score of one slot: identities, and steps to a broader concept (whose gold is the rows
    where one would be right). `wrong` and `missing` say mention, what was found, what is right."""

    identities: Counts = _NONE
    steps: Counts = _NONE
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: LinkScore) -> LinkScore:
        return LinkScore(
            self.identities + other.identities,
            self.steps + other.steps,
            self.wrong + other.wrong,
            self.missing + other.missing,
        )

    def to_json(self) -> dict[str, Any]:
        """The scores of identities and of steps, and what is wrong or missing."""
        return {
            **self.identities.to_json(),
            "broader": self.steps.to_json(),
            "wrong": list(self.wrong),
            "missing": list(self.missing),
        }


def score_links(gold: Iterable[Link], lexicon: Lexicon) -> dict[str, LinkScore]:
    """Link each mention of the gold, and score what is found by slot; slots sorted."""
    scores: dict[str, LinkScore] = {}
    for link in gold:
        slot = SLOTS[link.relation].name
        score = _score_link(link, lexicon.link(link.mention, link.relation), lexicon)
        scores[slot] = scores.get(slot, LinkScore()) + score
    return dict(sorted(scores.items()))


def _score_link(gold: Link, found: Concept, lexicon: Lexicon) -> LinkScore:
    # An identity with an outside term keeps an IRI of its own, about which the gold says nothing.
    is_identity = found.how not in _NO_IDENTITY and lexicon.concept(found.iri) is not None
    is_step = found.broader is not None
    identity_is_right = is_identity and found.iri == gold.concept
    step_is_right = found.broader is not None and found.broader in _true_of(gold, lexicon)
    told = f"{gold.document}: {gold.mention!r} → {_told(found)}; right: {_right(gold)}"
    is_wrong = is_identity != identity_is_right or is_step != step_is_right
    return LinkScore(
        Counts(identity_is_right, is_identity, gold.concept is not None),
        Counts(step_is_right, is_step, gold.concept is None and bool(gold.broader)),
        (told,) if is_wrong else (),
        (told,) if gold.concept and not identity_is_right and not is_wrong else (),
    )


def _true_of(gold: Link, lexicon: Lexicon) -> frozenset[str]:
    """The concepts of which the gold's mention is a kind."""
    told = frozenset(filter(None, (*gold.broader, gold.concept)))
    return told | lexicon.above(told)


def _told(found: Concept) -> str:
    if found.broader is not None:
        return f"a kind of {_name(found.broader)}"
    return f"{_name(found.iri)} ({found.how})" if found.how != "phrase" else "nothing"


def _right(gold: Link) -> str:
    if gold.concept:
        return _name(gold.concept)
    kinds = " or ".join(map(_name, gold.broader))
    return f"a kind of {kinds}" if kinds else "nothing"


def _name(iri: str) -> str:
    return PREFIX + iri.removeprefix(CONCEPT)
