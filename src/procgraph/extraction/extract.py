"""One document to its facts: outline, interpret, link, and account for every sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from procgraph.documents import outline
from procgraph.documents.legible import Legible, legible
from procgraph.extraction.chapters import of_the_procedure
from procgraph.extraction.contents import told_by_content
from procgraph.extraction.drafts import Draft
from procgraph.extraction.guards import guarded
from procgraph.extraction.interpreters import document_drafts
from procgraph.extraction.kind_cases import in_its_case
from procgraph.extraction.naming import named_on_form
from procgraph.extraction.others import of_this_one
from procgraph.extraction.purpose import main_purpose
from procgraph.extraction.reconcile import reconciled
from procgraph.extraction.rivals import own_side, rivals_of, set_aside
from procgraph.extraction.second import first_procedure
from procgraph.extraction.title import read_procedure
from procgraph.extraction.unread import unread_in
from procgraph.model import (
    Concept,
    Document,
    Duration,
    Evidence,
    Extraction,
    Fact,
    Procedure,
    Step,
)
from procgraph.terminology import Lexicon

__all__ = ["extract"]


def extract(document: Document, lexicon: Lexicon) -> Extraction:
    """The facts of a document, ordered by where they stand; `text[start:end] == quote` for each.

    Deterministic: the same text, rules and vocabularies give the same facts.
    """
    seen = legible(document.text, lexicon.is_word)
    as_read = replace(document, text=seen.text)
    all_parts = told_by_content(seen.text, named_on_form(seen.text, outline(seen.text)), lexicon)
    parts, end = first_procedure(as_read, all_parts, lexicon)
    as_read = replace(as_read, text=seen.text[:end])
    procedure = read_procedure(as_read, parts, lexicon)
    rivals = rivals_of(as_read.text, procedure)
    own_parts = own_side(parts, as_read.text, rivals, lexicon)
    own_parts = of_the_procedure(own_parts, as_read.text, procedure, lexicon)
    purpose = main_purpose(as_read, own_parts, procedure)
    read = list(document_drafts(seen.text, own_parts, procedure, purpose, lexicon))
    stated = list(of_this_one(read, seen.text, own_parts, procedure, rivals, lexicon))
    told = in_its_case(guarded(stated, procedure, lexicon), seen.text, procedure)
    drafts = reconciled(told, lexicon)
    facts = _facts(drafts, document, seen, procedure, lexicon)
    apart = _spans(read) - _spans(stated) | set_aside(parts, own_parts)
    unread = tuple(unread_in(seen, all_parts, procedure, drafts, apart=apart, limit=end))
    return Extraction(document, procedure, facts, unread)


def _spans(drafts: Iterable[Draft]) -> set[tuple[int, int]]:
    return {(draft.start, draft.end) for draft in drafts}


def _facts(
    drafts: Iterable[Draft],
    document: Document,
    seen: Legible,
    procedure: Procedure,
    lexicon: Lexicon,
) -> tuple[Fact, ...]:
    lines = _line_starts(document.text)
    groups = _groups(drafts)
    said: set[object] = set()
    # What two drafts state alike is one fact, with the evidence of both.
    stated: dict[
        tuple[object, int | None], tuple[Draft, Concept | Duration | Step, list[Evidence]]
    ] = {}
    for draft in drafts:
        value = _linked(draft, lexicon)
        content = _content(draft, value)
        here = (content, draft.start, draft.end)
        if here in said:
            continue  # two rules read the same words alike
        said.add(here)
        key = (content, groups.get(draft.choice_key) if groups else None)
        evidence = _evidence(seen.source(draft.start, draft.end), document.text, lines)
        first, _, told = stated.setdefault(key, (draft, value, []))
        told.append(evidence)
        if first.rate is None and draft.rate:
            # one sentence lists it, another tells how often it comes
            stated[key] = (first._replace(rate=draft.rate), value, told)
    facts = [
        Fact(
            document=document.id,
            procedure=procedure,
            relation=draft.relation,
            object=value,
            evidence=tuple(evidence),
            section=draft.section,
            rule=draft.rule,
            polarity=draft.polarity,
            condition=draft.condition,
            group=group,
            frequency=draft.frequency,
            rate=draft.rate,
        )
        for (_, group), (draft, value, evidence) in stated.items()
    ]
    return tuple(sorted(facts, key=lambda fact: (fact.evidence[0].start, fact.relation)))


def _linked(draft: Draft, lexicon: Lexicon) -> Concept | Duration | Step:
    if not isinstance(draft.object, str):
        return draft.object
    concept = lexicon.link(draft.object, draft.relation)
    return replace(concept, text=draft.mention) if draft.mention else concept


def _content(draft: Draft, value: Concept | Duration | Step) -> tuple[object, ...]:
    said = value.iri if isinstance(value, Concept) else value
    return (draft.relation, said, draft.polarity, draft.condition, draft.frequency)


def _groups(drafts: Iterable[Draft]) -> dict[tuple[int, int, int] | None, int]:
    """A number for each choice that has two members or more, in the order of the text."""
    members: dict[tuple[int, int, int], set[str]] = {}
    for draft in drafts:
        if draft.choice is not None and (key := draft.choice_key):
            members.setdefault(key, set()).add(str(draft.object).lower())
    groups: dict[tuple[int, int, int] | None, int] = {}
    for key in sorted(members):
        if len(members[key]) > 1:
            groups[key] = len(groups) + 1
    return groups


def _evidence(span: tuple[int, int], text: str, lines: list[int]) -> Evidence:
    start, end = span
    return Evidence(start, end, bisect_right(lines, start), text[start:end])


def _line_starts(text: str) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]
