"""The command line, run in this process with nothing from the outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ehbo.cli import main

Ehbo = Callable[..., Result]


@pytest.fixture
def unserved(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ehbo serve` that gets as far as serving fails the test instead of running on."""

    def serve(server: object) -> None:
        pytest.fail("this was served")

    monkeypatch.setattr("granian.Granian.serve", serve)


@pytest.fixture
def ehbo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ehbo:
    """Runs `ehbo …` in an empty folder; an unexpected exception comes through."""
    for name in os.environ:
        if name.startswith("EHBO_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, **environment: str) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(main, words, env=environment, catch_exceptions=False)

    return run
