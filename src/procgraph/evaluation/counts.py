"""What was right, found and wanted, and the scores that follow."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Counts"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many matched, were predicted, and are in the gold."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.matched + other.matched, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float:
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return self.f(1.0)

    def f(self, beta: float) -> float:
        """The F measure in which recall weighs `beta` times what precision does (van Rijsbergen,
        Information Retrieval, 1979, chapter 7)."""
        precision, recall = self.precision, self.recall
        total = beta**2 * precision + recall
        return (1 + beta**2) * precision * recall / total if total else 0.0

    def to_json(self) -> dict[str, float]:
        """The scores and what they were counted from."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "matched": self.matched,
            "found": self.predicted,
            "gold": self.gold,
        }
