"""A database of the first release is brought up to date with everything that was in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.keys import Person
from ehbo.store import database, portfolios, teams, wordings
from ehbo.store.migrations import migrations
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


def first_release(path: Path, person: Person) -> list[str]:
    """A database as the first release made it, with something in every table."""
    path.touch()
    with database.opened(path) as db:
        migrations.apply(db, stop_before="teams")
        wordings.keep(db, [instrument()])
        with database.write(db):
            portfolios.save(db, person, seasoned(), TODAY)
            db.execute("INSERT INTO tries VALUES ('wrong key', 7, 3)")
    return dump(path)


def test_a_database_of_the_first_release_keeps_its_data(tmp_path: Path, person: Person) -> None:
    path = tmp_path / "oud.db"
    before = first_release(path, person)
    with database.opened(path) as db:
        assert not TEAM_TABLES & set(db.table_names())
    database.migrate(path)
    kept = [line for line in dump(path) if line in before]
    assert kept == before
    with database.opened(path) as db:
        assert set(db.table_names()) >= TEAM_TABLES
        assert portfolios.get(db, person) == seasoned()
        assert wordings.find(db, instrument().id, instrument().version) == instrument()
        lead = new_lead()
        team = add_team(db, lead)
        given = contributed(db, team.current, 5)
        close(db, team)
        assert publish(db, team, lead) == picture_of(team.current, list(given.values()))


def test_rounds_of_before_there_were_changes_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "oud.db"
    path.touch()
    with database.opened(path) as db:
        migrations.apply(db, stop_before="expected_before")
        db.execute("INSERT INTO team VALUES ('CODE', 'Wijkzaken', NULL, '2026-11-22')")
        db.execute(
            "INSERT INTO round VALUES (x'01', 'CODE', 1, 'q', 'v', '[]', 8, '2026-12-06', 0,"
            " x'02', NULL)"
        )
    database.migrate(path)
    with database.opened(path) as db:
        [round] = teams.get(db, "CODE").rounds
        assert (round.expected, round.expected_before) == (8, ())
        with database.write(db):
            teams.save_expected(db, round.expect(6).expect(7))
        assert teams.get(db, "CODE").current == round.expect(6).expect(7)


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
        assert set(db.table_names()) >= TEAM_TABLES
