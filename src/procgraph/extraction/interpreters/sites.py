"""Sites of the body, named along the way.

The vocabulary finds them, and nouns of anatomy with the adjectives before them do. What names a
part of the body and means no site is said in ``rules/mentions.toml``, the words of anatomy are in
``rules/anatomy.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, is_phrase
from procgraph.extraction.interpreters.spans import WORD, extended
from procgraph.extraction.rules import Rules, rule, table
from procgraph.extraction.trimming import without_brackets
from procgraph.extraction.words import is_body_part, is_modifier, singular, word_class
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["anatomy"]

# Sites that are a part of another, too.
_PART_TOO = frozenset({"back", "backs"})
_MEMBER_BEFORE = re.compile(
    r"([^\W_][\w'’-]*)(?:,? (?:or|and) |, )$|\bthe ([^\W_][\w'’-]*) (?:or|and) the $"
)


def anatomy(place: Place) -> Iterator[Draft]:
    """Sites of the body, with shared nouns expanded ('radial or femoral artery')."""
    for clause in place.clauses:
        for text in _sites(clause.text, place.context.lexicon):
            yield Draft(
                Relation.HAS_ANATOMICAL_SITE,
                text,
                clause.start,
                clause.end,
                place.section,
                "mentions.anatomy",
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
    spans += [word.span() for word in WORD.finditer(text) if _is_noun(word[0])]
    done = 0
    for start, end in _merged(spans):
        if start < done:
            continue
        left = _leftmost(text, start, done)
        if text[left:end].lower() in _PART_TOO and text[end:].startswith(" of "):
            continue  # 'the back of the hand' is told with the hand
        part = rule("mentions.part-before").search(text[:left])
        is_part = part is not None and part.start() >= done
        end += _of_whole(text[start:end], text[end:])
        done = end
        if rule("mentions.case-before").search(text[:left]):
            continue  # 'if the airway is at risk'
        if part and is_part and not rule("mentions.and-more").match(text[end:]):
            # 'the underside of his tongue' is told without whose it is
            named = f"{text[part.start() : part.start('whose')]}the {text[left:end]}"
        else:
            named = text[left:end]
        for phrase in expand(named):
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
        rule(f"mentions.{name}")
        for name in (
            "posture",
            "no-site",
            "thing",
            "range",
            "spared",  # before the next, which takes 'not opened' off 'the chest is not opened'
            "elsewhere",
            "harmed",
            "department",
            "named-for",
            "turn-of-speech",
            "posed",
            "bone-end",
            "anywhere",
            "not-taken",
            "hurt",
            "others-hand",
            "compared",
            "pain-at",
            "strained",
            "other-disease",
            "drug-for",
            "landmark",
        )
    )


def _shares_noun(site: str, following: str) -> bool:
    """Whether a site's name is an adjective of those behind it ('carotid' + ' or iliac artery')."""
    return site.lower() in _classes()["places"] and following.startswith((", ", " or ", " and "))


def _leftmost(text: str, start: int, done: int) -> int:
    """`start` moved left over adjectives and their coordinations, but not before `done`."""
    while True:
        wider = extended(text, start, 1, _is_part_of_name)
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
    if word in classes["places"] or word in classes["shared"]:
        return True
    return word.endswith(tuple(classes["endings"])) and word not in classes["never"]


def _of_whole(site: str, following: str) -> int:
    """How many characters after a part of the body name the whole ('lobe' + ' of the lung')."""
    part = site.lower().rsplit(" ", 1)[-1].rstrip("s").replace("ie", "y")
    if part not in _classes()["parts"] | _classes()["general"]:
        return 0
    whole = rule("mentions.of-whole").match(following)
    if whole and any(_is_noun(word) for word in whole["whole"].split()):
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
