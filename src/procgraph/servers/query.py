"""Ask any SPARQL 1.1 server: a shipped question, a file, or SPARQL, with parameters by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from procgraph.dataset.binding import words
from procgraph.dataset.query import bound, to_question
from procgraph.dataset.questions import Question
from procgraph.dataset.rows import Rows
from procgraph.errors import ServerError
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import ONTOLOGY_GRAPH, RESOLUTION_GRAPH, VOCABULARY_GRAPH
from procgraph.servers.client import Client
from procgraph.servers.endpoints import checked
from procgraph.servers.names import names
from procgraph.servers.results import answer, named_graphs, select

__all__ = ["ask", "merged_graphs"]

_TIMEOUT = 120.0


def ask(
    url: str,
    question: str | Path | Question,
    parameters: Mapping[str, object] | None = None,
    *,
    client: Client,
    timeout: float | None = None,
    graphs: Sequence[str] | None = None,
) -> Rows:
    """The answer of the query service at `url`; `parameters` are as for a dataset.

    Our questions are asked of all graphs together. On a server whose default graph is not that,
    the graphs are named in the request; `graphs` names them instead, or the one IRI by which a
    server calls them all. `timeout` is in seconds.

    Raises `QuestionError` when the question or a parameter is unknown or malformed, `ServerError`
    when the server does not answer it.
    """
    service = checked(url)
    asked = to_question(question)
    own_dataset = "FROM" in map(str.upper, words(asked.text))
    if graphs is None:
        graphs = () if own_dataset else merged_graphs(service, client, needed=bool(asked.kind))
    given = {p.name: (parameters or {}).get(p.name, p.default) for p in asked.parameters}
    store = names(service, asked.parameters, given, client, graphs)
    text = bound(store, asked, parameters or {})
    return answer(
        client,
        service,
        _prefixed(text),
        doing=asked.source,
        timeout=timeout or _TIMEOUT,
        graphs=graphs,
    )


def merged_graphs(url: str, client: Client, *, needed: bool) -> tuple[str, ...]:
    """The graphs to name in a request; none where the server's default graph has it all.

    Raises `ServerError` when documents are `needed` and there are none.
    """
    looking = "looking for documents"
    there = f"?document <{v.DESCRIBES}> ?procedure"
    if select(client, url, f"SELECT * WHERE {{ {there} }} LIMIT 1", doing=looking):
        return ()
    found = [row["name"] for row in named_graphs(client, url, there, doing=looking)]
    if found:
        return (*found, RESOLUTION_GRAPH, VOCABULARY_GRAPH, ONTOLOGY_GRAPH)
    if needed:
        raise ServerError(
            "holds no documents of procgraph",
            endpoint=url,
            mend="push a dataset to it with `procgraph push`, or check the URL",
        )
    return ()


def _prefixed(text: str) -> str:
    """The query with our prefixes, those that it lacks, on its first line: lines keep their
    numbers in a server's complaint."""
    ours = {f"{name}:": iri for name, iri in v.PREFIXES.items()}
    found = list(words(text))
    declared = {name for before, name in pairwise(found) if before.upper() == "PREFIX"}
    used = {word.partition(":")[0] + ":" for word in found if ":" in word}
    missing = (used - declared) & ours.keys()
    return "".join(f"PREFIX {name} <{ours[name]}> " for name in sorted(missing)) + text
