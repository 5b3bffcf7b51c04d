"""OBO files."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology.sources import Name, Standing
from procgraph.terminology.sources.obo import data_version, read_obo

HEAD = """format-version: 1.2
data-version: hp/releases/2020-02-03
ontology: hp.obo
"""

HP = (
    HEAD
    + """
[Term]
id: HP:0000118
name: Phenotypic abnormality

[Term]
id: HP:9000001
name: Sore thumb
synonym: "Thumb, \\"sore\\"" EXACT layperson [ORCID:0]
synonym: "Sore digit" BROAD []
synonym: "Sore tip of thumb" NARROW []
synonym: "Thumb trouble" RELATED []
synonym: "Thumb so-so" EXACT obsolete_synonym []
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:9000002
name: Sorest thumb
is_a: HP:9000001 ! Sore thumb

[Term]
id: HP:9000003
name: obsolete Bad thumb
is_obsolete: true
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0012823
name: Clinical modifier

[Term]
id: HP:9000004
name: Acute
is_a: HP:0012823 ! Clinical modifier

[Typedef]
id: part_of
name: part of
"""
)


def write(folder: Path, text: str) -> Path:
    path = folder / "a.obo"
    path.write_text(text, encoding="utf-8")
    return path


def test_labels_and_synonyms_keep_their_scope(tmp_path: Path) -> None:
    assert list(read_obo(write(tmp_path, HP))) == [
        Name("HP:9000001", "conditions", "Sore thumb"),
        Name("HP:9000001", "conditions", 'Thumb, "sore"', Standing.SYNONYM),
        Name("HP:9000001", "conditions", "Sore digit", Standing.OTHER),
        Name("HP:9000001", "conditions", "Sore tip of thumb", Standing.OTHER),
        Name("HP:9000001", "conditions", "Thumb trouble", Standing.OTHER),
        Name("HP:9000002", "conditions", "Sorest thumb"),
    ]


def test_the_release_is_read_from_the_header(tmp_path: Path) -> None:
    assert data_version(write(tmp_path, HP)) == "2020-02-03"
    assert data_version(write(tmp_path, "data-version: 7\n")) == "7"
    assert data_version(write(tmp_path, "ontology: x\n[Term]\nid: X:1\n")) is None
    assert data_version(write(tmp_path, "")) is None


def test_a_slot_says_what_terms_of_an_unknown_prefix_are(tmp_path: Path) -> None:
    path = write(tmp_path, "[Term]\nid: MY:1\nname: sling chair\n")
    assert list(read_obo(path, "equipment")) == [Name("MY:1", "equipment", "sling chair")]
    with pytest.raises(InputError, match="name their slot, such as condition="):
        list(read_obo(path))


def test_imported_terms_of_unknown_prefixes_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, "[Term]\nid: BFO:1\nname: thing\n\n[Term]\nid: DOID:1\nname: sore toe\n")
    assert [name.curie for name in read_obo(path)] == ["DOID:1"]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("nothing\n", None, r"holds no \[Term\]"),
        ("[Term]\nid: DOID:1\nno tag at all\n", 3, "is no 'tag: value'"),
        ("[Term]\nid: DOID:1\nname: x\nsynonym: bare EXACT []\n", 4, "stands in quotes"),
    ],
)
def test_what_is_no_obo_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int | None, problem: str
) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        list(read_obo(write(tmp_path, text)))
    assert caught.value.line == line
    assert caught.value.mend


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.obo"
    path.write_bytes(b"[Term]\nid: DOID:1\nname: na\xefve\n")
    with pytest.raises(InputError, match=r":3: is not UTF-8"):
        list(read_obo(path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        list(read_obo(tmp_path / "none.obo"))
