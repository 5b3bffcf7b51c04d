"""Bytes to documents: readers, encodings, markup, and the outline of sections and items."""

from procgraph.documents.outline import Outline, outline
from procgraph.documents.readers import SUFFIXES, read_documents

__all__ = ["SUFFIXES", "Outline", "outline", "read_documents"]
