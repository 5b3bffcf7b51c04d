"""A build may be stopped at any moment, and read from at any moment.

pytest tests/pipeline/test_kills.py                        a few seeded moments
PROCGRAPH_KILLS=30 pytest tests/pipeline/test_kills.py     thirty
"""

from __future__ import annotations

import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

import procgraph
from procgraph.errors import DatasetError
from procgraph.pipeline import build

resource = pytest.importorskip("resource", reason="needs the signals and limits of POSIX")
HERE = Path(__file__).parent
seen = runpy.run_path(str(HERE / "reader.py"))["seen"]
KILLS = int(os.environ.get("PROCGRAPH_KILLS", "3"))


def start(*arguments, **options):
    """A process in a group of its own."""
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def stopped(out, what, moment, *paths, workers=1, **options):
    """A build that is stopped at a moment: its exit code, and what it said."""
    process = start(
        HERE / "stopped_build.py", out, what, moment, "build", *paths, "--out", out,
        "--workers", workers, **options,
    )  # fmt: skip
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


class World:
    """Documents before and after a change, what clean builds make of them, and how long it is."""

    def __init__(self, documents: Path, folder: Path) -> None:
        self.documents, self.folder = documents, folder
        self.old, self.new, self.aside = folder / "old", folder / "new", folder / "aside"
        build([documents], self.old)
        shutil.copytree(documents, self.aside)
        self.change()
        _, self.full = self._counted(self.new, copied=False)
        self.seconds, self.update = self._counted(folder / "counted", copied=True)

    def _counted(self, out, *, copied):
        if copied:
            shutil.copytree(self.old, out)
        started = time.monotonic()
        code, output, errors = stopped(out, "count", 0, self.documents)
        assert code == 0, errors
        return time.monotonic() - started, int(output.split()[-1])

    def change(self) -> None:
        """Change, add, remove and rename documents."""
        (self.documents / "3.txt").write_text(
            "Name of the Procedure:\nTest\nIndications\n- Sciatica\n"
        )
        (self.documents / "new.txt").write_text(
            "Name of the Procedure:\nNew test\nIndications\n- Gout\n"
        )
        (self.documents / "7.txt").unlink()
        (self.documents / "8.txt").rename(self.documents / "eight.txt")

    def change_back(self) -> None:
        """As they were."""
        shutil.rmtree(self.documents)
        shutil.copytree(self.aside, self.documents)


@pytest.fixture(scope="module")
def world(tmp_path_factory, make_documents):
    folder = tmp_path_factory.mktemp("kills")
    return World(make_documents(folder / "documents"), folder)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def killed_after(seconds, out, *paths, workers):
    """The exit code of a build that is killed, with its workers, after some time."""
    process = start("-m", "procgraph", "build", *paths, "--out", out, "--workers", workers)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return process.returncode


def kill(world, out, random, *, update, by_time):
    """Kill a build at a random moment: of the clock, or of what it does to the dataset."""
    share, workers = random.random(), random.choice((1, 1, 2))
    moments = world.update if update else world.full
    code = 0
    while code == 0:
        shutil.rmtree(out, ignore_errors=True)
        if update:
            shutil.copytree(world.old, out)
        if by_time:
            # The first third of it is the start of Python.
            code = killed_after(
                (0.3 + 0.7 * share) * world.seconds, out, world.documents, workers=workers
            )
        else:
            moment = 1 + int(share * moments)
            code, _, _ = stopped(out, "kill", moment, world.documents, workers=workers)
        # Too late: it was faster this time, or two workers have shared the moments.
        share *= 0.8
    assert code == -signal.SIGKILL


@pytest.mark.parametrize("number", range(KILLS))
def test_after_a_kill_the_next_build_ends_in_the_bytes_of_a_clean_one(
    world, out, number, dataset_bytes
):
    update = number % 2 == 1
    kill(world, out, Random(number), update=update, by_time=number % 3 == 2)
    if update:
        assert seen(out) in (seen(world.old), seen(world.new))
    elif (out / "dataset.json").exists():
        assert seen(out) == seen(world.new)
    elif out.exists():
        with pytest.raises(DatasetError, match="is not a dataset"):
            procgraph.open(out)
    build([world.documents], out)
    assert dataset_bytes(out) == dataset_bytes(world.new)
    assert seen(out) == seen(world.new)


def one_line(errors: str) -> str:
    """What went wrong, in one line; progress may stand before it."""
    *_, last = errors.strip().splitlines()
    assert "Traceback" not in errors
    assert last.startswith("procgraph: ")
    return last


@pytest.mark.parametrize(("update", "share"), [(False, 0.3), (True, 0.6)])
def test_after_a_full_disk_the_next_build_ends_in_the_bytes_of_a_clean_one(
    world, out, update, share, dataset_bytes
):
    if update:
        shutil.copytree(world.old, out)
    moment = round((world.update if update else world.full) * share)
    code, _, errors = stopped(out, "full", moment, world.documents)
    assert code == 2
    assert "No space left on device" in one_line(errors)
    if update:
        assert seen(out) in (seen(world.old), seen(world.new))
    build([world.documents], out)
    assert dataset_bytes(out) == dataset_bytes(world.new)


def test_a_file_that_cannot_grow_is_told_in_one_line(world, out, dataset_bytes):
    shutil.copytree(world.old, out)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, resource.RLIM_INFINITY))

    code, _, errors = stopped(out, "none", 0, world.documents, workers=2, preexec_fn=limit)
    assert code == 2
    assert "File too large" in one_line(errors)
    assert seen(out) == seen(world.old)
    build([world.documents], out)
    assert dataset_bytes(out) == dataset_bytes(world.new)


def test_a_reader_during_builds_sees_the_old_or_the_new_dataset(world, out, tmp_path):
    stop = tmp_path / "stop"
    expected = {seen(world.old), seen(world.new)}
    shutil.copytree(world.old, out)
    reader = start(HERE / "reader.py", out, stop)
    try:
        lines = [reader.stdout.readline()]
        for number in range(6):
            (world.change, world.change_back)[(number + 1) % 2]()
            build([world.documents], out)
    finally:
        world.change_back()
        world.change()
        stop.touch()
        rest, errors = reader.communicate(timeout=60)
    lines += rest.splitlines()
    assert reader.returncode == 0, errors
    assert {line.strip() for line in lines} == expected
    assert len(lines) > 6


def test_what_is_open_says_what_it_said_when_it_was_opened(world, out):
    shutil.copytree(world.old, out)
    graph = procgraph.open(out)
    documents = graph.documents()
    first = next(documents)
    build([world.documents], out)
    read = [first, *documents]
    assert {d.id: d.text for d in read} == {
        d.id: d.text for d in procgraph.open(world.old).documents()
    }
