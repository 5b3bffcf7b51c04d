"""The cache folder: what is kept there is whole, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.cache import cache_dir, digest, read_cached, write_cached


def test_what_is_kept_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path))
    assert read_cached("things", "a") is None
    write_cached("things", "a", {"one": [1, 1 << 700]})
    assert read_cached("things", "a") == {"one": [1, 1 << 700]}
    assert read_cached("others", "a") is None


def test_parts_are_told_apart_in_a_digest() -> None:
    assert digest([b"ab", b"c"]) != digest([b"a", b"bc"])


def test_the_folder_is_the_users_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PROCGRAPH_CACHE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cache_dir() == tmp_path / ".cache" / "procgraph"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_dir() == tmp_path / "xdg" / "procgraph"
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path / "own"))
    assert cache_dir() == tmp_path / "own"
