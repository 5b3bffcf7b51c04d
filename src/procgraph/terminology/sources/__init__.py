"""Terminologies that are not our own, one module a format, each read as a stream of names."""

from procgraph.terminology.sources.given import given_source
from procgraph.terminology.sources.names import Name, Source, Standing
from procgraph.terminology.sources.packages import packaged_sources

__all__ = ["Name", "Source", "Standing", "given_source", "packaged_sources"]
