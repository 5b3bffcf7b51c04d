"""How results look in a terminal. In a pipe there is no colour, no frame, and no line is cut."""

from procgraph.rendering.cards import card, explanation
from procgraph.rendering.facts import changes, facts
from procgraph.rendering.reports import counts, coverage, report
from procgraph.rendering.scores import details, scores
from procgraph.rendering.terminal import fold, progress_bar, table

__all__ = [
    "card",
    "changes",
    "counts",
    "coverage",
    "details",
    "explanation",
    "facts",
    "fold",
    "progress_bar",
    "report",
    "scores",
    "table",
]
