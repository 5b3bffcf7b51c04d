from __future__ import annotations

import io
import sys

import pytest

from procgraph import progress
from procgraph.progress import Lines, build_progress


class Clock:
    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_lines_come_every_few_seconds_with_rate_and_time_left(clock):
    out = io.StringIO()
    lines = Lines(out)
    lines.stage("work")
    for second in range(12):
        clock.now = 101.0 + second
        lines.documents(10 * (second + 1), 1000)
    assert out.getvalue().splitlines() == [
        "procgraph: 50 of 1,000 documents, 10 a second, 1 min 35 s left",
        "procgraph: 100 of 1,000 documents, 10 a second, 1 min 30 s left",
    ]


def test_a_stage_is_told_when_nothing_was_told_for_long(clock):
    out = io.StringIO()
    lines = Lines(out)
    lines.stage("find")
    clock.now += 60
    lines.stage("index")
    lines.documents(0, 10)
    assert out.getvalue() == "procgraph: making the index\n"


def test_that_terminologies_are_compiled_is_told_at_once(clock):
    out = io.StringIO()
    Lines(out).stage("compile")
    assert out.getvalue() == "procgraph: compiling vocabularies (once)\n"


def test_a_terminal_gets_a_bar(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with build_progress() as told:
        told.stage("work")
        told.documents(5, 10)
        told.documents(10, 10)
    shown = terminal.getvalue()
    assert "reading documents" in shown
    assert "10/10" in shown


def test_a_pipe_gets_lines_and_quiet_nothing(capsys):
    with build_progress() as told:
        assert isinstance(told, Lines)
    with build_progress(quiet=True) as told:
        told.stage("work")
        told.documents(1, 2)
    assert capsys.readouterr() == ("", "")
