"""Whatever is wrong: exit code 2, one line that names it, no traceback, nothing half-written."""

from __future__ import annotations

import pytest


@pytest.fixture
def refused(procgraph, tmp_path):
    """Run a call that must be refused, and return its one line."""

    def run(*arguments):
        before = sorted(tmp_path.rglob("*"))
        found = procgraph(*arguments)
        assert found.code == 2
        assert found.out == ""
        [line] = found.err.splitlines()
        assert line.startswith("procgraph: ")
        assert "Traceback" not in line
        assert sorted(tmp_path.rglob("*")) == before
        return line

    return run


DOCUMENTS = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "binary": (bytes(range(256)) * 10, "is binary"),
    "wrong encoding": (b"Name: caf\x81\x8d\n" * 5, "is neither UTF-8 nor Windows-1252"),
    "broken mark": (b"\xff\xfea", "byte order mark"),
}


@pytest.mark.parametrize("command", ["extract", "text", "build"])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_that_cannot_be_read(refused, tmp_path, command, kind):
    content, problem = DOCUMENTS[kind]
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    out = ["--out", tmp_path / "graph"] if command == "build" else []
    line = refused(command, path, *out)
    assert "bad.txt" in line
    assert problem in line


@pytest.mark.parametrize("command", ["extract", "build"])
def test_a_folder_without_documents(refused, tmp_path, command):
    (tmp_path / "folder").mkdir()
    out = ["--out", tmp_path / "graph"] if command == "build" else []
    assert "has no documents" in refused(command, tmp_path / "folder", *out)


@pytest.mark.parametrize("name", ["nowhere.txt", "picture.png"])
def test_a_path_that_is_no_document(refused, tmp_path, name):
    (tmp_path / "picture.png").write_bytes(b"png")
    assert name in refused("build", tmp_path / name, "--out", tmp_path / "graph")


@pytest.mark.parametrize("command", ["extract", "build"])
def test_a_line_of_50_megabytes(refused, tmp_path, command):
    path = tmp_path / "long.txt"
    path.write_text("Name of the Procedure:\nA\nSummary\n" + "w" * 50_000_000)
    out = ["--out", tmp_path / "graph"] if command == "build" else []
    assert "long.txt:4: has a line of 50,000,000 characters" in refused(command, path, *out)


@pytest.mark.parametrize("command", ["extract", "build"])
def test_a_document_without_headings(refused, tmp_path, command):
    path = tmp_path / "plain.txt"
    path.write_text("once upon a time there was a needle.\n")
    out = ["--out", tmp_path / "graph"] if command == "build" else []
    assert "plain.txt:1: has no headings" in refused(command, path, *out)


def test_a_document_without_headings_does_not_stop_the_rest(procgraph, documents, tmp_path):
    path = tmp_path / "plain.txt"
    path.write_text("once upon a time there was a needle.\n")
    found = procgraph("build", documents, path, "--out", tmp_path / "graph")
    assert found.code == 2
    # a slow machine also tells how far it is
    told = [line for line in found.err.splitlines() if "plain.txt" in line]
    assert len(told) == 1
    assert "plain.txt:1: has no headings" in told[0]
    assert "2 documents (2 new" in found.out


def test_a_metadata_table_that_is_not_there(refused, documents, tmp_path):
    missing = tmp_path / "codes.csv"
    line = refused("build", documents, "--out", tmp_path / "graph", "--metadata", missing)
    assert "codes.csv" in line


DATASET_COMMANDS = [
    ["validate"],
    ["query", "personnel"],
    ["show", "x"],
    ["explain", "abcd"],
    ["coverage"],
    ["export", "--format", "turtle"],
    ["stats"],
]


@pytest.mark.parametrize("command", DATASET_COMMANDS, ids=lambda c: c[0])
def test_a_dataset_that_is_not_there(refused, tmp_path, command):
    name, *rest = command
    assert "is not a dataset" in refused(name, tmp_path / "nowhere", *rest)
    assert "is not a dataset" in refused(name, tmp_path, *rest)


def test_a_folder_of_something_else(refused, documents, tmp_path):
    (tmp_path / "thesis.doc").write_text("precious")
    assert "is not empty and not a dataset" in refused("build", documents, "--out", tmp_path)


def test_an_unknown_question(refused, graph):
    assert "did you mean 'personnel'" in refused("query", graph, "personel")
    assert "No such file" in refused("query", graph, "mine.rq")


@pytest.mark.parametrize(
    "text", ["", "SELECT ?x WHERE {", "DELETE WHERE { ?s ?p ?o }", "#+ nonsense\nASK {}", "\x00"]
)
def test_a_malformed_query(refused, graph, tmp_path, text):
    path = tmp_path / "mine.rq"
    path.write_text(text)
    assert "mine.rq" in refused("query", graph, path)


ATTACKS = [
    '"> . } DELETE WHERE { ?s ?p ?o } #',
    "x' } INSERT DATA { <a> <b> <c> } #",
    "<https://example.org/> . ?a ?b ?c }",
    "pgc:a } UNION { ?s ?p ?o",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("procedures-for-condition", "condition"),
        ("personnel", "procedure"),
        ("impossible-without-role", "role"),
        ("feasible-with-staff", "setting"),
        ("feasible-with-staff", "roles"),
        ("under-minutes", "minutes"),
    ],
)
def test_a_parameter_that_tries_to_be_sparql(refused, graph, question, parameter, attack):
    refused("query", graph, question, "--param", f"{parameter}={attack}")


@pytest.mark.parametrize("parameter", ["x", "=x", "other=x"])
def test_a_parameter_that_is_none(refused, graph, parameter):
    refused("query", graph, "personnel", "--param", parameter)


def test_what_is_not_there(refused, graph):
    assert "no procedure" in refused("show", graph, "rocket launch")
    assert "is no fact" in refused("explain", graph, "zzzz")
    assert "no engine" in refused("validate", graph, "--engine", "magic")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build"],
        ["build", "x"],
        ["export", "x", "--format", "xml"],
        ["query", "x", "y", "--timeout", "-1"],
        ["extract", "--nonsense", "x"],
        ["build", "x", "--out", "y", "--workers", "0"],
    ],
)
def test_a_call_that_is_wrong(refused, arguments):
    assert "procgraph --help" in refused(*arguments)


def test_an_output_that_cannot_be_written(refused, graph, tmp_path):
    (tmp_path / "file").write_text("")
    refused("export", graph, "--format", "turtle", "-o", tmp_path / "file" / "out.ttl")


def test_an_error_of_our_own_is_one_line_unless_debug(refused, graph, monkeypatch):
    def broken(folder):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("procgraph.dataset.reader.open_dataset", broken)
    line = refused("stats", graph)
    assert line == "procgraph: internal error: ZeroDivisionError: oops; --debug shows where"
    with pytest.raises(ZeroDivisionError):
        refused("stats", graph, "--debug")


def test_an_interrupt_is_no_traceback(procgraph, graph, monkeypatch):
    def interrupted(folder):
        raise KeyboardInterrupt

    monkeypatch.setattr("procgraph.dataset.reader.open_dataset", interrupted)
    found = procgraph("stats", graph)
    assert found.code == 130
    assert "Traceback" not in found.err
