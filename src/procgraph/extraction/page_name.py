"""The name of a procedure from the title of its page: without the site, its place and its trade."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from procgraph.documents.captions import labelled_title
from procgraph.extraction.rules import rule
from procgraph.extraction.subject import asked_about

__all__ = ["Heading", "capital", "page_name", "telling_words", "without_furniture"]

# What says nothing by itself.
_MINOR = frozenset("a an and at for in of on or the to what is with your".split())
_SITE = re.compile(r"\s+(?:[|–—-]|::)\s+")
_ABBREVIATED = re.compile(r"\([A-Z][A-Za-z0-9-]{1,9}\)\s*$")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"\w+")
_STATE = re.compile(r"[A-Z]{2}")


class Heading(NamedTuple):
    """A heading that is marked as one, and how deep."""

    level: int
    says: str


def page_name(title: str, headings: Sequence[Heading], is_word: Callable[[str], bool]) -> str:
    """The name in the title of a page, or in its first heading where that says it better.

    What follows a bar or a dash in a title is the site's name; a page may have no other title. Its
    place stands behind the name, in the title ('Hip scan Leeds'), the heading or both. `is_word`
    tells whether a word in lower case is one of medicine.
    """
    first, *site = _SITE.split(rule("title.paper").sub("", _INVISIBLE.sub("", title).strip()))
    page = _without_trades(_without_place(without_furniture(first.strip()), is_word))
    if not headings:
        return page
    top = min(headings, key=lambda heading: heading.level)
    heading = _without_place(without_furniture(top.says), is_word)
    if rule("title.policy").match(page):
        return heading
    if rule("title.site").match(page) and not _is_procedure(page):
        named = (without_furniture(one.says) for one in headings)
        return next(filter(_is_procedure, named), page)
    page = _without_town(page, heading, is_word)
    if parted := _behind_site(page, heading):
        return parted
    if "," in page and page.split(",")[0].casefold() == heading.casefold():
        return heading
    if top.level == 1 and (site or page != first.strip()) and _is_fuller(heading, page):
        return heading
    return page


def _is_fuller(heading: str, page: str) -> bool:
    """Whether a heading says more than the title of its page; a question asks about it."""
    if "?" in heading:
        return False
    said, told = telling_words(page), telling_words(heading)
    return said < told or bool(_ABBREVIATED.search(heading) and said & told)


def _without_place(name: str, is_word: Callable[[str], bool]) -> str:
    """'Vasectomy specialist in Leeds, UK' as 'Vasectomy'."""
    for place in reversed([*rule("title.place").finditer(name)]):
        if place["region"] or not all(map(is_word, _words(place["place"]))):
            name = name[: place.start()] + name[place.end() :]
    trade = rule("title.trade").search(name)
    return name[: trade.start()] if trade and _is_procedure(name[: trade.start()]) else name


def _without_trades(name: str) -> str:
    """'Vasectomy specialist, Vasectomy centre, Vasectomy' as its last: the others are to be found
    by."""
    parts = name.split(", ")
    named = [part for part in parts if not rule("title.trade").search(part)]
    return ", ".join(named) if named and len(parts) - len(named) > 1 else name


def _without_town(page: str, heading: str, is_word: Callable[[str], bool]) -> str:
    """A title without the place behind what its heading says too: 'Hip scan Leeds'."""
    told = {*_words(heading)}
    kept = page.split()
    while len(kept) > 1 and (_STATE.fullmatch(kept[-1]) or _is_town(kept[-1], told, is_word)):
        kept.pop()
    return " ".join(kept) if {*_words(" ".join(kept))} <= told else page


def _is_town(word: str, told: set[str], is_word: Callable[[str], bool]) -> bool:
    lowered = word.lower()
    return word.istitle() and lowered not in told and not is_word(lowered)


def _behind_site(page: str, heading: str) -> str | None:
    """The name in 'Leeds-Foot-Rooms-Hammer Toe' above the heading 'Hammer toes'."""
    before, hyphen, name = page.rpartition("-")
    same = name.casefold().rstrip("s") == heading.casefold().rstrip("s")
    return name if hyphen and same and before[:1].isupper() else None


def _is_procedure(name: str) -> bool:
    return rule("title.procedure").match(name) is not None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def telling_words(name: str) -> set[str]:
    """The words of a name that say something by themselves, in lower case."""
    return set(_WORD.findall(name.casefold())) - _MINOR


def without_furniture(title: str) -> str:
    """A title without what makes it that of a leaflet ('Having a …', '…: patient information')."""
    plain = asked_about(title) or labelled_title(title) or title
    for kind in ("title.payer", "title.number", "title.manual", "title.paper", "title.where"):
        plain = rule(kind).sub("", plain)
    plain = rule("title.furniture").sub("", rule("title.lead").sub("", plain))
    plain = rule("title.aspect").sub("", plain)
    if whose := rule("title.whose").match(plain):
        plain = whose["name"]
    return title if plain == title else capital(plain)


def capital(name: str) -> str:
    return name[:1].upper() + name[1:]
