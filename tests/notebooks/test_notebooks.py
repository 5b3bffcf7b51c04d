"""Each notebook runs, and prints what is committed in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

for module in ("nbclient", "ipykernel"):
    pytest.importorskip(module, reason=f"{module} runs the notebooks: pip install '.[test]'")
nbformat = pytest.importorskip("nbformat", reason="comes with nbclient: pip install '.[test]'")

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def run():
    spec = importlib.util.spec_from_file_location("run_notebooks", NOTEBOOKS / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
class TestNotebook:
    @pytest.fixture
    def committed(self, path):
        return nbformat.read(path, as_version=4)

    def test_prints_what_is_committed(self, run, path, committed):
        made = run.executed(path)
        assert run.text_outputs(made) == run.text_outputs(committed), (
            f"python notebooks/run.py notebooks/{path.name}, and read what changed"
        )

    def test_shows_a_picture(self, path, committed):
        outputs = [output for cell in committed.cells for output in cell.get("outputs", ())]
        assert any("image/png" in output.get("data", {}) for output in outputs)

    def test_holds_nothing_of_the_machine_that_ran_it(self, run, committed):
        assert committed.metadata.language_info == {"name": "python"}
        for cell in committed.cells:
            assert "execution" not in cell.metadata
        for text in run.text_outputs(committed):
            assert "/tmp" not in text
            assert "/home" not in text
            assert "Traceback" not in text
