"""The case that the subject of a sentence tells, where that is one kind of the page's procedure.

'Rigid bronchoscopy needs a general anesthetic' is no statement about every bronchoscopy: it needs
one where it is rigid. Nor does what a test beforehand goes without deny that of the procedure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from procgraph.extraction.drafts import COURSE, Draft
from procgraph.extraction.own import own_words
from procgraph.extraction.rules import rule
from procgraph.extraction.words import singular, singulars
from procgraph.model import Procedure, Relation

__all__ = ["in_its_case"]

_OF_A_KIND = COURSE | {Relation.HAS_RECOVERY, Relation.REQUIRES_PREPARATION}


def in_its_case(drafts: Iterable[Draft], text: str, procedure: Procedure) -> Iterator[Draft]:
    """The drafts, those of one kind of the procedure with that kind as their case."""
    own = _Kinds(procedure)
    for draft in drafts:
        if draft.relation in _OF_A_KIND and draft.condition is None:
            said = " ".join(text[draft.start : draft.end].split()).strip(" •*-–")
            kind = own.told_in(said, draft)
            yield draft._replace(condition=kind) if kind else draft
        else:
            yield draft


class _Kinds:
    """Which words name a kind of a page's procedure."""

    def __init__(self, procedure: Procedure) -> None:
        names = [name for name in (procedure.label, *procedure.names) if name.split()]
        self.words = own_words(procedure)
        self.heads = {singular(name.split()[-1].lower()) for name in names}
        self.has_way = any(rule("others.way").search(name) for name in names)

    def told_in(self, said: str, draft: Draft) -> str | None:
        """The kind of which a sentence tells what a draft states."""
        parts = rule("others.next-kind").split(said)
        told = [part for part in parts if len(parts) == 1 or _mentions(part, draft)]
        if len(told) != 1:
            return None
        kind = rule("others.of-a-kind").match(told[0])
        if kind and self._is_one(kind["kind"]):
            return kind["kind"]
        is_denied = draft.polarity == "negated" and draft.relation is Relation.USES_ANESTHESIA
        other = rule("others.goes-without").match(told[0]) if is_denied else None
        return other["what"] if other and self._is_other(other["what"]) else None

    def _is_one(self, phrase: str) -> bool:
        last = singular(phrase.split()[-1].lower())
        is_any = rule("others.any-procedure").match(last) is not None
        if last not in self.heads and not (is_any and not self.has_way):
            return False
        return not singulars(phrase) <= self.words

    def _is_other(self, phrase: str) -> bool:
        is_deed = rule("others.deed").search(phrase) is not None
        return is_deed and self.words.isdisjoint(singulars(phrase))


def _mentions(part: str, draft: Draft) -> bool:
    """Whether what a draft states stands in a part of its sentence."""
    said = draft.mention or (draft.object if isinstance(draft.object, str) else None)
    return said is not None and said.lower().split()[0] in _words(part)


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,;:()") for word in text.lower().split())
