"""Facts that a page tells of another procedure: 'Gastric bypass can cause ulcers', of a sleeve.

Another one is what the page itself names as an alternative, an operation by another name, an older
way of doing it, and what is set against the page's own procedure ('with a bypass and not with a
sleeve'). So is the disease that the page treats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from procgraph.documents import Outline
from procgraph.extraction.drafts import COURSE, Draft, head_words
from procgraph.extraction.own import Own
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.rivals import Rivals
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.words import singular, singulars
from procgraph.model import Procedure, Relation
from procgraph.terminology import Lexicon

__all__ = ["of_this_one"]

_THINGS = (
    Relation.USES_EQUIPMENT,
    Relation.USES_SUBSTANCE,
    Relation.HAS_ANATOMICAL_SITE,
    Relation.REQUIRES_PERSONNEL,
)
# The rules that tell of whom a sentence is: by its beginning, or anywhere in it.
_BEGINNING = ids("others", "subject done-by-another counted picture-for where disease")
_WITHIN = ids("others", "of-a-picture another rather-there more-there seen-with needs-other")
_KINDS = ("others.any-procedure", "others.any-means")
# What a sentence says of what it names, and not of a case behind it.
_BARRED = "exclusions."
_TOLD = COURSE | {Relation.HAS_COMPLICATION, Relation.HAS_RECOVERY}
_REMEMBERED = 1 << 15
# How many letters an act and its adjective share: 'arthroscopy', 'arthroscopic'.
_STEM = 6


class _Names(Own):
    """What a page calls its own procedure, and which others it names beside it."""

    def __init__(self, drafts: Sequence[Draft], procedure: Procedure, lexicon: Lexicon) -> None:
        super().__init__(procedure, lexicon)
        labels = (procedure.label, *procedure.names)
        self.heads = {singular(label.split()[-1].lower()) for label in labels if label.split()}
        self.ways = {way[0].lower() for name in labels for way in rule("others.way").finditer(name)}
        self.is_surgery = bool(rule("others.surgical").search(procedure.label))
        self.is_picture = bool(rule("indications.diagnostic").search(procedure.label))
        named = [str(d.object) for d in drafts if d.relation is Relation.HAS_ALTERNATIVE]
        self.others = {singulars(name) for name in named}
        self.other_heads = {singulars(head[-1]) for name in named if (head := head_words(name))}
        self.treated = {
            singulars(str(draft.object)) for draft in drafts if draft.relation in PURPOSES
        }

    def is_own(self, phrase: str) -> bool:
        """Whether a phrase may name the page's procedure."""
        words = singulars(phrase)
        return bool(words & self.words) or rule("others.any-procedure").search(phrase) is not None

    def is_elsewhere(self, phrase: str) -> bool:
        """Whether a phrase names what is done instead: no words of the page's own, nor surgery
        where that is surgery."""
        if rule("others.surgical").search(phrase):
            return not self.is_surgery
        return not self.is_own(phrase)

    def is_tool(self, phrase: str) -> bool:
        """Whether a phrase names what a procedure is done with, or another procedure."""
        if singular(phrase.split()[-1].lower()) in self.heads:
            return False
        return rule("others.tool").match(phrase) is not None or self.is_other(phrase)

    def is_other(self, phrase: str) -> bool:
        """Whether a phrase names another procedure."""
        words = singulars(phrase)
        if self._is_other_way(phrase):
            return True
        is_any = len(words) == 1 and rules_named(*_KINDS).first_match(phrase)
        if not words or words <= self.words or is_any:
            return False
        is_thing = self.lexicon.knows(phrase, _THINGS)
        if words in self.others or (words in self.other_heads and not is_thing):
            return not any(words >= name for name in self.names)
        is_whole = self.is_operation and rule("others.operation").search(phrase)
        if self.is_own(phrase) or not is_whole:
            return False
        return self.concepts.isdisjoint(self.lexicon.procedure_concepts([phrase]))

    def _is_other_way(self, phrase: str) -> bool:
        """Whether a phrase names the page's operation done in another way: 'abdominal
        hysterectomy', on a page about a vaginal one."""
        way = rule("others.way").search(phrase)
        if way is None or singular(phrase.split()[-1].lower()) not in self.heads:
            return False
        return bool(self.ways) and self.ways.isdisjoint(singulars(phrase))


def of_this_one(
    drafts: Iterable[Draft],
    text: str,
    parts: Outline,
    procedure: Procedure,
    rivals: Rivals,
    lexicon: Lexicon,
) -> Iterator[Draft]:
    """The drafts whose sentences, and the lines above their lists, do not tell of another
    procedure."""
    read = list(drafts)
    lists = _of_anothers_lists(parts, procedure)
    # Of most documents no sentence asks for them.
    names = cache(lambda: _Names(read, procedure, lexicon))
    told: dict[tuple[int, int], frozenset[Relation]] = {}
    for draft in read:
        is_choice = draft.relation is Relation.HAS_ALTERNATIVE
        if not is_choice and rivals.is_told_of(text, draft.start, draft.end):
            continue
        if draft.relation in PURPOSES and draft.start in lists:
            continue
        if draft.relation in _TOLD or draft.relation in PURPOSES:
            span = draft.start, draft.end
            if span not in told:
                telling = _telling(text[draft.start : draft.end])
                told[span] = _of_another(telling, names()) if telling else frozenset()
            if draft.relation in told[span]:
                continue
        elif draft.rule.startswith(_BARRED):
            barred = _barred(text[draft.start : draft.end])
            if barred and names().is_tool(barred):
                continue
        yield draft


def _of_anothers_lists(parts: Outline, procedure: Procedure) -> frozenset[int]:
    """Where the items of lists begin that say for what another procedure is: 'Denervation is
    covered for:', on a page about fusion."""
    names = " ".join((procedure.label, *procedure.names))
    own = {deed[0].lower()[:_STEM] for deed in rule("others.deed").finditer(names)}
    if not own:
        return frozenset()
    return frozenset(
        item.start
        for section in parts.sections
        for item in section.items
        if item.label and _is_for_another(item.label, own)
    )


def _is_for_another(label: str, own: set[str]) -> bool:
    done = rule("others.list-of").match(label)
    if done is None or not rule("others.deed").search(done["what"]):
        return False
    words = done["what"].lower().split()
    return own.isdisjoint(word[:_STEM] for word in words)


@lru_cache(maxsize=_REMEMBERED)
def _telling(text: str) -> Mapping[str, re.Match[str]]:
    """What in a sentence tells of whom it is, by the names of the rules that find it."""
    says = _on_one_line(text)
    found = {one.id: one.pattern.match(says) for one in rules_named(*_BEGINNING).likely(says)}
    found |= {one.id: one.pattern.search(says) for one in rules_named(*_WITHIN).likely(says)}
    return {name.removeprefix("others."): match for name, match in found.items() if match}


@lru_cache(maxsize=_REMEMBERED)
def _barred(text: str) -> str | None:
    """What a sentence says is not used: 'The long needle is not used in children'."""
    barred = rule("others.barred").match(_on_one_line(text))
    return barred["what"] if barred else None


def _on_one_line(text: str) -> str:
    return " ".join(text.split()).strip(" •*-–")


def _of_another(telling: Mapping[str, re.Match[str]], names: _Names) -> frozenset[Relation]:
    """The relations in which a sentence states facts of another procedure."""
    done, subject = telling.get("done-by-another"), telling.get("subject")
    if done and names.is_elsewhere(done["by"] or done["other"] or done["instead"]):
        return PURPOSES
    if subject and _is_set_apart(subject, names):
        return _TOLD
    needed = telling.get("needs-other")
    if needed and names.is_other(needed["other"]):
        return PURPOSES
    if subject and rule("others.safeguard").match(subject["what"]):
        return PURPOSES
    if subject and names.is_other(subject["what"]):
        # what else there is may be a part of this one: 'A stent is added'
        return _TOLD | PURPOSES if subject["own"] else PURPOSES | {Relation.HAS_COMPLICATION}
    if "counted" in telling or ("of-a-picture" in telling and not names.is_picture):
        return frozenset({Relation.REQUIRES_PERSONNEL})
    if "picture-for" in telling and not names.is_picture:
        return PURPOSES
    where, disease, another = map(telling.get, ("where", "disease", "another"))
    if where and names.is_elsewhere(where["other"]):
        return COURSE
    if disease and singulars(disease["what"]) in names.treated:
        return frozenset({Relation.HAS_COMPLICATION})
    if another and not (another["name"] and names.is_own(another["name"])):
        return COURSE
    apart = telling.get("rather-there") or telling.get("more-there")
    if apart:
        is_here = names.is_own(apart["own"]) and not names.is_own(apart["other"])
        return frozenset({Relation.HAS_COMPLICATION}) if is_here else frozenset()
    seen = telling.get("seen-with")
    if seen and names.is_other(seen["other"]):
        return frozenset({Relation.HAS_COMPLICATION})
    return frozenset()


def _is_set_apart(subject: re.Match[str], names: _Names) -> bool:
    """'Rigid cystoscopy, by contrast, …' where the page's own is a flexible one; an older way."""
    if rule("others.old-one").match(subject["what"]):
        return True
    words = singulars(subject["what"])
    return (
        bool(subject["apart"] or subject["first"])
        and bool(words)
        and not any(words >= name for name in names.names)
    )
