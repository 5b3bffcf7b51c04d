"""What goes wrong between us and a server, told in one line, or waited for."""

from __future__ import annotations

import base64
import socket
import time

import pytest

from procgraph.errors import ServerError
from procgraph.servers import Client, Credentials, Endpoints, ask
from procgraph.servers.endpoints import checked

QUICK = (0, 0, 0)
ONE_ROW = (
    b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "u:x"}}]}}'
)
JSON = {"Content-Type": "application/sparql-results+json"}


def put(client, url):
    return client.send("PUT", url, doing="PUT of graph <g>", content=b"", again={500})


def failing(stub, *statuses, headers=None, body=b""):
    """Let the stub answer with these, then well."""
    left = list(statuses)

    def answers(request, content):
        return (left.pop(0), headers or {}, body) if left else (204, {}, b"")

    stub.answers = answers


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_sent_again(stub, status):
    failing(stub, status, status)
    with Client(pauses=QUICK) as client:
        put(client, stub.url)
    assert len(stub.requests) == 3


def test_attempts_are_bounded_and_the_error_names_all(stub):
    failing(stub, *[500] * 9, body=b"\ndisk full\nat line 7")
    with Client(pauses=QUICK) as client, pytest.raises(ServerError) as caught:
        put(client, stub.url)
    assert len(stub.requests) == 1 + len(QUICK)
    assert str(caught.value) == (
        f"{stub.url}: PUT of graph <g>: 500 Internal Server Error (disk full); "
        "see the server's log, then call again: it goes on where it stopped"
    )


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        (400, "check the URL"),
        (401, "give --user and PROCGRAPH_PASSWORD, or PROCGRAPH_TOKEN"),
        (403, "this user may not do that"),
        (404, "check the URL"),
        (405, "this one is for something else"),
        (413, "raise the server's limit on the size of a request"),
    ],
)
def test_what_will_not_pass_is_told_at_once_with_its_mend(stub, status, mend):
    failing(stub, status, headers={"Content-Type": "text/html"}, body=b"<html>No.</html>")
    with Client(pauses=QUICK) as client, pytest.raises(ServerError) as caught:
        put(client, stub.url)
    assert len(stub.requests) == 1
    assert f"{status} " in str(caught.value)
    assert "(a web page)" in str(caught.value)
    assert mend in str(caught.value)


def test_a_server_that_has_moved_is_named(stub):
    failing(stub, 301, headers={"Location": "https://example.org/store"})
    with Client() as client, pytest.raises(ServerError, match=r"use https://example\.org/store"):
        put(client, stub.url)


def test_a_server_says_how_long_to_wait(stub):
    failing(stub, 503, headers={"Retry-After": "1"})
    started = time.monotonic()
    with Client(pauses=QUICK) as client:
        put(client, stub.url)
    assert time.monotonic() - started >= 1


def test_a_server_that_never_answered_is_not_waited_for():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    started = time.monotonic()
    with Client() as client, pytest.raises(ServerError, match="no connection") as caught:
        put(client, f"http://127.0.0.1:{port}/store")
    assert time.monotonic() - started < 5
    assert str(caught.value).startswith(f"http://127.0.0.1:{port}/store: PUT of graph <g>: ")
    assert "check that the server runs" in str(caught.value)


def test_a_connection_that_breaks_is_made_again(stub):
    def answers(request, content):
        if len(stub.requests) == 2:
            request.connection.shutdown(socket.SHUT_RDWR)
        return 204, {}, b""

    stub.answers = answers
    with Client(pauses=QUICK) as client:
        put(client, stub.url)
        put(client, stub.url)
    assert len(stub.requests) == 3


def test_a_password_goes_out_only_when_it_is_asked_for(stub):
    def answers(request, content):
        if "authorization" in request.headers:
            return 204, {}, b""
        return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""

    stub.answers = answers
    with Client(Credentials("me", "hush")) as client:
        put(client, stub.url)
        put(client, stub.url)
    sent = [headers.get("Authorization") for _, _, headers in stub.requests]
    basic = "Basic " + base64.b64encode(b"me:hush").decode()
    assert sent == [None, basic, basic]


def test_a_token_goes_with_every_request(stub):
    stub.answers = lambda request, content: (204, {}, b"")
    with Client(Credentials(token="hush")) as client:
        put(client, stub.url)
    assert stub.requests[0][2]["Authorization"] == "Bearer hush"


def test_secrets_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("PROCGRAPH_USER", "me")
    monkeypatch.setenv("PROCGRAPH_PASSWORD", "hush")
    assert Credentials.from_environment() == Credentials("me", "hush")
    monkeypatch.delenv("PROCGRAPH_PASSWORD")
    with pytest.raises(ServerError, match=r"'me': has no password; set .* PROCGRAPH_PASSWORD"):
        Credentials.from_environment()
    monkeypatch.delenv("PROCGRAPH_USER")
    assert Credentials.from_environment() == Credentials()
    monkeypatch.setenv("OTHER", "hush")
    assert Credentials.from_environment(token_env="OTHER") == Credentials(token="hush")


@pytest.mark.parametrize(
    ("store", "query"),
    [
        ("http://h:7878/store", "http://h:7878/query"),
        ("http://h:8890/sparql-graph-crud-auth/", "http://h:8890/sparql"),
        ("https://h/ds/data", "https://h/ds/query"),
        ("https://h/repositories/r/rdf-graphs/service", "https://h/repositories/r"),
    ],
)
def test_the_query_service_of_a_known_server_is_found(store, query):
    assert Endpoints.of(store).query == query


def test_the_query_service_of_an_unknown_server_has_to_be_named():
    assert Endpoints.of("http://h/gsp", "http://h/sparql").query == "http://h/sparql"
    with pytest.raises(ServerError, match="--query-endpoint"):
        Endpoints.of("http://h/gsp")


@pytest.mark.parametrize("url", ["", "graph", "ftp://h/store", "http://", "http://h:x/", "//h"])
def test_what_is_no_url_is_told(url):
    with pytest.raises(ServerError, match="is not the URL of a server"):
        checked(url)


def test_a_password_in_a_url_is_refused_and_not_repeated():
    with pytest.raises(ServerError) as caught:
        checked("http://me:hush@h/store")
    assert "hush" not in str(caught.value)


ASK = "SELECT ?x FROM <u:g> WHERE { ?x ?y ?z }"


@pytest.mark.parametrize(
    ("headers", "body", "told"),
    [
        ({"Content-Type": "text/html"}, b"<html>", "answered with text/html, not with SPARQL"),
        ({}, b"", "answered with nothing, not with SPARQL results"),
        (JSON, ONE_ROW[:-9], "the answer is broken"),
        (JSON | {"X-SPARQL-MaxRows": "1"}, ONE_ROW, "the server cut the answer short"),
    ],
)
def test_what_is_no_answer_is_told(stub, headers, body, told):
    stub.answers = lambda request, content: (200, headers, body)
    with Client(pauses=QUICK) as client, pytest.raises(ServerError, match=told):
        ask(stub.url, ASK, client=client)


def test_an_answer_is_waited_for_as_long_as_is_said(stub):
    def answers(request, content):
        time.sleep(1)
        return 200, JSON, ONE_ROW

    stub.answers = answers
    with Client(pauses=QUICK) as client:
        with pytest.raises(ServerError, match=r"no answer within 0.2 s; raise --timeout"):
            ask(stub.url, ASK, client=client, timeout=0.2)
        assert len(ask(stub.url, ASK, client=client, timeout=20)) == 1


def test_an_answer_that_trickles_is_late_too(stub):
    def answers(request, content):
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        for _ in range(20):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.05)
        return 200, {}, b""

    stub.answers = answers
    with Client(pauses=QUICK) as client, pytest.raises(ServerError, match=r"no answer within 0.3"):
        ask(stub.url, ASK, client=client, timeout=0.3)
