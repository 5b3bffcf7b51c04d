"""Headings in capitals that lost the line of their own: 'Infection.TECHNIQUE', 'Air.RISKS1 Pain'.

Text that was scanned or taken from columns has them right behind the stop of the sentence before,
and the number of their first item right behind them. So it has the head of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from procgraph.documents.headings import line_key

__all__ = ["glued_headings"]

_Span = tuple[int, int]

_GLUED = re.compile(
    r"(?<=[a-z)\]]\.)(?P<head>[A-Z][A-Z'’&/-]{2,}(?: [A-Z'’&/-]+){0,5})"
    r"(?=\d{1,2}[ \t]+[A-Z]|[ \t]*$)"
)
_LIKELY = re.compile(r"[a-z)\]]\.[A-Z]{3}")


def glued_headings(text: str, found: list[_Span]) -> list[_Span]:
    """The lines, with such headings parted from what stands before and behind them; the head of a
    page, with which another line begins, is left out."""
    if _LIKELY.search(text) is None:
        return found
    said = [text[start:end] for start, end in found]
    return [part for start, end in found for part in _parts(text, start, end, said)]


def _parts(text: str, start: int, end: int, said: Sequence[str]) -> Iterator[_Span]:
    for glued in _GLUED.finditer(text, start, end):
        head, is_known = glued["head"], line_key(glued["head"]) is not None
        if not (is_known or any(other.startswith(head) for other in said)):
            continue
        yield start, glued.start()
        if is_known:
            yield glued.span()
        start = glued.end()
    yield start, end
