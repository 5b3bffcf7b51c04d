"""Terminologies that are not our own, compiled into one file."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from procgraph.errors import ResourceError
from procgraph.terminology import outside_store
from procgraph.terminology.outside import Found, NamedTerm, Outside
from procgraph.terminology.sources import Name, Source, Standing

C, A = "conditions", "anatomy"
CONDITIONS = (C,)

HP = [
    Name("HP:1", C, "Sore thumb"),
    Name("HP:1", C, "Thumb ache", Standing.SYNONYM),
    Name("HP:1", C, "Sore digit", Standing.OTHER),
    Name("HP:2", C, "House cat"),
    Name("HP:3", C, "Cat house"),
    Name("HP:4", C, "Twin", Standing.SYNONYM),
    Name("HP:5", C, "Twin", Standing.SYNONYM),
    Name("HP:6", C, "All thumbs leukemia"),
    Name("HP:6", C, "ALL", Standing.SYNONYM),
    Name("HP:7", C, "Haemorrhage of the thumb"),
]
MONDO = [
    Name("MONDO:1", C, "thumb ache"),
    Name("MONDO:2", C, "toe gout"),
    Name("MONDO:2", C, "gout of toe", Standing.SYNONYM),
]
ICD = [
    Name("ICD10CM:M00", C, "Sore thumb"),
    Name("ICD10CM:M01", C, "Hammered thumb", Standing.LESSER),
    Name("ICD10CM:M02", C, "Thumb ache", Standing.LESSER),
]
UBERON = [Name("UBERON:1", A, "thumb"), Name("UBERON:1", A, "pollex", Standing.SYNONYM)]


@pytest.fixture
def outside(make_outside: Callable[..., Outside]) -> Outside:
    return make_outside(HP=HP, MONDO=MONDO, ICD10CM=ICD, UBERON=UBERON)


@pytest.mark.parametrize(
    ("phrase", "matches", "how"),
    [
        ("sore thumb", ("HP:1", "ICD10CM:M00"), "exact"),
        ("The Sore Thumb.", ("HP:1", "ICD10CM:M00"), "exact"),
        ("sore thumbs", ("HP:1", "ICD10CM:M00"), "inflected"),
        ("hemorrhages of the thumb", ("HP:7",), "inflected"),
        ("gout of the toe", ("MONDO:2",), "inflected"),
        ("thumb ache", ("HP:1", "MONDO:1"), "exact"),
        ("ache of the thumb", ("MONDO:1",), "inflected"),
        ("house cat", ("HP:2",), "exact"),
        ("ALL", ("HP:6",), "synonym"),
        ("hammered thumb", ("ICD10CM:M01",), "synonym"),
    ],
)
def test_each_terminology_gives_its_best_term(
    outside: Outside, phrase: str, matches: tuple[str, ...], how: str
) -> None:
    found = outside.look_up(phrase, CONDITIONS)
    assert found is not None
    assert (found.matches, found.how) == (matches, how)
    assert found.is_lesser == (phrase == "hammered thumb")


@pytest.mark.parametrize(
    "phrase",
    ["sore digit", "twin", "cat of the house", "all", "All", "pollex", "thumb", "", "…", "nothing"],
)
def test_what_is_doubtful_is_not_found(outside: Outside, phrase: str) -> None:
    assert outside.look_up(phrase, CONDITIONS) is None


def test_a_term_answers_in_its_own_vocabulary_only(outside: Outside) -> None:
    assert outside.look_up("thumbs", (A,)) == Found(("UBERON:1",), "inflected", False)
    assert outside.look_up("sore thumb", (A,)) is None
    assert outside.look_up("sore thumb", ()) is None
    assert outside.look_up("thumb", ("imaging", A)) is not None


def test_what_is_rejected_is_not_found(outside: Outside) -> None:
    found = outside.look_up("sore thumb", CONDITIONS, ["HP:1"])
    assert found is not None
    assert found.matches == ("ICD10CM:M00",)
    assert outside.look_up("toe gout", CONDITIONS, ["MONDO:2"]) is None


def test_search_finds_names_of_any_standing_by_their_words(outside: Outside) -> None:
    (found,) = outside.search("digits")
    assert found == NamedTerm("HP:1", C, "HP", "Sore thumb", "Sore digit")
    assert [term.curie for term in outside.search("thumb", (A,))] == ["UBERON:1"]
    assert len(outside.search("thumb", limit=2)) == 2
    assert outside.search('"; DROP') == outside.search("…") == outside.search("") == []


def test_a_term_has_a_label(outside: Outside) -> None:
    assert outside.label("MONDO:2") == "toe gout"
    assert outside.label("MONDO:9") is None


def test_the_sources_are_told_with_their_sizes(outside: Outside) -> None:
    assert [(s.name, s.version, s.schemes, s.terms, s.names) for s in outside.sources] == [
        ("HP", "1", (C,), 7, 10),
        ("MONDO", "1", (C,), 2, 3),
        ("ICD10CM", "1", (C,), 3, 3),
        ("UBERON", "1", (A,), 1, 2),
    ]


def test_a_compiled_file_is_used_again(
    make_source: Callable[..., Source], outside: Outside
) -> None:
    def never() -> Iterator[Name]:
        raise AssertionError("read again")

    read = make_source("HP", HP)
    first = Outside.load([read])
    again = Source(read.name, read.origin, read.key, read.version, never)
    assert Outside.load([again]).path == first.path
    with pytest.raises(AssertionError):
        Outside.load([again], anew=True)
    assert Outside.load([again]).look_up("sore thumb", CONDITIONS) is not None
    assert not list(first.path.parent.glob("*.sqlite?*"))


def test_another_version_or_order_is_another_file(
    make_source: Callable[..., Source], outside: Outside
) -> None:
    one, other = make_source("HP", HP), make_source("HP", HP, "2")
    assert Outside.load([one]).path != Outside.load([other]).path
    assert Outside.load([one]).version != Outside.load([other]).version
    assert Outside.load([one]).version == Outside.load([one], anew=True).version


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:5000], lambda data: b"x" * 9000]
)
def test_a_file_that_is_cut_off_is_made_again(
    make_source: Callable[..., Source], outside: Outside, damage: Callable[[bytes], bytes]
) -> None:
    read = make_source("HP", HP)
    path = Outside.load([read]).path
    path.write_bytes(damage(path.read_bytes()))
    assert Outside.load([read]).look_up("sore thumb", CONDITIONS) is not None


def test_a_file_that_is_damaged_inside_says_how_to_mend_it(
    make_source: Callable[..., Source], outside: Outside
) -> None:
    path = Outside.load([make_source("HP", HP)]).path
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    with pytest.raises(ResourceError, match="compile it again with `procgraph terms compile`"):
        Outside.load([make_source("HP", HP)]).look_up("sore thumb", CONDITIONS)


def test_without_a_folder_to_write_to_it_lasts_as_long_as_it_is_used(
    make_source: Callable[..., Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("PROCGRAPH_CACHE", str(blocked))
    made = Outside.load([make_source("HP", HP)])
    path = made.path
    assert made.look_up("sore thumb", CONDITIONS) is not None
    assert path.is_file()
    del made
    assert not path.exists()


def test_only_a_few_old_files_stay(make_source: Callable[..., Source], outside: Outside) -> None:
    for number in range(6):
        path = Outside.load([make_source("HP", HP, str(number))]).path
    assert path.is_file()
    assert len(list(path.parent.glob("names-*"))) == outside_store._KEPT


def test_it_can_be_sent_to_another_process(outside: Outside) -> None:
    assert outside.look_up("sore thumb", CONDITIONS) is not None
    sent = pickle.loads(pickle.dumps(outside))
    assert sent.look_up("sore thumb", CONDITIONS) == outside.look_up("sore thumb", CONDITIONS)
