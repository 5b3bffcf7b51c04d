"""The compiled lexicon in the cache folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from procgraph.model import Relation
from procgraph.terminology import Lexicon, store


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turtle: str) -> Path:
    """A cache folder and one vocabulary file of our own."""
    vocabulary = tmp_path / "own.ttl"
    vocabulary.write_text(turtle, encoding="utf-8")
    monkeypatch.setattr(store, "vocabulary_files", lambda: [vocabulary])
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path / "cache" / "deep"))
    return tmp_path / "cache" / "deep"


def state(lexicon: Lexicon) -> object:
    terms = [term for scheme in lexicon.schemes for term in lexicon.terms(scheme)]
    return lexicon.version, terms, lexicon.link("the neck pains", Relation.TREATS)


def test_the_second_loading_parses_nothing_and_gives_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = state(Lexicon.load(packages=False))
    monkeypatch.setattr(store, "terms_from_turtle", None)
    assert state(Lexicon.load(packages=False)) == first


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"neck pain", b"neck pang"),
        lambda data: b"\xff\xfe" + data,
        lambda data: b"{}\n{}",
    ],
    ids=["empty", "cut off", "changed", "no text", "something else"],
)
def test_a_damaged_file_is_made_again(cache: Path, damage: Callable[[bytes], bytes]) -> None:
    first = state(Lexicon.load(packages=False))
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert state(Lexicon.load(packages=False)) == first
    assert path.read_bytes() == whole


def test_a_file_of_another_shape_is_made_again(cache: Path) -> None:
    first = state(Lexicon.load(packages=False))
    (path,) = cache.iterdir()
    for body in (b"[]", b'{"terms": [[1]], "index": {}}', b'{"terms": 3}'):
        path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        assert state(Lexicon.load(packages=False)) == first


def test_without_a_folder_to_write_to_nothing_is_kept(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    first = state(Lexicon.load(packages=False))
    assert state(Lexicon.load(packages=False)) == first
    assert cache.is_file()


def test_a_failed_writing_leaves_nothing_behind(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", fail)
    Lexicon.load(packages=False)
    assert list(cache.iterdir()) == []


def test_a_changed_vocabulary_is_another_version(cache: Path, turtle: str) -> None:
    before = Lexicon.load(packages=False)
    (vocabulary,) = store.vocabulary_files()
    vocabulary.write_text(turtle.replace("cervicalgia", "neck ache"), encoding="utf-8")
    after = Lexicon.load(packages=False)
    assert before.version != after.version
    assert after.link("neck ache", Relation.TREATS).how == "synonym"
    assert before.link("neck ache", Relation.TREATS).how == "phrase"


def test_another_software_version_compiles_anew_under_the_same_version(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Lexicon.load(packages=False)
    monkeypatch.setattr("procgraph.__version__", "0.0.0.test")
    assert Lexicon.load(packages=False).version == before.version
    assert len(list(cache.iterdir())) == 2


def test_only_a_few_old_files_stay(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procgraph.cache._KEPT", 3)
    for number in range(5):
        monkeypatch.setattr("procgraph.__version__", f"0.0.{number}.test")
        Lexicon.load(packages=False)
    assert len(list(cache.iterdir())) == 3
