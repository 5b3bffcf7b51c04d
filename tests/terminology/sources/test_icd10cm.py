"""The tabular list of ICD-10-CM, with codes of our own making in the true layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology.sources import Name, Standing
from procgraph.terminology.sources.icd10cm import is_residual, read_icd10cm, spellings
from procgraph.terminology.words import rules

RULES = rules("sources.toml")["icd10cm"]

TABULAR = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2020</version>
  <chapter><name>1</name><desc>Chapter</desc>
    <section id="M00-M01"><desc>Section</desc>
      <diag><name>M00</name><desc>Sore (painful) thumb</desc>
        <inclusionTerm><note>Hammered thumb NOS</note><note>Other thumbs</note></inclusionTerm>
        <excludes1><note>sore toe (M02)</note></excludes1>
        <diag><name>M00.0</name><desc>Sore thumb, unspecified side</desc></diag>
        <diag><name>M00.1</name><desc>Sore thumb, left</desc></diag>
        <diag><name>M00.8</name><desc>Other sore thumb</desc>
          <inclusionTerm><note>Jammed thumb</note></inclusionTerm></diag>
      </diag>
    </section>
  </chapter>
  <chapter><name>20</name><desc>External causes</desc>
    <section id="W00-W01"><desc>Section</desc>
      <diag><name>W00</name><desc>Fall from a chair</desc></diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""


@pytest.mark.parametrize(("title", "expected"), RULES["examples"].items())
def test_titles_are_found_with_and_without_brackets_and_fillers(
    title: str, expected: list[str]
) -> None:
    assert spellings(title) == expected


def test_fillers_alone_leave_nothing() -> None:
    assert spellings(", unspecified") == []


@pytest.mark.parametrize("title", RULES["counter_examples"]["residual"])
def test_a_remainder_is_no_name(title: str) -> None:
    assert is_residual(title)


@pytest.mark.parametrize("title", RULES["counter_examples"]["whole"])
def test_a_whole_title_is_a_name_and_stays(title: str) -> None:
    assert not is_residual(title)
    assert spellings(title) == [title]


def test_codes_are_read_as_a_stream_of_names(tmp_path: Path) -> None:
    path = tmp_path / "icd10c-tabular.xml"
    path.write_text(TABULAR, encoding="utf-8")
    assert list(read_icd10cm(path)) == [
        Name("ICD10CM:M00", "conditions", "Sore painful thumb"),
        Name("ICD10CM:M00", "conditions", "Sore thumb"),
        Name("ICD10CM:M00", "conditions", "Hammered thumb", Standing.LESSER),
        Name("ICD10CM:M00.1", "conditions", "Sore thumb, left"),
        Name("ICD10CM:M00.8", "conditions", "Jammed thumb", Standing.OTHER),
    ]


def test_broken_xml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "icd10c-tabular.xml"
    path.write_text(TABULAR.replace("</section>", "", 1), encoding="utf-8")
    with pytest.raises(InputError, match="is no XML") as caught:
        list(read_icd10cm(path))
    assert caught.value.line == 15
