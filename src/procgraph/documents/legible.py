"""A text as it is read, and the way back from its offsets to those of the text as it was given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from procgraph.documents.hyphens import rejoined
from procgraph.documents.rendering import Rendering

__all__ = ["Legible", "legible"]


@dataclass(frozen=True, slots=True)
class Legible:
    """`text` is what is read; `passes` lead to it, the first from the text as it was given."""

    text: str
    passes: tuple[Rendering, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text, which is not empty, stands in the text as it was given."""
        last = end - 1
        for done in reversed(self.passes):
            start, last = done.source_offset(start), done.source_offset(last)
        return start, last + 1


def legible(text: str, is_word: Callable[[str], bool] = str.isalpha) -> Legible:
    """`text` with parted words whole.

    `is_word` tells whether a word is known; offsets lead back to the same places whatever it says.
    """
    done = rejoined(text, is_word)
    return Legible(done.text, (done,) if done.text != text else ())
