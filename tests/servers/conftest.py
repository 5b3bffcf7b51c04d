"""Real servers on the loopback interface, each on a free port and in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from procgraph.dataset.reader import Dataset, open_dataset
from procgraph.pipeline import build
from procgraph.servers import Client, Credentials, Endpoints
from procgraph.servers.push import claims

PATIENCE = 60
"""The most seconds that a server may take to start."""

REQUIRED = os.environ.get("PROCGRAPH_SERVERS") == "required"
"""Where the servers have been installed on purpose, a missing one is a failure, not a skip."""

VIRTUOSO = shutil.which("virtuoso-t")
OXIGRAPH = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")

_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
ServerThreads = 20
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 100000
"""
"""As Debian ships it, made small; with a limit on rows that the vocabulary stays below."""


@pytest.fixture(scope="session", autouse=True)
def no_proxy() -> Iterator[None]:
    """The loopback interface is not reached by a proxy that the machine may have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its URLs, who may write to it, and how exact its literals are."""

    name: str
    endpoints: Endpoints
    credentials: Credentials | None = None

    def client(self) -> Client:
        return Client(self.credentials)


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers. Raises `RuntimeError` with its log when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {url}: {log.read_text('utf-8', 'replace')[-2000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def missing(what: str) -> None:
    if REQUIRED:
        pytest.fail(f"{what} is not installed, and PROCGRAPH_SERVERS=required")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def start_oxigraph(tmp_path_factory) -> Iterator[Callable[..., Server]]:
    """The function that starts an Oxigraph server, empty and in memory."""
    if OXIGRAPH is None:
        missing("the `oxigraph` server (pip install oxigraph)")
    running = []

    def start(*, union: bool = True) -> Server:
        [port] = free_ports(1)
        log = tmp_path_factory.mktemp("oxigraph") / "log"
        options = ["--union-default-graph"] if union else []
        with log.open("wb") as file:
            process = subprocess.Popen(
                [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}", *options],
                stdout=file,
                stderr=file,
            )
        running.append(process)
        url = f"http://127.0.0.1:{port}"
        wait_for(url, process, log)
        return Server("oxigraph", Endpoints.of(f"{url}/store"))

    yield start
    for process in running:
        stop(process)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory) -> Iterator[Server]:
    """A Virtuoso server in a folder of its own, with the password that a new one has."""
    if VIRTUOSO is None:
        missing("Virtuoso (apt-get install virtuoso-opensource-7-bin)")
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_ports(2)
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http))
    with (folder / "out").open("wb") as file:
        process = subprocess.Popen(
            [str(VIRTUOSO), "+foreground", "+configfile", "virtuoso.ini"],
            cwd=folder,
            stdout=file,
            stderr=file,
        )
    try:
        url = f"http://127.0.0.1:{http}"
        wait_for(f"{url}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", process, folder / "out")
        yield Server(
            "virtuoso",
            Endpoints.of(f"{url}/sparql-graph-crud-auth"),
            Credentials("dba", "dba"),
        )
    finally:
        stop(process)


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request) -> Server:
    """A real server without any graph of procgraph."""
    if request.param == "oxigraph":
        return request.getfixturevalue("start_oxigraph")()
    found = request.getfixturevalue("virtuoso")
    clear(found)
    return found


def clear(server: Server) -> None:
    """Delete what tests before have pushed."""
    with server.client() as client:
        for graph in claims(server.endpoints.query, client):
            client.send(
                "DELETE", server.endpoints.store, doing="clearing", params=[("graph", graph)]
            )


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Four documents that are linked to each other, by file name; one has an awkward name."""
    return {
        "block.txt": (
            "Sacroiliac Joint Injection\n\nIndications\n- Chronic low back pain\n\nPersonnel\n"
            "- Pain specialist or radiologist\n- Anesthesiologist, if sedation is used\n\n"
            "Duration\n30 to 60 minutes\n\nAlternatives\n- Sacroiliac radiofrequency neurotomy\n"
            "- Surgery, if conservative treatments fail\n"
        ),
        "heat.txt": (
            "Sacroiliac radiofrequency neurotomy\n\nIndications\n- Chronic low back pain\n\n"
            "Personnel\n- Pain specialist\n\nRisks\n- Rarely, nerve damage\n"
        ),
        'odd "name" é%20.txt': (
            "Knee arthroscopy\n\nIndications\n- Torn \u201cmeniscus\u201d \\ locked knee\n\n"
            "Personnel\n- Orthopedic surgeon\n"
        ),
        "scan.txt": "MRI of the knee\n\nPersonnel\n- Radiologist\n\nDuration\nabout 45 minutes\n",
    }


@pytest.fixture(scope="session")
def built(texts, tmp_path_factory) -> Dataset:
    """The dataset of the documents; not to be changed."""
    return make(texts, tmp_path_factory.mktemp("built"))


@pytest.fixture
def make_dataset(tmp_path) -> Callable[[dict[str, str]], Dataset]:
    """The function that makes or updates a dataset of documents by file name."""
    return lambda found: make(found, tmp_path)


def make(texts: dict[str, str], folder: Path) -> Dataset:
    documents = folder / "documents"
    shutil.rmtree(documents, ignore_errors=True)
    documents.mkdir()
    for name, text in texts.items():
        (documents / name).write_text(text, "utf-8")
    build([documents], folder / "dataset")
    return open_dataset(folder / "dataset")


@dataclass
class Stub:
    """A server that answers as a test tells it to, and remembers what it was asked."""

    url: str
    answers: Callable[[BaseHTTPRequestHandler, bytes], tuple[int, dict[str, str], bytes]]
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def stub() -> Iterator[Stub]:
    """For what real servers do when something is wrong with them."""
    found = Stub("", lambda request, body: (200, {}, b""))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            found.requests.append((self.command, self.path, dict(self.headers)))
            status, headers, content = found.answers(self, body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # a client that hangs up is part of a test
        found.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield found
        server.shutdown()
        thread.join()
