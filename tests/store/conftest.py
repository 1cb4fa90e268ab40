"""An empty, migrated database file and somebody to keep something of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ehbo.domain.keys import KEY_BYTES, Person
from tests.store.history import History, lived


@pytest.fixture
def path(tmp_path: Path, migrated_database: Path) -> Path:
    return Path(shutil.copy(migrated_database, tmp_path / "ehbo.db"))


@pytest.fixture
def person() -> Person:
    return Person(bytes(range(KEY_BYTES)))


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """A run of one team, for who only reads it."""
    return lived(tmp_path_factory.mktemp("history"))
