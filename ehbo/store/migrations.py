"""The schema, step by step. A released step is never edited; a change is a new step."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("ehbo")


@migrations()
def first_tables(db: Database) -> None:
    """Sealed bundles without order or time, the wording of every version, tries in a minute."""
    db.execute(
        "CREATE TABLE portfolio (id BLOB PRIMARY KEY, sealed BLOB NOT NULL,"
        " last_used TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE wording (questionnaire TEXT NOT NULL, version TEXT NOT NULL,"
        " content TEXT NOT NULL, PRIMARY KEY (questionnaire, version)) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE tries (kind TEXT NOT NULL, minute INTEGER NOT NULL, times INTEGER NOT NULL,"
        " PRIMARY KEY (kind, minute)) STRICT, WITHOUT ROWID"
    )
