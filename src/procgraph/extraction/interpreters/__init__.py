"""One interpreter a kind of section: an item becomes drafts of facts."""

from procgraph.extraction.interpreters.document import document_drafts

__all__ = ["document_drafts"]
