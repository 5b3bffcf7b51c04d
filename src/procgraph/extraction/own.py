"""The procedure of a page, as what tells of another one is compared with it."""

from __future__ import annotations

from procgraph.extraction.rules import rule
from procgraph.extraction.words import singulars
from procgraph.model import Procedure
from procgraph.terminology import Lexicon

__all__ = ["Own"]


class Own:
    """What a page calls its procedure, in singular words, and which concepts that is."""

    def __init__(self, procedure: Procedure, lexicon: Lexicon) -> None:
        self.names = [singulars(name) for name in (procedure.label, *procedure.names)]
        self.words = frozenset().union(*self.names)
        self.concepts = frozenset(procedure.concepts)
        self.is_operation = bool(rule("others.operation").search(procedure.label))
        self.lexicon = lexicon
