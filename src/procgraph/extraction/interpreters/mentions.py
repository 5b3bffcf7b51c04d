"""Things named along the way: anatomical sites, imaging, equipment, substances.

These are found by the vocabularies, and by nouns of anatomy with the adjectives before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, is_phrase
from procgraph.extraction.readings import read, without_brackets
from procgraph.extraction.rules import Rules, rule, table, word_list
from procgraph.extraction.words import is_body_part, is_modifier, singular, word_class
from procgraph.model import Relation
from procgraph.terminology import Hit, Lexicon

__all__ = ["anatomy", "equipment", "imaging", "names_things", "substances"]

_WORD = re.compile(r"[^\W_][\w'’-]*")
_WORD_BEFORE = re.compile(r"([^\W_][\w'’-]*) $")
_MEMBER_BEFORE = re.compile(
    r"([^\W_][\w'’-]*)(?:,? (?:or|and) |, )$|\bthe ([^\W_][\w'’-]*) (?:or|and) the $"
)
# Labels of hits that name no modality.
_GENERAL = frozenset({"medical imaging", "imaging", "image guidance"})


def imaging(place: Place) -> Iterator[Draft]:
    """Guidance, modality and work-up; not follow-up imaging."""
    for clause in place.clauses:
        for hit in place.context.lexicon.find(clause.text, ("imaging",)):
            if (
                not _is_used(clause.text, hit)
                or rule("mentions.place-behind").match(clause.text[hit.end :])
                or rule("mentions.follow-up").search(clause.text)
            ):
                continue
            if hit.label not in _GENERAL:
                start = _extended(clause.text, hit.start, 2, _is_kind)
                yield _named(
                    Relation.USES_IMAGING, start, hit.end, clause, place.section, "mentions.imaging"
                )


def _is_used(text: str, hit: Hit) -> bool:
    """Whether a clause says of what it names that it is used: it neither denies nor supposes it."""
    before, after = text[: hit.start], text[hit.end :]
    if rule("mentions.denied-before").search(before) or rule("mentions.not-needed").match(after):
        return False
    is_supposed = rule("mentions.supposed-before").search(before)
    return not (is_supposed and rule("mentions.supposed-behind").match(after))


def _named(
    relation: Relation, start: int, end: int, clause: Clause, section: str, rule_id: str
) -> Draft:
    """What a clause names from `start` to `end`, and the case in which that is used."""
    text = clause.text
    draft = _draft(relation, text[start:end], clause, section, rule_id)
    # 'if there is resistance, the needle is drawn back': it was in use before
    is_known = rule("mentions.known-before").search(text[:start])
    case = None if is_known else _case(text, end, relation, section)
    return draft._replace(condition=case) if case else draft


def _case(text: str, end: int, relation: Relation, section: str) -> str | None:
    """The case in which that is used whose name ends at `end`, where a clause states one: in front
    of all, or behind it and no other thing of a list ('X-ray, and CT if it is unclear')."""
    if section == "name" or not rule("mentions.case").search(text):
        return None
    stated = read(text, relation, section).condition
    if stated is None or not rule("mentions.case").match(stated):
        return None
    start = text.find(stated)
    of_next = rule("mentions.case-of-next").match(stated)
    if of_next:
        return of_next["case"] if start < end else None
    if start >= end:
        is_its_own = not rule("mentions.other-thing").search(text[end:start].rstrip(" ,–—-("))
    else:
        is_its_own = start == 0 and end > len(stated)
    if not is_its_own:
        return None
    return rule("mentions.behind-case").split(stated)[0]


def substances(place: Place) -> Iterator[Draft]:
    """What is given, injected or implanted in the course of the procedure."""
    for clause in place.clauses:
        for hit in place.context.lexicon.find(clause.text, ("substances",)):
            if _is_used(clause.text, hit):
                yield _named(
                    Relation.USES_SUBSTANCE,
                    hit.start,
                    hit.end,
                    clause,
                    place.section,
                    "mentions.substance",
                )


def names_things(label: str) -> bool:
    """Whether a label heads a list of things: 'Instruments', 'Supplies used'."""
    return label.lower().startswith(tuple(word_list("mentions", "equipment_labels")))


def equipment(place: Place) -> Iterator[Draft]:
    """A list under 'Tools and Equipment', or what the vocabulary knows among the steps."""
    listed = place.section == "equipment" or names_things(place.item.label or "")
    for clause in place.clauses:
        if listed and not rule("mentions.told-of-thing").search(clause.text):
            yield from _listed(clause, place.section)
            continue
        for hit in place.context.lexicon.find(clause.text, ("equipment",)):
            is_kind = clause.text[hit.start : hit.end].lower() != "equipment"
            if is_kind and _is_used(clause.text, hit):
                yield _named(
                    Relation.USES_EQUIPMENT,
                    hit.start,
                    hit.end,
                    clause,
                    place.section,
                    "mentions.equipment",
                )


def _listed(clause: Clause, section: str) -> Iterator[Draft]:
    """The tools of a list, on the condition that is said of them."""
    relation = Relation.USES_EQUIPMENT
    said = clause.text.strip(" .")
    condition = read(said, relation, section).condition
    text = without_brackets(said)
    if condition:
        text = text.replace(condition, "").strip(" ,")
    before, bracket, _ = said.partition(f"({condition}")
    for phrase in expand(rule("mentions.after-thing").split(text)[0]):
        # what stands in brackets is the case of what stands before them alone
        is_of_another = bracket and not before.rstrip().lower().endswith(phrase.lower())
        if is_phrase(phrase, 7):
            draft = _draft(relation, phrase, clause, section, "equipment.list")
            yield draft._replace(condition=None if is_of_another else condition)


def anatomy(place: Place) -> Iterator[Draft]:
    """Sites of the body, with shared nouns expanded ('radial or femoral artery')."""
    for clause in place.clauses:
        for text in _sites(clause.text, place.context.lexicon):
            yield _draft(
                Relation.HAS_ANATOMICAL_SITE, text, clause, place.section, "mentions.anatomy"
            )


def _sites(text: str, lexicon: Lexicon) -> Iterator[str]:
    text = without_brackets(text)
    for no_site in _no_sites().likely(text):
        for match in no_site.pattern.finditer(text):
            text = text[: match.start()] + "-" * len(match[0]) + text[match.end() :]
    spans = [
        (hit.start, hit.end)
        for hit in lexicon.find(text, ("anatomy",))
        if not _shares_noun(text[hit.start : hit.end], text[hit.end :])
    ]
    spans += [word.span() for word in _WORD.finditer(text) if _is_noun(word[0])]
    done = 0
    for start, end in _merged(spans):
        if start < done:
            continue
        left = _leftmost(text, start, done)
        end += _of_whole(text[start:end], text[end:])
        done = end
        if rule("mentions.case-before").search(text[:left]):
            continue  # 'if the airway is at risk'
        for phrase in expand(text[left:end]):
            if is_phrase(phrase, 6) and singular(phrase) not in _classes()["alone"]:
                yield phrase
                other = rule("mentions.vessel-beside").match(text[done:])
                if other and rule("mentions.vessel").search(phrase):
                    yield f"{phrase.rsplit(' ', 1)[0]} {other['vessel']}"
                    done += other.end()


@cache
def _no_sites() -> Rules:
    """What names a part of the body and means no site: turns of speech, postures, things."""
    return Rules(
        rule(f"mentions.{name}") for name in ("no-site", "posture", "thing", "range", "elsewhere")
    )


def _shares_noun(site: str, following: str) -> bool:
    """Whether a site's name is an adjective of those behind it ('carotid' + ' or iliac artery')."""
    return site.lower() in _classes()["places"] and following.startswith((", ", " or ", " and "))


def _leftmost(text: str, start: int, done: int) -> int:
    """`start` moved left over adjectives and their coordinations, but not before `done`."""
    while True:
        wider = _extended(text, start, 1, _is_part_of_name)
        if wider == start:
            wider = _coordinated(text, start)
        if wider == start or wider < done:
            return start
        start = wider


@lru_cache(maxsize=8192)
def _is_part_of_name(word: str, following: str) -> bool:
    """Whether a word before a site belongs to its name ('femoral', not 'blocked')."""
    classes = _classes()
    if f"{word}-{following}" in classes["pairs"]:
        return True
    if word in classes["never"] or word in word_class("descriptive"):
        return False
    if word in classes["named"] or is_body_part(word):
        return True
    return is_modifier(word) and _is_of_place(word)


@lru_cache(maxsize=8192)
def _is_of_place(word: str) -> bool:
    """Whether an adjective says where a part of the body is, or of what it is a part."""
    classes = _classes()
    if word in classes["places"]:
        return True
    if word in classes["shared"]:
        return True
    return word.endswith(tuple(classes["endings"])) and word not in classes["never"]


def _is_kind(word: str, _: str) -> bool:
    """Whether a word before imaging tells which kind of it."""
    return is_modifier(word) and word not in word_list("mentions", "no_kind")


def _of_whole(site: str, following: str) -> int:
    """How many characters after a part of the body name the whole ('lobe' + ' of the lung')."""
    part = site.lower().rsplit(" ", 1)[-1].rstrip("s").replace("ie", "y")
    if part not in _classes()["parts"] | _classes()["general"]:
        return 0
    whole = rule("mentions.of-whole").match(following)
    nouns = _classes()["nouns"]
    if whole and any(word.lower().rstrip("s") in nouns for word in whole["whole"].split()):
        return whole.end()
    return 0


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest of overlapping spans, and neighbours joined ('carotid' + 'artery')."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _extended(text: str, start: int, most: int, belongs: Callable[[str, str], bool]) -> int:
    """`start` moved left over at most `most` words that belong to the word behind them."""
    for _ in range(most):
        if text[start - 1 : start] != " ":
            break
        before = _WORD_BEFORE.search(text, _word_start(text, start - 1), start)
        following = _WORD.match(text, start)
        if not before or not belongs(before[1].lower(), following[0].lower() if following else ""):
            break
        start = before.start(1)
    return start


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at `end` begins, with the punctuation before it."""
    return text.rfind(" ", 0, end) + 1


def _coordinated(text: str, start: int) -> int:
    """`start` moved left over 'X, Y or ' when Y is an adjective of place."""
    if text[start - 1 : start] != " ":
        return start
    before = _MEMBER_BEFORE.search(text, max(0, start - 40), start)
    if before and _is_of_place(before[before.lastindex or 1].lower()):
        return before.start(before.lastindex or 1)
    return start


@lru_cache(maxsize=8192)
def _is_noun(word: str) -> bool:
    """Whether a word is a noun of anatomy, in either number."""
    lowered = word.lower()
    nouns = _classes()["nouns"]
    return (
        lowered in nouns
        or lowered.removesuffix("s") in nouns
        or (lowered.endswith("ies") and lowered[:-3] + "y" in nouns)
    )


@cache
def _classes() -> dict[str, frozenset[str]]:
    """The word classes of ``rules/anatomy.toml``."""
    return {name: frozenset(words.split()) for name, words in table("anatomy").items()}


def _draft(relation: Relation, text: str, clause: Clause, section: str, rule: str) -> Draft:
    return Draft(relation, text, clause.start, clause.end, section, rule)
