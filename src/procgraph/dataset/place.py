"""The folder that a build writes to: refused where it is something else, and locked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from procgraph.dataset.files import LOCK, RETIRED, exclusive
from procgraph.dataset.manifest import NAME
from procgraph.dataset.staging import STAGING
from procgraph.errors import DatasetError, InputError
from procgraph.locations import is_url, location, remove_folder

__all__ = ["dataset_folder", "refuse_inside"]


@contextmanager
def dataset_folder(
    folder: Path, lock: Callable[[Path], AbstractContextManager[None]] = exclusive
) -> Iterator[None]:
    """The folder under its lock, made where it is missing; left as it was when the input is bad.

    Raises `DatasetError` when it cannot be used, and in the place of what the system says when it
    cannot be written to.
    """
    try:
        is_new = not folder.exists()
        if not is_new:
            _refuse_other(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        why = problem.strerror or problem
        raise DatasetError(f"{folder}: {why}; choose another --out") from None
    try:
        with lock(folder):
            yield
    except InputError:
        if not (folder / NAME).exists():
            remove_folder(folder if is_new else folder / STAGING)
            (folder / LOCK).unlink(missing_ok=True)
        raise
    except OSError as problem:
        raise DatasetError(
            f"{folder}: cannot be written to ({problem.strerror or problem}); make room and build"
            " again: what it held is whole, and the work goes on where it stopped"
        ) from None


def refuse_inside(folder: Path, paths: Iterable[str | Path]) -> None:
    """Refuse a dataset among its own documents: its records would be the next build's input."""
    for path in paths:
        if is_url(folder) or is_url(path):
            inside = f"{folder}/".startswith(f"{str(path).rstrip('/')}/")
        else:
            place = location(path)
            inside = place.is_dir() and folder.resolve().is_relative_to(place.resolve())
        if inside:
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
