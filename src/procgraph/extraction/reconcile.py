"""What a document says twice: the more exact mention stands for the vaguer one.

Anesthesia is named in passing wherever something depends on it ('Anesthesiologist, if sedation is
used'). Such a passing mention is a fact only where the procedure's own course names no such kind,
and a bare 'sedation' only where no kind of sedation is named. What a title names is a mention in
passing, too. A bare 'artery' is a site only where no artery is named, and the skin, which is cut
wherever the site is, only in a title. What is treated in some people alone says nothing more where
it is treated in all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from procgraph.extraction.drafts import Draft
from procgraph.extraction.purpose import MAYBE_AT_RISK, PURPOSES
from procgraph.extraction.rules import rule, table
from procgraph.extraction.words import singular
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["reconciled"]

# Sentences that tell what somebody does, who may have been named before.
_ANAPHORIC = ("told.any-deed", "told.yours-acts")
# A nurse may well be there beside a scrub nurse.
_SHARED_ROLES = frozenset({"nurse", "technician", "technologist", "assistant", "student"})
_COURSE = frozenset({"steps", "anesthesia", "summary"})
_TITLE = "name"
_INJECTED = "anesthesia.injected"
_CHILLED = "anesthesia.chilled"


def reconciled(drafts: Iterable[Draft], lexicon: Lexicon) -> list[Draft]:
    """The drafts without mentions of anesthesia and of sites that say less than others do."""
    found = _in_all(_told_roles(_told_sites(_sought(list(drafts)))), lexicon)
    kinds = [draft for draft in found if draft.relation is Relation.USES_ANESTHESIA]
    stated = {(draft.concept_iri(lexicon), draft.choice_key) for draft in kinds}
    choices = Counter(draft.choice_key for draft in kinds)
    injected = {draft.concept_iri(lexicon) for draft in kinds if draft.rule == _INJECTED}
    # a cold spray numbs the skin for the injection of another kind
    chilled = {draft.concept_iri(lexicon) for draft in kinds if draft.rule == _CHILLED}
    vague = {
        kind
        for kind, choice in stated
        for other, beside in stated
        # 'local anesthesia or numbing drops' are two kinds, though one is a kind of the other
        if (choice is None or beside != choice)
        and lexicon.is_narrower(other, kind)
        and other not in chilled
        and not (kind in injected and _is_on_surface(other, lexicon))
    }
    course = {draft.concept_iri(lexicon) for draft in kinds if draft.place in _COURSE} - vague
    kept: list[Draft] = []
    for draft in found:
        is_kind = draft.relation is Relation.USES_ANESTHESIA
        is_open = draft.polarity == "negated" or choices[draft.choice_key] > 1
        if is_kind and course and draft.place == _TITLE and is_open:
            continue  # what a title gives the choice of, or denies, the course tells
        if is_kind and draft.polarity == "affirmed":
            kind = draft.concept_iri(lexicon)
            in_passing = draft.place not in _COURSE
            if kind in vague or (
                in_passing and (_is_named(kind, course, lexicon) or (course and _is_if(draft)))
            ):
                continue
        kept.append(draft)
    return kept


def _sought(drafts: list[Draft]) -> list[Draft]:
    """The drafts without those at risk, where a screening says elsewhere what it looks for."""
    screened = {draft.rule for draft in drafts if draft.relation is Relation.SCREENS}
    if screened <= {MAYBE_AT_RISK}:
        return drafts
    return [draft for draft in drafts if draft.rule != MAYBE_AT_RISK]


def _is_on_surface(kind: str, lexicon: Lexicon) -> bool:
    """Whether a kind of anesthesia is a cream, drops or a spray."""
    topical = lexicon.link("topical anesthesia", Relation.USES_ANESTHESIA).iri
    return kind == topical or lexicon.is_narrower(kind, topical)


def _in_all(drafts: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """The drafts, an indication in some alone ('wounds in people too frail for surgery') as the
    one that is stated without a case, where there is one."""
    in_some = [
        draft
        for draft in drafts
        if draft.condition
        and draft.relation in PURPOSES
        and rule("indications.in-those-alone").match(f" {draft.condition}")
    ]
    if not in_some:
        return drafts
    stated = {
        (draft.relation, draft.concept_iri(lexicon))
        for draft in drafts
        if draft.relation in PURPOSES and draft.condition is None
    }
    plain = {id(d) for d in in_some if (d.relation, d.concept_iri(lexicon)) in stated}
    return [draft._replace(condition=None) if id(draft) in plain else draft for draft in drafts]


def _told_sites(drafts: list[Draft]) -> list[Draft]:
    """The drafts without sites that are a bare noun which others say more exactly."""
    sites = [d for d in drafts if d.relation is Relation.HAS_ANATOMICAL_SITE]
    named = [str(site.object) for site in sites if " " in str(site.object)]
    # 'crown of the tooth' is a part of the tooth, and says no more of it
    exact = {singular(word) for name in named for word in name.partition(" of ")[0].split()}
    vague: set[int] = set()
    for draft in sites:
        nouns = [singular(word) for word in str(draft.object).split()]
        everywhere = _nouns("everywhere").issuperset(nouns) and draft.section != "name"
        is_bare = len(nouns) == 1 and nouns[0] in _nouns("general")
        if everywhere or (is_bare and nouns[0] in exact):
            vague.add(id(draft))
    return [draft for draft in drafts if id(draft) not in vague]


def _told_roles(drafts: list[Draft]) -> list[Draft]:
    """The drafts without 'the surgeon' of a sentence that tells what one does, who is named more
    exactly elsewhere ('by an orthopedic surgeon')."""
    staff = [d for d in drafts if d.relation is Relation.REQUIRES_PERSONNEL]
    exact = {singular(words[-1]) for d in staff if len(words := str(d.object).split()) > 1}
    return [
        draft
        for draft in drafts
        if draft.relation is not Relation.REQUIRES_PERSONNEL
        or draft.rule not in _ANAPHORIC
        or singular(str(draft.object)) not in exact - _SHARED_ROLES
    ]


@cache
def _nouns(name: str) -> frozenset[str]:
    """A word class of ``rules/anatomy.toml``."""
    return frozenset(table("anatomy")[name].split())


def _is_named(kind: str, course: set[str], lexicon: Lexicon) -> bool:
    """Whether the course names the kind itself or a wider one."""
    return any(kind == other or lexicon.is_narrower(kind, other) for other in course)


def _is_if(draft: Draft) -> bool:
    """'Nurse, if sedation is given': where the course tells what is given, it says nothing more."""
    is_bare = " " not in str(draft.object)
    return is_bare and rule("anesthetics.if-given").search(draft.condition or "") is not None
