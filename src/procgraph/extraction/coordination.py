"""Coordination: 'chronic neck or upper back pain' → 'chronic neck pain', 'chronic upper back pain'.

Members are split at commas, 'and' and 'or'. Then, in this order, what they share is given to each:
a head on the right, a preposition's object on either side, a quality on the left. Between members,
'or' binds tighter than 'and': 'a surgeon and a nurse or a technician' is the surgeon, and one of
two.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from procgraph.extraction.rules import rule, word_list
from procgraph.extraction.words import (
    head_of,
    is_body_part,
    is_event,
    is_head,
    is_modifier,
    is_person,
    is_quality,
    is_relational,
    is_spreading,
    word_class,
)

__all__ = ["Member", "expand", "members"]


class Member(NamedTuple):
    """One member of a coordination. Members with the same `choice` are alternatives of each other;
    a member that is no alternative to any other has a `choice` of its own."""

    text: str
    choice: int


@lru_cache(maxsize=16384)
def expand(phrase: str) -> tuple[str, ...]:
    """The members of a coordination, each with all that it shares, in the order of the text."""
    return tuple(member.text for member in members(phrase))


@lru_cache(maxsize=16384)
def members(phrase: str) -> tuple[Member, ...]:
    """The members of a coordination with their choices ('or' binds tighter than 'and')."""
    phrase = rule("coordination.suspended").sub(r"\1-\4 \2 \3-\4", phrase)
    raw, links = _split(phrase)
    article = rule("coordination.article")
    texts = _shared(
        [_bare(part) for part in raw], [article.match(part.strip()) is not None for part in raw]
    )
    choice = 0
    found: list[Member] = []
    for position, text in enumerate(texts):
        if position and links[position - 1] == "and":
            choice += 1
        if text:
            found.append(Member(text, choice))
    return tuple(found)


def _split(phrase: str) -> tuple[list[str], list[str]]:
    """The parts between coordinators, and for each gap 'and' or 'or'.

    A comma takes the word of the next gap.
    """
    if not _may_be_coordinated(phrase):
        return [phrase], []
    fixed = [match.span() for match in rule("coordination.fixed").finditer(phrase)]
    parts: list[str] = []
    links: list[str | None] = []
    position = 0
    for match in rule("coordination.coordinator").finditer(phrase):
        if any(start < match.end() and match.start() < end for start, end in fixed):
            continue
        if _inside_brackets(phrase, match.start()):
            continue
        part = phrase[position : match.start()]
        if not part.strip():
            position = match.end()
            continue
        parts.append(part)
        word = match["word"] or match["then"] or ("or" if match["slash"] else None)
        links.append(None if word is None else "or" if word in ("or", "nor", "and/or") else "and")
        position = match.end()
    parts.append(phrase[position:])
    resolved: list[str] = []
    following = next((link for link in reversed(links) if link), "and")
    for link in reversed(links):
        following = link or following
        resolved.append(following)
    resolved.reverse()
    return parts, resolved


def _may_be_coordinated(phrase: str) -> bool:
    # Most phrases are not, and the pattern of coordinators is slow to tell.
    if "," in phrase or "/" in phrase:
        return True
    return not word_list("coordination", "coordinators").isdisjoint(phrase.split())


def _bare(part: str) -> str:
    part = part.strip(" ,;")
    for _ in range(2):
        part = rule("coordination.determiner").sub("", part)
    return part


def _inside_brackets(phrase: str, position: int) -> bool:
    return phrase.count("(", 0, position) > phrase.count(")", 0, position)


# -- what members share ----------------------------------------------------------------------------


def _shared(parts: Sequence[str], determined: Sequence[bool]) -> list[str]:
    if len(parts) == 1:
        return list(parts)
    texts = _share_object_list(parts)
    texts = _share_head(texts)
    texts = _share_place(texts)
    return _share_quality(texts, determined)


def _share_object_list(parts: Sequence[str]) -> list[str]:
    """'injury to the ureter', 'bowel' → 'injury to bowel'; 'of the scar', 'of the heel' alike."""
    texts: list[str] = []
    prefix = ""
    for part in parts:
        words = part.split()
        if not words:
            texts.append(part)
            continue
        opening = rule("coordination.of-within").match(part)
        if prefix and opening and len(words) > 1 and texts:
            part = f"{prefix.rsplit(' ', 1)[0]} {part}"
        elif prefix and len(words) <= 4 and not _starts_anew(words):
            part = f"{prefix} {part}"
        else:
            prefix = _relational_prefix(part)
        texts.append(part)
    return texts


def _relational_prefix(part: str) -> str:
    """'injury to' of 'injury to the ureter', when its noun takes lists of objects."""
    match = rule("coordination.preposition").search(part)
    if not match or match[1] in ("at", "on", "into", "near", "by", "during", "under", "within"):
        return ""
    before = part[: match.start()].split()
    if not before or not (is_relational(before[-1]) or is_event(before[-1])):
        return ""
    if match[1] in ("affecting", "involving", "limiting"):
        return part[: match.end()].strip()
    if not is_relational(before[-1]):
        return ""
    if match[1] in ("in", "with", "around", "for") and not is_event(before[-1]):
        return ""
    return part[: match.end()].strip()


def _starts_anew(words: list[str]) -> bool:
    """Whether a bare part is an event of its own rather than another object."""
    text = " ".join(words)
    head = words
    match = rule("coordination.preposition").search(text)
    if match:
        head = text[: match.start()].split() or words
        return True if head and (is_event(head[-1]) or is_relational(head[-1])) else len(head) > 1
    begins = words[0].lower() in word_class("openers") or is_quality(words[0])
    return begins or is_event(head[-1]) or is_person(head[-1])


def _share_head(parts: Sequence[str]) -> list[str]:
    """Give the last member's head to those that only modify ('septic or cardiogenic shock')."""
    texts = list(parts)
    shared_from = len(texts)
    for end in range(len(texts) - 1, 0, -1):
        if end >= shared_from:
            continue  # this member has just been given its head
        words, tail = _noun_phrase(texts[end])
        if len(words) < 2:
            continue
        size = head_of(words)
        head = words[-size:]
        modifiers = words[:-size]
        if not modifiers or not (is_head(head[-1]) or _all_modifiers(modifiers)):
            continue
        if is_event(modifiers[-1]) and not is_modifier(modifiers[-1]):
            continue
        start = end
        while start > 0 and _only_modifies(texts[start - 1], head):
            start -= 1
        if start == end:
            continue
        shared_from = start
        qualities = _leading_qualities(texts[start].split())
        for index in range(start, end):
            texts[index] = " ".join([texts[index], *head]) + tail
        for index in range(start + 1, end + 1):
            own = texts[index].split()
            if qualities and not _qualifies(own):
                texts[index] = " ".join([*qualities, texts[index]])
    return texts


def _noun_phrase(text: str) -> tuple[list[str], str]:
    """The words before the first preposition, and what follows them."""
    match = rule("coordination.preposition").search(text)
    if match and match.start() > 0:
        return text[: match.start()].split(), " " + text[match.start() :]
    return text.split(), ""


def _only_modifies(text: str, head: Sequence[str]) -> bool:
    words = text.split()
    if not words or len(words) > 4 or rule("coordination.preposition").search(text):
        return False
    last = words[-1]
    if is_person(last) or (is_event(last) and not is_modifier(last)):
        return False
    if is_person(head[-1]) and not is_modifier(last):
        return False
    if is_head(last) and not is_modifier(last):
        return False
    return _all_modifiers(words)


def _all_modifiers(words: Sequence[str]) -> bool:
    return all(is_modifier(word) or word.isupper() or word.isdigit() for word in words)


def _leading_qualities(words: Sequence[str]) -> list[str]:
    qualities: list[str] = []
    for word in words[:-1]:
        if not is_quality(word):
            break
        qualities.append(word)
    return qualities


def _share_place(parts: Sequence[str]) -> list[str]:
    """'soreness', 'a small dent at the injection site' → both at the injection site."""
    texts = list(parts)
    place = rule("coordination.place").search(texts[-1])
    if place and len(texts) <= 3:
        for index, text in enumerate(texts[:-1]):
            if len(text.split()) <= 2 and not rule("coordination.preposition").search(text):
                texts[index] = text + place[0]
    return texts


def _share_quality(parts: Sequence[str], determined: Sequence[bool]) -> list[str]:
    """'improved mobility', 'quality of life' → 'improved quality of life'; other qualities spread
    over a simple pair only, and over no member that has an article ('frequent falls or a job')."""
    texts = list(parts)
    words = texts[0].split()
    if len(words) < 2 or not _qualifies(words):
        return texts
    quality = words[0]
    if not (is_spreading(quality) or len(texts) == 2):
        return texts
    for index in range(1, len(texts)):
        own = texts[index].split()
        if own and not determined[index] and not _has_quality_of_its_own(own):
            texts[index] = f"{quality} {texts[index]}"
    return texts


def _qualifies(words: Sequence[str]) -> bool:
    """Whether a phrase begins with a quality; 'lower' before a part of the body is none."""
    is_place = words[0].lower() in ("lower", "upper") and any(map(is_body_part, words[1:2]))
    return is_quality(words[0]) and not is_place


def _has_quality_of_its_own(words: Sequence[str]) -> bool:
    return (
        is_quality(words[0])
        or words[0] == "no"
        or (len(words) > 1 and is_modifier(words[0]))
        or words[0].endswith("er")
    )
