"""Bind parameters in a SPARQL text by rewriting its tokens; no user's text ever becomes syntax.

A value is an RDF term before it comes here, and is written by the engine's own serialiser. A
variable inside a string, an IRI or a comment is not a token and stays as it is. The engine's own
`substitutions` bind only what a query projects, so nothing inside MINUS, FILTER or a subquery.

* `VALUES ?x { … }`: the terms take the place of what stands between the braces. A list can only be
  bound so. What stands there in the file makes it a query that any SPARQL server runs as it is.
* Elsewhere `?x` becomes its term; in SELECT ``(term AS ?x)``, in GROUP BY and ORDER BY ``(term)``.

A query that asks about everything may be asked about some nodes: `only` takes the comment signs
away before lines like ``# only: VALUES ?x { }``, which restrict the groups that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from procgraph.errors import QuestionError

__all__ = ["Term", "bind", "only", "words"]

Term = ox.NamedNode | ox.Literal

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<string>
          \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
        | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<word>[A-Za-z_][\w.-]*:?[\w.-]*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ONLY = re.compile(r"#\s*only:\s*")
_BEFORE_VARIABLES = {"SELECT", "DISTINCT", "REDUCED"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    @property
    def variable(self) -> str | None:
        return self.text[1:] if self.kind == "variable" else None

    @property
    def keyword(self) -> str | None:
        return self.text.upper() if self.kind == "word" else None


def bind(text: str, values: Mapping[str, Sequence[Term]]) -> str:
    """The query with its variables bound; `values` is by variable, a list where VALUES takes one.

    Raises `QuestionError` when a variable does not occur, or has several terms and no VALUES block.
    """
    tokens = [_Token(str(m.lastgroup), m[0]) for m in _TOKEN.finditer(text)]
    blocks = {name for name, _, _ in _blocks(tokens)}
    used = {token.variable for token in tokens}
    for name, terms in values.items():
        if name not in used:
            raise QuestionError(f"the query has no variable ?{name} to bind")
        if name not in blocks and len(terms) != 1:
            raise QuestionError(f"?{name} takes a list: the query needs `VALUES ?{name} {{ … }}`")
    filled = _fill_blocks(tokens, {k: v for k, v in values.items() if k in blocks})
    single = {name: terms[0] for name, terms in values.items() if name not in blocks}
    return "".join(_replaced(filled, single))


def only(text: str, name: str, terms: Sequence[Term]) -> str:
    """The query, asked about no other values of `?name` than these.

    >>> query = "SELECT ?y {\\n  # only: VALUES ?x { }\\n  ?x ?p ?y }"
    >>> print(only(query, "x", [ox.NamedNode("urn:a")]))
    SELECT ?y {
      VALUES ?x { <urn:a> }
      ?x ?p ?y }

    Raises `QuestionError` when the query has no such line.
    """
    tokens = (
        _ONLY.sub("", m[0]) if m.lastgroup == "comment" else m[0] for m in _TOKEN.finditer(text)
    )
    return bind("".join(tokens), {name: terms})


def words(text: str) -> Iterator[str]:
    """The keywords and prefixed names of a query, without strings, IRIs and comments."""
    return (m[0] for m in _TOKEN.finditer(text) if m.lastgroup == "word")


def _blocks(tokens: Sequence[_Token]) -> Iterator[tuple[str, int, int]]:
    """The variable, and the positions of the braces, of each `VALUES ?x { … }`."""
    solid = [i for i, token in enumerate(tokens) if token.kind not in ("space", "comment")]
    for place, i in enumerate(solid[:-2]):
        name, opening = tokens[solid[place + 1]].variable, solid[place + 2]
        if tokens[i].keyword == "VALUES" and name and tokens[opening].text == "{":
            for closing in solid[place + 3 :]:
                if tokens[closing].text == "}":
                    yield name, opening, closing
                    break


def _fill_blocks(tokens: list[_Token], values: Mapping[str, Sequence[Term]]) -> list[_Token]:
    filled = list(tokens)
    for name, opening, closing in sorted(_blocks(tokens), key=lambda block: -block[1]):
        if name in values:
            terms = [_Token("term", f" {term}") for term in values[name]]
            filled[opening + 1 : closing] = [*terms, _Token("space", " ")]
    return filled


def _replaced(tokens: Sequence[_Token], values: Mapping[str, Term]) -> Iterator[str]:
    clause, depth, previous = "", 0, ""
    for token in tokens:
        if token.text in "()" and token.kind == "other":
            depth += 1 if token.text == "(" else -1
        elif token.text in "{}" and token.kind == "other":
            clause = ""
        elif token.keyword in _BEFORE_VARIABLES:
            clause = "select"
        elif token.keyword == "BY" and previous in ("GROUP", "ORDER"):
            clause = "by"
        elif token.keyword in ("WHERE", "FROM", "HAVING", "LIMIT", "OFFSET"):
            clause = ""
        previous = token.keyword or (previous if token.kind in ("space", "comment") else "")
        term = values.get(token.variable or "")
        if term is None:
            yield token.text
        elif clause == "select" and depth == 0:
            yield f"({term} AS ?{token.variable})"
        elif clause == "by" and depth == 0:
            yield f"({term})"
        else:
            yield str(term)
