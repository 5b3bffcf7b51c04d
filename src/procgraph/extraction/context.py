"""Where an interpreter reads: an item of a section, and what it may look at besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from procgraph.documents.nested import leads_choice
from procgraph.extraction.clauses import BELOW, Clause, clauses
from procgraph.extraction.drafts import Draft
from procgraph.extraction.restrictions import restricted_clauses
from procgraph.extraction.rules import first_match, rule
from procgraph.model import Item, Relation
from procgraph.terminology import Lexicon

__all__ = ["Context", "Interpreter", "Place", "is_boilerplate", "place"]


_CHOICES = frozenset({"personnel", "setting", "anesthesia"})
"""The sections that tell what is a choice."""
_FOR_WHAT = frozenset({"indications", "purpose"})
_STOOD_IN = frozenset({"preparation", "recovery", "alternatives"})
"""The sections that tell what is done, and what is done instead where that cannot be."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an interpreter may look at besides its item. `purpose` is what a bare indication
    means."""

    lexicon: Lexicon
    purpose: Relation = Relation.TREATS


@dataclass(frozen=True, slots=True)
class Place:
    """An item, the key of its section, and those of its clauses that state something.

    `text` is the item's alone: offsets of the item, its clauses and the drafts read from them count
    from its beginning.
    """

    section: str
    item: Item
    text: str
    clauses: tuple[Clause, ...]
    context: Context

    @property
    def rule_id(self) -> str:
        """What a fact is said to be read by where only its place made it one."""
        kind = {"bullet": "list-item", "row": "table-row"}.get(self.item.kind, self.item.kind)
        return f"{self.section}.{kind}"


Interpreter = Callable[[Place], Iterator[Draft]]


def place(section: str, item: Item, text: str, context: Context) -> Place:
    """The place of an item, its clauses read once for all interpreters."""
    says = _without_how_often(text) if section in _FOR_WHAT else text
    is_choice, stood_in = section in _CHOICES, section in _STOOD_IN
    read = clauses(says, item, keep_choices=is_choice, stand_ins=stood_in)
    told = (clause for clause in read if not is_boilerplate(clause.text))
    stated = tuple(restricted_clauses(told, text)) if section not in _FOR_WHAT else tuple(told)
    leads = item.label is not None and leads_choice(item.label, section)
    if "\n" in text and (leads or section == "anesthesia"):
        # a kind may be told by one word, and what stands behind a dash would be its end
        joint = " or " if leads else ", "
        stated = tuple(c._replace(text=c.text.replace(BELOW, joint)) for c in stated)
    return Place(section, item, text, stated, context)


def _without_how_often(text: str) -> str:
    """A text with blanks for the words that say how often it is done for one of several things."""
    for match in rule("indications.how-often").finditer(text):
        start, end = match.span("cut")
        if rule("indications.case-began").search(text[:start]):
            continue
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def is_boilerplate(text: str) -> bool:
    """Whether a sentence is one of those that every page says."""
    return first_match("boilerplate", text) is not None
