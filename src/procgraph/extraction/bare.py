"""What a bare part of a list may be: a place, a thing, an act, or an event of its own."""

from __future__ import annotations

import re

from procgraph.extraction.governors import only_describes
from procgraph.extraction.rules import rule
from procgraph.extraction.words import (
    befalls,
    is_act,
    is_ailing,
    is_body_part,
    is_describing,
    is_event,
    is_grading,
    is_mishap,
    is_participle,
    is_person,
    is_quality,
    is_treatment,
    singular,
    word_class,
)

__all__ = [
    "is_activity",
    "is_alike",
    "is_bare_thing",
    "is_dealt_with",
    "is_disease",
    "is_done",
    "is_part",
    "is_place",
    "may_be_said",
    "may_precede",
    "starts_anew",
]

_LONGEST_PART = 2
_ACTS = ("ing", "ment", "ion", "osure", "rsal", "oval", "enance", "ainage")


def is_place(words: list[str]) -> bool:
    """Whether words name a part of the body, and perhaps what its trouble comes from ('fingers from
    low calcium')."""
    rest = rule("coordination.preposition").search(" ".join(words))
    head = " ".join(words)[: rest.start()].split() if rest else words
    longest = 1 if rest else _LONGEST_PART
    return 0 < len(head) <= longest and is_part(head) and not is_ailing(head)


def is_done(words: list[str], governor: re.Match[str]) -> bool:
    """Whether words say what somebody does ('climbing stairs'), or has trouble with ('memory')."""
    if is_activity(words[0]):
        is_alone = len(words) == 1 or not governor["when"]
        return is_alone or (words[0].endswith("ing") and not is_event(words[-1]))
    is_function = len(words) <= _LONGEST_PART and words[-1] in word_class("functions")
    return is_function and not governor["when"]


def is_activity(word: str) -> bool:
    """'bathing', 'sleep': what a patient does, and no finding."""
    is_doing = word.endswith("ing") and word.isalpha() and not is_event(word)
    is_doing = is_doing and word not in word_class("not_doings")
    return is_doing or word in word_class("activities")


def may_precede(words: list[str], after: re.Match[str]) -> bool:
    """Whether words name what a trouble comes after, or, if it comes from it, a disease."""
    return is_act(words[-1]) or (is_disease(words[-1]) and after["from"] is not None)


def is_disease(word: str) -> bool:
    return is_event(word) and singular(word) not in word_class("symptoms")


def may_be_said(words: list[str], before: str, *, helped: bool) -> bool:
    """Whether words are a verb like the one before them: 'veins that bulge', 'ache'; behind a
    helping verb 'a tendon that has torn', 'pulled away from the bone'."""
    if helped and is_participle(words[0]):
        return True
    is_noun = words[0].endswith("s") and not before.endswith("s")
    return len(words) == 1 and not (is_noun or is_describing(words[0]) or words[0].endswith("ing"))


def is_bare_thing(words: list[str]) -> bool:
    """'tape', 'splint': a noun alone that befalls nobody and does not describe."""
    word = words[0]
    is_other = befalls(word) or only_describes(word) or is_treatment(word) or is_person(word)
    return len(words) == 1 and not is_other


def is_dealt_with(word: str) -> bool:
    """'solids', 'medications', but 'a fever' is nothing that anyone handles."""
    return not is_event(word) or singular(word) in word_class("not_findings")


def is_alike(words: list[str], before: list[str]) -> bool:
    """'donor site', 'graft site'; 'wound', 'abdominal wall'."""
    return words[1:] == before[-1:] or (len(words) <= _LONGEST_PART and is_part(words))


def is_part(words: list[str]) -> bool:
    """Whether words name a part of the body or what comes out of it, and nothing that it has."""
    if len(words) == 1 and words[0].lower() in word_class("excreta"):
        return True
    return any(map(is_body_part, words)) and not is_event(words[-1])


def starts_anew(words: list[str], before: list[str]) -> bool:
    """Whether a bare part is an event of its own rather than another object."""
    text = " ".join(words)
    if rule("coordination.feeling").match(text):
        return True  # 'pain in the shoulder', 'feeling sick'
    head = words
    match = rule("coordination.preposition").search(text)
    if len(words) == 1 and is_treatment(words[0]) and not is_treatment(before[-1]):
        return True  # 'removal of the bladder', 'radiotherapy'
    if len(words) > 1 and words[-1].lower() in word_class("numbness"):
        return True  # 'injury to the globe', 'brainstem anesthesia'
    if words[0] == "too" or rule("coordination.attack").search(text):
        return True  # 'a clot in the atrium', 'too narrow valve'
    one = " ".join([*words[:-1], singular(words[-1])]).lower()
    if one in word_class("sufferers") or rule("coordination.edge").match(text):
        return False  # 'infection of the bone', 'wound'; 'of the eye', 'corner of the mouth'
    if text.lower() in word_class("quantities"):
        return False  # 'rise in heart rate', 'blood pressure'
    if is_ailing(words):
        return True  # 'irritation of the mouth', 'sore throat'
    if match:
        head = text[: match.start()].split() or words
        if len(head) == 1 and match[1] in ("of", "to") and head[0].endswith(_ACTS):
            return True  # 'relief of pain', 'healing of ulcers', 'conversion to open surgery'
        if head[-1].lower() in word_class("functions"):
            return False
        is_want = head[-1].lower() in word_class("lacking")  # lack of blood
        return is_want or befalls(head[-1]) or (len(head) > 1 and not is_part(head))
    if len(words) > 1 and before[-2:-1] == ["of"] and singular(words[-1]) == singular(before[-1]):
        return is_describing(words[0])  # 'loss of vision', 'double vision'
    begins = words[0].lower() in word_class("openers") or (
        is_quality(words[0]) and not (is_grading(words[0]) and is_part(words))
    )
    is_ability = head[-1].lower() in word_class("functions")  # 'loss of movement', 'sensation'
    starts = is_event(head[-1]) or is_mishap(head[-1])
    return begins or (starts and not is_ability) or is_person(head[-1])
