"""A document to what it says, or to the reason why it cannot be read."""

from __future__ import annotations

from pathlib import PurePath

from procgraph.documents import outline
from procgraph.documents.sources import TABLES
from procgraph.errors import InputError
from procgraph.extraction import extract
from procgraph.model import Document, Extraction
from procgraph.terminology import Lexicon

__all__ = ["LONGEST_LINE", "read", "remark"]

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
                line=_line(document, number),
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


def remark(extraction: Extraction) -> str | None:
    """What whoever gave the document should know of how it was read, in one line."""
    document, line = extraction.document, extraction.second_procedure
    if line is not None:
        said = "describes a second procedure from here on, which was not read"
        mend = "give it a document of its own"
    elif not extraction.facts:
        line, said = 1, "gave no fact"
        mend = "see what its sentences were taken for with `procgraph coverage`"
    else:
        return None
    return f"{document.source}:{_line(document, line)}: {said}; {mend}"


def _line(document: Document, number: int) -> int:
    """Where the line of a document's text with this number stands in its source."""
    is_row = PurePath(document.source).suffix.lower() in TABLES
    return document.line if is_row else number
