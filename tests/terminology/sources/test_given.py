"""Which reader a file of the user's gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology.sources import Name, given_source

CSV = "id,label,slot\nMY:1,toe,site\n"


def test_the_format_is_told_by_the_name(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(CSV)
    source = given_source(path)
    assert (source.name, source.origin) == ("own", "own.csv")
    assert list(source.read()) == [Name("MY:1", "anatomy", "toe")]
    obo = tmp_path / "own.obo"
    obo.write_text("[Term]\nid: DOID:1\nname: sore toe\n")
    assert list(given_source(obo).read()) == [Name("DOID:1", "conditions", "sore toe")]


def test_a_slot_may_stand_before_the_path(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,label\nMY:1,toe\n")
    assert list(given_source(f"site={path}").read()) == [Name("MY:1", "anatomy", "toe")]
    with pytest.raises(InputError, match="'limb' is no slot"):
        given_source(f"limb={path}")


def test_an_equals_sign_may_be_part_of_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a=b.csv"
    path.write_text(CSV)
    assert given_source(path).name == "a=b"


def test_the_version_is_the_content_and_the_key_tells_a_change(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(CSV)
    other.write_text(CSV)
    first, second = given_source(one), given_source(other)
    version = first.version()
    assert version == second.version()
    assert first.key != second.key
    assert given_source(f"site={one}").key != first.key
    one.write_text(CSV + "MY:2,heel,site\n")
    assert given_source(one).version() != version
    assert given_source(one).key != first.key


def test_a_umls_release_is_two_files(tmp_path: Path) -> None:
    path = tmp_path / "MRCONSO.RRF"
    path.write_text("")
    before = given_source(path).version()
    (tmp_path / "MRSTY.RRF").write_text("C1|T047|B2|x|A||\n")
    assert given_source(path).version() != before


@pytest.mark.parametrize("name", ["own.xlsx", "MRREL.RRF", "own"])
def test_an_unknown_format_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("")
    with pytest.raises(InputError, match=r"is of no format known here; give \.obo, \.ttl"):
        given_source(path)


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        given_source(tmp_path / "none.csv")
    with pytest.raises(InputError, match="holds no sct2_Concept"):
        given_source(tmp_path)
