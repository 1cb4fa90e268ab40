"""SQLite: one file with its log. What is promised stands in the package; here is how it is kept."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from errno import errorcode
from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from ehbo.domain.errors import DatabaseGone, NewerDatabase, StoreUnavailable, WritersWaiting
from ehbo.store.database.migrations import STEPS, migrations

BUSY_SECONDS = 5.0
CHECKPOINT_TURN_MS = 200
CHECKPOINT_TURNS = 5
ROOM_NEEDED = 32 * 1024 * 1024
NO_VALUES: Mapping[str, object] = {}
# How SQLite refuses another file than a database, a damaged one, or one without our tables.
SPOILED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}

_write_lock = threading.Lock()
_of_this_thread = threading.local()
_gone: set[Path] = set()


class Connection:
    """One connection to the file, without the transactions that sqlite3 would begin by itself."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self.driver = driver

    def rows(self, sql: str, values: Mapping[str, object] = NO_VALUES) -> list[tuple[Any, ...]]:
        with translated():
            return self.driver.execute(sql, values).fetchall()

    def row(self, sql: str, values: Mapping[str, object] = NO_VALUES) -> tuple[Any, ...] | None:
        return next(iter(self.rows(sql, values)), None)

    def execute(self, sql: str, values: Mapping[str, object] = NO_VALUES) -> int:
        with translated():
            return self.driver.execute(sql, values).rowcount

    def columns(self, table: str) -> frozenset[str]:
        rows = self.rows("SELECT name FROM pragma_table_info(:name)", {"name": table})
        return frozenset(name for (name,) in rows)

    @contextmanager
    def write(self) -> Iterator[None]:
        """BEGIN IMMEDIATE within a lock.

        IMMEDIATE, because a transaction that reads first and writes later fails at once when
        another writes in between; the lock in the process, because queueing there is fairer and
        faster than SQLite's own back-off.
        """
        if not _write_lock.acquire(timeout=BUSY_SECONDS):
            raise WritersWaiting
        try:
            with translated():
                self.driver.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self.driver.execute("COMMIT")
                except BaseException:
                    if self.driver.in_transaction:
                        self.driver.execute("ROLLBACK")
                    raise
        finally:
            _write_lock.release()

    def checkpoint(self) -> bool:
        """Moves the write-ahead log into the file and empties it.

        It waits for readers in short turns, because while it waits nobody else can write.
        """
        self.rows(f"PRAGMA busy_timeout = {CHECKPOINT_TURN_MS}")
        try:
            return any(self._emptied() for _ in range(CHECKPOINT_TURNS))
        finally:
            self.rows(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def _emptied(self) -> bool:
        [(busy, _, _)] = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy

    def close(self) -> None:
        self.driver.close()


class Held(NamedTuple):
    """A standing connection, where its files are, and which they were when it was made."""

    path: Path
    db: Connection
    places: tuple[Path, Path]
    files: tuple[tuple[int, int], ...]


def connect(path: Path, *, any_version: bool = False) -> Connection:
    """A connection of one's own to the database file. Raises StoreUnavailable, NewerDatabase."""
    with translated(path):
        # Not by name alone: SQLite would make a new and empty database where it is not there.
        place = f"{path.resolve().as_uri()}?mode=rw"
        connection = sqlite3.connect(place, timeout=BUSY_SECONDS, uri=True, isolation_level=None)
        try:
            if not any_version and is_newer(connection):
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
        return Connection(connection)


def is_newer(connection: sqlite3.Connection) -> bool:
    """Whether a step was taken that this version does not know."""
    taken = migrations.applied(Database(connection, execute_plugins=False))
    return not {step.name for step in taken} <= STEPS


@contextmanager
def opened(path: Path, *, any_version: bool = False) -> Iterator[Connection]:
    """A connection for as long as a piece of work takes."""
    db = connect(path, any_version=any_version)
    try:
        yield db
    finally:
        db.close()


def of_this_thread(path: Path) -> Connection:
    """This thread's standing connection: opening one costs more than five reads of a bundle.

    Raises StoreUnavailable once the database or its log is no longer the file that was opened:
    SQLite would write on in what nobody finds again. Only a new start can help then.
    """
    held: Held | None = getattr(_of_this_thread, "held", None)
    if held is None or held.path != path:
        close_standing()
        held = hold(path, connect(path))
    if path in _gone or _files(held.places) != held.files:
        _gone.add(path)
        raise DatabaseGone(path)
    return held.db


def hold(path: Path, db: Connection) -> Held:
    """Makes a connection the standing one of this thread."""
    places = (path, path.with_name(f"{path.name}-wal"))
    held = _of_this_thread.held = Held(path, db, places, _files(places))
    return held


def close_standing() -> None:
    held: Held | None = getattr(_of_this_thread, "held", None)
    if held is not None:
        held.db.close()
        del _of_this_thread.held


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
    """The log is emptied after it: what a step sealed must not stand there in the open."""
    with translated(path):
        make_room(path)
        with opened(path) as db:
            migrations.apply(Database(db.driver, execute_plugins=False))
            db.checkpoint()


def make_room(path: Path) -> None:
    """Sees to a file, and a folder around it, that only their owner may look into.

    In the folder everybody else would see by the log when something is saved.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


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


def spoiled(error: StoreUnavailable) -> bool:
    return _code(error) in SPOILED


def read_only(error: StoreUnavailable) -> bool:
    """SQLite says so of a file with damage to its header too, that may be written."""
    return _code(error) == sqlite3.SQLITE_READONLY


def _code(error: StoreUnavailable) -> int:
    """SQLite's own primary code, 0 for another cause. What `verify` finds is damage."""
    if not isinstance(error.__cause__, sqlite3.Error):
        return 0
    return getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF


def cause_of(error: StoreUnavailable) -> str:
    cause = error.__cause__
    system = errorcode.get(getattr(cause, "errno", None) or 0, type(cause).__name__)
    return str(getattr(cause, "sqlite_errorname", system))


def healthy(path: Path) -> bool:
    try:
        db = of_this_thread(path)
        with db.write():
            db.row("SELECT 1 FROM portfolio LIMIT 1")
            # Takes no row away, and is refused all the same where nothing can be written.
            db.execute("DELETE FROM tries WHERE minute < 0")
        return shutil.disk_usage(path.parent).free > ROOM_NEEDED
    except (StoreUnavailable, OSError):
        return False
