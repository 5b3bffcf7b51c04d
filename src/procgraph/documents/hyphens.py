"""Words that the end of a line parted: 'haemor-' above 'rhage' is one word, 'follow-' above 'up'
keeps its hyphen. The words that tell are in ``rules/hyphens.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable

from procgraph.documents.headings import heading_key
from procgraph.documents.rendering import Rendering, TextBuilder
from procgraph.documents.wording import listed

__all__ = ["rejoined"]

_RULES = "hyphens.toml"
_BROKEN = re.compile(
    r"(?P<first>[^\W\d_]+|\d+)(?P<hyphen>[-\u2010\xad])[ \t]*(?P<gap>\r?\n[ \t]*)"
    r"(?P<rest>(?P<last>[^\W_]+)\S*)[ \t]?"
)
_PARTED = re.compile(r"[-\u2010\xad][ \t]*\r?\n")
# What is not seen: soft hyphens, spaces without width, a mark of the byte order.
_UNSEEN = re.compile("[\xad\u200b\u2060\ufeff]")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def rejoined(text: str, is_word: Callable[[str], bool]) -> Rendering:
    """`text` with parted words whole, each on the line where it begins, and without soft hyphens.

    `is_word` tells of a word in lower case, with or without a hyphen, whether it is known.
    """
    if not (_PARTED.search(text) or _UNSEEN.search(text)):
        return Rendering.unchanged(text)
    builder = TextBuilder()
    at = 0
    said: frozenset[str] | None = None
    for match in _BROKEN.finditer(text):
        if match.start() < at:
            continue
        if said is None:
            said = frozenset(_WORDS.findall(text.lower()))
        kept = _kept(text, match, said, is_word)
        if kept is None:
            continue
        _add(builder, text, at, match.end("first"))
        _add(builder, text, match.start("hyphen"), match.start("hyphen") + kept)
        _add(builder, text, match.start("rest"), match.end("rest"))
        at = match.end()
        if at < len(text) and text[at] not in "\r\n":
            builder.add(match["gap"])
    _add(builder, text, at, len(text))
    return builder.render()


def _add(builder: TextBuilder, text: str, start: int, end: int) -> None:
    """Adds a stretch of the source without what is not seen."""
    for match in _UNSEEN.finditer(text, start, end):
        builder.add(text[start : match.start()], start)
        start = match.end()
    builder.add(text[start:end], start)


def _kept(
    text: str, match: re.Match[str], said: frozenset[str], is_word: Callable[[str], bool]
) -> int | None:
    """The length of the hyphen as far as it stays; None where the lines are no parted word."""
    first, last = match["first"], match["last"]
    one, other = first.lower(), last.lower()
    if match["hyphen"] == "\xad":
        return 0
    if first.isdigit() or last.isdigit():
        return 1
    if other in listed(_RULES, "suspended") or len(last) == 1 or _is_heading(text, match):
        return None
    compound = f"{one}-{other}"
    if last[0].isupper() and not (first.isupper() and len(first) > 1):
        return 1 if compound in said or one in listed(_RULES, "before_names") else None
    if one + other in said or is_word(one + other):
        return 0
    if compound in said or is_word(compound):
        return 1
    if other in listed(_RULES, "endings") or one in listed(_RULES, "begins"):
        return 0
    if one in listed(_RULES, "keeps") or other in listed(_RULES, "lasts") or len(first) == 1:
        return 1
    return int(is_word(one) and is_word(other))


def _is_heading(text: str, match: re.Match[str]) -> bool:
    """Whether all of a line is a heading with a dash: 'Risks-' above 'infection'."""
    start = text.rfind("\n", 0, match.start()) + 1
    return heading_key(text[start : match.end("first")].strip()) is not None
