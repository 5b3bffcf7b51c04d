from __future__ import annotations

import os
import subprocess
import sys

import pytest

import procgraph
from procgraph import pipeline, workers
from procgraph.dataset.files import exclusive, segment_of
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.reader import open_dataset
from procgraph.errors import DatasetError, InputError
from procgraph.pipeline import build


def content(folder):
    """The bytes that must be the same for the same input."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for room in ("segments", "records", "summaries")
        for path in (folder / room).iterdir()
    }


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_build_makes_a_dataset_that_answers(documents, out):
    summary = build([documents], out)
    assert (summary.documents, summary.added, summary.changed, summary.removed) == (12, 12, 0, 0)
    assert (summary.errors, summary.exit_code) == ((), 0)
    assert (out / "reports" / "validation.json").is_file()
    graph = procgraph.open(out)
    rows = graph.query("alternatives", procedure="Sacroiliac joint injection")
    assert "heat.txt" in rows.column("document")
    assert summary.facts == len(list(graph.facts()))


def test_the_bytes_do_not_depend_on_workers_order_or_hash_seed(
    documents, built, tmp_path, monkeypatch
):
    expected = content(built)
    monkeypatch.setattr(workers, "DOCUMENTS_A_PROCESS", 1)
    build([documents], tmp_path / "two", workers=2)
    assert content(tmp_path / "two") == expected
    build(sorted(documents.iterdir(), reverse=True), tmp_path / "order")
    assert content(tmp_path / "order") == expected
    subprocess.run(
        [sys.executable, "-m", "procgraph", "build", "documents", "--out", "seed"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": "77"},
        check=True,
        capture_output=True,
    )
    assert content(tmp_path / "seed") == expected


def test_only_what_changed_is_worked_on(documents, built, monkeypatch):
    seen = []
    read = workers.read

    def counted(document, lexicon):
        seen.append(document.id)
        return read(document, lexicon)

    monkeypatch.setattr(workers, "read", counted)
    summary = build([documents], built)
    assert (seen, summary.unchanged) == ([], 12)
    (documents / "3.txt").write_text("Name of the Procedure:\nTest\nIndications\n- Sciatica\n")
    (documents / "new.txt").write_text("Name of the Procedure:\nNew test\nIndications\n- Gout\n")
    (documents / "7.txt").unlink()
    summary = build([documents], built)
    assert sorted(seen) == ["3.txt", "new.txt"]
    assert (summary.added, summary.changed, summary.removed, summary.unchanged) == (1, 1, 1, 10)


def test_an_updated_dataset_is_the_same_as_a_new_one(documents, built, tmp_path):
    (documents / "3.txt").write_text("Name of the Procedure:\nTest\nIndications\n- Sciatica\n")
    (documents / "new.txt").write_text("Name of the Procedure:\nNew test\nIndications\n- Gout\n")
    for name in ("7.txt", "heat.txt"):
        (documents / name).unlink()
    build([documents], built)
    build([documents], tmp_path / "anew")
    assert content(built) == content(tmp_path / "anew")
    manifests = [(folder / "dataset.json").read_bytes() for folder in (built, tmp_path / "anew")]
    assert manifests[0] == manifests[1]


def test_a_document_of_other_metadata_is_worked_on_again(documents, built, tmp_path):
    table = tmp_path / "codes.csv"
    table.write_text("id,code,code_system\nheat.txt,J0897,HCPCS\n")
    assert build([documents], built, metadata=table).changed == 1
    [extraction] = procgraph.open(built).extractions(document="heat.txt")
    assert extraction.procedure.code == "J0897"


def test_other_rules_work_on_all_again(documents, built, monkeypatch):
    monkeypatch.setattr(pipeline, "rules_version", lambda: "other")
    assert build([documents], built).changed == 12


@pytest.mark.parametrize("stop", [1, 5])
def test_a_build_that_was_killed_goes_on_and_ends_in_the_same_bytes(
    documents, built, out, tmp_path, monkeypatch, stop
):
    target = tmp_path / "killed"
    real, count = workers.work_on, []

    def killed(job, naming):
        count.append(job.segment)
        if len(count) > stop:
            raise KeyboardInterrupt
        return real(job, naming)

    monkeypatch.setattr(workers, "work_on", killed)
    with pytest.raises(KeyboardInterrupt):
        build([documents], target)
    with pytest.raises(DatasetError, match="is not a dataset"):
        open_dataset(target)
    monkeypatch.setattr(
        workers, "work_on", lambda job, naming: count.append(job.segment) or real(job, naming)
    )
    count.clear()
    build([documents], target)
    segments = {segment_of(path.name) for path in documents.iterdir()}
    assert len(count) == len(segments) - stop
    assert content(target) == content(built)


def test_a_killed_update_leaves_the_old_dataset_whole(documents, built, monkeypatch):
    before = content(built)
    (documents / "3.txt").write_text("Name of the Procedure:\nTest\nIndications\n- Sciatica\n")

    def killed(job, naming):
        raise KeyboardInterrupt

    monkeypatch.setattr(workers, "work_on", killed)
    with pytest.raises(KeyboardInterrupt):
        build([documents], built)
    assert content(built) == before
    assert len(procgraph.open(built)) == 12


def test_a_bad_document_is_reported_and_the_rest_goes_on(documents, out):
    (documents / "bad.txt").write_bytes(b"\x00\x01\x02binary")
    reported = []
    summary = build([documents], out, on_error=reported.append)
    assert [str(error) for error in reported] == [str(e) for e in summary.errors]
    assert "bad.txt: is binary" in str(reported[0])
    assert (summary.documents, summary.exit_code) == (12, 2)


def test_a_document_that_trips_the_reader_over_is_reported(documents, out, monkeypatch):
    read = workers.read

    def tripping(document, lexicon):
        if document.id == "3.txt":
            raise ZeroDivisionError("oops")
        return read(document, lexicon)

    monkeypatch.setattr(workers, "read", tripping)
    summary = build([documents], out)
    [error] = summary.errors
    assert "3.txt: cannot be read (ZeroDivisionError: oops)" in str(error)
    assert summary.documents == 11


@pytest.mark.parametrize("content_", [b"", b"\x00\x01\x02", b"   \n\n"])
def test_without_one_good_document_nothing_is_written(tmp_path, out, content_):
    (tmp_path / "bad.txt").write_bytes(content_)
    with pytest.raises(InputError, match=r"bad\.txt"):
        build([tmp_path / "bad.txt"], out)
    assert not out.exists()


def test_without_one_good_document_an_empty_folder_stays_empty(tmp_path, out, monkeypatch):
    out.mkdir()
    (tmp_path / "a.txt").write_text("Name of the Procedure:\nA\n")

    def failing(document, lexicon):
        raise InputError("is no good", source=document.source)

    monkeypatch.setattr(workers, "read", failing)
    with pytest.raises(InputError, match="is no good"):
        build([tmp_path / "a.txt"], out)
    assert files(out) == []


def test_when_every_document_turned_bad_the_old_dataset_stays(documents, built, monkeypatch):
    before = content(built)

    def failing(document, lexicon):
        raise InputError("is no good", source=document.source)

    monkeypatch.setattr(workers, "read", failing)
    monkeypatch.setattr(pipeline, "rules_version", lambda: "other")
    with pytest.raises(InputError, match="is no good"):
        build([documents], built)
    assert content(built) == before
    assert not (built / "staging").exists()


def test_a_folder_without_documents_is_an_error(tmp_path, out):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="has no documents"):
        build([tmp_path / "empty"], out)
    with pytest.raises(InputError, match="no documents were given"):
        build([], out)
    assert not out.exists()


def test_a_folder_of_something_else_is_left_alone(documents, out):
    out.mkdir()
    (out / "thesis.doc").write_text("precious")
    with pytest.raises(DatasetError, match="is not empty and not a dataset"):
        build([documents], out)
    assert files(out) == ["thesis.doc"]
    with pytest.raises(DatasetError, match="is a file"):
        build([documents], out / "thesis.doc")


def test_a_dataset_among_its_own_documents_is_refused(documents):
    with pytest.raises(DatasetError, match="lies inside"):
        build([documents], documents / "graph")


def test_of_two_builds_at_once_the_second_is_told(documents, built):
    with exclusive(built), pytest.raises(DatasetError, match="another build"):
        build([documents], built)


def test_a_damaged_manifest_is_made_again(documents, built):
    expected = content(built)
    (built / "dataset.json").write_text("{")
    build([documents], built)
    assert content(built) == expected
    assert len(Manifest.read(built).documents) == 12


def test_a_damaged_segment_is_made_again(documents, built):
    expected = content(built)
    for path in sorted((built / "segments").glob("??-*.nq"))[:2]:
        path.write_text("")
    sorted((built / "records").iterdir())[3].unlink()
    build([documents], built)
    assert content(built) == expected


def test_progress_counts_documents(documents, out):
    seen = []
    build([documents], out, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (12, 12)


def test_strict_says_no_when_a_rule_is_broken(documents, out, monkeypatch):
    from procgraph.rdf.shapes import Violation

    def broken(document, triples, text):
        return [Violation("x", "urn:x", "s", None, None, "Violation", "m", 0, 1, 1, "q")]

    monkeypatch.setattr(workers, "validate_triples", broken)
    assert build([documents], out).exit_code == 0
    summary = build([documents], out, strict=True)
    assert summary.exit_code == 1
    assert summary.report.by_severity["Violation"] >= 12


def test_a_long_line_is_read(tmp_path, out):
    (tmp_path / "long.txt").write_text("Name of the Procedure:\nA\nSummary\n" + "word " * 30_000)
    assert build([tmp_path / "long.txt"], out).documents == 1


def test_a_terminology_of_ones_own_is_linked_to(documents, tmp_path):
    terms = tmp_path / "own.csv"
    terms.write_text("id,label,synonyms,slot\nOWN:1,sciatica of the moon,,condition\n")
    document = tmp_path / "moon.txt"
    document.write_text(
        "Name of the Procedure:\nNerve release\nIndications\n- Sciatica of the moon\n"
    )
    plain, own = tmp_path / "plain", tmp_path / "own"
    build([document], plain)
    build([document], own, terminologies=[terms])
    (fact,) = procgraph.open(plain).facts(relation="treats")
    assert fact.object.matches == ()
    (fact,) = procgraph.open(own).facts(relation="treats")
    assert fact.object.matches == ("OWN:1",)
    again = build([document], own)
    assert again.changed == 1, "without the terminology the links are made anew"
