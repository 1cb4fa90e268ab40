"""What the rest of EHBO may ask of a database, and what it is then promised.

SQLite keeps these promises, in `sqlite` and `sqlite_backup`. Another engine keeps the same ones in
modules of its own and is chosen here: nobody outside this package knows a driver. SQL is written
once, in what SQLite and PostgreSQL both speak: `INSERT … ON CONFLICT`, named parameters (`:name`),
columns named with their table where both rows of a conflict have them, 0 and 1 for no and yes.

Not the same in both, so to be decided with the second engine:

- The schema (`migrations`): STRICT, BLOB (bytea), PRAGMA and VACUUM; and WITHOUT ROWID, which is
  there so that the order of rows does not tell who came first.
- Gone is gone: `secure_delete` and an emptied log do it here; elsewhere it is vacuuming, archived
  logs and replicas.
- One write at a time: a lock in the process here; elsewhere a lock that other servers see.
- Which database: a file's path, in every function below.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, Protocol

from ehbo.domain.errors import StoreUnavailable
from ehbo.store.database import sqlite, sqlite_backup

Row = tuple[Any, ...]
Values = Mapping[str, object]


class Connection(Protocol):
    """A way to the database, for one thread at a time.

    Whatever the engine refuses is a StoreUnavailable, whose message may quote what was typed: it
    goes to an administrator's terminal and never into a log. A statement is finished when its call
    returns: nobody goes on reading unnoticed.
    """

    def rows(self, sql: str, values: Values = ...) -> list[Row]:
        """All rows that a query finds."""

    def row(self, sql: str, values: Values = ...) -> Row | None:
        """The first row that a query finds."""

    def execute(self, sql: str, values: Values = ...) -> int:
        """Carries out a change, within a write; returns how many rows it changed."""

    def columns(self, table: str) -> frozenset[str]:
        """The names of a table's columns; none where there is no such table."""

    def write(self) -> AbstractContextManager[None]:
        """A write: what happens within is on the disk afterwards, whole, or not at all.

        One at a time, also with other processes, so what is read within stays true until its end.
        Who has to wait too long gets StoreUnavailable. Whatever is raised within undoes it all.
        """

    def checkpoint(self) -> bool:
        """Sees to it that nothing is left on the disk of what was erased or written over.

        False if somebody kept reading: then it has to be asked again later.
        """

    def close(self) -> None:
        """Gives the connection back."""


def opened(path: Path) -> AbstractContextManager[Connection]:
    """A connection for as long as a piece of work takes.

    Raises StoreUnavailable, also where there is no database, and NewerDatabase.
    """
    return sqlite.opened(path)


def of_this_thread(path: Path) -> Connection:
    """This thread's standing connection, made when it is first asked for.

    Raises StoreUnavailable, also when what it leads to is not the database any more, and
    NewerDatabase.
    """
    return sqlite.of_this_thread(path)


def checkpoint_after(db: Connection) -> bool:
    """`checkpoint` behind a commit, which stands whatever the database says: False, no error."""
    with suppress(StoreUnavailable):
        return db.checkpoint()
    return False


def close_standing() -> None:
    """Closes this thread's standing connection, if it has one."""
    sqlite.close_standing()


def migrate(path: Path) -> None:
    """Brings the database up to date, step by step, each whole or not at all; makes it when new.

    What is made is for its owner only, and nothing is left of what a step sealed. Raises
    NewerDatabase, and leaves that as it is.
    """
    sqlite.migrate(path)


def healthy(path: Path) -> bool:
    """Whether the database answers, could be written to now, and has room left to do so."""
    return sqlite.healthy(path)


def backup(source: Path, target: Path) -> None:
    """Writes a whole and sound copy to a new file for its owner only, also while others write.

    Nothing in it tells in which order its rows came. A database of a newer version is copied too.
    """
    sqlite_backup.backup(source, target)


def verify(path: Path) -> None:
    """Raises StoreUnavailable unless a file is a sound backup of EHBO; NewerDatabase."""
    sqlite_backup.verify(path)


def restore(source: Path, target: Path) -> None:
    """Puts a backup that is verified in the place of the database, and brings it up to date.

    Also of a database that no longer opens; who has it open goes on in what was put there.
    """
    sqlite_backup.restore(source, target)


def spoiled(error: StoreUnavailable) -> bool:
    """Whether the database itself is refused, and not because it is locked, or the disk is full."""
    return sqlite.spoiled(error)


def read_only(error: StoreUnavailable) -> bool:
    """Whether the engine says that it may not write; some damage looks like that too."""
    return sqlite.read_only(error)


def cause_of(error: StoreUnavailable) -> str:
    """What was wrong, in the engine's or the system's own code for it: no words, fit for a log."""
    return sqlite.cause_of(error)
