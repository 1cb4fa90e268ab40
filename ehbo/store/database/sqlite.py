"""The database file: connecting, writing, backing up. All that is special to SQLite is here."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from ehbo.domain.errors import NewerDatabase, StoreUnavailable
from ehbo.store.database.migrations import STEPS, migrations

BUSY_SECONDS = 5.0
CHECKPOINT_TURN_MS = 200
CHECKPOINT_TURNS = 5
ROOM_NEEDED = 32 * 1024 * 1024
# How SQLite refuses another file than a database, a damaged one, or one without our tables.
SPOILED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}

_write_lock = threading.Lock()
_of_this_thread = threading.local()
_gone: set[Path] = set()


class Held(NamedTuple):
    """A standing connection, where its files are, and which they were when it was made."""

    path: Path
    db: Database
    places: tuple[Path, Path]
    files: tuple[tuple[int, int], ...]


def connect(path: Path, *, any_version: bool = False) -> Database:
    """A connection of one's own to the database file. Raises StoreUnavailable, NewerDatabase."""
    with translated(path):
        # Not by name alone: SQLite would make a new and empty database where it is not there.
        place = f"{path.resolve().as_uri()}?mode=rw"
        connection = sqlite3.connect(place, timeout=BUSY_SECONDS, uri=True)
        try:
            if not any_version and _is_newer(connection):
                raise NewerDatabase(path)
            for pragma in (
                "journal_mode = wal",
                "synchronous = full",
                "foreign_keys = on",
                "secure_delete = on",
            ):
                connection.execute(f"PRAGMA {pragma}").close()
        except (sqlite3.Error, NewerDatabase):
            connection.close()
            raise
        return Database(connection, execute_plugins=False)


def _is_newer(connection: sqlite3.Connection) -> bool:
    """Whether a step was taken that this version does not know."""
    taken = migrations.applied(Database(connection, execute_plugins=False))
    return not {step.name for step in taken} <= STEPS


@contextmanager
def opened(path: Path, *, any_version: bool = False) -> Iterator[Database]:
    """A connection for as long as a piece of work takes."""
    db = connect(path, any_version=any_version)
    try:
        yield db
    finally:
        db.close()


def of_this_thread(path: Path) -> Database:
    """This thread's standing connection: opening one costs more than five reads of a bundle.

    Raises StoreUnavailable once the database or its log is no longer the file that was opened:
    SQLite would write on in what nobody finds again. Only a new start can help then.
    """
    held: Held | None = getattr(_of_this_thread, "held", None)
    if held is None or held.path != path:
        if held is not None:
            held.db.close()
        held = hold(path, connect(path))
    if path in _gone or _files(held.places) != held.files:
        _gone.add(path)
        raise StoreUnavailable(f"{path} is verplaatst, vervangen of gewist: start EHBO opnieuw")
    return held.db


def hold(path: Path, db: Database) -> Held:
    """Makes a connection the standing one of this thread."""
    places = (path, path.with_name(f"{path.name}-wal"))
    held = _of_this_thread.held = Held(path, db, places, _files(places))
    return held


def _files(places: Iterable[Path]) -> tuple[tuple[int, int], ...]:
    return tuple(_numbers(place) for place in places)


def _numbers(file: Path) -> tuple[int, int]:
    """Device and number of a file, zeros where none is."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0, 0
    except OSError as error:
        raise StoreUnavailable(str(error)) from error
    return found.st_dev, found.st_ino


def migrate(path: Path) -> None:
    """Brings the database file up to date; makes it, readable by its owner only, when new.

    The log is emptied after it: what a step sealed must not stand there in the open.
    """
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with opened(path) as db:
            migrations.apply(db)
            checkpoint(db)


@contextmanager
def translated(path: Path | None = None) -> Iterator[None]:
    """Every refusal of the database becomes StoreUnavailable: nothing was saved.

    With a path the message says which file it is about, which SQLite leaves out.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{path}: {error}" if path else str(error)) from error
    except OSError as error:
        raise StoreUnavailable(str(error)) from error


@contextmanager
def write(db: Database) -> Iterator[None]:
    """One write at a time: what happens inside is committed whole or not at all.

    BEGIN IMMEDIATE, because a transaction that reads first and writes later fails at once when
    another writes in between; the lock in the process, because queueing there is fairer and
    faster than SQLite's own back-off.
    """
    if not _write_lock.acquire(timeout=BUSY_SECONDS):
        raise StoreUnavailable("others are waiting to write")
    try:
        with translated():
            db.execute("BEGIN IMMEDIATE")
            try:
                yield
                db.execute("COMMIT")
            except BaseException:
                if db.conn.in_transaction:
                    db.execute("ROLLBACK")
                raise
    finally:
        _write_lock.release()


def checkpoint(db: Database) -> bool:
    """Moves the write-ahead log into the file and empties it; False if somebody kept reading.

    It waits for readers in short turns, because while it waits nobody else can write.
    """
    with translated():
        db.execute(f"PRAGMA busy_timeout = {CHECKPOINT_TURN_MS}")
        try:
            return any(_emptied(db) for _ in range(CHECKPOINT_TURNS))
        finally:
            db.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _emptied(db: Database) -> bool:
    busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def healthy(path: Path) -> bool:
    """Whether the database answers, could be written to now, and has room left to do so."""
    try:
        db = of_this_thread(path)
        with write(db):
            db.execute("SELECT 1 FROM portfolio LIMIT 1").fetchone()
            # Takes no row away, and is refused all the same where nothing can be written.
            db.execute("DELETE FROM tries WHERE minute < 0")
        return shutil.disk_usage(path.parent).free > ROOM_NEEDED
    except (StoreUnavailable, OSError):
        return False


def backup(source: Path, target: Path) -> None:
    """A whole and sound copy of the database, also while it is in use, and of a newer version.

    Written anew row by row and not page by page: where a row stands in a page tells when it came.
    """
    with translated():
        target.touch(mode=0o600, exist_ok=False)
    try:
        with translated(), opened(source, any_version=True) as db:
            db.execute("VACUUM INTO :target", {"target": str(target)})
        verify(target, any_version=True)
    except StoreUnavailable:
        target.unlink(missing_ok=True)
        raise


def restore(source: Path, target: Path) -> None:
    """Puts a verified backup in the place of the database, also of one that no longer opens."""
    verify(source)
    with translated():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(mode=0o600)
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
        copy.backup(db.conn)
        checkpoint(db)


def spoiled(error: StoreUnavailable) -> bool:
    """Whether the file itself is refused, and not because it is locked, or the disk is full."""
    return _code(error) in SPOILED


def read_only(error: StoreUnavailable) -> bool:
    """Whether SQLite says so: of a file with damage to its header too, that may be written."""
    return _code(error) == sqlite3.SQLITE_READONLY


def _code(error: StoreUnavailable) -> int:
    """SQLite's own primary code, 0 for another cause. What `verify` finds is damage."""
    if not isinstance(error.__cause__, sqlite3.Error):
        return 0
    return getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF


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
        if _is_newer(connection):
            if any_version:
                return
            raise NewerDatabase(path)
        connection.execute("SELECT id, sealed, last_used FROM portfolio LIMIT 1").fetchone()
