"""An empty, migrated database file and somebody to keep something of."""

from __future__ import annotations

import shutil
import sqlite3
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


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every SQL statement of the connections that are opened from here on."""
    statements: list[str] = []
    connect = sqlite3.connect

    def tracing(*arguments: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)  # type: ignore[call-overload]  # handed on
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", tracing)
    return statements
