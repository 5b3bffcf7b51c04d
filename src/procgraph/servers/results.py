"""SPARQL 1.1 Protocol: a query to a server, and its answer as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from procgraph.dataset.binding import words
from procgraph.dataset.rows import Rows, to_rows
from procgraph.errors import ServerError
from procgraph.rdf.iris import BASE
from procgraph.servers.client import Answer, Client

__all__ = ["answer", "named_graphs", "select"]

_TABLES = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPHS = "application/n-triples, text/turtle;q=0.9"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_ASKED = "__ASK_RETVAL"
"""The column in which Virtuoso answers an ASK."""

_PAGE = 5000
"""Rows asked for at once: servers cut long answers, some without a word (Virtuoso at 10,000)."""

_CUT = ("x-sparql-maxrows", "x-sparql-anytime")
"""What Virtuoso says of an answer that is not whole."""


def answer(
    client: Client,
    url: str,
    text: str,
    *,
    doing: str,
    timeout: float | None = None,
    graphs: Sequence[str] = (),
) -> Rows:
    """The answer of a server to a query. `graphs`: the dataset that it is asked of, merged and as
    named graphs; without any it is the server's own.

    Raises `ServerError`, also for an answer that is no answer or is cut.
    """
    found = _asked(client, url, text, doing, timeout, graphs)
    if any(name in found.headers for name in _CUT):
        raise ServerError(
            "the server cut the answer short",
            endpoint=url,
            doing=doing,
            mend="narrow the question, or raise the server's limit on rows and time",
        )
    return _parsed(found, url, doing)


def select(
    client: Client, url: str, text: str, *, doing: str, graphs: Sequence[str] = ()
) -> list[dict[str, str]]:
    """The rows of a SELECT, each as the strings of what is bound; a page may be cut."""
    rows = _parsed(_asked(client, url, text, doing, None, graphs), url, doing)
    return [
        {name: cell.value for name, cell in zip(rows.columns, row, strict=True) if cell is not None}
        for row in rows.cells
    ]


def named_graphs(
    client: Client, url: str, pattern: str, *columns: str, doing: str
) -> Iterator[dict[str, str]]:
    """The graphs of procgraph in which the pattern holds, in order: `name`, and the columns."""
    last = BASE
    head = " ".join(["?name", *(f"?{column}" for column in columns)])
    # Page by page, by the name: an OFFSET would sort all the rows again, and has limits.
    while page := select(
        client,
        url,
        f"SELECT DISTINCT {head} WHERE {{ GRAPH ?graph {{ {pattern} }} "
        f"BIND(STR(?graph) AS ?name) FILTER(STRSTARTS(?name, {ox.Literal(BASE)})) "
        f"FILTER(?name > {ox.Literal(last)}) }} ORDER BY ?name LIMIT {_PAGE}",
        doing=doing,
    ):
        yield from page
        last = page[-1]["name"]


def _asked(
    client: Client, url: str, text: str, doing: str, timeout: float | None, graphs: Iterable[str]
) -> Answer:
    form = next((word.upper() for word in words(text) if word.upper() in _FORMS), "SELECT")
    fields = [("query", text)]
    for graph in graphs:
        fields += [("default-graph-uri", graph), ("named-graph-uri", graph)]
    headers = {"Accept": _GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else _TABLES}
    return client.send("POST", url, doing=doing, form=fields, headers=headers, timeout=timeout)


def _parsed(found: Answer, url: str, doing: str) -> Rows:
    table = ox.QueryResultsFormat.from_media_type(found.media_type)
    graph = ox.RdfFormat.from_media_type(found.media_type)
    try:
        if table is not None:
            return _truth(to_rows(ox.parse_query_results(found.body, format=table)))
        if graph is not None:
            return to_rows(quad.triple for quad in ox.parse(found.body, format=graph))
    except (SyntaxError, ValueError) as problem:
        raise ServerError(
            f"the answer is broken ({' '.join(str(problem).split())[:120]})",
            endpoint=url,
            doing=doing,
            mend="see the server's log",
        ) from None
    raise ServerError(
        f"answered with {found.media_type or 'nothing'}, not with SPARQL results",
        endpoint=url,
        doing=doing,
        mend="check the URL: it should be the server's query service",
    )


def _truth(rows: Rows) -> Rows:
    if rows.columns != (_ASKED,):
        return rows
    is_so = any(cell is not None and cell.value == "1" for [cell] in rows.cells)
    return Rows(("answer",), ((ox.Literal(is_so),),))
