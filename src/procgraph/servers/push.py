"""Push a dataset to a SPARQL server: the Graph Store Protocol, a request for each changed graph."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from procgraph.dataset.reader import Dataset
from procgraph.errors import ServerError
from procgraph.servers.client import Client
from procgraph.servers.endpoints import Endpoints
from procgraph.servers.graphs import SHA256, PushedGraph, graphs
from procgraph.servers.results import named_graphs

__all__ = ["PushSummary", "claims", "push", "push_graphs"]

OnProgress = Callable[[int, int], None]

T = TypeVar("T")

_FIXED_GRAPHS = 3


@dataclass(frozen=True, slots=True)
class PushSummary:
    """What a push did: the numbers of graphs sent, removed and left as they were, and triples."""

    sent: int
    removed: int
    unchanged: int
    triples: int
    seconds: float


def push(
    dataset: Dataset,
    endpoints: Endpoints,
    client: Client,
    *,
    parallel: int = 4,
    everything: bool = False,
    progress: OnProgress | None = None,
) -> PushSummary:
    """Make a server hold the graphs of the dataset, and no others of procgraph.

    Only what differs is sent: each graph on the server says which content it has. A push that was
    killed is gone on with by the next one, from any machine. `everything` sends all graphs. While
    it works, readers see some graphs old and some new; each by itself is one or the other.
    `progress` gets the numbers of graphs done and of all.

    Raises `ServerError`, which names the endpoint, the graph, the status and the mend.
    """
    total = len(dataset.manifest.documents) + _FIXED_GRAPHS
    return push_graphs(
        graphs(dataset),
        endpoints,
        client,
        parallel=parallel,
        everything=everything,
        progress=(lambda done: progress(done, total)) if progress else None,
    )


def push_graphs(
    wanted: Iterable[PushedGraph],
    endpoints: Endpoints,
    client: Client,
    *,
    parallel: int = 4,
    everything: bool = False,
    progress: Callable[[int], None] | None = None,
) -> PushSummary:
    """`push` for any graphs; `progress` gets the number of graphs done."""
    started = time.monotonic()
    before = claims(endpoints.query, client)
    held: dict[str, str] = {}
    sent: list[str] = []
    triples = 0

    def changed() -> Iterator[PushedGraph]:
        nonlocal triples
        for graph in wanted:
            held[graph.iri] = graph.sha256
            if everything or before.get(graph.iri) != graph.sha256:
                sent.append(graph.iri)
                triples += len(graph.triples)
                yield graph
            if progress:
                progress(len(held))

    _each(changed(), lambda graph: _put(graph, endpoints.store, client), parallel)
    removed = sorted(before.keys() - held.keys())
    _each(removed, lambda iri: _delete(iri, endpoints.store, client), parallel)
    if sent or removed:
        _verify(held, endpoints, client)
    return PushSummary(
        sent=len(sent),
        removed=len(removed),
        unchanged=len(held) - len(sent),
        triples=triples,
        seconds=time.monotonic() - started,
    )


def claims(url: str, client: Client) -> dict[str, str]:
    """The graphs of procgraph that a server holds, each with the SHA-256 that it claims to have.

    What claims two contents at once has an empty one.
    """
    found: dict[str, str] = {}
    claim = f"?graph <{SHA256}> ?hash"
    for row in named_graphs(client, url, claim, "hash", doing="asking for the graphs that it has"):
        name, digest = row["name"], row["hash"]
        found[name] = digest if found.get(name, digest) == digest else ""
    return found


def _put(graph: PushedGraph, store: str, client: Client) -> None:
    client.send(
        "PUT",
        store,
        doing=f"PUT of graph <{graph.iri}>",
        params=[("graph", graph.iri)],
        content=graph.body(),
        headers={"Content-Type": "text/turtle; charset=utf-8"},
        # Putting a graph twice is putting it once; Virtuoso answers 500 to a deadlock.
        again={500},
    )


def _delete(iri: str, store: str, client: Client) -> None:
    client.send(
        "DELETE",
        store,
        doing=f"DELETE of graph <{iri}>",
        params=[("graph", iri)],
        accepted={404},
        again={500},
    )


def _each(things: Iterable[T], work: Callable[[T], None], parallel: int) -> None:
    """Do the work on all things, some at once and few in memory; the first error ends it."""
    with ThreadPoolExecutor(parallel) as pool:
        waiting: set[Future[None]] = set()
        try:
            for thing in things:
                waiting.add(pool.submit(work, thing))
                if len(waiting) >= 2 * parallel:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        future.result()
            for future in waiting:
                future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _verify(held: dict[str, str], endpoints: Endpoints, client: Client) -> None:
    """Ask the server whether it has what it took."""
    now = claims(endpoints.query, client)
    for iri in sorted(held.keys() | now.keys()):
        if held.get(iri) != now.get(iri):
            raise ServerError(
                f"graph <{iri}> was sent to {endpoints.store} and is not here as it was sent",
                endpoint=endpoints.query,
                mend="check that both URLs are of one store, and that nobody else is pushing",
            )
