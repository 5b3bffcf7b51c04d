"""Scores against gold: facts, links to concepts, links between documents."""

from procgraph.evaluation.counts import Counts
from procgraph.evaluation.facts import CORE, FIELDS, Confusion, Evaluation, evaluate
from procgraph.evaluation.folder import Gold, Scores, read_gold_folder, score
from procgraph.evaluation.gold import read_gold

__all__ = [
    "CORE",
    "FIELDS",
    "Confusion",
    "Counts",
    "Evaluation",
    "Gold",
    "Scores",
    "evaluate",
    "read_gold",
    "read_gold_folder",
    "score",
]
