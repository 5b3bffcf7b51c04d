from __future__ import annotations

import gc

import pytest

from procgraph.collecting import collecting_seldom, not_collecting


def test_garbage_is_looked_for_as_before_whatever_happens():
    before = gc.get_threshold()

    def stopped():
        with collecting_seldom():
            assert gc.get_threshold()[0] > before[0]
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        stopped()
    assert gc.get_threshold() == before


def test_garbage_is_looked_for_again_unless_it_was_not_before():
    with not_collecting():
        assert not gc.isenabled()
        with not_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
