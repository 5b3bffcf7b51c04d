"""The sentences that gave no fact, and what each of them is instead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from procgraph.documents import Outline
from procgraph.documents.labels import NAMING
from procgraph.documents.legible import Legible
from procgraph.documents.outline import FOOTER, PREAMBLE
from procgraph.documents.sentences import sentences
from procgraph.extraction.context import is_boilerplate
from procgraph.extraction.drafts import Draft
from procgraph.extraction.rules import rules_in
from procgraph.model import OTHER_PROCEDURE, SECOND_PROCEDURE, Procedure, Unread

__all__ = ["unread_in"]

_REMEMBERED = 1 << 15


def unread_in(
    seen: Legible,
    parts: Outline,
    procedure: Procedure,
    drafts: Iterable[Draft],
    *,
    apart: Iterable[tuple[int, int]],
    limit: int,
) -> Iterator[Unread]:
    """The sentences that gave no fact, each with the reason.

    `apart` are the spans in which the page tells of what it compares its procedure with; what
    begins at the `limit` or behind it describes a second one.
    """
    text = seen.text
    for start, end in seen.left_out:
        yield Unread(start, end, FOOTER, "boilerplate")
    spans = {(draft.start, draft.end) for draft in drafts}
    is_said, is_apart = _within(spans), _within(apart)
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
                    reason = SECOND_PROCEDURE
                elif is_apart(start, end):
                    reason = OTHER_PROCEDURE
                elif section.key not in NAMING or not _names(sentence, procedure):
                    reason = _reason(sentence, section.key)
                else:
                    continue
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


def _within(spans: Iterable[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Whether one of the spans overlaps another."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    reached = list(accumulate((end for _, end in ordered), max))

    def is_within(start: int, end: int) -> bool:
        before = bisect_left(starts, end)
        return before > 0 and reached[before - 1] > start

    return is_within


@lru_cache(maxsize=_REMEMBERED)
def _reason(sentence: str, key: str | None) -> str:
    if key == FOOTER or is_boilerplate(sentence):
        return "boilerplate"
    if key is None:
        return "unknown heading"
    is_narrative = any(rule.search(sentence) for rule in rules_in("narrative", key))
    return "narrative" if is_narrative else "not understood"
