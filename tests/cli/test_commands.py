"""Every command does what its help says, on a dataset of two documents."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

import procgraph as package
from procgraph.cli import app


def test_version(procgraph):
    found = procgraph("--version")
    assert (found.code, found.out) == (0, f"procgraph {package.__version__}\n")


def test_extract_prints_a_table(procgraph, documents):
    found = procgraph("extract", documents)
    assert found.code == 0
    head, *rows = found.out.splitlines()
    assert head.split() == ["document", "line", "relation", "object", "qualifiers", "quote"]
    assert any("anesthesiologist" in row and "if sedation is used" in row for row in rows)


def test_extract_prints_facts_as_json_lines(procgraph, documents):
    found = procgraph("extract", documents, "--format", "jsonl")
    facts = [json.loads(line) for line in found.out.splitlines()]
    text = (documents / "block.txt").read_text()
    assert {fact["document"] for fact in facts} == {"block.txt", "heat.txt"}
    for fact in facts:
        for evidence in fact["evidence"] if fact["document"] == "block.txt" else ():
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_text_prints_the_document_as_offsets_count_it(procgraph, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Ä\r\nb\n".encode())
    assert procgraph("text", path).out == "Ä\r\nb\n"
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "1", "text": "one"}\n{"id": "2", "text": "two"}\n')
    assert procgraph("text", rows, "--id", "2").out == "two"
    assert "holds 2 documents" in procgraph("text", rows).err
    assert procgraph("text", rows, "--id", "3").code == 2


def test_build_says_what_it_did(procgraph, documents, tmp_path):
    found = procgraph("build", documents, "--out", tmp_path / "graph")
    assert found.code == 0
    assert "2 documents (2 new, 0 changed, 0 removed)" in found.out
    assert "conforms" in found.out
    again = procgraph("build", documents, "--out", tmp_path / "graph")
    assert "2 documents (0 new, 0 changed, 0 removed)" in again.out


@pytest.mark.parametrize("form", ["table", "json", "turtle"])
def test_validate_reports(procgraph, graph, form):
    found = procgraph("validate", graph, "--format", form)
    assert found.code == 0
    assert "conforms" in found.out


def test_query_answers_with_rows(procgraph, graph):
    arguments = ("query", graph, "personnel", "--param", "procedure=sacroiliac joint injection")
    table = procgraph(*arguments)
    assert table.code == 0
    assert "anesthesiologist" in table.out
    rows = list(csv.DictReader(io.StringIO(procgraph(*arguments, "--format", "csv").out)))
    [found] = [row for row in rows if row["roleLabel"] == "anesthesiologist"]
    assert (found["necessity"], found["condition"]) == ("conditional", "if sedation is used")
    data = json.loads(procgraph(*arguments, "--format", "json", "--timeout", "60").out)
    assert len(data["results"]["bindings"]) == len(rows)
    assert procgraph(*arguments, "--format", "tsv").out.startswith("?role\t?roleLabel")


def test_query_writes_a_graph_as_turtle(procgraph, graph, tmp_path):
    path = tmp_path / "mine.rq"
    path.write_text("CONSTRUCT { ?p a pg:Procedure } WHERE { ?d pg:describes ?p }")
    found = procgraph("query", graph, path)
    assert len(list(ox.parse(found.out.encode(), format=ox.RdfFormat.TURTLE))) == 2


@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
def test_query_prints_the_first_rows_and_says_how_many_there_are(procgraph, graph, form):
    arguments = ["query", graph, "roles-in-demand", "--format", form]
    whole = procgraph(*arguments).out.splitlines()
    assert len(whole) == 4
    cut = procgraph(*arguments, "--limit", "2")
    assert [line.split() for line in cut.out.splitlines()] == [x.split() for x in whole[:3]]
    assert cut.err == "3 rows, the first 2 are shown; --limit 0 shows all\n"
    for limit in ("3", "0"):
        all_of_it = procgraph(*arguments, "--limit", limit)
        assert (all_of_it.out.splitlines(), all_of_it.err) == (whole, "")


def test_a_table_in_a_terminal_is_cut_and_nothing_else_is(procgraph, graph, monkeypatch):
    monkeypatch.setattr("procgraph.cli.asking._SHOWN", 2)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    said = "3 rows, the first 2 are shown; --limit 0 shows all\n"
    arguments = ["query", graph, "roles-in-demand"]
    assert procgraph(*arguments).err == said
    assert procgraph(*arguments, "--limit", "0").err == ""
    assert procgraph(*arguments, "--format", "csv").err == ""


def test_query_can_fail_for_want_of_rows(procgraph, graph):
    arguments = ("query", graph, "procedures-for-condition", "-p", "condition=gallstones")
    assert procgraph(*arguments).code == 0
    assert procgraph(*arguments, "--fail-empty").code == 1


def test_questions_are_listed(procgraph):
    assert "procedures-for-condition" in procgraph("questions").out
    data = json.loads(procgraph("questions", "--format", "json").out)
    [question] = [q for q in data if q["name"] == "procedures-for-condition"]
    assert question["parameters"][0]["name"] == "condition"


def test_show_prints_a_card_with_quotes_and_lines(procgraph, graph):
    out = procgraph("show", graph, "Sacroiliac Joint Injection").out
    assert out.startswith("Sacroiliac Joint Injection\n")
    # The quote says just that, so only its line is told.
    assert " anesthesiologist — if sedation is used [line 9]\n" in out
    assert "line 11: “Rarely, nerve damage”" in out
    assert re.search(r"one of: pain specialist\n.* or: radiologist\n.*line 8: “Pain spec", out)
    assert re.search(r"nerve damage \(rare\)", out)
    lines = procgraph("show", graph, "Sacroiliac Joint Injection", "--format", "jsonl").out
    assert all(json.loads(line)["document"] == "block.txt" for line in lines.splitlines())


def test_explain_marks_the_sentence_and_names_rule_and_linking(procgraph, graph):
    card = procgraph("show", graph, "sacroiliac joint injection").out
    [line] = [line for line in card.splitlines() if " anesthesiologist" in line]
    number, hash_ = line.split()[:2]
    found = procgraph("explain", graph, hash_)
    assert found.code == 0
    assert "»Anesthesiologist, if sedation is used«" in found.out
    assert "  line 9, characters " in found.out
    assert "it is the concept's label" in found.out
    for name in ("document", "section", "rule", "linked by", "concept", "statement"):
        assert f"  {name} " in found.out
    again = procgraph("explain", graph, number, "--procedure", "sacroiliac joint injection")
    assert again.out == found.out


def test_coverage_counts_sentences_and_mentions(procgraph, graph):
    assert "Mentions without a concept" in procgraph("coverage", graph).out
    data = json.loads(procgraph("coverage", graph, "--format", "json").out)
    assert data["total"]["facts"] > 5


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "jsonld"])
def test_export_writes_to_standard_output_or_a_file(procgraph, graph, tmp_path, form):
    path = tmp_path / "out"
    out = procgraph("export", graph, "--format", form).out
    assert procgraph("export", graph, "--format", form, "-o", path).out == ""
    assert path.read_text("utf-8") == out != ""
    full = procgraph("export", graph, "--format", form, "--provenance", "full").out
    assert len(full) > len(out)


def test_diff_shows_what_changed(procgraph, documents, graph, tmp_path):
    changed = tmp_path / "documents"
    changed.mkdir()
    text = (documents / "block.txt").read_text().replace("Rarely, nerve", "Nerve")
    (changed / "block.txt").write_text(text)
    (changed / "heat.txt").write_text((documents / "heat.txt").read_text())
    assert procgraph("build", changed, "--out", tmp_path / "graph").code == 0
    found = procgraph("diff", graph, tmp_path / "graph", "--exit-code")
    assert found.code == 1
    assert "frequency: rare → none" in found.out
    data = json.loads(procgraph("diff", graph, tmp_path / "graph", "--format", "json").out)
    assert [change["kind"] for change in data] == ["changed"]
    assert procgraph("diff", graph, graph, "--exit-code").code == 0


def test_stats_count(procgraph, graph):
    assert "documents" in procgraph("stats", graph).out
    assert (
        json.loads(procgraph("stats", graph, "--format", "json").out)["dataset"]["documents"] == 2
    )


def test_terms_are_shown_and_found(procgraph):
    assert "personnel" in procgraph("terms", "info").out
    assert "anesthesiologist" in procgraph("terms", "search", "anaesthetist").out
    assert procgraph("terms", "search", "qqqqxxyy").code == 1


def test_the_app_runs_under_the_runner_of_typer():
    assert CliRunner().invoke(app, ["--version"]).exit_code == 0


def test_standard_input_is_a_document(documents):
    with (documents / "block.txt").open("rb") as source:
        found = subprocess.run(
            [sys.executable, "-m", "procgraph", "extract", "-", "--format", "jsonl"],
            stdin=source,
            capture_output=True,
            check=True,
        )
    assert json.loads(found.stdout.splitlines()[0])["document"] == "-"


def test_a_fact_is_one_line_to_all_who_read_lines(procgraph, tmp_path):
    leaflet = tmp_path / "leaflet.txt"
    leaflet.write_text("Knee arthroscopy\n\nRisks\n- Pain\n- Stiff\x85ness\n", "utf-8")
    for fact in procgraph("extract", leaflet, "--format", "jsonl").out.splitlines():
        assert json.loads(fact)["document"] == "leaflet.txt"


def test_a_reader_that_has_seen_enough_is_no_error(graph):
    with subprocess.Popen(
        [sys.executable, "-m", "procgraph", "export", graph, "--format", "nquads"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_quiet_build_says_nothing(procgraph, documents, tmp_path):
    found = procgraph("build", documents, "--out", tmp_path / "graph", "--quiet")
    assert (found.code, found.out, found.err) == (0, "", "")


@pytest.mark.parametrize("command", ["build", "show"])
def test_a_pipe_gets_no_colour_and_no_bar(documents, graph, tmp_path, command):
    arguments = {
        "build": [documents, "--out", tmp_path / "graph"],
        "show": [graph, "sacroiliac joint injection"],
    }
    found = subprocess.run(
        [sys.executable, "-m", "procgraph", command, *arguments[command]],
        capture_output=True,
        check=True,
    )
    assert b"\x1b" not in found.stdout + found.stderr
    # A build that takes long says how far it is, a line at a time.
    assert all(line.startswith(b"procgraph: ") for line in found.stderr.splitlines())
    assert not any(line.endswith(b" ") for line in found.stdout.splitlines())


@pytest.mark.parametrize("heavy", ["pyshacl", "rdflib", "networkx", "rich"])
def test_a_start_imports_nothing_heavy(heavy, graph):
    program = (
        "import sys; from procgraph.cli import main;"
        "main(['--version']); main(['query', sys.argv[1], 'add-ons', '--format', 'csv']);"
        "sys.exit(sys.argv[2] in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, graph, heavy], check=True, capture_output=True)


def test_files_of_other_kinds_are_told(procgraph, documents, tmp_path):
    folder = tmp_path / "documents"
    (folder / "below").mkdir(parents=True)
    (folder / "block.txt").write_text((documents / "block.txt").read_text())
    for name in ("a.pdf", "below/b.png", ".hidden"):
        (folder / name).write_bytes(b"x")
    found = procgraph("build", folder, "--out", tmp_path / "graph")
    assert found.code == 0
    assert "procgraph: 2 files of other kinds left out: .pdf, .png\n" in found.err
    assert procgraph("build", folder, "--out", tmp_path / "graph", "--quiet").err == ""


def test_a_document_that_only_names_its_procedure_is_no_error_but_told(procgraph, tmp_path):
    path, graph = tmp_path / "name.txt", tmp_path / "graph"
    path.write_text("Name of the Procedure:\nZyx of the bar\n")
    for call in (("extract", path), ("build", path, "--out", graph)):
        found = procgraph(*call)
        assert found.code == 0
        assert f"{path}:1: gave no fact; see what its sentences were taken for" in found.err


def test_a_second_procedure_of_a_document_is_told(procgraph, documents, tmp_path):
    first = (documents / "block.txt").read_text()
    again = "Knee arthroscopy\n\nPurpose\nIt treats a torn meniscus.\n\nComplications\n- Bleeding\n"
    rows = tmp_path / "rows.jsonl"
    texts = [first, f"{first}\n\n{again}"]
    rows.write_text(
        "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    )
    said = "rows.jsonl:2: describes a second procedure from here on, which was not read; give it"
    assert said in procgraph("extract", rows).err
    found = procgraph("build", rows, "--out", tmp_path / "graph")
    assert (found.code, found.err.count(said)) == (0, 1)
    assert "second procedure" in procgraph("coverage", tmp_path / "graph").out


def test_equal_names_in_two_folders_tell_the_mend(procgraph, documents, tmp_path):
    for name in ("a", "b"):
        (tmp_path / "above" / name).mkdir(parents=True)
        (tmp_path / "above" / name / "block.txt").write_text((documents / "block.txt").read_text())
    above = tmp_path / "above"
    found = procgraph("build", above / "a", above / "b", "--out", tmp_path / "graph")
    assert found.code == 2
    assert "name the folder above both, or rename one" in found.err
    assert procgraph("build", above, "--out", tmp_path / "graph").code == 0


def test_gold_without_a_document_is_told(procgraph, documents, tmp_path):
    for name in ("block", "gone"):
        (tmp_path / f"{name}.json").write_text("{}")
    found = procgraph("evaluate", documents, tmp_path)
    assert "procgraph: 1 gold file without a document: gone\n" in found.err


def test_an_export_into_no_folder_is_refused(procgraph, graph, tmp_path):
    found = procgraph("export", graph, "--format", "turtle", "-o", tmp_path / "no" / "x.ttl")
    assert found.code == 2
    assert "is in no folder that there is" in found.err
    assert not (tmp_path / "no").exists()
