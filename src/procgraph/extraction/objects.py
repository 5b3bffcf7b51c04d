"""Objects that one noun governs: 'injury to the ureter, bladder or bowel' is an injury to each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from procgraph.extraction.governors import only_describes, relational_prefix, share_object_head
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

__all__ = ["share_object_list"]

_LONGEST_PART = 2
_LONGEST_CAUSE = 3
_LONGEST_OBJECT = 4
_ACTS = ("ing", "ment", "ion", "osure", "rsal", "oval", "enance", "ainage")


def share_object_list(
    parts: Sequence[str], apart: Sequence[bool], anew: Sequence[bool]
) -> list[str]:
    """'injury to the ureter', 'bowel' → 'injury to bowel'; 'of the scar', 'of the heel' alike.

    A part that is `anew` stands behind a list that has ended.
    """
    texts: list[str] = []
    prefix = ""
    site = ""
    is_unfinished = False
    governor: re.Match[str] | None = None
    after: re.Match[str] | None = None
    doing_to: re.Match[str] | None = None
    able: re.Match[str] | None = None
    within: re.Match[str] | None = None
    says: re.Match[str] | None = None
    for part, is_apart, is_anew in zip(parts, apart, anew, strict=True):
        words = part.split()
        if is_anew and texts[-1] != parts[len(texts) - 1]:
            # 'swelling of the face or tongue, hives, or wheezing'
            prefix, site, governor, after, doing_to = "", "", None, None, None
            able, within, says = None, None, None
        if not words:
            texts.append(part)
            continue
        opening = rule("coordination.of-within").match(part)
        doing = rule("coordination.trouble-doing").search(texts[-1]) if texts else None
        if doing and len(words) == 1 and _is_activity(words[0]):
            # 'a spread of toxin with trouble swallowing', 'breathing'
            part = f"{texts[-1][: doing.start('doing')]}{part}"
        elif texts and opening and " of " not in texts[-1] and _is_finding_of(part, opening):
            # 'a reaction to the drug', 'of an infection': of each there was a risk
            prefix, part = "", rule("coordination.determiner").sub("", part[opening.end() :])
        elif prefix and opening and len(words) > 1 and texts and _goes_on(prefix, opening):
            part = f"{prefix.rsplit(' ', 1)[0]} {part}"
        elif (
            opening
            and not is_apart
            and len(words) > 1
            and texts
            and (stem := _before_preposition(texts[-1], opening))
        ):
            part = f"{stem} {part}"
        elif site.startswith(f"{prefix} ") and _is_part(words):
            # 'loss of feeling in an arm', 'hand': the nearest noun governs
            part = f"{site} {part}"
        elif (
            texts
            and not is_apart
            and (_is_bare_thing(words) or _is_alike(words, texts[-1].split()))
            and (by := rule("coordination.nearest").match(texts[-1]))
            and befalls(by["finding"].split()[-1])
        ):
            # 'compression of a nerve by the cast', 'splint'; 'a rash under the strap', 'tape'
            part = f"{by['stem']} {part}"
        elif (
            prefix
            and _size(part) <= _LONGEST_OBJECT
            and (is_unfinished or not _starts_anew(words, texts[-1].split()))
        ):
            part = f"{prefix} {part}"
        elif site and _is_place(words):
            # 'surgery on the face', 'skull base', but 'joint instability' is no place
            part = f"{site} {part}"
        elif after and _may_precede(words, after) and len(words) <= _LONGEST_CAUSE:
            # 'nerve injury after trauma', 'surgery'
            part = f"{after[0]} {part}"
        elif governor and _is_done(words, governor):
            part = f"{governor[0]} {part}"
        elif able and len(words) > 1 and words[0] in word_class("doings"):
            part = f"{able[0]}{part}"
        elif able and able["back"] and words[0] not in word_class("doings"):
            # 'ability to return to work', 'sports'
            part = f"{able[0]}{able['back']}{part}"
        elif within and len(words) <= _LONGEST_PART and _is_disease(words[-1]):
            # 'effusion in rheumatoid arthritis', 'osteoarthritis'
            part = f"{within[0]}{part}"
        elif doing_to and len(words) <= _LONGEST_PART and _is_dealt_with(words[-1]):
            # 'trouble swallowing solids', 'liquids'
            part = f"{doing_to[0]} {part}"
        elif says and _may_be_said(words, texts[-1], helped=says["helps"] is not None):
            # 'veins that bulge', 'ache'
            part = f"{says[0]} {part}"
        elif len(texts) + 1 < len(parts):
            prefix = relational_prefix(part)
            # 'flare of rheumatoid': the noun is yet to come
            rest = part[len(prefix) :].split()
            is_unfinished = bool(prefix and rest) and all(map(only_describes, rest))
            at_part = rule("coordination.at-part").match(part)
            site = at_part[0] if at_part and _is_part(words[-1:]) else ""
            governor = rule("coordination.governor").match(part)
            after = rule("coordination.after-act").match(part)
            after = after if after and _may_precede(words, after) else None
            doing_to = rule("coordination.doing-what").match(part)
            able = rule("coordination.able-to").match(part)
            within = rule("coordination.in-disease").match(part)
            if within and not (is_event(within["finding"]) and _is_disease(within["disease"])):
                within = None
            says = rule("coordination.relative").match(part)
        texts.append(part)
    return share_object_head(texts)


def _goes_on(prefix: str, opening: re.Match[str]) -> bool:
    """Whether a preposition gives another place, or is that of the list again."""
    return bool(opening["place"]) or prefix.endswith(f" {opening['preposition']}")


def _is_finding_of(part: str, opening: re.Match[str]) -> bool:
    """'of a chest infection', 'of a clot in the leg'."""
    named = part[opening.end() :]
    rest = rule("coordination.preposition").search(named)
    head = (named[: rest.start()] if rest else named).split()
    return opening["preposition"] == "of" and bool(head) and is_event(head[-1])


def _before_preposition(text: str, opening: re.Match[str]) -> str:
    """'pain' of 'pain in the shoulder', before 'over the scar': what both say the place of."""
    if opening["preposition"] in ("anywhere", "elsewhere"):
        first = rule("coordination.preposition").search(text)
        return text[: first.start()].strip() if first else text
    end = text.rfind(f" {opening['preposition']} ")
    place = rule("coordination.before-place").match(text) if opening["place"] else None
    return text[:end] if end > 0 else place["stem"] if place else ""


def _size(part: str) -> int:
    """How many words a part has before what is said of it."""
    rest = rule("coordination.preposition").search(part)
    return len((part[: rest.start()] if rest else part).split())


def _is_place(words: list[str]) -> bool:
    """Whether words name a part of the body, and perhaps what its trouble comes from ('fingers from
    low calcium')."""
    rest = rule("coordination.preposition").search(" ".join(words))
    head = " ".join(words)[: rest.start()].split() if rest else words
    longest = 1 if rest else _LONGEST_PART
    return 0 < len(head) <= longest and _is_part(head) and not is_ailing(head)


def _is_done(words: list[str], governor: re.Match[str]) -> bool:
    """Whether words say what somebody does ('climbing stairs'), or has trouble with ('memory')."""
    if _is_activity(words[0]):
        is_alone = len(words) == 1 or not governor["when"]
        return is_alone or (words[0].endswith("ing") and not is_event(words[-1]))
    is_function = len(words) <= _LONGEST_PART and words[-1] in word_class("functions")
    return is_function and not governor["when"]


def _is_activity(word: str) -> bool:
    """'bathing', 'sleep': what a patient does, and no finding."""
    is_doing = word.endswith("ing") and word.isalpha() and not is_event(word)
    return is_doing or word in word_class("activities")


def _may_precede(words: list[str], after: re.Match[str]) -> bool:
    """Whether words name what a trouble comes after, or, if it comes from it, a disease."""
    return is_act(words[-1]) or (_is_disease(words[-1]) and after["from"] is not None)


def _is_disease(word: str) -> bool:
    return is_event(word) and singular(word) not in word_class("symptoms")


def _may_be_said(words: list[str], before: str, *, helped: bool) -> bool:
    """Whether words are a verb like the one before them: 'veins that bulge', 'ache'; behind a
    helping verb 'a tendon that has torn', 'pulled away from the bone'."""
    if helped and is_participle(words[0]):
        return True
    is_noun = words[0].endswith("s") and not before.endswith("s")
    return len(words) == 1 and not (is_noun or is_describing(words[0]) or words[0].endswith("ing"))


def _is_bare_thing(words: list[str]) -> bool:
    """'tape', 'splint': a noun alone that befalls nobody and does not describe."""
    word = words[0]
    is_other = befalls(word) or only_describes(word) or is_treatment(word) or is_person(word)
    return len(words) == 1 and not is_other


def _is_dealt_with(word: str) -> bool:
    """'solids', 'medications', but 'a fever' is nothing that anyone handles."""
    return not is_event(word) or singular(word) in word_class("not_findings")


def _is_alike(words: list[str], before: list[str]) -> bool:
    """'donor site', 'graft site'; 'wound', 'abdominal wall'."""
    return words[1:] == before[-1:] or (len(words) <= _LONGEST_PART and _is_part(words))


def _is_part(words: list[str]) -> bool:
    """Whether words name a part of the body or what comes out of it, and nothing that it has."""
    if len(words) == 1 and words[0].lower() in word_class("excreta"):
        return True
    return any(map(is_body_part, words)) and not is_event(words[-1])


def _starts_anew(words: list[str], before: list[str]) -> bool:
    """Whether a bare part is an event of its own rather than another object."""
    text = " ".join(words)
    head = words
    match = rule("coordination.preposition").search(text)
    if len(words) == 1 and is_treatment(words[0]) and not is_treatment(before[-1]):
        return True  # 'removal of the bladder', 'radiotherapy'
    if text.lower() in word_class("sufferers") or rule("coordination.edge").match(text):
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
        return befalls(head[-1]) or (len(head) > 1 and not _is_part(head))
    if len(words) > 1 and before[-2:-1] == ["of"] and singular(words[-1]) == singular(before[-1]):
        return is_describing(words[0])  # 'loss of vision', 'double vision'
    begins = words[0].lower() in word_class("openers") or (
        is_quality(words[0]) and not (is_grading(words[0]) and _is_part(words))
    )
    is_ability = head[-1].lower() in word_class("functions")  # 'loss of movement', 'sensation'
    starts = is_event(head[-1]) or is_mishap(head[-1])
    return begins or (starts and not is_ability) or is_person(head[-1])
