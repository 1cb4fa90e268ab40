"""A database of the first release is brought up to date with everything that was in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.keys import Person
from ehbo.store import database, portfolios, rounds, teams, wordings
from ehbo.store.database.migrations import STEPS, migrations
from ehbo.store.database.sqlite import Connection
from tests.builders import TODAY, instrument, seasoned
from tests.store.rounds import (
    add_team,
    close,
    contributed,
    dump,
    new_lead,
    picture_of,
    publish,
    rows,
)

TEAM_TABLES = {"team", "lead", "round", "wrapped", "contribution"}

# What the first release called the questionnaire that comes along.
FIRST_VERSION = "3593d5b4fbadcc48"


def as_it_was() -> str:
    """The questionnaire as the first release kept it: its reflection questions had no ids."""
    content = instrument().model_dump(mode="json")
    content["reflection_questions"] = [q.text for q in instrument().reflection_questions]
    return json.dumps(content)


def first_release(path: Path, person: Person) -> list[str]:
    """A database as the first release made it, with something in every table."""
    path.touch()
    with database.opened(path) as db:
        migrations.apply(Database(db.driver), stop_before="teams")
        with db.write():
            db.execute(
                "INSERT INTO wording VALUES (:id, :version, :content)",
                {"id": instrument().id, "version": FIRST_VERSION, "content": as_it_was()},
            )
            portfolios.save(db, person, seasoned(), TODAY)
            db.execute("INSERT INTO tries VALUES ('wrong key', 7, 3)")
    return dump(path)


def tables(db: Connection) -> set[str]:
    return set(Database(db.driver).table_names())


def rows_of(lines: list[str]) -> set[str]:
    """The rows in a dump; what became served only after the first release is not yet."""
    rows = [line for line in lines if line.startswith("INSERT") and "sqlite" not in line]
    return {line.replace(",0);", ");") if '"wording"' in line else line for line in rows}


def test_a_database_of_the_first_release_keeps_its_data(tmp_path: Path, person: Person) -> None:
    path = tmp_path / "oud.db"
    before = first_release(path, person)
    with database.opened(path) as db:
        assert not TEAM_TABLES & tables(db)
    database.migrate(path)
    assert rows_of(dump(path)) >= rows_of(before)
    with database.opened(path) as db:
        assert tables(db) >= TEAM_TABLES
        assert portfolios.get(db, person) == seasoned()
        assert wordings.find(db, instrument().id, FIRST_VERSION) == instrument()
        lead = new_lead()
        team = add_team(db, lead)
        given = contributed(db, team.current, 5)
        close(db, team)
        assert publish(db, team, lead) == picture_of(team.current, list(given.values()))


def test_rounds_of_before_there_were_changes_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "oud.db"
    path.touch()
    with database.opened(path) as db:
        migrations.apply(Database(db.driver), stop_before="codes_as_hashes")
        db.execute("INSERT INTO team VALUES ('0000-0000-0000', 'Wijkzaken', NULL, '2026-11-22')")
        db.execute(
            "INSERT INTO round VALUES (x'01', '0000-0000-0000', 1, 'q', 'v', '[]', 8, '2026-12-06',"
            " 0, x'02', NULL)"
        )
    database.migrate(path)
    with database.opened(path) as db:
        [round] = teams.get(db, "0000-0000-0000").rounds
        assert (round.expected, round.expected_before) == (8, ())
        with db.write():
            rounds.save_expected(db, round.expect(6).expect(7))
        assert teams.get(db, "0000-0000-0000").current == round.expect(6).expect(7)


def test_a_backup_of_the_first_release_is_restored_and_brought_up_to_date(
    tmp_path: Path, path: Path, person: Person
) -> None:
    first_release(tmp_path / "oud.db", person)
    database.backup(tmp_path / "oud.db", tmp_path / "kopie.db")
    with database.opened(path) as db:
        add_team(db, new_lead())
    database.restore(tmp_path / "kopie.db", path)
    with database.opened(path) as db:
        assert portfolios.get(db, person) == seasoned()
        assert rows(db, "team", "id") == []


def test_a_migration_that_fails_halfway_leaves_everything_as_it_was(
    tmp_path: Path, person: Person
) -> None:
    path = tmp_path / "oud.db"
    first_release(path, person)
    with database.opened(path) as db:
        db.execute("CREATE TABLE contribution (stands_in_the_way TEXT)")
    before = dump(path)
    with pytest.raises(StoreUnavailable):
        database.migrate(path)
    assert dump(path) == before
    with database.opened(path) as db:
        db.execute("DROP TABLE contribution")
    database.migrate(path)
    with database.opened(path) as db:
        assert portfolios.get(db, person) == seasoned()
        assert tables(db) >= TEAM_TABLES


# Brings copies of a database up to date, each in a process that dies before one statement more;
# prints how many there were when one came to the end.
DYING = """
import os, shutil, signal, sys
from pathlib import Path
from ehbo.store import database

old, connect, most = Path(sys.argv[1]), database.sqlite.connect, 0

def dying(path, **how):
    def count(statement):
        global most
        most -= 1
        if most < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    db = connect(path, **how)
    db.driver.set_trace_callback(count)
    return db

for number in range(1000):
    copy = old.with_name(f"{number}.db")
    shutil.copy(old, copy)
    if os.fork() == 0:
        most, database.sqlite.connect = number, dying
        database.migrate(copy)
        os._exit(0)
    if os.wait()[1] == 0:
        print(number)
        break
"""


def test_a_migration_that_is_killed_leaves_whole_steps_and_is_finished_at_the_next_start(
    tmp_path: Path, person: Person
) -> None:
    old = tmp_path / "oud.db"
    # A wording says from now on whether it is served, so its table and rows become others.
    before = [line for line in first_release(old, person) if "wording" not in line]
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(old)], capture_output=True, text=True, check=True
    )
    deaths = int(done.stdout)
    assert deaths > 10
    seen = set()
    for number in range(deaths):
        path = tmp_path / f"{number}.db"
        database.verify(path)
        with database.opened(path) as db:
            steps = {step.name for step in migrations.applied(Database(db.driver))}
            there = TEAM_TABLES & tables(db)
        assert there == (TEAM_TABLES if "teams" in steps else set())
        seen.add(frozenset(steps))
        database.migrate(path)
        assert [line for line in dump(path) if line in before] == before
        with database.opened(path) as db:
            assert not migrations.pending(Database(db.driver))
            assert portfolios.get(db, person) == seasoned()
    assert len(seen) >= len(STEPS) - 1  # each but perhaps the last, after which little is left
