"""Phrases → concepts, by the project's own vocabularies and by others beside them."""

from procgraph.terminology.gazetteer import Hit
from procgraph.terminology.lexicon import Lexicon, lexicon_version
from procgraph.terminology.linker import NAMED
from procgraph.terminology.normalise import normalise, sort_key
from procgraph.terminology.skos import Term

__all__ = ["NAMED", "Hit", "Lexicon", "Term", "lexicon_version", "normalise", "sort_key"]
