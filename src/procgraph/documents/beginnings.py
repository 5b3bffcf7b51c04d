"""Which line begins a section without a mark that makes it a heading.

It does so as a whole, by its number, or with what stands before a question mark, a colon or a dash.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from procgraph.documents.cues import lead_of
from procgraph.documents.headings import caption_key, heading_key, lead_key, line_key
from procgraph.documents.labels import label_for
from procgraph.documents.lines import Line
from procgraph.documents.wording import normalise_heading

__all__ = ["NAMED_LIKE_ITEMS", "Beginning", "beginning"]

NAMED_LIKE_ITEMS = frozenset({"complications", "alternatives"})
"""Sections whose items may be named as such sections are: 'Risks of anesthesia' among the risks is
one of them, 'Other treatments' an alternative."""

# A question that its answer stands behind.
_ASKED = re.compile(r"(?P<asks>[A-Z][^.?!:;]{5,80}\?)(?P<gap>[ \t\xa0]+)(?=[A-Z])")


class Beginning(NamedTuple):
    """The key of a section, None for an unknown one, its heading, and where on its line stands what
    it says first."""

    key: str | None
    heading: str
    rest: int


def beginning(line: Line, says: str, section: str | None, *, is_field: bool) -> Beginning | None:
    """The section that a line begins where one with the key `section` is open, or None.

    `is_field`: it is a field of a form, whose name is a heading that no table may know.
    """
    if line.mark == "1":
        # '1. Purpose' numbers a heading; '1. Risks' among the steps would be a step.
        key = heading_key(says) if section != "steps" else None
        return Beginning(key, says, len(says)) if key else None
    asked = _ASKED.match(says) if line.blank_before else None
    if asked and (key := heading_key(asked["asks"])):
        # 'How is it done? You are asleep.' in one paragraph
        return Beginning(key, asked["asks"], asked.end("gap"))
    return _of_whole(says, section) or _of_lead(says, section, is_field=is_field)


def _of_whole(says: str, section: str | None) -> Beginning | None:
    key = heading_key(says)
    if key is None and (line_key(says) != section or section not in NAMED_LIKE_ITEMS):
        key = line_key(says)
    if key is None:
        return None
    is_label = says.rstrip().endswith(":") and label_for(says, section)
    if is_label and normalise_heading(says) != key:
        return None
    return Beginning(key, says, len(says))


def _of_lead(says: str, section: str | None, *, is_field: bool) -> Beginning | None:
    lead = lead_of(says)
    if lead is None:
        return Beginning(None, says.split("(")[0], len(says)) if is_field else None
    key = lead_key(lead["lead"])
    is_own = key == "complications" != section  # 'VERY RARE: …' below 'WHAT IS NORMAL'
    is_label = not is_own and label_for(lead["lead"], section)
    if is_label and normalise_heading(lead["lead"]) != key:
        return None
    if key is None and is_field:
        key = line_key(lead["lead"]) or caption_key(lead["lead"])
    return Beginning(key, lead["lead"], lead.end()) if key or is_field else None
