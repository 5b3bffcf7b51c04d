"""The two URLs of a SPARQL server: where graphs are put, and where questions are asked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from procgraph.errors import ServerError

__all__ = ["Endpoints", "checked"]

_LAYOUTS = (
    ("/sparql-graph-crud-auth", "/sparql"),  # Virtuoso, with a password
    ("/sparql-graph-crud", "/sparql"),  # Virtuoso
    ("/rdf-graphs/service", ""),  # RDF4J, GraphDB
    ("/store", "/query"),  # Oxigraph
    ("/data", "/query"),  # Apache Jena Fuseki
)
"""How a graph store's URL ends on the servers that we know, and the query service's beside it."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """`store` speaks the SPARQL 1.1 Graph Store Protocol, `query` the SPARQL 1.1 Protocol."""

    store: str
    query: str

    @classmethod
    def of(cls, store: str, query: str | None = None) -> Endpoints:
        """The endpoints of a server; the query service is found by the ways of known servers.

        >>> Endpoints.of("http://localhost:7878/store").query
        'http://localhost:7878/query'

        Raises `ServerError` for what is no URL, and where the query service has to be named.
        """
        found = checked(store)
        if query is not None:
            return cls(found, checked(query))
        for ending, service in _LAYOUTS:
            if found.endswith(ending):
                return cls(found, found.removesuffix(ending) + service)
        raise ServerError(
            "it cannot be told where the server answers queries",
            endpoint=found,
            mend="name it with --query-endpoint",
        )


def checked(url: str) -> str:
    """The URL without the slashes at its end.

    Raises `ServerError` when it is none for HTTP, or has a password in it.
    """
    try:
        parts = urlsplit(url)
        is_url = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if not is_url:
        raise ServerError(
            "is not the URL of a server", endpoint=url, mend="give one that starts with http://"
        )
    if parts.username is not None:
        raise ServerError(
            "a URL with a password in it would be written down everywhere",
            endpoint=f"{parts.scheme}://{parts.hostname}{parts.path}",
            mend="use --user and the environment variable PROCGRAPH_PASSWORD",
        )
    return url.rstrip("/")
