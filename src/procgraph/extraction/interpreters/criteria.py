"""What must hold before, and what must not."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.documents.headings import line_key
from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, drafts_of, is_finding
from procgraph.extraction.exclusions import excluded
from procgraph.extraction.readings import Reading
from procgraph.extraction.rules import rule
from procgraph.model import Relation

__all__ = ["criteria", "criterion", "held_off"]


def criteria(place: Place) -> Iterator[Draft]:
    """Each clause of an item that is read as criteria; a finding alone is what it is done for."""
    label = place.item.label
    is_case = label is not None and rule("indications.covered-when").search(label) is not None
    for clause in place.clauses:
        core = clause.text.strip(" .,:;")
        is_shown = rule("indications.to-be-documented").search(core)
        if is_case and not is_shown and is_finding(core, place.context.lexicon):
            reading = Reading(core)
            rule_id = "indications.covered-when"
            aim = place.context.purpose
            yield from drafts_of(expand(core), aim, clause, reading, "indications", rule_id)
        else:
            yield from criterion(clause.text, clause, "criteria.label")


def criterion(text: str, clause: Clause, rule_id: str) -> Iterator[Draft]:
    """A criterion that `text` says."""
    core = rule("indications.criterion-subject").sub("", text.strip(" .,:"))
    core = rule("indications.goes-on").sub("", core)
    if rule("indications.announces-criteria").search(core):
        return  # 'There is documentation of any one of the following'
    relation = Relation.HAS_ELIGIBILITY_CRITERION
    yield from drafts_of([core], relation, clause, Reading(core), "indications", rule_id)


def held_off(clause: Clause) -> Iterator[Draft]:
    """What stands behind a heading of its own in the line: 'When to wait: an infection'."""
    label = rule("lists.origin").match(clause.text)
    if label and line_key(label["thing"]) == "contraindications":
        text = clause.text[label.end() :]
        yield from excluded(text, clause, "indications", "contraindications.label")
