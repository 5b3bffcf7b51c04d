"""One document to its facts: outline, interpret, link, and account for every sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import accumulate

from procgraph.documents import Outline, outline
from procgraph.documents.labels import NAMING
from procgraph.documents.legible import Legible, legible
from procgraph.documents.outline import FOOTER, PREAMBLE
from procgraph.documents.sentences import sentences
from procgraph.extraction.contents import told_by_content
from procgraph.extraction.context import is_boilerplate
from procgraph.extraction.drafts import Draft
from procgraph.extraction.guards import guarded
from procgraph.extraction.interpreters import document_drafts
from procgraph.extraction.naming import named_on_form
from procgraph.extraction.others import of_this_one
from procgraph.extraction.purpose import main_purpose
from procgraph.extraction.reconcile import reconciled
from procgraph.extraction.rivals import own_side, rivals_of
from procgraph.extraction.rules import rules_in
from procgraph.extraction.second import first_procedure
from procgraph.extraction.title import read_procedure
from procgraph.model import (
    SECOND_PROCEDURE,
    Concept,
    Document,
    Duration,
    Evidence,
    Extraction,
    Fact,
    Procedure,
    Step,
    Unread,
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
    parts = own_side(parts, as_read.text, rivals, lexicon)
    purpose = main_purpose(as_read, parts, procedure)
    read = document_drafts(seen.text, parts, procedure, purpose, lexicon)
    stated = of_this_one(read, seen.text, procedure, rivals, lexicon)
    drafts = reconciled(guarded(stated, procedure, lexicon), lexicon)
    facts = _facts(drafts, document, seen, procedure, lexicon)
    unread = tuple(_unread(seen, all_parts, procedure, drafts, end))
    return Extraction(document, procedure, facts, unread)


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
        stated.setdefault(key, (draft, value, []))[2].append(evidence)
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


def _unread(
    seen: Legible, parts: Outline, procedure: Procedure, drafts: Iterable[Draft], limit: int
) -> Iterable[Unread]:
    """The sentences that gave no fact, each with the reason; what begins at the `limit` or behind
    it is another procedure's."""
    text = seen.text
    for start, end in seen.left_out:
        yield Unread(start, end, FOOTER, "boilerplate")
    spans = {(draft.start, draft.end) for draft in drafts}
    is_said = _said(spans)
    for start, end in _untitled(parts):
        sentence = " ".join(text[start:end].split())
        if not is_said(start, end) and not _names(sentence, procedure):
            yield Unread(*seen.source(start, end), PREAMBLE, _reason(sentence, None))
    for section in parts.sections:
        for item in section.items:
            if (item.start, item.end) in spans:
                continue  # as most are: all of it is evidence
            for start, end in sentences(text, item.start, item.end):
                if is_said(start, end):
                    continue
                sentence = " ".join(text[start:end].split())
                if start >= limit:
                    yield Unread(
                        *seen.source(start, end), section.key or section.heading, SECOND_PROCEDURE
                    )
                elif section.key not in NAMING or not _names(sentence, procedure):
                    reason = _reason(sentence, section.key)
                    yield Unread(*seen.source(start, end), section.key or section.heading, reason)


def _untitled(parts: Outline) -> list[tuple[int, int]]:
    """What stands above the first section and is no title: items, and lines among and behind."""
    listed = parts.listed
    above = [span for span in parts.preamble if not listed or span < listed[0]]
    headed = above[-1:] if listed and len(above) > 1 else []
    return sorted((*listed, *headed, *parts.preamble[len(above) :]))


def _names(sentence: str, procedure: Procedure) -> bool:
    """Whether a sentence is where the procedure has its name or its code from."""
    given = (procedure.label, *procedure.names, *procedure.titles, procedure.code)
    folded = sentence.casefold()
    return any(name and name.casefold() in folded for name in given)


def _said(spans: Iterable[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Whether one of the spans overlaps another."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    reached = list(accumulate((end for _, end in ordered), max))

    def is_said(start: int, end: int) -> bool:
        before = bisect_left(starts, end)
        return before > 0 and reached[before - 1] > start

    return is_said


def _reason(sentence: str, key: str | None) -> str:
    if key == FOOTER or is_boilerplate(sentence):
        return "boilerplate"
    if key is None:
        return "unknown heading"
    is_narrative = any(rule.search(sentence) for rule in rules_in("narrative", key))
    return "narrative" if is_narrative else "not understood"
