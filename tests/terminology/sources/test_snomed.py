"""SNOMED CT snapshots, with concepts of our own making in the true layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology.sources import Name, Standing
from procgraph.terminology.sources.snomed import read_snomed

FSN, SYNONYM, DEFINITION = "900000000000003001", "900000000000013009", "900000000000550004"
CONCEPT = ["id", "effectiveTime", "active", "moduleId", "definitionStatusId"]
DESCRIPTION = [
    *["id", "effectiveTime", "active", "moduleId", "conceptId"],
    *["languageCode", "typeId", "term", "caseSignificanceId"],
]


def rows(header: list[str], *lines: list[str]) -> str:
    return "".join("\t".join(line) + "\r\n" for line in (header, *lines))


def description(
    concept: str, kind: str, term: str, active: str = "1", lang: str = "en"
) -> list[str]:
    return ["11", "20200101", active, "22", concept, lang, kind, term, "33"]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "SnomedCT_Own_20200101" / "Snapshot" / "Terminology"
    folder.mkdir(parents=True)
    states = {"1": "1", "2": "1", "3": "0", "4": "1"}
    concepts = [[number, "20200101", active, "22", "33"] for number, active in states.items()]
    (folder / "sct2_Concept_Snapshot_INT_20200101.txt").write_text(rows(CONCEPT, *concepts))
    names = [
        description("1", SYNONYM, "Thumb ache"),
        description("1", FSN, "Sore thumb (of hand) (disorder)"),
        description("1", SYNONYM, "Old thumb", active="0"),
        description("1", SYNONYM, "Pouce", lang="fr"),
        description("1", DEFINITION, "A thumb that is sore."),
        description("2", FSN, "Thumb (body structure)"),
        description("3", FSN, "Retired thumb (disorder)"),
        description("4", FSN, "Thumb module (core metadata concept)"),
        description("4", SYNONYM, "Thumb module"),
    ]
    path = folder / "sct2_Description_Snapshot-en_INT_20200101.txt"
    path.write_text(rows(DESCRIPTION, *names), newline="")
    return tmp_path


def test_the_tag_of_the_full_name_says_the_slot(release: Path) -> None:
    assert list(read_snomed(release)) == [
        Name("SNOMEDCT:1", "conditions", "Sore thumb (of hand)"),
        Name("SNOMEDCT:2", "anatomy", "Thumb"),
        Name("SNOMEDCT:1", "conditions", "Thumb ache", Standing.SYNONYM),
    ]


def test_with_a_slot_only_its_concepts_are_read(release: Path) -> None:
    assert list(read_snomed(release, "anatomy")) == [Name("SNOMEDCT:2", "anatomy", "Thumb")]


def test_a_folder_without_a_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no sct2_Concept_Snapshot_\*\.txt"):
        list(read_snomed(tmp_path))


def test_a_line_of_another_shape_is_refused(release: Path) -> None:
    (path,) = release.rglob("sct2_Description*")
    path.write_text(path.read_text() + "1\t2\n")
    with pytest.raises(InputError, match="has 2 columns") as caught:
        list(read_snomed(release))
    assert caught.value.line == 11
    path.write_text("a\tb\n")
    with pytest.raises(InputError, match="has another header"):
        list(read_snomed(release))
