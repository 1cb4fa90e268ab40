"""SQLite: copies of the file that are whole and sound, and putting one back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ehbo.domain.errors import NewerDatabase, StoreUnavailable
from ehbo.store.database.sqlite import (
    is_newer,
    make_room,
    migrate,
    opened,
    read_only,
    spoiled,
    translated,
)


def backup(source: Path, target: Path) -> None:
    """Written anew row by row: where a row stands in a page of the file tells when it came."""
    with translated():
        target.touch(mode=0o600, exist_ok=False)
    try:
        with opened(source, any_version=True) as db:
            db.execute("VACUUM INTO :target", {"target": str(target)})
        verify(target, any_version=True)
    except StoreUnavailable:
        target.unlink(missing_ok=True)
        raise


def restore(source: Path, target: Path) -> None:
    verify(source)
    with translated():
        make_room(target)
    try:
        _copy_into(source, target)
    except StoreUnavailable as error:
        if not spoiled(error) and not (read_only(error) and os.access(target, os.W_OK)):
            raise
        _replace(source, target)
    migrate(target)


def _copy_into(source: Path, target: Path) -> None:
    """By way of SQLite, so that whoever has the target open goes on in it with what it is now."""
    with (
        translated(target),
        closing(sqlite3.connect(source)) as copy,
        opened(target, any_version=True) as db,
    ):
        copy.backup(db.driver)
        db.checkpoint()


def _replace(source: Path, target: Path) -> None:
    """With a file made beside it. The old log goes first: it must not be read into the new file."""
    fresh = target.with_name(f"{target.name}.terug")
    with translated():
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        try:
            _copy_into(source, fresh)
            verify(fresh)
            _remove_log(target)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
            _remove_log(fresh)


def _remove_log(path: Path) -> None:
    for end in ("-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def verify(path: Path, *, any_version: bool = False) -> None:
    """Raises StoreUnavailable unless the file is a sound database of EHBO; NewerDatabase."""
    with translated(path), closing(_read_only(path)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        if is_newer(connection):
            if any_version:
                return
            raise NewerDatabase(path)
        connection.execute("SELECT id, sealed, last_used FROM portfolio LIMIT 1").fetchone()
