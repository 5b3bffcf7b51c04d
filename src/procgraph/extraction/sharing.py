"""What the members of a coordination share: objects, heads, places and qualities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import dropwhile

from procgraph.extraction.heads import (
    is_measured,
    noun_phrase,
    qualifies,
    share_head,
    share_part_head,
    share_time_head,
)
from procgraph.extraction.objects import share_object_list
from procgraph.extraction.rules import rule
from procgraph.extraction.words import (
    befalls,
    is_adverb,
    is_ailing,
    is_body_part,
    is_describing,
    is_event,
    is_head,
    is_mishap,
    is_modifier,
    is_quality,
    is_spreading,
    is_state,
    singular,
    word_class,
)

__all__ = ["shared"]


def shared(
    parts: Sequence[str],
    determined: Sequence[bool],
    apart: Sequence[bool],
    anew: Sequence[bool],
) -> list[str]:
    """The members with what they share; `determined` tells which had an article, `apart` which
    only a comma joins, `anew` which stand behind a list that has ended."""
    if len(parts) == 1:
        return list(parts)
    texts = share_part_head(share_object_list(_share_name(parts), apart, anew))
    texts = _share_rest(share_time_head(texts), _is_one_of_kind)
    texts = _with_articles(texts, share_head(texts), determined)
    texts = _share_rest(texts, is_describing)
    texts = _share_device(_share_site(texts, determined), determined)
    if not all(apart[1:]):
        texts = _share_place(texts)  # 'headache, redness at the injection site' are two risks
    texts = _share_limit(_share_impairment(texts))
    first = parts[0].split()
    if all(map(is_describing, first)) and not is_measured(first):
        return texts  # 'painful or recurrent growths' are not 'painful recurrent growths'
    return _share_quality(texts, determined)


def _is_one_of_kind(word: str) -> bool:
    """A state, or one of the words that tell things of one kind apart ('left', 'lumbar')."""
    return is_state(word) or word.lower() in word_class("contrasted")


def _share_name(parts: Sequence[str]) -> list[str]:
    """'hepatitis B', 'C' → 'hepatitis C', of names that end in a letter or a number."""
    texts = list(parts)
    for index in range(1, len(texts)):
        named = rule("coordination.numbered").match(texts[index - 1])
        if named and rule("coordination.number").match(texts[index]):
            texts[index] = f"{named['name']} {texts[index]}"
    return texts


def _with_articles(
    before: Sequence[str], after: Sequence[str], determined: Sequence[bool]
) -> list[str]:
    """`after`, but 'a runny nose' beside 'mild wheezing' has an article and a head of its own; so
    has what stands before one with an article ('acute abdomen, an anxious patient'), and 'the
    duodenum' beside 'the bile duct'."""
    told = zip(before, after, (determined[1], *determined[1:]), strict=True)
    return [
        text if has and (" " in text or _are_parts(text, new)) else new for text, new, has in told
    ]


def _are_parts(text: str, with_head: str) -> bool:
    """Whether a text and the head that is shared with it are parts of the body, both."""
    return is_body_part(text) and is_body_part(with_head.rsplit(" ", 1)[-1])


def _share_rest(parts: Sequence[str], says: Callable[[str], bool]) -> list[str]:
    """Give a member of adjectives all that the adjectives of the next stand before.

    'recent or current steroid use' is 'recent steroid use' and 'current steroid use'; 'feeling
    faint or dizzy' is also 'feeling dizzy'.
    """
    texts = list(parts)
    for index in range(1, len(texts)):
        verb = rule("coordination.feeling").match(texts[index - 1])
        if verb and texts[index] and all(map(is_describing, texts[index].split())):
            texts[index] = f"{verb[0]}{texts[index]}"
    for index in range(len(texts) - 2, -1, -1):
        own, following = texts[index].split(), texts[index + 1].split()
        if (
            not own
            or not all(map(says, own))
            or not following
            or following[0] == "no"
            or is_measured(own)
        ):
            continue
        rest = list(dropwhile(says, following))
        if len(rest) < len(following) or (says is is_describing and len(rest) == 2):
            is_noun = own[-1].lower() in word_class("nouns_too")
            if is_noun and 0 < len(rest) < len(following) and not is_head(rest[-1]):
                continue  # 'alcohol', 'important decisions'
            rest = rest if len(rest) < len(following) else rest[1:]
            texts[index] = " ".join([*own, *_answered(following, rest)])
    return texts


def _answered(following: Sequence[str], rest: Sequence[str]) -> Sequence[str]:
    """What stands behind the one quality that answers another: 'new or worsening irregular beats'
    are new irregular beats."""
    told = following[: len(following) - len(rest)] if rest else ()
    behind = list(dropwhile(is_adverb, told))[1:]
    # 'left main disease' has one name, whose words tell nothing apart
    is_name = any(word.lower() in word_class("degrees") for word in behind)
    return rest if is_name else [*behind, *rest]


def _share_site(parts: Sequence[str], determined: Sequence[bool]) -> list[str]:
    """'severe elbow pain', 'weakness' → 'severe elbow weakness', of findings that any part has."""
    texts = list(parts)
    *site, head = texts[0].split() or [""]
    is_site = bool(site) and (is_body_part(site[-1]) or site[-1].lower() in word_class("regional"))
    if not is_site or not is_event(head):
        return texts
    for index in range(1, len(texts)):
        own = texts[index].split()
        if len(own) == 1 and not determined[index] and singular(own[0]) in word_class("anywhere"):
            texts[index] = " ".join([*site, *own])
    return texts


def _share_device(parts: Sequence[str], determined: Sequence[bool]) -> list[str]:
    """'lead fracture', 'displacement' → 'lead displacement', of what happens to a device."""
    texts = list(parts)
    *device, mishap = texts[0].split() or [""]
    if not device or singular(device[-1]) not in word_class("devices") or not is_mishap(mishap):
        return texts
    for index in range(1, len(texts)):
        if is_mishap(texts[index]) and not determined[index]:
            texts[index] = " ".join([*device, texts[index]])
    return texts


def _share_place(parts: Sequence[str]) -> list[str]:
    """'soreness', 'a small dent at the injection site' → both at the injection site."""
    texts = list(parts)
    place = rule("coordination.place").search(texts[-1])
    if place and len(texts) <= 3 and not rule("coordination.of-within").match(texts[-1]):
        for index, text in enumerate(texts[:-1]):
            if (
                (
                    singular(text) in word_class("with_acts")
                    if place["course"]
                    else text.count(" ") < 2
                )
                and not is_ailing(text.split())
                and not rule("coordination.preposition").search(text)
            ):
                texts[index] = text + place[0]
    return texts


def _share_quality(parts: Sequence[str], determined: Sequence[bool]) -> list[str]:
    """'improved mobility', 'quality of life' → 'improved quality of life'; other qualities spread
    over a simple pair only, and over no member that has an article ('frequent falls or a job')."""
    texts = list(parts)
    words = texts[0].split()
    inner = rule("coordination.preposition").search(texts[0])
    if inner and inner[1] in ("for", "of") and len(texts) == 2 and _is_act(texts[1]):
        # 'reduced need for opioids', 'surgery'
        return [texts[0], f"{texts[0][: inner.end()]} {texts[1]}"]
    quality = ""
    graded = rule("coordination.graded").match(texts[0])
    if graded and len(texts) == 2:
        quality = graded[0]
    elif len(words) > 1 and _may_spread(words) and (is_spreading(words[0]) or len(texts) == 2):
        is_piled = len(words) > 2 and words[1] in word_class("lasting")
        quality = " ".join(words[:2]) if is_piled else words[0]
    for index in range(1, len(texts)):
        own = texts[index].split()
        if len(own) > 1 and is_spreading(own[0]) and qualifies(own):
            quality = own[0]  # 'more strength and less pain or stiffness'
        elif (
            quality
            and own
            and not determined[index]
            and not _has_quality_of_its_own(own)
            and (is_spreading(words[0]) or not _is_event_somewhere(own))
            and (is_spreading(words[0]) or len(own) == 1 or len(words) > 2)
            and not (quality.lower() in word_class("regained") and befalls(own[-1]))
            and not (quality.lower() == "increased" and _is_impaired(own))
            and not rule("phrases.no-phrase").match(texts[index])
        ):
            texts[index] = f"{quality} {texts[index]}"
    return texts


def _is_event_somewhere(words: Sequence[str]) -> bool:
    """'bleeding from the bowel': a finding with a place of its own."""
    return len(words) > 1 and is_event(words[0]) and words[1] in ("from", "in", "into", "of", "on")


def _may_spread(words: Sequence[str]) -> bool:
    """'less pain', 'restored hearing'; but 'restored function' is no quality of 'pain relief'."""
    return qualifies(words) or words[0].lower() in word_class("regained")


def _share_impairment(parts: Sequence[str]) -> list[str]:
    """'torn lateral ligament', 'medial ligament' → 'torn medial ligament'; 'tendon' alike."""
    texts = list(parts)
    for index in range(1, len(texts)):
        before, own = noun_phrase(texts[index - 1])[0], noun_phrase(texts[index])[0]
        if len(before) < 2 or not own:
            continue
        is_alike = len(own) > 1 and singular(before[-1]) == singular(own[-1])
        if not is_alike and not (len(own) == 1 and is_body_part(own[0])):
            continue
        impairments = word_class("impairments")
        if is_event(before[0]) or is_state(own[0]):
            continue
        if before[0].lower() in impairments and own[0].lower() not in impairments:
            texts[index] = f"{before[0]} {texts[index]}"
    return texts


def _share_limit(parts: Sequence[str]) -> list[str]:
    """'limited movement', 'strength' → 'limited strength', of what a patient can do."""
    texts = list(parts)
    quality = texts[0].split(" ", 1)[0]
    if quality.lower() not in word_class("limiting"):
        return texts
    for index in range(1, len(texts)):
        own = noun_phrase(texts[index])[0]
        is_bare = own and own[0].lower() not in word_class("limiting")
        if is_bare and own[-1] in word_class("functions") and not _has_quality_of_its_own(own):
            texts[index] = f"{quality} {texts[index]}"
    return texts


def _is_impaired(words: Sequence[str]) -> bool:
    """'blurred vision', beside 'increased thirst': how it is changed is said of it."""
    return len(words) > 1 and words[0].lower() in word_class("impairments")


def _is_act(text: str) -> bool:
    return text.lower().endswith(("surgery", "therapy", "ablation")) and " " not in text


def _has_quality_of_its_own(words: Sequence[str]) -> bool:
    return (
        is_quality(words[0])
        or words[0] == "no"
        or words[0].startswith(("non", "mal"))
        or (len(words) > 1 and (is_modifier(words[0]) or words[0].isupper()))
        or words[0].endswith("er")
    )
