"""A text as it is read, and the way back from its offsets to those of the text as it was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from procgraph.documents.emphasis import unstressed
from procgraph.documents.forms import ticked
from procgraph.documents.furniture import unfurnished
from procgraph.documents.hyphens import rejoined
from procgraph.documents.rendering import Rendering
from procgraph.documents.speakers import unspoken

__all__ = ["Legible", "legible"]

# '2–4 hours' with a dash, and the hyphen at which no line breaks: to a reader both are hyphens.
_HYPHENS = re.compile(r"(?<=\d)–(?=\d)|(?<=\d )–(?= \d)|\u2011")


@dataclass(frozen=True, slots=True)
class Legible:
    """`text` is what is read; `passes` lead to it, the first from the text as it was given.

    `left_out` are the spans of the text as it was given that stand on its pages as headers,
    footers and the like, or beside a box of a form that is not ticked.
    """

    text: str
    passes: tuple[Rendering, ...]
    left_out: tuple[tuple[int, int], ...] = ()

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text, which is not empty, stands in the text as it was given."""
        last = end - 1
        for done in reversed(self.passes):
            start, last = done.source_offset(start), done.source_offset(last)
        return start, last + 1


def legible(text: str, is_word: Callable[[str], bool] = str.isalpha) -> Legible:
    """`text` without what stands on every page and the marks of bold words, with parted words
    whole, without the names of those who speak in it, and of its forms what is ticked.

    Ranges of figures have a plain hyphen. `is_word` tells whether a word is known; offsets lead
    back to the same places whatever it says.
    """
    # one character for another: every offset stays
    read = _HYPHENS.sub("-", text)
    without = unfurnished(read)
    plain = unstressed(without.rendering.text)
    whole = rejoined(plain.text, is_word)
    passes = []
    for done in (without.rendering, plain, whole, unspoken(whole.text)):
        if done.text != read:
            read = done.text
            passes.append(done)
    form = ticked(read)
    seen = Legible(read, tuple(passes), without.left_out)
    if form.rendering.text == read:
        return seen
    left_out = tuple(seen.source(start, end) for start, end in form.left_out)
    passes.append(form.rendering)
    return Legible(form.rendering.text, tuple(passes), without.left_out + left_out)
