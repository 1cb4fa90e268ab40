"""The table of tries, to put something in that a test can find again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ehbo.store import database


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT minute, times FROM tries ORDER BY minute").fetchall()


def put(path: Path, times: int, minute: int = 1) -> None:
    values = {"minute": minute, "times": times}
    with database.opened(path) as db, db.write():
        db.execute("INSERT INTO tries VALUES ('wrong key', :minute, :times)", values)
