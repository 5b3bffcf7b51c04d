"""One interpreter a kind of section: an item becomes drafts of facts."""

from procgraph.extraction.interpreters.registry import document_drafts

__all__ = ["document_drafts"]
