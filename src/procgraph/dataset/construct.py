"""A CONSTRUCT, asked as the SELECT of its variables: its triples are made here, from texts.

The engine fetches three terms for each triple, also those that stand in the template, and compares
it with all that it gave before: most of the time of a graph of 100,000 triples. Here a variable is
fetched once a solution, and what comes twice is left out as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from procgraph.rdf.vocabulary import PREFIXES, RDF_TYPE, XSD

__all__ = ["Construct", "as_select"]

_Triple = tuple[str, str, str]

_QUERY = re.compile(
    r"""(?P<before> (?: \s | \#[^\n]*\n | (?i:PREFIX)\s+[\w-]*:\s*<[^<>\\\s]+:[^<>\\\s]*> )* )
    (?i:CONSTRUCT) \s* \{ (?P<template> [^{}]* ) \} \s*
    (?P<after> (?: (?i:WHERE|FROM)\b | \{ ) .* )""",
    re.VERBOSE | re.DOTALL,
)
_PREFIX = re.compile(r"\#[^\n]*\n | (?P<name>[\w-]*):\s*<(?P<iri>[^<>]+)>", re.VERBOSE)
_TOKEN = re.compile(
    r"""(?P<space>\s+) | (?P<sign>[.;,]) | [?$](?P<variable>\w+) | (?P<iri><[^<>"{}|^`\\\s]+>)
    | (?P<prefix>[A-Za-z][\w-]*):(?P<local>\w(?:[\w.-]*[\w-])?) | (?P<type>a(?![\w:]))
    | (?P<other>.)""",
    re.VERBOSE,
)
_NEXT = {
    ("subject", "term"): "verb",
    ("verb", "term"): "object",
    ("verb", "type"): "object",
    ("object", "term"): "end",
    ("end", ","): "object",
    ("end", ";"): "verb",
    ("end", "."): "subject",
}
"""What is expected in a template, and what may come → what is expected then."""
_STARTS = (("<", "_"), ("<",), ("<", "_", '"'))
"""How subjects, predicates and objects begin."""


@dataclass(frozen=True, slots=True)
class Construct:
    """A CONSTRUCT as a SELECT, and the triples to make of each of its rows: a part that does not
    begin with ``<`` is the name of a column."""

    select: str
    template: tuple[_Triple, ...]

    def lines(self, rows: str) -> set[str]:
        """The triples, as N-Triples without the stop, of the rows as the engine writes them in
        TSV."""
        head, _, body = rows.partition("\n")
        if not body:
            return set()
        names = head.replace("?", "").split("\t")
        # At once: a list for each row costs more than all the rest.
        cells = body.removesuffix("\n").replace("\n", "\t").split("\t")
        columns = {
            name: _in_ntriples(cells[number :: len(names)]) for number, name in enumerate(names)
        }
        count = len(cells) // len(names)
        triples: set[str] = set()
        for parts in self.template:
            triples.update(_triples([columns.get(part, [part] * count) for part in parts]))
        return triples


def as_select(text: str) -> Construct | None:
    """A CONSTRUCT as a SELECT. None for any other query, and for a template of more than variables
    and IRIs: that is the engine's to answer."""
    query = _QUERY.match(text)
    if query is None:
        return None
    declared = {m["name"]: m["iri"] for m in _PREFIX.finditer(query["before"]) if m["iri"]}
    template = _template(query["template"], {**PREFIXES, **declared})
    names = {part for triple in template for part in triple if not part.startswith("<")}
    if not names:
        return None
    shown = " ".join(f"?{name}" for name in sorted(names))
    return Construct(f"{query['before']}SELECT {shown} {query['after']}", tuple(template))


def _template(text: str, prefixes: Mapping[str, str]) -> list[_Triple]:
    """The triples of a template; none where not all of it is understood."""
    found: list[_Triple] = []
    expected, subject, verb = "subject", "", ""
    for token in _TOKEN.finditer(text):
        if token["space"]:
            continue
        term = _term(token, prefixes)
        came = token["sign"] or ("type" if token["type"] else "term" if term else "")
        if expected == "subject":
            subject = term
        elif expected == "verb":
            verb = term
        elif expected == "object":
            found.append((subject, verb, term))
        expected = _NEXT.get((expected, came), "")
        if not expected:
            return []
    return found if expected in ("end", "subject") else []


def _term(token: re.Match[str], prefixes: Mapping[str, str]) -> str:
    """An IRI as N-Triples, or the name of a variable; nothing where it is neither."""
    if token["prefix"] in prefixes:
        return f"<{prefixes[token['prefix']]}{token['local']}>"
    if token["type"]:
        return f"<{RDF_TYPE}>"
    # A relative IRI needs the base, which the engine knows.
    iri = token["iri"] if ":" in (token["iri"] or "") else ""
    return token["variable"] or iri


def _in_ntriples(column: Sequence[str]) -> Sequence[str]:
    """The cells of a column of TSV, where numbers and booleans may stand without their type."""
    bare = {cell: _typed(cell) for cell in set(column) if cell and cell[0] not in '<"_'}
    return [bare.get(cell, cell) for cell in column] if bare else column


def _typed(cell: str) -> str:
    if cell in ("true", "false"):
        kind = "boolean"
    elif "e" in cell.lower():
        kind = "double"
    else:
        kind = "decimal" if "." in cell else "integer"
    return f'"{cell}"^^<{XSD}{kind}>'


def _triples(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """The triples of three columns, without those that RDF does not have."""
    columns = _bound(columns)
    wrong: list[set[str]] = []
    if not all(map(_are_iris, columns)):
        wrong = [
            {cell for cell in set(column) if not cell.startswith(starts)}
            for column, starts in zip(columns, _STARTS, strict=True)
        ]
    if any(wrong):
        no_subject, no_predicate, no_object = wrong
        return (
            f"{subject} {predicate} {value}"
            for subject, predicate, value in zip(*columns, strict=True)
            if value not in no_object
            and subject not in no_subject
            and predicate not in no_predicate
        )
    return map(" ".join, zip(*columns, strict=True))


def _are_iris(column: Sequence[str]) -> bool:
    """Whether all cells of a column are IRIs, told by the first and the last of them in order."""
    return bool(column) and min(column)[0] == max(column)[0] == "<"


def _bound(columns: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The columns without the rows in which one of them is empty."""
    for number in range(len(columns)):
        if "" in columns[number]:
            # As most rows of a UNION are: each of its parts binds another variable.
            columns = [list(compress(column, columns[number])) for column in columns]
    return columns
