"""The case of a sentence that the next one tells: 'A urologist. They come only if it is deep.'

The second states nothing by itself; it is the case of what the first states, and both are its
evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from procgraph.extraction.clauses import Clause
from procgraph.extraction.drafts import Draft
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.words import singulars
from procgraph.model import Item, Relation

__all__ = [
    "cased",
    "in_case",
    "of_one_way",
    "restricted_clauses",
    "restricted_drafts",
    "restricted_items",
    "weighed",
]

_TELLING = ("restrictions.only-then", "restrictions.for-whom", "restrictions.not-always")
_WEIGHED = "relative"
# What is so in every case that a document tells of.
_CASELESS = frozenset({Relation.HAS_STEP, Relation.HAS_ANATOMICAL_SITE})
_RESTRICTED = frozenset(
    {
        Relation.REQUIRES_PERSONNEL,
        Relation.PERFORMED_IN,
        Relation.USES_ANESTHESIA,
        Relation.USES_IMAGING,
        Relation.USES_EQUIPMENT,
        Relation.HAS_ALTERNATIVE,
        Relation.HAS_COMPLICATION,
        Relation.REQUIRES_PREPARATION,
        Relation.HAS_RECOVERY,
    }
)


def restricted_items(items: Sequence[Item], text: str) -> Iterator[Item]:
    """The items, a sentence as one with the next that only tells its case."""
    last: Item | None = None
    for item in items:
        if last is None:
            last = item
            continue
        are_sentences = last.kind == item.kind == "sentence" and last.label == item.label
        if are_sentences and _case(text[item.start : item.end]):
            last = replace(last, end=item.end)
            continue
        yield last
        last = item
    if last:
        yield last


def restricted_clauses(clauses: Iterable[Clause], text: str) -> Iterator[Clause]:
    """The clauses of an item, each with the case that the sentence behind it tells."""
    last: Clause | None = None
    for clause in clauses:
        ends = last is not None and text[last.start : clause.start].rstrip().endswith(".")
        case = _case(clause.text) if ends else None
        if last and case:
            last = last._replace(end=clause.end, case=case)
            continue
        if last:
            yield last
        last = clause
    if last:
        yield last


def restricted_drafts(drafts: Iterable[Draft], clauses: Sequence[Clause]) -> Iterator[Draft]:
    """The drafts of clauses, each with the case that the sentence behind its clause tells."""
    told = {clause.start: clause.case for clause in clauses if clause.case}
    weighing = {clause.start for clause in clauses if _weighs((clause.text,))}
    for draft in drafts:
        case = told.get(draft.start) if draft.relation in _RESTRICTED else None
        if case and _is_open(draft):
            yield draft._replace(condition=case)
        else:
            yield _weighed(draft) if draft.start in weighing else draft


def cased(drafts: Iterable[Draft], label: str | None) -> Iterable[Draft]:
    """The drafts of what stands below a label, with that as their case where it is one: 'If you are
    over 60:', 'For children:'."""
    return in_case(
        drafts, label if label and rule("restrictions.case-above").match(label) else None
    )


def of_one_way(item: Item, heading: str, own: frozenset[str]) -> str | None:
    """The way of doing it of which alone an item tells: 'Contraindications to awake placement'.

    A later section of the same kind may be the label of its items. `own` are the words by which a
    page calls its procedure: what has one of them is that.
    """
    label = item.label or ""
    is_section = rule("restrictions.section-label").search(label)
    told = rule("restrictions.by-one-way").match(label if is_section else heading)
    if told is None or not own.isdisjoint(singulars(told["way"])):
        return None
    return told["case"]


def in_case(drafts: Iterable[Draft], case: str | None) -> Iterable[Draft]:
    """The drafts, each of them in a case, if there is one and it has none of its own."""
    return (_with_case(draft, case) for draft in drafts) if case else drafts


def _with_case(draft: Draft, case: str) -> Draft:
    takes_one = _has_no_case(draft) and draft.relation not in _CASELESS
    return draft._replace(condition=case) if takes_one else draft


def weighed(drafts: Iterable[Draft], *says: str | None) -> Iterable[Draft]:
    """The drafts, a reason against the procedure with 'relative' as its case where what leads in
    to it `says` so."""
    return map(_weighed, drafts) if _weighs(says) else drafts


def _weighed(draft: Draft) -> Draft:
    is_reason = draft.relation is Relation.CONTRAINDICATED_BY and _is_open(draft)
    return draft._replace(condition=_WEIGHED) if is_reason else draft


def _is_open(draft: Draft) -> bool:
    return _has_no_case(draft) and draft.polarity == "affirmed"


def _has_no_case(draft: Draft) -> bool:
    """Whether nothing tells in which case it is so; 'may be asked' leaves that to another."""
    case = draft.condition
    return case is None or rule("restrictions.may-only").match(case) is not None


def _weighs(says: Iterable[str | None]) -> bool:
    return any(said and rule("restrictions.weighed").match(said) for said in says)


def _case(says: str) -> str | None:
    """In which case a sentence says that what stands before it is so; None where it does not."""
    found = rules_named(*_TELLING).first_match(" ".join(says.split()).rstrip(". "))
    return found[1].expand(found[0].data["to"]) if found else None
