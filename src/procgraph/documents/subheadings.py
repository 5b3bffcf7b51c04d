"""What a heading is by the section that it stands in: a label of that, one of its risks, or no more
than what goes on from the heading above it."""

from __future__ import annotations

from procgraph.documents.captions import names_risk
from procgraph.documents.cues import meaning_of
from procgraph.documents.denials import is_bare_denial
from procgraph.documents.items import OpenSection
from procgraph.documents.labels import INSTRUCTIONS
from procgraph.documents.lines import Line

__all__ = ["is_card", "is_label_here", "is_subtitle", "key_here"]

_EDGE = " :#*"
_PRECAUTIONS = "precautions"


def is_card(says: str, section: OpenSection | None, line: Line, following: Line | None) -> bool:
    """Whether a marked line names a risk, which the line below it explains."""
    return section is not None and names_risk(says, section, line, following)


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
