"""Tables of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology.sources import Name, Standing
from procgraph.terminology.sources.table import read_table


def write(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_names(tmp_path: Path) -> None:
    lines = (
        "\ufeffid,label,synonyms,slot",
        'MY:1,sling,arm sling| "loop" |,equipment',
        'MY:2,"knee, bad",,condition',
    )
    text = "\n".join(lines)
    assert list(read_table(write(tmp_path, text))) == [
        Name("MY:1", "equipment", "sling"),
        Name("MY:1", "equipment", "arm sling", Standing.SYNONYM),
        Name("MY:1", "equipment", '"loop"', Standing.SYNONYM),
        Name("MY:2", "conditions", "knee, bad"),
    ]


def test_tabs_and_a_slot_from_outside(tmp_path: Path) -> None:
    path = write(tmp_path, "label\tid\ntoe\tMY:1\n", "own.tsv")
    assert list(read_table(path, "anatomy")) == [Name("MY:1", "anatomy", "toe")]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "has no column 'id'"),
        ("id,name,slot\n", 1, "has no column 'label'"),
        ("id,label\nMY:1,toe\n", 1, "has no column 'slot'"),
        ("id,label,slot\nMY:1,toe,site\n,toe,site\n", 3, "the cell 'id' is empty"),
        ("id,label,slot\nMY:1,,site\n", 2, "the cell 'label' is empty"),
        ("id,label,slot\nMY:1,toe\n", 2, "the cell 'slot' is empty"),
        ("id,label,slot\nMY:1,toe,limb\n", 2, "'limb' is no slot"),
        ("id,label,slot\nMY:1,toe,benefit\n", 2, "'benefit' is no slot"),
    ],
)
def test_a_table_with_a_fault_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        list(read_table(write(tmp_path, text)))
    assert caught.value.line == line
    assert caught.value.mend
