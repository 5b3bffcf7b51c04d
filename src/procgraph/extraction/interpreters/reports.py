"""Lists of what a patient is to tell: 'Contact the ward if you notice:', 'Tell us if you are:'."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.context import Place
from procgraph.extraction.drafts import Draft
from procgraph.extraction.exclusions import excluded
from procgraph.extraction.interpreters.care import preparation, recovery
from procgraph.extraction.rules import rule
from procgraph.model import Relation

__all__ = ["reports_after", "reports_before"]


def reports_before(place: Place) -> Iterator[Draft]:
    """What to say before the procedure is part of the preparation."""
    if place.item.kind == "sentence":
        yield from preparation(place)
    else:
        yield from _reports(place, Relation.REQUIRES_PREPARATION, "preparation")


def reports_after(place: Place) -> Iterator[Draft]:
    """What to report afterwards is part of the recovery, and no complication."""
    if place.item.kind == "sentence":
        yield from recovery(place)
    else:
        yield from _reports(place, Relation.HAS_RECOVERY, "recovery")


def _reports(place: Place, relation: Relation, section: str) -> Iterator[Draft]:
    for clause in place.clauses:
        named = rule("phrases.had-by").sub("", clause.text)
        for draft in excluded(named, clause, section, f"{section}.report-list"):
            what = str(draft.object)
            what = what if what[1:2].isupper() else what[:1].lower() + what[1:]
            yield draft._replace(relation=relation, object=f"reporting of {what}", mention=None)
