"""Worker processes: what is wrong with a lexicon, and what becomes of them."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from procgraph import workers
from procgraph.errors import InputError
from procgraph.pipeline import build

HELD_UP = """
import multiprocessing, sys, time
from procgraph import workers
from procgraph.pipeline import build

def hold(done, total):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(600)

if __name__ == "__main__":
    workers.DOCUMENTS_A_PROCESS = 1
    build([sys.argv[1]], sys.argv[2], workers=2, progress=hold)
"""


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_workers_end_with_a_build_that_is_killed(documents, out, tmp_path):
    script = tmp_path / "build.py"
    script.write_text(HELD_UP)
    with subprocess.Popen(
        [sys.executable, script, documents, out], stdout=subprocess.PIPE, text=True
    ) as process:
        pids = process.stdout.readline().split()
        assert len(pids) == 2
        assert all(map(is_running, pids))
        process.kill()
    deadline = time.monotonic() + 60
    while any(map(is_running, pids)):
        assert time.monotonic() < deadline, "the workers live on"
        time.sleep(0.05)


def test_a_file_of_mappings_that_is_none_is_one_error(documents, out, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "DOCUMENTS_A_PROCESS", 1)
    mappings = tmp_path / "own.sssom.tsv"
    mappings.write_text("nonsense\n")
    with pytest.raises(InputError, match=r"own\.sssom\.tsv:1: has no column"):
        build([documents], out, workers=2, mappings=mappings)
    assert not out.exists()


def test_a_few_documents_are_done_in_this_process(documents, out, monkeypatch):
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    assert build([documents], out, workers=2).documents == 12
