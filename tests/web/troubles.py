"""A database that says no in three ways, and the page that then says nothing was saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from ehbo.store import database
from ehbo.store.database.sqlite import Connection
from tests.page import Page
from tests.visitor import Installation


@contextmanager
def locked(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program holds the database."""
    monkeypatch.setattr(database.sqlite, "BUSY_SECONDS", 0.01)
    _reconnect(here, database.sqlite.connect(here.settings.database))
    with closing(sqlite3.connect(here.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The file may be read and not be written."""
    path = here.settings.database
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    connection.execute("SELECT 1 FROM portfolio").fetchone()  # from now on it has a log
    _reconnect(here, Connection(connection))
    yield
    _reconnect(here, database.sqlite.connect(path))


@contextmanager
def full(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """There is no room left for another page."""
    db = database.of_this_thread(here.settings.database)
    pages = db.row("PRAGMA page_count")[0]
    db.row(f"PRAGMA max_page_count = {pages}")
    yield
    db.row("PRAGMA max_page_count = 1000000")


def _reconnect(here: Installation, connection: Connection) -> None:
    database.close_standing()
    database.sqlite.hold(here.settings.database, connection)


def assert_not_saved(page: Page) -> None:
    assert page.status == 503
    assert page.headers["Retry-After"] == "60"
    assert "Bewaren lukt nu even niet" in page.title
    assert "Er is nu niets bewaard, maar wat je invulde, is er nog." in page.words
    assert "is bewaard" not in page.words
