"""Every command explains itself in Dutch, and the manual names what there is and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ehbo import __version__
from ehbo.cli import main

MANUAL = Path(__file__).parents[2] / "docs" / "operations.md"
DUTCH = re.compile(
    r"\b(de|het|een|en|of|om|met|over|niets|map|poort|adres|tot|vragenlijsten|pakketten)\b", re.I
)
COMMANDS = sorted(main.commands)
BUILT_IN = {"--help", "--version"}


def options(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_have_dutch_help(name: str) -> None:
    command = main.commands[name]
    texts = [command.help, *(option.help for option in options(command))]
    assert all(text and DUTCH.search(text) for text in texts), texts
    for flag in ("-h", "--help"):
        shown = CliRunner().invoke(main, [name, flag])
        assert shown.exit_code == 0
        for option in options(command):
            assert max(option.opts, key=len) in shown.output


@pytest.mark.parametrize("name", COMMANDS)
def test_a_default_is_told_in_dutch(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"]).output
    assert "default" not in shown
    for option in options(main.commands[name]):
        if isinstance(option.default, Path):
            assert f"[standaard: {option.default}]" in " ".join(shown.split())


def test_the_command_alone_lists_every_command() -> None:
    shown = CliRunner().invoke(main, ["--help"])
    assert shown.exit_code == 0
    assert set(re.findall(r"^  ([a-z]+) ", shown.output, re.M)) >= set(COMMANDS)


def test_the_version_is_that_of_the_package() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"ehbo, version {__version__}\n"


@pytest.fixture
def manual() -> str:
    if not MANUAL.exists():
        pytest.fail("docs/operations.md is not there: it must explain every command of `ehbo`")
    return MANUAL.read_text("utf-8")


def named_in(manual: str) -> dict[str, set[str]]:
    """Per command that the manual names in code, the options on the same line."""
    blocks = re.findall(r"^```sh\n(.*?)^```", manual, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", manual, flags=re.M | re.S))
    named: dict[str, set[str]] = {}
    for line in lines:
        for found in re.finditer(r"(?:^|[/\s])ehbo ([a-z][a-z-]*)\b([^`|;&]*)", line):
            options = re.findall(r"--[a-z][a-z-]*", found[2])
            named.setdefault(found[1], set()).update(options)
    return named


def sections_of(manual: str) -> dict[str, str]:
    """Per command the text under its own heading."""
    parts = re.split(r"^#{2,} (.*)$", manual, flags=re.M)
    headings = zip(parts[1::2], parts[2::2], strict=True)
    return {
        found[1]: text for heading, text in headings if (found := re.match(r"`ehbo (.+)`", heading))
    }


def test_the_manual_names_every_command_and_no_other(manual: str) -> None:
    assert set(named_in(manual)) == set(COMMANDS)
    assert set(sections_of(manual)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_names_every_option_of_a_command_and_no_other(manual: str, name: str) -> None:
    there = {flag for option in options(main.commands[name]) for flag in option.opts}
    explained = set(re.findall(r"--[a-z][a-z-]*", sections_of(manual)[name]))
    assert explained - BUILT_IN == there
    assert named_in(manual)[name] - BUILT_IN <= there


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_tells_the_defaults_of_folders(manual: str, name: str) -> None:
    for option in options(main.commands[name]):
        if isinstance(option.default, Path):
            assert f"standaard `{option.default}`" in sections_of(manual)[name]
