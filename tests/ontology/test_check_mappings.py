"""The script that checks mapped identifiers finds those that do not exist."""

from __future__ import annotations

import importlib.util
import json
import sys

import pytest

from procgraph import resources


@pytest.fixture
def script(monkeypatch):
    path = resources.ontology_dir() / "check_mappings.py"
    spec = importlib.util.spec_from_file_location("check_mappings", path)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "check_mappings", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def files(tmp_path):
    """A vocabulary with a mapping to MAxO and to MeSH, and these two terminologies."""
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "a.ttl").write_text(
        """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix pgc: <https://w3id.org/procgraph/concept/> .
        pgc:surgery skos:prefLabel "surgery"@en ; skos:broadMatch pgc:care ;
            skos:exactMatch <http://purl.obolibrary.org/obo/MAXO_0000004> ;
            skos:closeMatch <http://id.nlm.nih.gov/mesh/D013514> .
        """
    )
    (tmp_path / "maxo.obo").write_text(
        "format-version: 1.2\n\n[Term]\nid: MAXO:0000004\nname: surgical procedure\n\n"
        "[Term]\nid: MAXO:0000005\nname: obsolete thing\nis_obsolete: true\n\n"
        "[Typedef]\nid: MAXO:0000006\nname: a relation\n"
    )
    (tmp_path / "mesh.tsv").write_text("id\tlabel\nD013514\tSurgical Procedures, Operative\n")
    return tmp_path


def run(script, files, *more):
    return script.main(["--vocabularies", str(files / "v"), *more])


def both(files):
    return ["--maxo", str(files / "maxo.obo"), "--mesh", str(files / "mesh.tsv")]


def test_identifiers_that_exist_pass(script, files, capsys):
    assert run(script, files, *both(files), "--labels") == 0
    out = capsys.readouterr().out
    assert "MAXO: 1 identifiers, 0 unknown" in out
    assert "closeMatch\tsurgery\tMESH:D013514\tSurgical Procedures, Operative" in out


@pytest.mark.parametrize("wrong", ["MAXO_0000005", "MAXO_0000006", "MAXO_9999999", "RO_0000057"])
def test_one_that_does_not_exist_or_is_obsolete_fails(script, files, capsys, wrong):
    path = files / "v" / "a.ttl"
    path.write_text(path.read_text().replace("MAXO_0000004", wrong))
    assert run(script, files, *both(files)) == 1
    assert "a.ttl: surgery exactMatch" in capsys.readouterr().out


def test_a_terminology_that_is_not_at_hand_is_no_pass(script, files, capsys):
    assert run(script, files, *both(files)[:2]) == 2
    assert "MESH: 1 identifiers not checked" in capsys.readouterr().err


def test_icd_10_cm_and_hpo_are_read_from_the_files_of_their_packages(script, tmp_path, monkeypatch):
    monkeypatch.setattr(script, "_package", lambda name: tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "icd10c-tabular-2026.xml").write_text(
        "<t><diag><name>M54</name><desc>Dorsalgia</desc>"
        "<diag><name>M54.2</name><desc>Cervicalgia</desc></diag></diag></t>"
    )
    (tmp_path / "data" / "hp.obo").write_text("x\n\n[Term]\nid: HP:0030833\nname: Neck pain\n")
    assert script.from_icd10cm() == {"M54": "Dorsalgia", "M54.2": "Cervicalgia"}
    assert script.from_hpo() == {"0030833": "Neck pain"}


def test_uberon_and_mondo_are_read_from_the_newest_release(script, tmp_path, monkeypatch):
    zstandard = pytest.importorskip("zstandard")
    monkeypatch.setattr(script, "_package", lambda name: tmp_path)
    (tmp_path / "data").mkdir()
    for release, terms in (
        ("2025-01-01", {"UBERON:0000001": {"label": "old", "deprecated": False}}),
        (
            "2026-01-01",
            {
                "UBERON:0002110": {"label": "gallbladder", "deprecated": False},
                "UBERON:0000104": {"label": "", "deprecated": True},
            },
        ),
    ):
        packed = zstandard.ZstdCompressor().compress(json.dumps(terms).encode())
        (tmp_path / "data" / f"UBERON-ontology-v{release}.json.zst").write_bytes(packed)
    assert script.from_cellxgene("UBERON") == {"0002110": "gallbladder"}
