"""A dataset on a real server: whole, only what differs is sent, safe to kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading

import httpx
import pyoxigraph as ox
import pytest

from procgraph.dataset.reader import open_dataset
from procgraph.errors import ServerError
from procgraph.rdf.iris import ONTOLOGY_GRAPH, RESOLUTION_GRAPH, VOCABULARY_GRAPH, graph_iri
from procgraph.servers import Client, Credentials, Endpoints, push
from procgraph.servers.graphs import SHA256, graphs
from procgraph.servers.push import claims, push_graphs

FIXED = 3
"""The graphs of a dataset that are of no document: vocabulary, ontology, links."""


def pushed(dataset, server, **options):
    """What `push` does, without the vocabulary, whose 50,000 triples take their time."""
    few = (graph for graph in graphs(dataset) if graph.iri != VOCABULARY_GRAPH)
    with server.client() as client:
        return push_graphs(few, server.endpoints, client, **options)


def triples_on(server, graph):
    """The triples of a graph as the server gives them out, without its claim."""
    with server.client() as client:
        answer = client.send(
            "GET",
            server.endpoints.store,
            doing="reading back",
            params=[("graph", graph)],
            headers={"Accept": "text/turtle"},
        )
    quads = ox.parse(answer.body, format=ox.RdfFormat.TURTLE)
    return {_exact(quad.triple) for quad in quads if quad.predicate.value != SHA256}


def _exact(triple):
    """A triple by its value: Virtuoso keeps an xsd:duration as its seconds."""
    subject, predicate, term = triple
    if isinstance(term, ox.Literal) and term.datatype.value.endswith("#duration"):
        seconds = {"PT30M": "1800.0", "PT45M": "2700.0", "PT1H": "3600.0"}
        term = ox.Literal(seconds.get(term.value, term.value))
    return str(subject), str(predicate), str(term)


def test_a_server_holds_the_graphs_of_the_dataset(server, built):
    with server.client() as client:
        done = push(built, server.endpoints, client)
    assert (done.sent, done.removed, done.unchanged) == (4 + FIXED, 0, 0)
    expected = list(graphs(built))
    assert done.triples == sum(len(graph.triples) for graph in expected)
    for graph in expected:
        lines = "\n".join(graph.triples).encode()
        ours = {_exact(q.triple) for q in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}
        assert triples_on(server, graph.iri) == ours, graph.iri


def test_a_second_push_sends_nothing_even_from_another_machine(server, built, tmp_path):
    pushed(built, server)
    shutil.copytree(built.folder, tmp_path / "elsewhere")
    done = pushed(open_dataset(tmp_path / "elsewhere"), server)
    assert (done.sent, done.removed, done.unchanged) == (0, 0, 6)


def test_one_changed_document_sends_its_graph_alone(server, built, make_dataset, texts):
    pushed(built, server)
    other = texts | {"scan.txt": texts["scan.txt"].replace("45", "30")}
    dataset = make_dataset(other)
    done = pushed(dataset, server)
    assert (done.sent, done.removed) == (1, 0)
    graph = next(g for g in graphs(dataset) if g.iri == graph_iri("scan.txt"))
    assert len(triples_on(server, graph.iri)) == len(graph.triples)


def test_a_removed_document_takes_its_graph_and_links_with_it(server, built, make_dataset, texts):
    pushed(built, server)
    done = pushed(make_dataset({k: v for k, v in texts.items() if k != "heat.txt"}), server)
    assert (done.sent, done.removed) == (1, 1)
    with server.client() as client:
        held = claims(server.endpoints.query, client)
        assert graph_iri("heat.txt") not in held
        with pytest.raises(ServerError, match="404"):
            client.send(
                "GET",
                server.endpoints.store,
                doing="reading back",
                params=[("graph", graph_iri("heat.txt"))],
            )
    assert not any("heat" in subject for subject, _, _ in triples_on(server, RESOLUTION_GRAPH))


def test_a_graph_that_somebody_dropped_is_sent_again(server, built):
    pushed(built, server)
    with server.client() as client:
        client.send(
            "DELETE",
            server.endpoints.store,
            doing="dropping",
            params=[("graph", ONTOLOGY_GRAPH)],
        )
    assert pushed(built, server).sent == 1


def test_everything_can_be_sent_again(server, built):
    pushed(built, server)
    assert pushed(built, server, everything=True).sent == 6


def test_graphs_of_others_are_left_alone(server, built, make_dataset, texts):
    theirs = [("graph", "https://example.org/graph")]
    with server.client() as client:
        client.send(
            "PUT",
            server.endpoints.store,
            doing="putting",
            params=theirs,
            content=f'<https://example.org/graph> <{SHA256}> "0" .'.encode(),
            headers={"Content-Type": "text/turtle"},
        )
        pushed(built, server)
        pushed(make_dataset({"scan.txt": texts["scan.txt"]}), server)
        assert client.send("GET", server.endpoints.store, doing="reading", params=theirs).body
        client.send("DELETE", server.endpoints.store, doing="tidying", params=theirs)


def test_progress_counts_all_graphs(start_oxigraph, built):
    seen = []
    with Client() as client:
        push(
            built,
            start_oxigraph().endpoints,
            client,
            progress=lambda done, total: seen.append((done, total)),
        )
    assert seen == [(n, 4 + FIXED) for n in range(1, 4 + FIXED + 1)]


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("arrived", [1, 4])
def test_a_killed_push_is_gone_on_with(server, built, stub, arrived):
    hangs, release = threading.Event(), threading.Event()
    put = []

    def forward(request, body):
        """To the real server; after some graphs nothing comes through any more."""
        if request.command == "PUT":
            if len(put) == arrived:
                hangs.set()
                release.wait(60)
                return 503, {}, b""
            put.append(request.path)
        store = request.path.startswith("/store")
        with server.client() as client:
            answer = client.send(
                request.command,
                (server.endpoints.store if store else server.endpoints.query)
                + request.path.removeprefix("/store").removeprefix("/query"),
                doing="forwarding",
                content=body,
                headers={
                    name: value
                    for name, value in request.headers.items()
                    if name.lower() in ("accept", "content-type")
                },
            )
        return 200, {"Content-Type": answer.media_type}, answer.body

    stub.answers = forward
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "procgraph", "push", str(built.folder)),
            *("--endpoint", f"{stub.url}/store", "--parallel", "1"),
        ]
    )
    try:
        assert hangs.wait(60)
        process.send_signal(signal.SIGKILL)
        assert process.wait(20) == -signal.SIGKILL
    finally:
        process.kill()
        release.set()
    with server.client() as client:
        done = push(built, server.endpoints, client)
        assert (done.sent, done.unchanged) == (4 + FIXED - arrived, arrived)
        assert push(built, server.endpoints, client).sent == 0


def test_half_a_graph_claims_nothing(server, built):
    """What is left when the one who pushes dies in the middle of a request."""
    graph = next(g for g in graphs(built) if g.iri == graph_iri("block.txt"))
    body = graph.body()

    def torn():
        yield body[: len(body) // 2]
        raise InterruptedError

    asked = {"params": {"graph": graph.iri}}
    secret = server.credentials
    auth = httpx.DigestAuth(secret.user, secret.password) if secret else None
    with httpx.Client(auth=auth, timeout=60) as http:
        http.delete(server.endpoints.store, **asked)  # so that it is known how to sign
        with pytest.raises(InterruptedError):
            http.put(
                server.endpoints.store,
                content=torn(),
                headers={"Content-Type": "text/turtle", "Content-Length": str(len(body))},
                **asked,
            )
    with server.client() as client:
        assert graph.iri not in claims(server.endpoints.query, client)
    assert pushed(built, server).sent == 6
    assert len(triples_on(server, graph.iri)) == len(graph.triples)


def test_a_wrong_password_is_told_in_one_line(virtuoso, built, monkeypatch, capsys):
    from procgraph.cli import main

    monkeypatch.setenv("SECRET", "not-the-password")
    call = ["push", str(built.folder), "--endpoint", virtuoso.endpoints.store]
    call += ["--all", "--parallel", "1", "--user", "dba", "--password-env", "SECRET"]
    assert main(call) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"{virtuoso.endpoints.store}: PUT of graph <{VOCABULARY_GRAPH}>: 401" in told
    assert "check the user and the password" in told
    assert "not-the-password" not in told


def test_without_a_password_the_user_is_asked_for_one(virtuoso, built):
    with Client() as client, pytest.raises(ServerError, match=r"401 .*; give --user and PROCGRAPH"):
        push(built, virtuoso.endpoints, client, everything=True)


def test_a_store_beside_the_query_service_is_noticed(start_oxigraph, built):
    one, other = start_oxigraph(), start_oxigraph()
    mixed = Endpoints(one.endpoints.store, other.endpoints.query)
    with Client() as client, pytest.raises(ServerError, match="check that both URLs are of one"):
        push(built, mixed, client)


def test_the_command_says_what_it_did(start_oxigraph, built, capsys):
    from procgraph.cli import main

    server = start_oxigraph()
    call = ["push", str(built.folder), "--endpoint", server.endpoints.store]
    assert main(call) == 0
    assert f"{server.endpoints.store}: 7 graphs sent" in capsys.readouterr().out
    assert main(call) == 0
    assert "0 graphs sent (0 triples), 0 removed, 7 as they were" in capsys.readouterr().out


def test_without_the_extra_it_says_what_to_install(built):
    """In the base install, where httpx is missing."""
    call = ["push", str(built.folder), "--endpoint", "http://127.0.0.1:1/store"]
    program = (
        "import sys; sys.modules['httpx'] = None; from procgraph.cli import main; "
        f"sys.exit(main({call!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"pip install 'procgraph-kg[servers]'" in done.stderr


def test_a_secret_is_not_shown_by_repr():
    assert "hush" not in repr(Credentials("dba", "hush")) + repr(Credentials(token="hush"))
