"""Builds on a Dask cluster of separate processes, on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

import procgraph
from procgraph import cluster as cluster_module
from procgraph.cli import main
from procgraph.errors import DatasetError
from procgraph.pipeline import build

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

# Sockets and loops that Dask closes a moment later, in threads of its own.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


WORKER = SimpleNamespace(address="tcp://127.0.0.1:1")


class Processes:
    """A scheduler and its workers; they end when the block does."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen] = []
        self._scheduler_file = folder / "scheduler.json"
        self._start("dask_scheduler", "--port", "0", "--no-show")
        deadline = time.monotonic() + 60
        while not self._scheduler_file.exists():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)

    def _start(self, what: str, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", f"distributed.cli.{what}", "--host", "127.0.0.1"),
                *("--scheduler-file", str(self._scheduler_file), "--no-dashboard", *arguments),
            ],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.started.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        """Another worker; without a nanny, so that it stays dead when it is killed."""
        options = ("--no-nanny", "--nthreads", "1", "--death-timeout", "60")
        return self._start("dask_worker", *options, "--local-directory", str(self.folder))

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        for process in self.started:
            process.kill()
        for process in self.started:
            process.wait()


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    with Processes(tmp_path_factory.mktemp("cluster")) as started:
        started.worker()
        started.worker()
        yield started


@pytest.fixture(scope="module")
def client(processes):
    """A client of the tests' own, to look at the cluster."""
    with distributed.Client(
        scheduler_file=str(processes.folder / "scheduler.json"), set_as_default=False
    ) as connected:
        connected.wait_for_workers(2, timeout=60)
        yield connected


@pytest.fixture
def scheduler(client):
    return client.scheduler.address


def test_a_build_on_a_cluster_is_the_same_bytes(
    documents, built, scheduler, tmp_path, monkeypatch, dataset_bytes
):
    out = tmp_path / "cluster"
    # From another folder than the workers', and with a path that says so.
    monkeypatch.chdir(tmp_path)
    build([documents], "cluster", engine="dask", scheduler=scheduler)
    assert dataset_bytes(out) == dataset_bytes(built)


def test_the_command_line_updates_on_a_cluster(
    documents, built, scheduler, tmp_path, capsys, dataset_bytes
):
    (documents / "3.txt").write_text("Name of the Procedure:\nTest\nIndications\n- Sciatica\n")
    (documents / "7.txt").unlink()
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"id": "r1", "text": "Name of the Procedure:\\nRow\\nIndications\\n- Gout\\n"}\n'
    )
    paths = [str(documents), str(rows)]
    code = main(
        ["build", *paths, "--out", str(built), "--engine", "dask", "--scheduler", scheduler]
    )
    assert code == 0, capsys.readouterr().err
    build(paths, tmp_path / "anew")
    assert dataset_bytes(built) == dataset_bytes(tmp_path / "anew")


def test_a_lost_worker_costs_its_task(
    documents, built, processes, client, scheduler, tmp_path, dataset_bytes
):
    doomed = processes.worker()
    client.wait_for_workers(3, timeout=60)
    address = next(a for a, pid in client.run(os.getpid).items() if pid == doomed.pid)
    at_work = []

    def kill(done, total):
        if not at_work:
            at_work.extend(client.processing()[address])
            os.kill(doomed.pid, signal.SIGKILL)

    for number in range(40):
        text = (documents / "heat.txt").read_text().replace("of the test kind", f"of kind {number}")
        (documents / f"more-{number}.txt").write_text(text)
    build([documents], tmp_path / "expected")
    build([documents], tmp_path / "out", engine="dask", scheduler=scheduler, progress=kill)
    assert doomed.wait(10) == -signal.SIGKILL
    assert at_work, "the worker had nothing to lose"
    assert dataset_bytes(tmp_path / "out") == dataset_bytes(tmp_path / "expected")


@pytest.fixture
def storage(tmp_path):
    """A storage of fsspec that all processes share: files that are reached by URLs alone."""
    return f"local://{tmp_path}"


def test_documents_and_the_dataset_may_be_on_a_storage(
    documents, built, scheduler, storage, tmp_path, dataset_bytes
):
    url, folder = f"{storage}/on-storage", tmp_path / "on-storage"
    options = {"engine": "dask", "scheduler": scheduler}
    assert build([f"{storage}/documents"], url, **options).documents == 12
    assert same_but_sources(dataset_bytes(folder)) == same_but_sources(dataset_bytes(built))
    (documents / "3.txt").write_text("Name of the Procedure:\nTest\nIndications\n- Sciatica\n")
    (documents / "7.txt").unlink()
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "r1", "text": "Name of the Procedure:\\nRow\\nUses\\n- Gout\\n"}\n')
    graph = procgraph.open(url)
    summary = build([f"{storage}/documents", f"{storage}/rows.jsonl"], url, **options)
    assert (summary.added, summary.changed, summary.removed) == (1, 1, 1)
    assert len(list(graph.documents())) == 12, "who opened it before still reads it"
    build([documents, rows], tmp_path / "anew")
    # What the update replaced stays for those readers until the next build.
    summary = build([f"{storage}/documents", f"{storage}/rows.jsonl"], url, **options)
    assert (summary.documents, summary.unchanged) == (12, 12)
    found = dataset_bytes(folder)
    assert same_but_sources(found) == same_but_sources(dataset_bytes(tmp_path / "anew"))
    assert not (folder / "index").exists()


def same_but_sources(files):
    """The files of a dataset, but for where the manifest says that documents came from."""
    manifest = json.loads(files["dataset.json"])
    for document in manifest["documents"].values():
        del document["source"]
    return {**files, "dataset.json": manifest}


def test_a_dataset_on_a_storage_answers_on_the_command_line(documents, scheduler, storage, capsys):
    url = f"{storage}/on-storage"
    build([documents], url, engine="dask", scheduler=scheduler)
    asked = ["procedures-for-condition", "-p", "condition=chronic low back pain"]
    assert main(["query", url, *asked]) == 0
    assert "Chronic low back pain" in capsys.readouterr().out
    assert main(["show", url, "sacroiliac joint injection"]) == 0
    assert main(["stats", url]) == 0


def test_a_build_on_a_storage_goes_on_where_it_stopped(
    documents, built, scheduler, storage, tmp_path, dataset_bytes, monkeypatch
):
    url = f"{storage}/stopped"
    sizes = []

    def stop(done, total):
        sizes.append(total)
        if done > total / 2:
            raise KeyboardInterrupt

    options = {"engine": "dask", "scheduler": scheduler}
    with pytest.raises(KeyboardInterrupt):
        build([documents], url, **options, progress=stop)
    build([documents], url, **options, progress=lambda done, total: sizes.append(total))
    assert sizes[-1] <= sizes[0] / 2
    assert dataset_bytes(tmp_path / "stopped") == dataset_bytes(built)


def test_of_two_builds_at_once_on_a_storage_the_second_is_told(documents, scheduler, storage):
    url, second = f"{storage}/twice", []

    def build_again(done, total):
        if not second:
            with pytest.raises(DatasetError, match="another build is writing to it") as told:
                build([documents], url, engine="dask", scheduler=scheduler)
            second.append(told)

    build([documents], url, engine="dask", scheduler=scheduler, progress=build_again)
    assert second
    build([documents], url, engine="dask", scheduler=scheduler)


def test_without_a_cluster_a_dataset_on_a_storage_is_refused(documents, storage):
    with pytest.raises(DatasetError, match="only a cluster's scheduler can keep two builds apart"):
        build([documents], f"{storage}/out")


def test_a_dataset_on_a_storage_among_its_documents_is_refused(documents, storage):
    with pytest.raises(DatasetError, match="lies inside"):
        build([f"{storage}/documents"], f"{storage}/documents/graph")


def test_bad_documents_are_reported_as_they_are_by_a_local_build(documents, scheduler, tmp_path):
    (documents / "bad.txt").write_bytes(b"\x00\x01\x02binary")
    summary = build([documents], tmp_path / "out", engine="dask", scheduler=scheduler)
    [error] = summary.errors
    assert "bad.txt: is binary" in str(error)
    assert summary.documents == 12


def test_a_worker_of_another_version_is_told(documents, scheduler, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "rules_version", lambda: "other")
    cluster_module._versions.cache_clear()
    with pytest.raises(DatasetError, match=r"this worker is of another version \(rules \w+ is not"):
        build([documents], tmp_path / "out", engine="dask", scheduler=scheduler)
    cluster_module._versions.cache_clear()


def test_a_terminology_that_workers_see_is_linked_to(documents, scheduler, tmp_path, monkeypatch):
    (tmp_path / "own.csv").write_text(
        "id,label,synonyms,slot\nOWN:1,sciatica of the moon,,condition\n"
    )
    (documents / "moon.txt").write_text(
        "Name of the Procedure:\nNerve release\nIndications\n- Sciatica of the moon\n"
    )
    monkeypatch.chdir(tmp_path)
    build(
        [documents / "moon.txt"], "out", engine="dask", scheduler=scheduler,
        terminologies=["own.csv"],
    )  # fmt: skip
    [fact] = procgraph.open("out").facts("treats")
    assert fact.object.matches == ("OWN:1",)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--engine", "dask"], "--engine dask needs --scheduler ADDRESS"),
        (["--scheduler", "tcp://127.0.0.1:9"], "--scheduler is for --engine dask"),
        (["--engine", "dask", "--scheduler", "nonsense"], "nonsense: no scheduler answers"),
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"], "9: no scheduler answers"),
    ],
)
def test_a_call_that_cannot_be_is_told(documents, out, capsys, monkeypatch, options, message):
    monkeypatch.setattr(cluster_module, "SECONDS_TO_CONNECT", 0.5)
    started = time.monotonic()
    assert main(["build", str(documents), "--out", str(out), *options]) == 2
    assert time.monotonic() - started < 30
    [line] = capsys.readouterr().err.splitlines()
    assert message in line
    assert not out.exists()


def test_a_cluster_without_workers_is_told(documents, out, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "SECONDS_FOR_WORKERS", 0.5)
    with Processes(tmp_path) as alone:
        address = json.loads((alone.folder / "scheduler.json").read_text())["address"]
        with pytest.raises(DatasetError, match="has no workers; start some with `dask worker"):
            build([documents], out, engine="dask", scheduler=address)


def test_without_the_extra_the_mend_is_named(documents, out, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DatasetError, match=r"pip install 'procgraph-kg\[cluster\]'"):
        build([documents], out, engine="dask", scheduler="tcp://127.0.0.1:9")


def test_a_scheduler_that_goes_away_is_told(documents, out, tmp_path, built, dataset_bytes):
    with Processes(tmp_path) as doomed:
        doomed.worker()
        address = json.loads((tmp_path / "scheduler.json").read_text())["address"]

        def kill(done, total):
            doomed.started[0].kill()

        with pytest.raises(DatasetError, match="the scheduler is gone; start it and build again"):
            build([documents], tmp_path / "lost", engine="dask", scheduler=address, progress=kill)
    build([documents], tmp_path / "lost")
    assert dataset_bytes(tmp_path / "lost") == dataset_bytes(built)


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (lambda: distributed.KilledWorker("job", WORKER, 3), "its workers died again and again"),
        (lambda: ModuleNotFoundError("No module named 'procgraph'"), "install this version of"),
    ],
)
def test_a_job_that_cannot_be_done_is_told(failure, message):
    class Failed:
        def result(self):
            raise failure()

    connected = cluster_module.Cluster(client=None, scheduler="tcp://head:8786")
    job = SimpleNamespace(segment="a1")
    with pytest.raises(DatasetError, match=message):
        connected._result(Failed(), job)
