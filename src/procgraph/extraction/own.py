"""The procedure of a page, as what tells of another one is compared with it."""

from __future__ import annotations

from procgraph.extraction.rules import rule
from procgraph.extraction.words import singulars
from procgraph.model import Procedure
from procgraph.terminology import Lexicon

__all__ = ["Own", "own_words"]


def own_words(procedure: Procedure) -> frozenset[str]:
    """The singular words of all names by which a page calls its procedure."""
    return frozenset().union(*map(singulars, (procedure.label, *procedure.names)))


class Own:
    """What a page calls its procedure, in singular words, and which concepts that is."""

    def __init__(self, procedure: Procedure, lexicon: Lexicon) -> None:
        self.names = [singulars(name) for name in (procedure.label, *procedure.names)]
        self.words = own_words(procedure)
        self.concepts = frozenset(procedure.concepts)
        self.is_operation = bool(rule("others.operation").search(procedure.label))
        self.lexicon = lexicon
