"""A dataset that was brought up to date is the same, byte by byte, as one that was made anew."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pyoxigraph as ox
import pytest

import procgraph
from procgraph import pipeline, workers
from procgraph.dataset import changes, links, report, rules
from procgraph.dataset.index import index_path
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.reader import open_dataset
from procgraph.dataset.relinking import relinked
from procgraph.dataset.resolution import resolve
from procgraph.documents import references
from procgraph.errors import DatasetError, InputError, PassingError
from procgraph.pipeline import build

WORDS = "neck back knee hip wrist ankle shoulder elbow".split()


def content(folder):
    """All that must be the same for the same input."""
    rooms = ("segments", "records", "summaries", "reports")
    found = [path for room in rooms for path in (folder / room).iterdir()]
    found.append(folder / "dataset.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def index_quads(folder):
    path = index_path(folder, Manifest.read(folder))
    return sorted(map(str, ox.Store.read_only(str(path))))


def text(chance, number):
    word, other = chance.sample(WORDS, 2)
    denied = chance.choice(("", "Anesthesia\n- No general anesthesia\n- General anesthesia\n"))
    return (
        f"Name of the Procedure:\nTest of the {word} number {number}\nIndications\n"
        f"- Chronic {word} pain\nPersonnel\n- Pain specialist, if it is new\nAlternatives\n"
        f"- Test of the {other} number {chance.randrange(12)}\n{denied}"
    )


def edit(chance, folder):
    """Change, add, remove and rename some of the documents, and rows of a table among them."""
    for _ in range(chance.randrange(1, 4)):
        paths = sorted(folder.glob("*.txt"))
        number = chance.randrange(12)
        match chance.choice(("change", "add", "remove", "rename", "rows", "bad", "move")):
            case "change":
                chance.choice(paths).write_text(text(chance, number))
            case "add":
                (folder / f"{number}.txt").write_text(text(chance, number))
            case "remove" if len(paths) > 3:
                chance.choice(paths).unlink()
            case "rename":
                chance.choice(paths).rename(folder / f"{number + 12}.txt")
            case "rows":
                rows = [{"id": f"row {n}", "text": text(chance, n)} for n in range(number)]
                (folder / "rows.jsonl").write_text("".join(f"{json.dumps(r)}\n" for r in rows))
            case "bad":
                (folder / "bad.txt").write_bytes(chance.choice((b"", b"\0", b"no headings")))
            case "move":
                (folder / "below").mkdir(exist_ok=True)
                path = chance.choice(paths)
                path.rename(folder / "below" / path.name)


@pytest.mark.parametrize(("seed", "largest"), [(0, 0.1), (1, 0.1), (2, 1e9), (3, 1e9), (4, 1e9)])
def test_any_sequence_of_edits_ends_in_the_bytes_of_a_clean_build(
    tmp_path, monkeypatch, seed, largest
):
    # Where each change is small, the rules are asked about what it touched.
    monkeypatch.setattr(changes, "LARGEST_UPDATE", largest)
    chance = random.Random(seed)
    folder, out = tmp_path / "documents", tmp_path / "out"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.txt").write_text(text(chance, number))
    build([folder], out)
    for _ in range(4):
        edit(chance, folder)
        build([folder], out)
    clean = build([folder], tmp_path / "clean")
    assert content(out) == content(tmp_path / "clean")
    assert index_quads(out) == index_quads(tmp_path / "clean")
    assert clean.warnings["said-and-denied"]


def test_when_nothing_changed_nothing_is_loaded_written_or_asked(documents, built):
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    program = (
        "import sys\n"
        "from procgraph.pipeline import build\n"
        f"summary = build([{str(documents)!r}], {str(built)!r}, workers=2)\n"
        "assert summary.unchanged == 12, summary\n"
        "heavy = {'pyshacl', 'rdflib', 'procgraph.workers', 'procgraph.dataset.query'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    after = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    assert after.keys() == before.keys()
    assert {path.name for path in after if after[path] != before[path]} == set()


def test_a_small_change_updates_the_index(documents, built, monkeypatch):
    for number in range(40):
        (documents / f"more {number}.txt").write_text(text(random.Random(number), number))
    build([documents], built)
    (documents / "3.txt").unlink()

    def refuse(*arguments):
        raise AssertionError("the index is made anew")

    monkeypatch.setattr("procgraph.dataset.index.load_index", refuse)
    monkeypatch.setattr("procgraph.dataset.early_index.load_index", refuse)
    assert build([documents], built).removed == 1
    graphs = {
        graph.value.rpartition("/")[2] for graph in procgraph.open(built).store.named_graphs()
    }
    assert "4.txt" in graphs
    assert "3.txt" not in graphs


def test_after_a_small_change_what_was_found_elsewhere_is_taken_over(
    documents, built, tmp_path, monkeypatch
):
    (documents / "odd.txt").write_text(
        (documents / "3.txt").read_text().replace("number 3", "number 30")
        + "Anesthesia\n- No general anesthesia\n- General anesthesia\n"
    )
    monkeypatch.setattr(changes, "LARGEST_UPDATE", 1)
    assert build([documents], built).warnings["said-and-denied"] == 1
    asked = []

    def ask(dataset, rule, *, store):
        asked.append(rule)
        return ask_whole(dataset, rule, store=store)

    ask_whole = rules.ask
    monkeypatch.setattr(rules, "ask", ask)
    (documents / "3.txt").write_text((documents / "3.txt").read_text() + "Personnel\n- Nurse\n")
    summary = build([documents], built)
    assert summary.warnings["said-and-denied"] == 1
    whole = [r.name for r in asked if "# only" in r.text or not (r.about or r.through)]
    assert whole == ["one-code-for-add-on-and-primary"]
    assert "unpaired-alternative" in {rule.name for rule in asked}
    monkeypatch.setattr(rules, "ask", ask_whole)
    build([documents], tmp_path / "clean")
    assert content(built) == content(tmp_path / "clean")


BAD = {
    "bad.txt": b"\x00\x01\x02binary",
    "prose.txt": b"Nothing in this is about a procedure.\n",
    "rows.jsonl": b'{"id": "row", "text": "Nothing in this is either."}\n',
}


def test_a_bad_document_that_did_not_change_costs_a_hash_and_is_told_again(
    documents, out, tmp_path, monkeypatch
):
    for name, data in BAD.items():
        (documents / name).write_bytes(data)
    told = [str(error) for error in build([documents], out).errors]
    assert len(told) == 3
    before = content(out)
    with monkeypatch.context() as patch:
        patch.setattr(workers, "work_on", None)
        reported = []
        summary = build([documents], out, on_error=reported.append)
        assert (summary.changed, summary.unchanged, summary.exit_code) == (0, 12, 2)
    assert [str(error) for error in reported] == [str(e) for e in summary.errors]
    assert sorted(map(str, reported)) == sorted(told)
    assert content(out) == before


def test_a_bad_document_is_tried_again_when_it_changed_or_moved_and_forgotten_when_it_is_gone(
    documents, out, tmp_path
):
    for name, data in BAD.items():
        (documents / name).write_bytes(data)
    build([documents], out)
    (documents / "prose.txt").write_text(text(random.Random(0), 7))
    (documents / "below").mkdir()
    (documents / "bad.txt").rename(documents / "below" / "bad.txt")
    (documents / "rows.jsonl").write_bytes(b"\n" + BAD["rows.jsonl"])
    summary = build([documents], out)
    assert (summary.added, len(summary.errors)) == (1, 2)
    assert "below/bad.txt: is binary" in str(summary.errors[0])
    assert "rows.jsonl:2: has no headings" in str(summary.errors[1])
    (documents / "rows.jsonl").unlink()
    assert len(build([documents], out).errors) == 1
    build([documents], tmp_path / "clean")
    assert content(out) == content(tmp_path / "clean")


def test_without_a_good_document_left_the_dataset_stays_and_the_reason_is_told_again(
    documents, built
):
    for path in documents.iterdir():
        path.write_text("Nothing in this is about a procedure.")
    before = content(built)
    for _ in range(2):
        with pytest.raises(InputError, match="has no headings"):
            build([documents], built)
    assert content(built) == before


def test_a_document_that_could_not_be_read_for_another_reason_is_tried_again(
    documents, out, monkeypatch
):
    read = references.Reference.read

    def gone(reference):
        if reference.id == "3.txt":
            raise PassingError("is gone", source=reference.source)
        return read(reference)

    with monkeypatch.context() as patch:
        patch.setattr(references.Reference, "read", gone)
        assert "3.txt: is gone" in str(build([documents], out).errors[0])
    assert build([documents], out).added == 1


def test_links_are_made_only_when_a_row_changed_and_anew_only_when_many_did(
    documents, built, monkeypatch
):
    made = []

    def noted(function):
        return lambda *rows: made.append(function) or function(*rows)

    for function in (relinked, resolve):
        monkeypatch.setattr(links, function.__name__, noted(function))
    before = Manifest.read(built)
    text = (documents / "3.txt").read_text()
    (documents / "3.txt").write_text(f"{text}Personnel\n- Nurse\n")
    build([documents], built)
    assert (made, Manifest.read(built).resolution) == ([], before.resolution)
    (documents / "3.txt").write_text(f"{text}Alternatives\n- Sacroiliac Joint Injection\n")
    build([documents], built)
    assert made == [relinked]
    assert Manifest.read(built).links > before.links
    for path in documents.iterdir():
        path.write_text(f"{path.read_text()}Alternatives\n- Kyphoplasty\n")
    build([documents], built)
    assert made == [relinked, resolve]


def test_links_that_are_not_as_they_were_written_are_made_anew(documents, built, tmp_path):
    expected = content(built)
    [path] = (built / "segments").glob("resolution-*")
    path.write_bytes(b"damaged")
    (documents / "3.txt").rename(documents / "new.txt")
    build([documents], built)
    (documents / "new.txt").rename(documents / "3.txt")
    build([documents], built)
    assert content(built) == expected


def test_a_document_that_only_moved_is_not_worked_on(documents, built, monkeypatch):
    monkeypatch.setattr(workers, "work_on", None)
    (documents / "below").mkdir()
    (documents / "3.txt").rename(documents / "below" / "3.txt")
    summary = build([documents], built)
    assert (summary.changed, summary.unchanged) == (0, 12)
    assert open_dataset(built).manifest.documents["3.txt"].source.endswith("below/3.txt")


def test_other_rules_across_documents_are_asked_again(documents, built, monkeypatch):
    assert report.written_report(open_dataset(built)) is not None
    monkeypatch.setattr(report, "rules_across_version", lambda: "other")
    assert report.written_report(open_dataset(built)) is None
    build([documents], built)
    assert report.written_report(open_dataset(built)) is not None


def test_an_index_that_is_missing_is_made_again(documents, built):
    expected = index_quads(built)
    for path in (built / "index").iterdir():
        path.rename(path.with_name("gone"))
    build([documents], built)
    assert index_quads(built) == expected


def test_a_reader_sees_the_old_dataset_or_the_new_one(documents, built):
    held = procgraph.open(built)
    texts = {path.name: path.read_text() for path in documents.iterdir()}
    for path in documents.iterdir():
        path.write_text(path.read_text().replace("low back", "neck"))
    seen = []

    def look(done, total):
        seen.append({d.id: d.text for d in procgraph.open(built).documents()})

    build([documents], built, progress=look)
    assert seen
    assert all(found == texts for found in seen)
    assert {d.id: d.text for d in held.documents()} == texts
    assert len(held.query("procedures-for-condition", condition="chronic low back pain")) == 12
    assert all("neck" in document.text for document in procgraph.open(built).documents())


@pytest.mark.parametrize("where", ["write_segment", "write_file", "commit"])
def test_a_full_disk_is_one_error_and_leaves_the_dataset_whole(
    documents, built, tmp_path, monkeypatch, where
):
    expected = content(built)
    (documents / "3.txt").write_text(text(random.Random(0), 3))

    def full(*arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        module = {"write_segment": workers, "write_file": links}.get(where, pipeline.Staging)
        patch.setattr(module, where, full)
        with pytest.raises(DatasetError, match="No space left on device"):
            build([documents], built)
    assert content(built) == expected
    build([documents], built)
    build([documents], tmp_path / "clean")
    assert content(built) == content(tmp_path / "clean")


def test_a_dataset_of_an_older_format_is_made_anew(documents, built, tmp_path):
    expected = content(built)
    (built / "dataset.json").write_text('{"format": 1}')
    (built / "segments" / "00.nq").write_text("old")
    assert build([documents], built).added == 12
    assert content(built) == expected


def test_a_summary_says_where_the_time_went(documents, out):
    stages = []
    summary = build([documents], out, on_stage=stages.append)
    assert stages == ["find", "work", "resolve", "commit", "index", "rules"]
    assert {"read", "extract", "validate", "write", *stages} <= summary.stages.keys()
    assert summary.stages["work"] <= summary.seconds
    assert summary.warnings.total() == len(summary.report.results)
