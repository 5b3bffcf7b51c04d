"""Objects that one noun governs: 'injury to the ureter, bladder or bowel' is an injury to each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from procgraph.extraction.bare import (
    is_activity,
    is_alike,
    is_bare_thing,
    is_dealt_with,
    is_disease,
    is_done,
    is_part,
    is_place,
    may_be_said,
    may_precede,
    starts_anew,
)
from procgraph.extraction.governors import only_describes, relational_prefix, share_object_head
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.words import (
    befalls,
    is_event,
    is_quality,
    word_class,
)

__all__ = ["share_object_list"]

_LONGEST_PART = 2
_LONGEST_CAUSE = 3
_LONGEST_OBJECT = 4
# The rules that tell what governs the parts behind one.
_GOVERNING = ids(
    "coordination",
    "at-part governor after-act doing-what able-to in-disease relative",
)


class _Governors(NamedTuple):
    """What of a part governs those behind it."""

    prefix: str = ""
    """'injury to' of 'injury to the ureter'."""
    is_unfinished: bool = False
    """Whether the noun is yet to come: 'flare of rheumatoid'."""
    site: str = ""
    """'surgery on the face'."""
    doer: re.Match[str] | None = None
    """'difficulty with climbing stairs'."""
    after: re.Match[str] | None = None
    """'nerve injury after trauma'."""
    doing_to: re.Match[str] | None = None
    """'trouble swallowing solids'."""
    able: re.Match[str] | None = None
    """'ability to return to work'."""
    within: re.Match[str] | None = None
    """'effusion in rheumatoid arthritis'."""
    says: re.Match[str] | None = None
    """'veins that bulge'."""

    @classmethod
    def of(cls, part: str, words: list[str]) -> _Governors:
        prefix = relational_prefix(part)
        rest = part[len(prefix) :].split()
        is_unfinished = bool(prefix and rest) and all(map(only_describes, rest))
        if not rules_named(*_GOVERNING).likely(part):
            return cls(prefix, is_unfinished)
        at_part = rule("coordination.at-part").match(part)
        after = rule("coordination.after-act").match(part)
        within = rule("coordination.in-disease").match(part)
        if within and not (is_event(within["finding"]) and is_disease(within["disease"])):
            within = None
        return cls(
            prefix=prefix,
            is_unfinished=is_unfinished,
            site=at_part[0] if at_part and is_part(words[-1:]) else "",
            doer=rule("coordination.governor").match(part),
            after=after if after and may_precede(words, after) else None,
            doing_to=rule("coordination.doing-what").match(part),
            able=rule("coordination.able-to").match(part),
            within=within,
            says=rule("coordination.relative").match(part),
        )


def share_object_list(
    parts: Sequence[str], apart: Sequence[bool], anew: Sequence[bool]
) -> list[str]:
    """'injury to the ureter', 'bowel' → 'injury to bowel'; 'of the scar', 'of the heel' alike.

    A part that is `anew` stands behind a list that has ended.
    """
    texts: list[str] = []
    by = _Governors()
    for part, is_apart, is_anew in zip(parts, apart, anew, strict=True):
        words = part.split()
        if is_anew and texts[-1] != parts[len(texts) - 1]:
            by = _Governors()  # 'swelling of the face or tongue, hives, or wheezing'
        if not words:
            texts.append(part)
            continue
        opening = rule("coordination.of-within").match(part) if texts else None
        if opening and " of " not in texts[-1] and _is_finding_of(part, opening):
            # 'a reaction to the drug', 'of an infection': of each there was a risk
            by = by._replace(prefix="")
            texts.append(rule("coordination.determiner").sub("", part[opening.end() :]))
            continue
        whole = None
        if texts:
            whole = (
                _like_the_last(part, words, texts[-1], by, opening, is_apart=is_apart)
                or _with_object(part, words, texts[-1], by)
                or _with_clause(part, words, texts[-1], by)
            )
        if whole is None and len(texts) + 1 < len(parts):
            by = _Governors.of(part, words)
        texts.append(whole or part)
    return share_object_head(texts)


def _like_the_last(
    part: str,
    words: list[str],
    before: str,
    by: _Governors,
    opening: re.Match[str] | None,
    *,
    is_apart: bool,
) -> str | None:
    """A part with what the nearest noun or preposition before it governs."""
    doing = rule("coordination.trouble-doing").search(before) if len(words) == 1 else None
    if doing and is_activity(words[0]):
        # 'a spread of toxin with trouble swallowing', 'breathing'
        return f"{before[: doing.start('doing')]}{part}"
    if opening and len(words) > 1:
        if by.prefix and _goes_on(by.prefix, opening):
            return f"{by.prefix.rsplit(' ', 1)[0]} {part}"
        if not is_apart and (stem := _before_preposition(before, opening)):
            return f"{stem} {part}"
    if by.site.startswith(f"{by.prefix} ") and is_part(words):
        return f"{by.site} {part}"  # 'loss of feeling in an arm', 'hand'
    nearest = None if is_apart else rule("coordination.nearest").match(before)
    if nearest is None or not befalls(nearest["finding"].split()[-1]):
        return None
    # 'compression of a nerve by the cast', 'splint'; 'a rash under the strap', 'tape'
    is_another = is_bare_thing(words) or is_alike(words, before.split())
    return f"{nearest['stem']} {part}" if is_another else None


def _with_object(part: str, words: list[str], before: str, by: _Governors) -> str | None:
    """A part with the noun whose object it is."""
    if by.doer and by.doer["when"] and is_done(words, by.doer):
        return None  # 'leakage of urine when coughing', 'laughing'
    may_be_object = bool(by.prefix) and _size(part) <= _LONGEST_OBJECT
    is_open = by.is_unfinished or _is_another_finding(part, words, by.prefix)
    if may_be_object and (is_open or not starts_anew(words, before.split())):
        return f"{by.prefix} {part}"
    if by.site and is_place(words):
        return f"{by.site} {part}"  # 'surgery on the face', 'skull base'; no 'joint instability'
    if by.after and may_precede(words, by.after) and len(words) <= _LONGEST_CAUSE:
        return f"{by.after[0]} {part}"  # 'nerve injury after trauma', 'surgery'
    return None


def _is_another_finding(part: str, words: list[str], prefix: str) -> bool:
    """'swelling', behind 'rapid relief of itching': a finding as the one before it, no place."""
    if word_class("of_findings").isdisjoint(prefix.lower().split()):
        return False
    has_place = rule("coordination.preposition").search(part)
    return not has_place and befalls(words[-1]) and not is_quality(words[0])


def _with_clause(part: str, words: list[str], before: str, by: _Governors) -> str | None:
    """A part with what somebody does or cannot do, or what something does."""
    if by.doer and is_done(words, by.doer):
        return f"{by.doer[0]} {part}"
    is_doing = words[0] in word_class("doings")
    if by.able and is_doing and len(words) > 1:
        return f"{by.able[0]}{part}"
    if by.able and by.able["back"] and not is_doing:
        return f"{by.able[0]}{by.able['back']}{part}"  # 'ability to return to work', 'sports'
    if by.within and len(words) <= _LONGEST_PART and is_disease(words[-1]):
        return f"{by.within[0]}{part}"  # 'effusion in rheumatoid arthritis', 'osteoarthritis'
    if by.doing_to and len(words) <= _LONGEST_PART and is_dealt_with(words[-1]):
        return f"{by.doing_to[0]} {part}"  # 'trouble swallowing solids', 'liquids'
    if by.says and may_be_said(words, before, helped=by.says["helps"] is not None):
        return f"{by.says[0]} {part}"  # 'veins that bulge', 'ache'
    return None


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
