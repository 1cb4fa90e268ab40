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


@migrations()
def teams(db: Database) -> None:
    """Teams with their leads and rounds, and sealed contributions without order or time."""
    db.execute(
        "CREATE TABLE team (code TEXT PRIMARY KEY, name TEXT NOT NULL, compare_code TEXT UNIQUE,"
        " last_used TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE lead (team TEXT NOT NULL REFERENCES team ON DELETE CASCADE, id BLOB NOT NULL,"
        " public BLOB NOT NULL, PRIMARY KEY (team, id)) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE INDEX lead_by_id ON lead (id)")
    db.execute(
        "CREATE TABLE round (id BLOB PRIMARY KEY, team TEXT NOT NULL REFERENCES team"
        " ON DELETE CASCADE, number INTEGER NOT NULL, questionnaire TEXT NOT NULL,"
        " version TEXT NOT NULL, themes TEXT NOT NULL, expected INTEGER NOT NULL,"
        " closes TEXT NOT NULL, closed INTEGER NOT NULL, public BLOB NOT NULL, publication TEXT,"
        " UNIQUE (team, number)) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE wrapped (round BLOB NOT NULL REFERENCES round ON DELETE CASCADE,"
        " lead BLOB NOT NULL, private BLOB NOT NULL, PRIMARY KEY (round, lead))"
        " STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE contribution (round BLOB NOT NULL REFERENCES round ON DELETE CASCADE,"
        " person BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (round, person))"
        " STRICT, WITHOUT ROWID"
    )
