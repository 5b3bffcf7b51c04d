"""Heads that the members of a coordination share: 'septic or cardiogenic shock'."""

from __future__ import annotations

from collections.abc import Sequence

from procgraph.extraction.rules import rule
from procgraph.extraction.words import (
    head_of,
    is_body_part,
    is_describing,
    is_event,
    is_head,
    is_modifier,
    is_named_after_part,
    is_participle,
    is_person,
    is_quality,
    is_spreading,
    singular,
    word_class,
)

__all__ = [
    "is_measured",
    "noun_phrase",
    "qualifies",
    "share_head",
    "share_part_head",
    "share_time_head",
]


def share_head(parts: Sequence[str]) -> list[str]:
    """Give the last member's head to those that only modify ('septic or cardiogenic shock')."""
    texts = list(parts)
    shared_from = len(texts)
    for end in range(len(texts) - 1, 0, -1):
        if end >= shared_from:
            continue  # this member has just been given its head
        words, tail = noun_phrase(texts[end])
        if words and words[-1].lower().endswith("oablation"):
            # one word of two: 'microwave or cryoablation'
            words[-1:] = [words[-1].lower().removesuffix("ablation"), "ablation"]
        if len(words) < 2 or words[0] == "no" or _is_site(words):
            continue
        if rule("coordination.number").match(words[-1]):
            continue
        size = head_of(words)
        if size == len(words):
            size = 1  # 'lung or heart disease'
        head = words[-size:]
        modifiers = words[:-size]
        if not modifiers or not (is_head(head[-1]) or _all_modifiers(modifiers)):
            continue
        if is_event(modifiers[-1]) and not is_modifier(modifiers[-1]):
            continue
        start = end
        is_described = not is_head(head[-1]) and all(map(is_describing, modifiers))
        while start > 0 and _only_modifies(texts[start - 1], head):
            if is_described and _is_noun_too(texts[start - 1]):
                break  # 'alcohol or important decisions'
            start -= 1
        if start == end:
            continue
        shared_from = start
        qualities = _leading_qualities(texts[start].split())
        for index in range(start, end):
            texts[index] = " ".join([texts[index], *head]) + tail
        for index in range(start + 1, end + 1):
            own = texts[index].split()
            if qualities and not qualifies(own):
                texts[index] = " ".join([*qualities, texts[index]])
    return texts


def share_part_head(parts: Sequence[str]) -> list[str]:
    """'program for neck', 'back pain' → 'program for neck pain', 'program for back pain'; 'valves
    in the great', 'small vein' → 'valves in the great vein', 'valves in the small vein'."""
    texts = list(parts)
    for index in reversed(range(len(texts) - 1)):  # what shares a head may share it with the next
        stem, the, described = texts[index].rpartition(" the ")
        first, _, rest = texts[index + 1].partition(" ")
        # 'anesthetic' is a noun as well, and an adjective before one
        says_which = is_describing(first) or first.endswith("ic")
        if the and rest and says_which and _only_tells_which(described):
            texts[index] = f"{texts[index]} {rest}"
            texts[index + 1] = f"{stem}{the}{texts[index + 1]}"
            continue
        open_part = rule("coordination.for-part").match(texts[index])
        if not open_part or not is_body_part(open_part["part"]):
            continue
        following = texts[index + 1].removeprefix(f"{open_part['stem']} ")
        *own, head = following.split() or [""]
        if own and is_head(head) and all(map(is_modifier, own)):
            texts[index] = f"{texts[index]} {head}"
            texts[index + 1] = f"{open_part['stem']} {following}"
    return texts


def share_time_head(parts: Sequence[str]) -> list[str]:
    """'persistent rest', 'night pain' → 'persistent rest pain', 'persistent night pain': when a
    complaint comes, told by nouns."""
    texts = list(parts)
    for index in reversed(range(len(texts) - 1)):
        *how, when = texts[index].split() or [""]
        following = texts[index + 1].split()
        place = next((at for at, word in enumerate(following[:-1]) if _tells_when(word)), None)
        if not _tells_when(when) or place is None or not all(map(is_quality, how)):
            continue
        if not is_event(following[-1]) and not is_head(following[-1]):
            continue
        texts[index] = " ".join([*how, when, *following[place + 1 :]])
        if not place:
            texts[index + 1] = " ".join([*how, *following])
    return texts


def _tells_when(word: str) -> bool:
    return word.lower() in word_class("when_ailing")


def _only_tells_which(word: str) -> bool:
    """Whether a word is no noun as well ('wound' before 'abdominal wall' is)."""
    return is_describing(word) and word not in word_class("sufferers")


def noun_phrase(text: str) -> tuple[list[str], str]:
    """The words before the first preposition, and what follows them."""
    match = rule("coordination.preposition").search(text)
    if match and match.start() > 0:
        return text[: match.start()].split(), " " + text[match.start() :]
    return text.split(), ""


def _only_modifies(text: str, head: Sequence[str]) -> bool:
    words = text.split()
    if not words or len(words) > 4 or rule("coordination.preposition").search(text):
        return False
    if words[-len(head) :] == list(head):
        return False
    if words[-1].isupper() and singular(head[-1]) in word_class("of_specimens"):
        return False  # 'INR and blood cultures'
    if " ".join(words[-2:]).lower() in word_class("whole_names"):
        return False
    if _is_site(words[-2:]) and is_event(head[-1]):
        return _all_modifiers(words[:-2])
    if singular(head[-1]) == "ablation" and words[-1].lower() in word_class("energies"):
        return True
    if words[0].lower() == "vitamin":
        return singular(head[-1]) == "deficiency"  # 'vitamin D and exercise'
    is_impaired = len(words) > 1 and words[0].lower() in word_class("impairments")
    if is_impaired and not is_body_part(head[-1]):
        return False  # 'herniated discs' are found, they modify nothing
    if is_measured(words):
        return False
    last = words[-1]
    if is_body_part(last) and is_named_after_part(head[-1]):
        return False  # 'neurogenic bladder or severe cystitis'
    if is_body_part(last) and (
        singular(last) != last.lower()
        or (len(words) > 1 and words[0].lower() in word_class("descriptive"))
    ):
        return False  # 'knees or lower back'; a 'sore throat' is a finding
    if is_person(head[-1]) and last.lower() in word_class("posts"):
        return True
    if is_person(last) or (is_event(last) and not is_modifier(last)):
        return False
    if is_person(head[-1]) and not is_modifier(last):
        return False
    if is_head(last) and not is_modifier(last):
        return False
    return _all_modifiers(words)


def _is_noun_too(text: str) -> bool:
    return text.rpartition(" ")[2].lower() in word_class("nouns_too")


def _is_site(words: Sequence[str]) -> bool:
    """'fallopian tube': a part of the body whose name has two words."""
    return " ".join([*words[:-1], singular(words[-1])]).lower() in word_class("paired_sites")


def is_measured(words: Sequence[str]) -> bool:
    """'far less drug': whatever its last word is, it needs no head."""
    return len(words) > 2 and words[0].lower() in word_class("how_much") and is_spreading(words[1])


def _all_modifiers(words: Sequence[str]) -> bool:
    return all(
        is_modifier(word) or is_participle(word) or word.isupper() or word.isdigit()
        for word in words
    )


def _leading_qualities(words: Sequence[str]) -> list[str]:
    qualities: list[str] = []
    for word in words[:-1]:
        if not is_quality(word):
            break
        qualities.append(word)
    return qualities


def qualifies(words: Sequence[str]) -> bool:
    """Whether a phrase begins with a quality; 'lower' before a part of the body is none."""
    is_place = words[0].lower() in ("lower", "upper") and any(map(is_body_part, words[1:2]))
    return is_quality(words[0]) and not is_place
