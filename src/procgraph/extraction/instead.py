"""Sentences about options whose subject is the page's own procedure: 'Stenting is an alternative
to open surgery' names open surgery."""

from __future__ import annotations

import re

from procgraph.extraction.rules import rule
from procgraph.extraction.words import singulars
from procgraph.model import Procedure, Relation
from procgraph.terminology import Lexicon, normalise

__all__ = ["by_pronoun"]

_ITSELF = "it"
_DOING = re.compile(r"(?<=\w{4})(?:ing|ment|e)$")


def by_pronoun(text: str, procedure: Procedure, lexicon: Lexicon) -> str:
    """A sentence with 'it' for the page's own procedure, or for a shorter name of that, where it
    is set beside something else; as long as it was.

    A wider name set beside the full one is another: 'Mastectomy is an alternative to partial
    mastectomy'.
    """
    told = rule("alternatives.own-instead").match(text)
    if told is None or not told["own"]:
        return text
    names = [_acts(name) for name in (procedure.label, *procedure.names)]
    own = _acts(told["own"])
    is_shorter = bool(own) and any(own <= name for name in names)
    if not is_shorter and not _is_linked(told["own"], procedure, lexicon):
        return text
    other = _acts(told["np"])
    if any(name <= other for name in names) or _is_linked(told["np"], procedure, lexicon):
        return text
    end = told.end("own")
    return f"{_ITSELF.ljust(end)}{text[end:]}"


def _is_linked(phrase: str, procedure: Procedure, lexicon: Lexicon) -> bool:
    return lexicon.link(phrase, Relation.HAS_ALTERNATIVE).iri in procedure.concepts


def _acts(name: str) -> frozenset[str]:
    """The words of a name, without what makes an act of a thing: 'stenting' is done by a stent."""
    return frozenset(_DOING.sub("", word) for word in singulars(normalise(name)))
