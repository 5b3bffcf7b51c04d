"""Other SPARQL servers: a dataset pushed to one, and questions asked of any.

Needs the extra `servers` (httpx). What each server wants is told in `docs/servers.md`.
"""

from __future__ import annotations

from procgraph.servers.client import Client, Credentials
from procgraph.servers.endpoints import Endpoints
from procgraph.servers.push import PushSummary, push
from procgraph.servers.query import ask

__all__ = ["Client", "Credentials", "Endpoints", "PushSummary", "ask", "push"]
