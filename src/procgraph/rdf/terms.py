"""N-Quads lines, and what a term in their syntax says: its IRI or lexical form, its datatype."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set

import pyoxigraph as ox

__all__ = [
    "LANG_STRING",
    "RDF_TYPE",
    "STRING",
    "XSD",
    "Terms",
    "Triples",
    "literal",
    "parse_nquads",
    "plain",
]

Terms = tuple[str, str, str]
"""A triple of terms in N-Triples syntax."""

Triples = Mapping[str, Set[tuple[str, str]]]
"""The subjects and objects of triples, by predicate; all are terms in N-Triples syntax."""

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = f"{XSD}string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_LITERAL = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(?:@([^\s]+)|\^\^<([^>]+)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def parse_nquads(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads of N-Quads lines, with or without their line ends.

    Raises:
        SyntaxError: a line is no N-Quads; the message names its number.
    """
    text = "\n".join(line.rstrip("\n") for line in lines)
    yield from ox.parse(text.encode("utf-8"), format=ox.RdfFormat.N_QUADS)


def plain(term: str) -> str:
    """The IRI, the lexical form of a literal, or the label of a blank node.

    >>> plain("<urn:a>"), plain('"two\\\\nlines"@en'), plain("_:b1")
    ('urn:a', 'two\\nlines', 'b1')
    """
    match term[0]:
        case "<":
            return term[1:-1]
        case "_":
            return term[2:]
    return literal(term)[0] if "\\" in term else term[1 : term.rindex('"')]


def literal(term: str) -> tuple[str, str]:
    """The lexical form and the datatype of a literal.

    >>> literal('"fever"@en')
    ('fever', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString')
    """
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not a literal: {term}")
    text, language, datatype = match.groups()
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    return text, LANG_STRING if language else datatype or STRING


def _unescaped(match: re.Match[str]) -> str:
    short, long, character = match.groups()
    return _ESCAPED.get(character, character) if character else chr(int(short or long, 16))
