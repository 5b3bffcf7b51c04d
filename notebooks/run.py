#!/usr/bin/env python3
"""Run the notebooks and write what they print into them.

    pip install -e '.[test]'
    python notebooks/run.py                              # all, in place
    python notebooks/run.py notebooks/01-from-*.ipynb    # one

What is written is the same on every machine, pictures aside: no timings, no versions.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
CELL_TIMEOUT = 60
"""Seconds."""


def main(arguments: Sequence[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    for path in map(Path, given) if given else sorted(HERE.glob("*.ipynb")):
        nbformat.write(executed(path), path)
    return 0


def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs of a run in its own folder; the file stays as it is.

    Raises `nbclient.exceptions.CellExecutionError` when a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    # The kernel adds its Python's version.
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def text_outputs(notebook: nbformat.NotebookNode) -> list[str]:
    """What each code cell prints, as text: without pictures, whose bytes differ by machine."""
    return ["".join(map(_text, cell.outputs)) for cell in notebook.cells if "outputs" in cell]


def _text(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    data = output.get("data", {})
    return "" if "image/png" in data else data.get("text/plain", "")


if __name__ == "__main__":
    sys.exit(main())
