"""Patterns that are kept compiled are those that `re` compiles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from procgraph.patterns import compiled as public
from procgraph.patterns.kept import Store

SOURCES = [
    r"(?P<first>a+)(?P<second>b)?\b(?i:c)",
    r"(?:one|two|three) (?P<n>\d{1,3})(?=%)",
    r"[^\W\d_]+(?<!-)\.$",
    r"é|[ſ-ʘ]",
    "",
]


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.VERBOSE | re.MULTILINE])
def test_a_pattern_made_and_one_kept_are_those_of_re(source: str, flags: int) -> None:
    plain = re.compile(source, flags)
    first = Store()
    made = first.compiled(source, flags)
    first.save()
    kept = Store().compiled(source, flags)
    for pattern in (made, kept, public(source, flags)):
        # Equal patterns have the same flags and the same code.
        assert pattern == plain
        assert (pattern.groups, pattern.groupindex) == (plain.groups, plain.groupindex)


def test_what_is_kept_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Store()
    first.compiled("a(b)c", 0)
    first.save()
    monkeypatch.setattr("procgraph.patterns.kept._made", lambda *_: pytest.fail("compiled"))
    match = Store().compiled("a(b)c", 0).search("xabc")
    assert match is not None
    assert match.group(1) == "b"


def test_what_two_processes_compile_is_kept_of_both(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Store(), Store()
    first.compiled("a", 0)
    second.compiled("b", 0)
    first.save()
    second.save()
    monkeypatch.setattr("procgraph.patterns.kept._made", lambda *_: pytest.fail("compiled"))
    assert [Store().compiled(source, 0).pattern for source in "ab"] == ["a", "b"]


def test_nothing_new_writes_nothing(own_folder: Path) -> None:
    Store().save()
    assert not list(own_folder.iterdir())


def test_what_other_versions_left_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procgraph.patterns.kept._MOST", 1)
    for source in ("a", "b", "c"):
        store = Store()
        store.compiled(source, 0)
        store.save()
    made = []
    monkeypatch.setattr("procgraph.patterns.kept._made", lambda source, flags: made.append(source))
    for source in ("a", "b", "c"):
        assert Store().compiled(source, 0) == re.compile(source)
    assert made == ["a", "b"]


def test_without_the_private_parts_patterns_are_compiled_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(*_: object) -> None:
        raise AttributeError("_code")

    monkeypatch.setattr("procgraph.patterns.kept._made", missing)
    assert Store().compiled("a(b)", re.IGNORECASE) == re.compile("a(b)", re.IGNORECASE)


def test_a_damaged_file_is_made_again(own_folder: Path) -> None:
    store = Store()
    store.compiled("a", 0)
    store.save()
    (kept,) = own_folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:-5])
    assert Store().compiled("a", 0) == re.compile("a")


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(re.error):
        Store().compiled("(a", 0)
