"""What a heading is by the section that it stands in: a label of that, a part of its risks, or no
more than what goes on from the heading above it."""

from __future__ import annotations

from procgraph.documents.beginnings import NAMED_LIKE_ITEMS
from procgraph.documents.cues import meaning_of
from procgraph.documents.denials import is_bare_denial
from procgraph.documents.headings import is_guessed
from procgraph.documents.items import OpenSection
from procgraph.documents.labels import INSTRUCTIONS
from procgraph.documents.lines import Line, is_list

__all__ = ["divides_listed", "is_label_here", "is_label_too", "is_subtitle", "key_here"]

_EDGE = " :#*"
_PRECAUTIONS = "precautions"


def divides_listed(says: str, section: OpenSection, following: Line | None) -> bool:
    """Whether a line divides risks that a list or a table tells: 'Intraoperative' above one,
    'Postoperative' below that."""
    if not section.is_divided_by(says):
        return False
    below = section.text[following.start : following.end] if following else ""
    is_listed = is_list(following) or " | " in below
    is_next = section.label is not None and section.is_divided_by(section.label)
    return is_next or (is_listed and not says.lower().startswith("post"))


def is_label_here(says: str, key: str | None, section: OpenSection) -> bool:
    """Whether a marked line is a label of what is open: among instructions, 'You should not' is
    none of the reasons against the procedure."""
    if key is None and meaning_of(says, section.key):
        return True
    return (
        key in (None, "contraindications")
        and section.key in INSTRUCTIONS
        and is_bare_denial(says, section.key)
    )


def is_subtitle(line: Line, key: str | None, section: OpenSection | None) -> bool:
    """Whether a line only goes on from the heading above it: 'Understanding the risks'."""
    return (
        key == "summary"
        and not line.mark
        and section is not None
        and bool(section.heading)
        and section.key not in (None, key)
        and not section.items
    )


def key_here(key: str | None, heading: str, section: OpenSection | None) -> str | None:
    """The key of a heading behind `section`: precautions among what comes afterwards are no reasons
    against the procedure."""
    is_after = section is not None and section.key == "recovery"
    is_of_both = heading.strip(_EDGE).lower() == _PRECAUTIONS
    return "recovery" if is_after and is_of_both else key


def is_label_too(heading: str, key: str | None) -> bool:
    """Whether a heading says what its items are: 'Rare complications', 'When to call us', 'Things
    to avoid'."""
    told = meaning_of(heading.rstrip(" ?"), key)
    if told and key is None and is_guessed(heading) and told.key in NAMED_LIKE_ITEMS:
        told = None  # 'Alternatives to this leaflet' are none to the procedure
    is_told = told and (told.frequency or (told.is_cue and (told.key != key or told.relation)))
    return bool(is_told) or is_bare_denial(heading, key)
