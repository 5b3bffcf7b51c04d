"""Coordination: 'chronic neck or upper back pain' → 'chronic neck pain', 'chronic upper back pain'.

Members are split at commas, 'and' and 'or'. Then, in this order, what they share is given to each:
a head on the right, a preposition's object on either side, a quality on the left. Between members,
'or' binds tighter than 'and': 'a surgeon and a nurse or a technician' is the surgeon, and one of
two.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from procgraph.extraction.rules import ids, rule, rules_named, word_list
from procgraph.extraction.sharing import shared
from procgraph.extraction.words import (
    is_body_part,
    is_describing,
    is_event,
    is_grading,
    word_class,
)

__all__ = ["Member", "expand", "members", "parts"]


_WORDINGS = ids("coordination", "raised opposed two-acts two-kinds two-operations two-ways by-tool")
_WORDED_ANEW = (*_WORDINGS, *ids("coordination", "et-cetera suspended prefixed"))


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
    if not _may_be_coordinated(phrase) and not rules_named(*_WORDED_ANEW).likely(phrase):
        return _one(phrase)
    phrase = _with_piled(rule("coordination.et-cetera").sub("", phrase))
    phrase = rules_named(*_WORDINGS).reword(phrase)
    phrase = rule("coordination.suspended").sub(r"\1-\4 \2 \3-\4", phrase)
    phrase = rule("coordination.prefixed").sub(r"\g<first>\g<rest> \g<word> ", phrase)
    if not _may_be_coordinated(phrase):
        return _one(phrase)
    if cancers := _of_cancers(phrase) or _of_growths(phrase):
        return cancers
    phrase = _with_shared_part(phrase)
    phrase = rule("coordination.both").sub("", phrase)
    phrase = rule("coordination.stages").sub(r"\1 \2\3 \7 \4 \1 \5\6 \7", phrase)
    raw, links = _denied(*_split(phrase))
    is_joined = not word_list("coordination", "coordinators").isdisjoint(phrase.split())
    if links and not is_joined:
        raw, links = _of_one_noun(raw, links)
    if not links:
        return _one(raw[0])
    # Nobody else asks about the parts: their gate would cost more than the search.
    article = rule("coordination.article").pattern
    # 'temporary blisters, infection': no word says that the second is temporary, too
    determined = [
        (position > 0 and not is_joined) or article.match(part.strip()) is not None
        for position, part in enumerate(raw)
    ]
    apart = [f", {part.strip()}" in phrase for part in raw]
    bare = [_bare(part) for part in raw]
    texts = shared(bare, determined, apart, _anew(phrase, raw))
    choice = 0
    found: list[Member] = []
    for position, text in enumerate(texts):
        if position and links[position - 1] == "and":
            choice += 1
        if text and raw[position].strip() != "both":
            found.append(Member(text, choice))
            found += (Member(more, choice) for more in _products(position, bare, texts))
    return tuple(found)


def _products(position: int, bare: list[str], texts: list[str]) -> Iterator[str]:
    """'temporary weakness of foot' too, of 'temporary or permanent weakness of the leg or foot'.

    What a part that only tells how has got from the next one, others may have got from that, too.
    """
    own, text = bare[position], texts[position]
    if text == own or not text.startswith(f"{own} "):
        return
    told = next((i for i in range(position + 1, len(bare)) if len(bare[i].split()) > 2), None)
    if told is None:
        return
    rest = text[len(own) :]
    tells_how = all(is_describing(word) or "-" in word for word in own.split())
    if not tells_how or not texts[told].endswith(rest):
        return
    how = texts[told].removesuffix(rest)
    for part, other in zip(bare[told + 1 :], texts[told + 1 :], strict=True):
        if how and other.startswith(f"{how} ") and not part.startswith(f"{how} "):
            yield f"{own}{other.removeprefix(how)}"


def _anew(phrase: str, raw: list[str]) -> list[bool]:
    """Which parts stand behind a comma that follows 'A or B': 'hives' in 'A or B, hives, or C'."""
    joints: list[str] = []
    position = 0
    for part in raw:
        start = phrase.find(part, position)
        joints.append(phrase[position:start].strip())
        position = start + len(part)
    return [
        index > 1 and joint[:1] == "," and joints[index - 1] == "or"
        for index, joint in enumerate(joints)
    ]


def _one(phrase: str) -> tuple[Member, ...]:
    only = _bare(phrase)
    return (Member(only, 0),) if only else ()


def _with_piled(phrase: str) -> str:
    """A phrase without the commas between words that say how one thing is."""
    if "," not in phrase:
        return phrase
    for match in rule("coordination.piled").finditer(phrase):
        # without an article they may be two ('dry, itchy skin' is dry skin and itchy skin)
        has_article = match["before"].split()[-1:] in (["a"], ["an"], ["the"])
        says_how = word_class("felt") | word_class("lasting")
        says_how |= word_class("descriptive") if has_article else frozenset()
        if match["first"] in says_how and is_describing(match["second"]):
            comma = match.end("first")
            return phrase[:comma] + phrase[comma + 1 :]
    return phrase


def _with_shared_part(phrase: str) -> str:
    """'numbness or tingling in the hand' as 'numbness in the hand or tingling in the hand'."""
    felt = rule("coordination.felt-in").match(phrase)
    if not felt or not any(map(is_body_part, felt["part"].split())):
        return phrase
    if is_body_part(felt["first"].split()[0]) or rule("coordination.of-place").match(phrase):
        return phrase  # 'chest pain or weakness in the arm'
    first = ", ".join(f"{feeling}{felt['part']}" for feeling in felt["first"].split(", "))
    return f"{first} {felt['word']} {felt['last']}{felt['part']}"


def _of_cancers(phrase: str) -> tuple[Member, ...]:
    """The members of 'spread of breast or lung cancer to the bones': the spread of each cancer."""
    spread = rule("coordination.of-cancers").match(phrase)
    if spread is None:
        return ()
    sites = (*spread["first"].split(", "), spread["last"])
    said = (f"{spread['lead']} {site} {spread['head']}{spread['rest']}" for site in sites)
    is_and = spread["word"] == "and"
    return tuple(Member(text, number if is_and else 0) for number, text in enumerate(said))


def _of_growths(phrase: str) -> tuple[Member, ...]:
    """The members of 'cancers of the head and neck, breast and cervix': the cancers of each."""
    named = rule("coordination.growths").match(phrase)
    sites = members(named["sites"]) if named else ()
    heads = [site.text.split()[-1] for site in sites]
    others = [head for head in heads if not is_body_part(head)]
    is_list = len(sites) > 1 and len(others) <= 1 and is_body_part(heads[-1])
    if named is None or not is_list or any(map(is_event, others)):
        return ()
    article = "the " if named["sites"].startswith("the ") else ""
    told = (f"{article}{sites[0].text}", *(site.text for site in sites[1:]))
    numbers = (site.choice for site in sites)
    return tuple(Member(f"{named['kind']}{site}", n) for site, n in zip(told, numbers, strict=True))


def _of_one_noun(raw: list[str], links: list[str]) -> tuple[list[str], list[str]]:
    """The parts of a list that no word joins: 'severe, untreated gout' is one thing."""
    first, *others = raw
    while others and _says_how(first, others):
        first, links = f"{first} {others.pop(0).strip()}", links[1:]
    return [first, *others], links


def _says_how(first: str, others: list[str]) -> bool:
    """Whether a part only describes what the next names: 'low-flow, low-gradient stenosis'."""
    if all(is_grading(word) or word.lower() in word_class("sizes") for word in first.split()):
        return True
    # Adjectives of two words grade each other; 'itchy, watery eyes' are both
    return "-" in first and is_describing(first) and "-" in others[0].lstrip().partition(" ")[0]


def _denied(raw: list[str], links: list[str]) -> tuple[list[str], list[str]]:
    """The parts with 'no cuts or stitches' as 'no cuts or no stitches'."""
    for index, link in enumerate(links):
        if link != "or" or not raw[index].strip().lower().startswith("no "):
            continue
        part = raw[index + 1].strip()
        if not (rule("coordination.article").match(part) or part.lower().startswith("no ")):
            raw[index + 1] = f"no {part}"
    return raw, links


def parts(phrase: str) -> list[str]:
    """The members of a coordination as they stand there, each with its brackets."""
    return [part.strip() for part in _split(phrase)[0] if part.strip()]


def _split(phrase: str) -> tuple[list[str], list[str]]:
    """The parts between coordinators, and for each gap 'and' or 'or'.

    A comma takes the word of the next gap, one behind the last word is an 'and'.
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
    following = "and"
    for link in reversed(links):
        following = link or following
        resolved.append(following)
    resolved.reverse()
    return parts, resolved


def _may_be_coordinated(phrase: str) -> bool:
    # Most phrases are not, and the pattern of coordinators is slow to tell.
    if "," in phrase or "/" in phrase or "·" in phrase:
        return True
    return not word_list("coordination", "coordinators").isdisjoint(phrase.lower().split())


def _bare(part: str) -> str:
    part = part.strip(" ,;")
    if not rules_named("coordination.left-over", "coordination.determiner").likely(part):
        return part
    part = rule("coordination.left-over").sub("", part)
    bare = rule("coordination.determiner").sub("", part)
    # 'all the others' has two
    return bare if bare == part else rule("coordination.determiner").sub("", bare)


def _inside_brackets(phrase: str, position: int) -> bool:
    return phrase.count("(", 0, position) > phrase.count(")", 0, position)
