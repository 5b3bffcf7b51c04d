"""UMLS releases, with concepts of our own making in the true layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology.sources import Name, Standing
from procgraph.terminology.sources.umls import read_umls


def atom(cui: str, text: str, **changed: str) -> str:
    fields = {
        "CUI": cui, "LAT": "ENG", "TS": "S", "LUI": "L1", "STT": "PF", "SUI": "S1", "ISPREF": "Y",
        "AUI": "A1", "SAUI": "", "SCUI": "", "SDUI": "", "SAB": "OWN", "TTY": "SY", "CODE": "1",
        "STR": text, "SRL": "0", "SUPPRESS": "N", "CVF": "",
    } | changed  # fmt: skip
    return "|".join(fields.values()) + "|\n"


def kind(cui: str, tui: str) -> str:
    return f"{cui}|{tui}|B2.2|Some Type|AT1||\n"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    atoms = [
        atom("C1", "Thumb ache, NOS"),
        atom("C1", "Sore thumb", TS="P"),
        atom("C1", "Pouce", LAT="FRE"),
        atom("C1", "Old thumb", SUPPRESS="O"),
        atom("C2", "Thumb", TS="P"),
        atom("C3", "Thumb tax", TS="P"),
    ]
    path = tmp_path / "MRCONSO.RRF"
    path.write_text("".join(atoms), encoding="utf-8")
    types = [kind("C1", "T047"), kind("C2", "T023"), kind("C2", "T047"), kind("C3", "T089")]
    (tmp_path / "MRSTY.RRF").write_text("".join(types), encoding="utf-8")
    return path


def test_the_semantic_type_says_the_slot(release: Path) -> None:
    assert list(read_umls(release)) == [
        Name("UMLS:C1", "conditions", "Thumb ache", Standing.SYNONYM),
        Name("UMLS:C1", "conditions", "Sore thumb"),
        Name("UMLS:C2", "anatomy", "Thumb"),
    ]


def test_with_a_slot_only_its_concepts_are_read(release: Path) -> None:
    assert [name.curie for name in read_umls(release, "anatomy")] == ["UMLS:C2"]


def test_without_types_the_slot_must_be_named(release: Path) -> None:
    (release.parent / "MRSTY.RRF").unlink()
    with pytest.raises(InputError, match=r"needs MRSTY.RRF beside it; put it there, or name"):
        list(read_umls(release))
    assert {name.scheme for name in read_umls(release, "anatomy")} == {"anatomy"}


def test_a_line_of_another_shape_is_refused(release: Path) -> None:
    release.write_text(release.read_text() + "C1|ENG|\n")
    with pytest.raises(InputError, match=r"has 2 fields; a line of MRCONSO\.RRF has 18") as caught:
        list(read_umls(release))
    assert caught.value.line == 7
