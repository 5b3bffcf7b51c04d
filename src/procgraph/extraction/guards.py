"""Phrases that are no object of their relation: what they name is of another kind.

'The nurse will watch you' under Risks names a nurse and no complication. A phrase is dropped that
is known to the vocabularies as staff, a place, a part of the body or a thing and not as what its
relation asks for; that has a person as its head; that names the document's own procedure; or that
is a bare adjective, a bare adverb or a bare word of the section ('common side effects').
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from procgraph.extraction.drafts import Draft, head_words
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.rules import rule
from procgraph.extraction.words import (
    is_adverb,
    is_describing,
    is_event,
    is_grading,
    is_person,
    singular,
    word_class,
)
from procgraph.model import Procedure, Relation
from procgraph.terminology import NAMED, Lexicon

__all__ = ["guarded"]

_PLACED = (Relation.REQUIRES_PERSONNEL, Relation.PERFORMED_IN, Relation.HAS_ANATOMICAL_SITE)
_THINGS = (Relation.USES_EQUIPMENT, Relation.USES_SUBSTANCE)
_OTHER_KINDS: dict[Relation, tuple[Relation, ...]] = {
    **dict.fromkeys(PURPOSES, (*_PLACED, *_THINGS, Relation.HAS_ALTERNATIVE)),
    Relation.HAS_COMPLICATION: (*_PLACED, *_THINGS),
    # A pacemaker or a medicine may well stand against a procedure, or be what else there is.
    Relation.CONTRAINDICATED_BY: _PLACED,
    Relation.HAS_ALTERNATIVE: _PLACED,
}
_OPERATIONS = ("ectomy", "otomy", "plasty", "scopy", "rrhaphy", "pexy", "centesis", "tripsy")
# 'Ear surgery' may stand against a test of the ear, and knee surgery be done instead of a brace.
_OF_OTHERS = frozenset({Relation.CONTRAINDICATED_BY, Relation.HAS_ALTERNATIVE})


def guarded(drafts: Iterable[Draft], procedure: Procedure, lexicon: Lexicon) -> Iterator[Draft]:
    """The drafts whose objects can be what their relation says."""
    own = _own_names(procedure)
    for draft in drafts:
        if draft.relation in _OTHER_KINDS and isinstance(draft.object, str):
            if _is_of_other_kind(draft.object, draft.relation, lexicon):
                continue
            if _is_own(draft.object, draft.relation, own):
                continue
        yield draft


@lru_cache(maxsize=1 << 14)
def _is_of_other_kind(text: str, relation: Relation, lexicon: Lexicon) -> bool:
    names_section = _names_section(text)
    if relation is not Relation.HAS_ALTERNATIVE and names_section:
        return True  # 'complication' is a concept, and no complication
    if relation in PURPOSES and (_is_vague(text) or _is_operation(text)):
        return True
    if (relation in PURPOSES or relation in _OF_OTHERS) and rule("phrases.lies").match(text):
        return True
    if lexicon.link(text, relation).how in NAMED:
        return False
    if _is_bare(text, relation) or names_section:
        return True
    if lexicon.knows(text, _OTHER_KINDS[relation]):
        return True
    head = head_words(text)
    if not head or relation is Relation.CONTRAINDICATED_BY:
        return False
    noun = singular(head[-1])
    return is_person(head[-1]) or noun in word_class("patients") or noun in word_class("periods")


def _is_vague(text: str) -> bool:
    """'various conditions', 'women who plan to travel': nothing that is treated or looked for."""
    kinds = rule("phrases.kinds").match(text)
    if kinds and all(map(is_grading, kinds["said"].lower().split())):
        return True
    return rule("phrases.population").match(text) is not None


def _is_operation(text: str) -> bool:
    """'ethmoidectomy': what is done, and no condition for which it is done."""
    head = head_words(text)
    is_named = bool(head) and singular(head[-1].lower()).endswith(_OPERATIONS)
    return is_named and not any(map(is_event, head[:-1]))  # 'recurrence following prostatectomy'


def _is_bare(text: str, relation: Relation) -> bool:
    """Whether a phrase only says how something is."""
    words = text.split()
    kept = rule("phrases.kept-from").search(text) or rule("phrases.kept-from-doing").match(text)
    if relation is Relation.PREVENTS and kept:
        return True
    if all(map(is_adverb, words)):
        return True
    if relation is Relation.HAS_ALTERNATIVE or is_event(words[-1]):
        return False  # 'an open wound'
    return all(map(is_describing, words))


def _names_section(text: str) -> bool:
    """Whether a phrase only names the section that it stands in: 'common side effects'."""
    if text.lower() in word_class("vague") or text.lower() in word_class("quantities"):
        return True
    section = rule("phrases.section-words").match(text)
    # 'urinary problems' are something that a patient has, 'serious problems' are not
    return section is not None and all(map(is_grading, section["said"].lower().split()))


# -- the procedure itself --------------------------------------------------------------------------


def _own_names(procedure: Procedure) -> frozenset[str]:
    # of a page about two ('LASIK & EVO ICL') either is its own
    names = (procedure.label, *procedure.names, *procedure.label.split(" & "))
    return frozenset(" ".join(map(singular, name.split())) for name in names)


def _is_own(text: str, relation: Relation, own: frozenset[str]) -> bool:
    """Whether a phrase names the document's own procedure, as it is called or as its kind."""
    head = _singular_head(text)
    if " ".join(head) in own:
        return True
    if relation in _OF_OTHERS or len(head) < 2:
        return False
    *about, noun = head
    return noun in word_class("procedure_nouns") and any(set(about) <= set(o.split()) for o in own)


@lru_cache(maxsize=1 << 14)
def _singular_head(text: str) -> tuple[str, ...]:
    return tuple(map(singular, head_words(text)))
