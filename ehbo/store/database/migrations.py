"""The schema, step by step. A released step is never edited; a change is a new step."""

from __future__ import annotations

import base64
import secrets
import sqlite3
from contextlib import closing

from sqlite_utils import Database, Migrations

from ehbo.domain.team.codes import (
    COMPARE_CODE,
    NAME,
    Contents,
    compare_door,
    publication_of,
    stretched,
    team_door,
)
from ehbo.domain.team.round_keys import sealed_to

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


@migrations()
def codes_as_hashes(db: Database) -> None:
    """No code, name or publication in the open any more, and a team under an id of its own.

    Columns are renamed and added, not tables made anew: dropping `team` would take its rounds.
    """
    db.execute("PRAGMA defer_foreign_keys = on")
    pepper = secrets.token_bytes(32)
    db.execute(
        "CREATE TABLE installation (one INTEGER PRIMARY KEY CHECK (one = 1), pepper BLOB NOT NULL)"
        " STRICT, WITHOUT ROWID"
    )
    db.execute("INSERT INTO installation VALUES (1, :pepper)", {"pepper": pepper})
    teams = db.execute("SELECT code, name, compare_code FROM team").fetchall()
    for change in (
        "team RENAME COLUMN code TO id",
        "team RENAME COLUMN compare_code TO compare_id",
        "team DROP COLUMN name",
        "team ADD COLUMN code_id TEXT NOT NULL DEFAULT ''",
        "team ADD COLUMN key BLOB NOT NULL DEFAULT x''",
        "team ADD COLUMN name BLOB NOT NULL DEFAULT x''",
        "team ADD COLUMN compare_key BLOB",
        "team ADD COLUMN compare_code BLOB",
        "lead ADD COLUMN code BLOB NOT NULL DEFAULT x''",
    ):
        db.execute(f"ALTER TABLE {change}")
    for code, name, compare_code in teams:
        contents = Contents(secrets.token_hex(16), secrets.token_bytes(32))
        _seal_team(db, contents, pepper, code, name)
        _seal_compare_code(db, contents, pepper, compare_code)
        _seal_publications(db, contents)
    db.execute("CREATE UNIQUE INDEX team_by_code ON team (code_id)")


def _seal_team(db: Database, contents: Contents, pepper: bytes, code: str, name: str) -> None:
    """The team, its leads and its rounds under the new id; the code sealed to each lead."""
    door = team_door(stretched(code, pepper))
    db.execute(
        "UPDATE team SET id = :id, code_id = :code_id, key = :key, name = :name WHERE id = :code",
        {
            "id": contents.team,
            "code_id": door.id,
            "key": door.lock(contents),
            "name": contents.seal(NAME, name),
            "code": code,
        },
    )
    leads = db.execute("SELECT id, public FROM lead WHERE team = :code", {"code": code}).fetchall()
    for lead, public in leads:
        db.execute(
            "UPDATE lead SET team = :id, code = :sealed WHERE team = :code AND id = :lead",
            {
                "id": contents.team,
                "sealed": sealed_to(public, code.encode()),
                "code": code,
                "lead": lead,
            },
        )
    moved = {"id": contents.team, "code": code}
    db.execute("UPDATE round SET team = :id WHERE team = :code", moved)


def _seal_compare_code(
    db: Database, contents: Contents, pepper: bytes, compare_code: str | None
) -> None:
    if compare_code is None:
        return
    door = compare_door(stretched(compare_code, pepper))
    db.execute(
        "UPDATE team SET compare_id = :compare_id, compare_key = :key, compare_code = :sealed"
        " WHERE id = :id",
        {
            "id": contents.team,
            "compare_id": door.id,
            "key": door.lock(contents),
            "sealed": contents.seal(COMPARE_CODE, compare_code),
        },
    )


def _seal_publications(db: Database, contents: Contents) -> None:
    published = db.execute(
        "SELECT id, publication FROM round WHERE team = :id AND publication IS NOT NULL",
        {"id": contents.team},
    ).fetchall()
    for id, publication in published:
        sealed = contents.seal(publication_of(id), publication)
        db.execute(
            "UPDATE round SET publication = :sealed WHERE id = :id",
            {"sealed": base64.b64encode(sealed).decode(), "id": id},
        )


@migrations(transactional=False)
def old_pages_gone(db: Database) -> None:
    """The file anew: what stood in the open may be left where SQLite once moved a row away."""
    db.execute("VACUUM")


@migrations()
def expected_before(db: Database) -> None:
    """The numbers of people that a round expected before, as a JSON list, oldest first."""
    db.execute("ALTER TABLE round ADD COLUMN expected_before TEXT NOT NULL DEFAULT '[]'")


@migrations()
def purged_until(db: Database) -> None:
    """One row: the day before whose last use everything is gone, by a clock that was trusted."""
    db.execute(
        "CREATE TABLE purged_until (only INTEGER PRIMARY KEY CHECK (only = 1), day TEXT NOT NULL)"
        " STRICT, WITHOUT ROWID"
    )


@migrations()
def served_wording(db: Database) -> None:
    """Which words were served last, so that `ehbo check` can say what a change does.

    Versions of the first kind stay as they are, here, in rounds and in bundles that only their
    owner can open: what they lead to is found by them for ever.
    """
    db.execute("ALTER TABLE wording ADD COLUMN served INTEGER NOT NULL DEFAULT 0")


@migrations()
def purge_reference(db: Database) -> None:
    """Whether that cut-off was kept to, or is only what a leap of the clock is measured from."""
    db.execute("ALTER TABLE purged_until ADD COLUMN kept_to INTEGER NOT NULL DEFAULT 1")


def _names() -> frozenset[str]:
    with closing(sqlite3.connect(":memory:")) as empty:
        return frozenset(step.name for step in migrations.pending(Database(empty)))


STEPS = _names()
"""What this version knows; a database with another step is of a newer one."""
