"""The IRIs of everything that procgraph names.

Each is a function of what it names and of nothing else, so that the same document gives the same
IRIs on every machine, in every order and beside any other documents.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

__all__ = [
    "BASE",
    "CONCEPT",
    "ID",
    "ONTOLOGY",
    "ONTOLOGY_GRAPH",
    "RESOLUTION_GRAPH",
    "SCHEME",
    "SHAPE",
    "VOCABULARY_GRAPH",
    "choice_iri",
    "concept_iri",
    "document_id",
    "document_iri",
    "evidence_iri",
    "graph_iri",
    "is_of_one_document",
    "procedure_iri",
    "slug",
    "statement_iri",
    "step_iri",
]

BASE = "https://w3id.org/procgraph/"
ONTOLOGY = BASE + "ontology/"
CONCEPT = BASE + "concept/"
ID = BASE + "id/"
SCHEME = BASE + "scheme/"
SHAPE = BASE + "shape/"

_DOCUMENT = BASE + "document/"
_GRAPH = BASE + "graph/"
_STATEMENT = BASE + "statement/"

# Not below graph/: there every name is some document's.
VOCABULARY_GRAPH = BASE + "vocabulary/"
ONTOLOGY_GRAPH = ONTOLOGY
RESOLUTION_GRAPH = BASE + "resolution/"

_SLUG_LENGTH = 80
_APOSTROPHES = str.maketrans("", "", "'\u2018\u2019\u02bc`")
_NOT_SLUG = re.compile("[^a-z0-9]+")
# Signs that change what a name says ('>2 cm').
_LOST = frozenset("+<=>")


def slug(text: str) -> str:
    """`text` as a name for an IRI: lower-case ASCII words joined by hyphens.

    Where that loses more than punctuation (a letter outside ASCII, a mathematical sign, all beyond
    80 characters), eight hexadecimal digits of the text's SHA-256 are added, so that two texts
    which differ there never meet.

    >>> slug("Crohn’s disease (acute)")
    'crohns-disease-acute'
    >>> slug("β-blocker") == slug("blocker")
    False
    """
    if text.isascii():
        plain = letters = text.casefold()
        is_lost = not _LOST.isdisjoint(plain)
    else:
        plain = unicodedata.normalize("NFKD", text).casefold()
        letters, is_lost = _without_accents(plain), any(map(_is_lost, plain))
    name = _NOT_SLUG.sub("-", letters.translate(_APOSTROPHES)).strip("-")
    if len(name) <= _SLUG_LENGTH and name and not is_lost:
        return name
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[:_SLUG_LENGTH].strip('-')}-{digest}".lstrip("-")


def concept_iri(label: str) -> str:
    """The IRI of our own concept for a normalised phrase."""
    return CONCEPT + slug(label)


def procedure_iri(name: str) -> str:
    """The IRI of the procedure that a document names so."""
    return ID + slug(name)


@lru_cache(maxsize=64)
def document_iri(identifier: str) -> str:
    """The IRI of the document with this id (a file's name, a row's id)."""
    return _DOCUMENT + _encoded(identifier)


def document_id(iri: str) -> str:
    """The id behind a document's or a document graph's IRI.

    Raises:
        ValueError: the IRI is neither.
    """
    for prefix in (_DOCUMENT, _GRAPH):
        if iri.startswith(prefix):
            return unquote(iri.removeprefix(prefix), errors="surrogatepass")
    raise ValueError(f"not the IRI of a document or of its graph: {iri}")


def graph_iri(identifier: str) -> str:
    """The named graph with the facts of the document with this id."""
    return _GRAPH + _encoded(identifier)


def is_of_one_document(iri: str) -> bool:
    """Whether an IRI is named after a document, so that no other document's graph mentions it."""
    return iri.startswith((_DOCUMENT, _GRAPH, _STATEMENT))


def evidence_iri(identifier: str, start: int, end: int) -> str:
    """The characters `start` to `end` of a document, as a text fragment (RFC 5147)."""
    return f"{document_iri(identifier)}#char={start},{end}"


def step_iri(identifier: str, order: int) -> str:
    """Step number `order` of the procedure as the document tells it."""
    return f"{document_iri(identifier)}#step-{order}"


def choice_iri(identifier: str, group: int) -> str:
    """The choice between the facts of a document that share the group."""
    return f"{document_iri(identifier)}#choice-{group}"


def statement_iri(identifier: str, *content: str) -> str:
    """The IRI of a statement: a hash of the document's id and of what is stated where."""
    text = "\x1f".join((identifier, *content)).encode("utf-8", "surrogatepass")
    return _STATEMENT + hashlib.sha256(text).hexdigest()[:32]


@lru_cache(maxsize=64)
def _encoded(identifier: str) -> str:
    return quote(identifier, safe="", errors="surrogatepass")


def _without_accents(text: str) -> str:
    return "".join(c for c in text if not unicodedata.combining(c))


def _is_lost(character: str) -> bool:
    if character.isascii():
        return character in _LOST
    return unicodedata.category(character) in {"Ll", "Lu", "Lo", "Lm", "Lt", "Nd", "Nl", "No", "Sm"}
