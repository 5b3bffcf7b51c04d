"""The folder that a build writes to: refused where it is something else, and locked."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from procgraph.dataset.files import LOCK, RETIRED, exclusive
from procgraph.dataset.manifest import NAME
from procgraph.dataset.staging import STAGING
from procgraph.errors import DatasetError, InputError

__all__ = ["dataset_folder", "refuse_inside"]


@contextmanager
def dataset_folder(folder: Path) -> Iterator[None]:
    """The folder under its lock, made where it is missing; left as it was when the input is bad.

    Raises `DatasetError` when it cannot be used, and in the place of what the system says when it
    cannot be written to.
    """
    is_new = not folder.exists()
    if not is_new:
        _refuse_other(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DatasetError(f"{folder}: {problem.strerror}; choose another --out") from None
    try:
        with exclusive(folder):
            yield
    except InputError:
        if not (folder / NAME).exists():
            shutil.rmtree(folder if is_new else folder / STAGING, ignore_errors=True)
            (folder / LOCK).unlink(missing_ok=True)
        raise
    except OSError as problem:
        raise DatasetError(
            f"{folder}: cannot be written to ({problem.strerror or problem}); make room and build"
            " again: what it held is whole, and the work goes on where it stopped"
        ) from None


def refuse_inside(folder: Path, paths: Iterable[str | Path]) -> None:
    """Refuse a dataset among its own documents: its records would be the next build's input."""
    target = folder.resolve()
    for path in map(Path, paths):
        if path.is_dir() and target.is_relative_to(path.resolve()):
            raise DatasetError(
                f"{folder}: lies inside {path}, which is read for documents; choose another --out"
            )


def _refuse_other(folder: Path) -> None:
    if not folder.is_dir():
        raise DatasetError(f"{folder}: is a file, not a folder; choose another --out")
    found = {path.name for path in folder.iterdir()}
    if found and NAME not in found and STAGING not in found and not found <= {LOCK, RETIRED}:
        raise DatasetError(
            f"{folder}: is not empty and not a dataset; choose another --out or empty it"
        )
