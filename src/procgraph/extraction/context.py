"""Where an interpreter reads: an item of a section, and the document around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from procgraph.documents import Outline
from procgraph.extraction.clauses import Clause, clauses
from procgraph.extraction.drafts import Draft
from procgraph.extraction.rules import first_match
from procgraph.model import Document, Item, Procedure, Relation, Section
from procgraph.terminology import Lexicon

__all__ = ["Context", "Interpreter", "Place", "is_boilerplate", "place"]


@dataclass(frozen=True, slots=True)
class Context:
    """What an interpreter may look at besides its item.

    `purpose` is what a bare indication means.
    """

    document: Document
    outline: Outline
    procedure: Procedure
    lexicon: Lexicon
    purpose: Relation = Relation.TREATS


@dataclass(frozen=True, slots=True)
class Place:
    """An item, its section, and those of its clauses that state something."""

    section: Section
    item: Item
    clauses: tuple[Clause, ...]
    context: Context


Interpreter = Callable[[Place], Iterator[Draft]]


def place(section: Section, item: Item, context: Context) -> Place:
    """The place of an item, its clauses read once for all interpreters."""
    stated = tuple(
        clause for clause in clauses(context.document.text, item) if not is_boilerplate(clause.text)
    )
    return Place(section, item, stated, context)


def is_boilerplate(text: str) -> bool:
    """Whether a sentence is one of those that every page says."""
    return first_match("boilerplate", text) is not None
