"""Fixtures for all tests: installations on a fresh data folder each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ehbo.content import questionnaires as content
from ehbo.content.questionnaires import BUILT_IN
from ehbo.domain.errors import Problem
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store import database
from tests.builders import Clock
from tests.visitor import Installation, Visitor

# No deadline: nothing in the tests is timed.
settings.register_profile(
    "untimed", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

Install = Callable[..., Installation]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What time it is, for the website and the command line; a test may set its `now`."""
    clock = Clock()
    monkeypatch.setattr("ehbo.domain.clock.system_clock", clock)
    return clock


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without content: migrating it once and copying it is cheaper."""
    path = tmp_path_factory.mktemp("migrated") / "ehbo.db"
    database.migrate(path)
    return path


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def install(
    tmp_path: Path,
    migrated_database: Path,
    compiled_templates: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Install]:
    """Makes installations: `install("elsewhere", organisation="…")`."""
    monkeypatch.setattr(content, "read", _read_built_in_once)

    def make(name: str = "instance", **settings: Any) -> Installation:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        if not (folder / "ehbo.db").exists():
            shutil.copy(migrated_database, folder / "ehbo.db")
        return Installation(folder, compiled_templates, clock, **settings)

    yield make
    # The connection that this thread holds would stay open after the last test.
    database.close_standing()


_read = content.read


@cache
def _built_in(folder: Path) -> tuple[Questionnaire | None, list[Problem]]:
    return _read(folder)


def _read_built_in_once(folder: Path) -> tuple[Questionnaire | None, list[Problem]]:
    """Reading what the product brings along takes longer than most tests."""
    return _built_in(folder) if folder.parent == BUILT_IN else _read(folder)


@pytest.fixture
def here(install: Install) -> Installation:
    """One installation with the settings it has out of the box."""
    return install()


@pytest.fixture
def visitor(here: Installation) -> Visitor:
    """Somebody who comes for the first time."""
    return here.visitor()
