"""Patterns of rule files: as they are written, in any case, and which can match a text at all."""

from procgraph.patterns.any_case import AnyCase, Pattern, folded
from procgraph.patterns.branches import Branch, Branched, branches
from procgraph.patterns.fragments import filled
from procgraph.patterns.gated import Gated, gates_of
from procgraph.patterns.gates import Gates
from procgraph.patterns.kept import compiled
from procgraph.patterns.requirements import requirements

__all__ = [
    "AnyCase",
    "Branch",
    "Branched",
    "Gated",
    "Gates",
    "Pattern",
    "branches",
    "compiled",
    "filled",
    "folded",
    "gates_of",
    "requirements",
]
