"""A document to what it says, or to the reason why it cannot be read."""

from __future__ import annotations

from procgraph.documents import outline
from procgraph.errors import InputError
from procgraph.extraction import extract
from procgraph.model import Document, Extraction
from procgraph.terminology import Lexicon

__all__ = ["LONGEST_LINE", "read"]

LONGEST_LINE = 200_000
"""Characters. No paragraph is longer: what is, is some other kind of file, and takes minutes."""


def read(document: Document, lexicon: Lexicon) -> Extraction:
    """Extract, and refuse what is no procedure description at all.

    Raises `InputError` for a line that is too long, and for a text without one section.
    """
    for number, line in enumerate(document.text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise InputError(
                f"has a line of {len(line):,} characters",
                source=document.source,
                line=document.line if document.line > 1 else number,
                mend="break it into lines",
            )
    extraction = extract(document, lexicon)
    # Prose without a heading may say what is understood; where it does not, nothing tells it apart.
    if not extraction.facts and not any(s.heading for s in outline(document.text).sections):
        raise InputError(
            "has no headings, so nothing in it can be read",
            source=document.source,
            line=document.line,
            mend="put headings such as 'Indications' or 'Personnel' on lines of their own",
        )
    return extraction
