"""Where a build's time goes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping

__all__ = ["Stages"]


class Stages:
    """The seconds of each stage: those that passed, or those that workers say they needed."""

    def __init__(self, on_stage: Callable[[str], None] | None = None) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._on_stage = on_stage
        self._begun = self._last = time.perf_counter()
        self._stage: str | None = None

    @property
    def total(self) -> float:
        """The seconds that have passed since the beginning."""
        return time.perf_counter() - self._begun

    def begin(self, stage: str) -> None:
        """Another stage begins, so the one before has ended."""
        self.end()
        self._stage = stage
        if self._on_stage:
            self._on_stage(stage)

    def end(self) -> None:
        """The stage has ended, and none begins."""
        now = time.perf_counter()
        if self._stage is not None:
            self.seconds[self._stage] += now - self._last
        self._stage, self._last = None, now

    def add(self, seconds: Mapping[str, float]) -> None:
        """What a worker needed, by stage."""
        for stage, needed in seconds.items():
            self.seconds[stage] += needed
