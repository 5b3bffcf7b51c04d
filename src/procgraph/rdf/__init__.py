"""Facts to quads, and the shapes that a document's graph has to fit."""
