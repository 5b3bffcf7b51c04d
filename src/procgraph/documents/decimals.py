"""Headings with numbers of two parts: '7.4 Sites' is one like '7.3 Contraindications'.

What its title says need not be known: those beside it tell that it stands as a heading.
"""

from __future__ import annotations

import re
from collections import defaultdict

from procgraph.documents.headings import is_short, line_key
from procgraph.documents.lines import Line

__all__ = ["decimal_headings"]

_TITLE = re.compile(r"(?P<chapter>\d{1,2})\.(?P<number>\d{1,2})[.)]?[ \t\xa0]+(?=[A-Z])")
_LONGEST = 8
# How many sections the others must open: '3.1 Absolute' below '3 Contraindications' opens none.
_FEWEST = 2
# '4.0 Requirements': such numbers count the chapters.
_CHAPTERS = "0"


def decimal_headings(text: str, found: list[Line]) -> list[Line]:
    """The lines, with those marked as headings that are numbered as the headings of two sections
    and that nothing else tells to be some."""
    numbered: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
    for index, line in enumerate(found):
        title = _TITLE.match(text, line.start, line.end) if line.mark == "" else None
        if title and is_short(says := text[title.end() : line.end], _LONGEST):
            counts = _CHAPTERS if title["number"] == _CHAPTERS else f"{title['chapter']}."
            numbered[counts].append((index, line_key(says)))
    unknown = {
        index
        for beside in numbered.values()
        if len({key for _, key in beside if key}) >= _FEWEST
        for index, key in beside
        if key is None
    }
    if not unknown:
        return found
    return [
        line._replace(mark="#") if index in unknown else line for index, line in enumerate(found)
    ]
