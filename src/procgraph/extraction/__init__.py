"""Documents to facts, by rules that are data."""

from procgraph.extraction.extract import extract
from procgraph.extraction.rules import rules_version

__all__ = ["extract", "rules_version"]
