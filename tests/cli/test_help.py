"""The help, and the documentation of the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from procgraph.cli import app

ROOT = Path(__file__).resolve().parents[2]


def commands():
    """Every command as people type it, with Typer's object for it."""
    root = typer.main.get_command(app)
    for name, command in root.commands.items():
        for below, inner in getattr(command, "commands", {}).items():
            yield f"{name} {below}", inner
        if not hasattr(command, "commands"):
            yield name, command


COMMANDS = dict(commands())


def test_there_are_the_commands_of_the_main_job():
    assert set(COMMANDS) == {
        "extract",
        "text",
        "build",
        "validate",
        "query",
        "questions",
        "show",
        "explain",
        "coverage",
        "export",
        "diff",
        "evaluate",
        "push",
        "stats",
        "terms compile",
        "terms info",
        "terms search",
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_examples(procgraph, name):
    found = procgraph(*name.split(), "--help")
    assert found.code == 0
    assert COMMANDS[name].help
    assert "Examples:" in found.out
    assert f"procgraph {name}" in found.out.partition("Examples:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_is_explained(name):
    for parameter in COMMANDS[name].params:
        if parameter.name != "help":
            assert parameter.help, f"{name}: {parameter.name}"


def test_without_arguments_there_is_help(procgraph):
    found = procgraph()
    assert "Usage: procgraph" in found.out + found.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_in_the_readme(name):
    text = (ROOT / "README.md").read_text("utf-8")
    group, _, below = name.partition(" ")
    # One line may name the commands of a group together: 'procgraph terms info`, `terms search'.
    assert f"procgraph {group}" in text
    assert f"{group} {below}".strip() in text
