"""Text files as numbered lines, with an error that says where a file is no text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from procgraph.errors import InputError

__all__ = ["lines_of", "readable"]


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file without their ends, counted from 1.

    Only a line feed ends a line: names hold other separators.

    Raises:
        InputError: the file cannot be read, or is not UTF-8.
    """
    number = 0
    with readable(path), path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise InputError(
                    "is not UTF-8", source=str(path), line=number, mend="save it as UTF-8"
                ) from None
            yield number, line.rstrip("\r\n")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into an InputError."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise InputError(reason, source=str(path), mend="check the path") from None
