"""Teams that stood in the open are sealed by the update, all at once, and leave nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from ehbo.domain.team.round import Round
from ehbo.domain.team.round_keys import Lead, sealed_to
from ehbo.domain.team.team import Team
from ehbo.store import contributions, database, teams
from ehbo.store.database.migrations import migrations
from tests.builders import TODAY
from tests.store.rounds import (
    Answers,
    close,
    contribute,
    new_code,
    new_lead,
    new_person,
    new_round,
    picture_of,
    publish,
    some_answers,
    with_publication,
)

OF_A_PICTURE = (b'"respondents"', b'"nearly_all"', b'"agreement"')
GONE = "Team dat er niet meer is"

# Forks a child for each statement that the update sends to the database, and kills it there.
KILLED_AT_EACH = """
import os, shutil, signal, sys
from pathlib import Path
from ehbo.store import database

old, folder = Path(sys.argv[1]), Path(sys.argv[2])
connect = database.sqlite.connect

def update(path, kill_at):
    statement = 0
    def before(sql):
        nonlocal statement
        statement += 1
        if statement == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
    def watched(path, **how):
        db = connect(path, **how)
        db.driver.set_trace_callback(before)
        return db
    database.sqlite.connect = watched
    database.migrate(path)
    os._exit(0)

kill_at, status = 0, 1
while status:
    kill_at += 1
    path = folder / str(kill_at) / "ehbo.db"
    path.parent.mkdir()
    shutil.copy(old, path)
    child = os.fork()
    if child == 0:
        update(path, kill_at)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
"""


@dataclass(frozen=True)
class Old:
    """A team as it was, with all that opens something of it."""

    team: Team
    leads: tuple[Lead, ...]
    private: bytes
    given: tuple[Answers, ...]

    @property
    def words(self) -> list[bytes]:
        """What stood in the open: the codes, the name, and what was published."""
        found = [self.team.code, self.team.name]
        found += [self.team.compare_code] if self.team.compare_code else []
        found += [r.publication.model_dump_json() for r in self.team.rounds if r.publication]
        return [word.encode() for word in found]


def old_teams() -> tuple[Old, Old]:
    """One with everything a team can have, and one that has just begun."""
    first, second, third = (new_round(number) for number in (1, 2, 1))
    answers = tuple(some_answers(seed) for seed in range(7))
    published = with_publication(first[0], picture_of(first[0], answers))
    full = Team(new_code(), "Wijk ’t Zand & Zee", new_code(), (published, second[0]))
    new = Team(new_code(), "Kanariepiet", None, (third[0],))
    return (
        Old(full, (new_lead(), new_lead()), second[1], answers),
        Old(new, (new_lead(),), third[1], ()),
    )


def keep(db: Database, old: Old) -> None:
    """As it was kept before the update."""
    team = old.team
    row = (team.code, team.name, team.compare_code, TODAY.isoformat())
    db.execute("INSERT INTO team VALUES (?, ?, ?, ?)", row)
    for lead in old.leads:
        db.execute("INSERT INTO lead VALUES (?, ?, ?)", (team.code, lead.row_id, lead.public))
    for one in team.rounds:
        db.execute(
            "INSERT INTO round (id, team, number, questionnaire, version, themes, expected, closes,"
            " closed, public, publication) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _round_row(team.code, one),
        )
    for lead in old.leads:
        wrapped = (team.current.id, lead.row_id, sealed_to(lead.public, old.private))
        db.execute("INSERT INTO wrapped VALUES (?, ?, ?)", wrapped)


def _round_row(code: str, one: Round) -> tuple[object, ...]:
    return (
        one.id,
        code,
        one.number,
        one.questionnaire,
        one.version,
        json.dumps(one.themes),
        one.expected,
        one.closes.isoformat(),
        int(one.closed),
        one.public,
        one.publication.model_dump_json() if one.publication else None,
    )


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Old, Old]]:
    """A database from before the update, with its log; teams came, changed and went in it."""
    path, both = tmp_path_factory.mktemp("old") / "ehbo.db", old_teams()
    path.touch()
    with database.opened(path) as db:
        migrations.apply(Database(db.driver), stop_before="codes_as_hashes")
        for one in both:
            with db.write():
                keep(db, one)
            for answers in one.given:
                contribute(db, one.team.current, new_person(), answers)
        with db.write():
            for gone in (replace(one, team=replace(one.team, name=GONE)) for one in old_teams()):
                keep(db, gone)
        # SQLite wipes what it deletes, but now and then not where it moved it away from before:
        # of 900 codes one was found so. Here it is not wiped at all.
        db.execute("PRAGMA secure_delete = off")
        with db.write():
            db.execute("DELETE FROM team WHERE name = :name", {"name": GONE})
    content = path.read_bytes()
    assert GONE.encode() in content
    assert all(word in content for one in both for word in one.words[:2])
    assert all(word in content for word in OF_A_PICTURE)
    return path, both


@pytest.fixture
def path(old: tuple[Path, object], tmp_path: Path) -> Path:
    return Path(shutil.copy(old[0], tmp_path / "ehbo.db"))


def assert_sealed_and_whole(path: Path, both: tuple[Old, Old]) -> None:
    """Everything opens with what opens it, nothing stands in the open, and it can go on."""
    with database.opened(path) as db:
        for one in both:
            team = one.team
            assert teams.get(db, team.code) == team
            assert [teams.of_lead(db, lead) for lead in one.leads] == [team.code] * len(one.leads)
            assert teams.leads(db, team.code) == len(one.leads)
            for lead in one.leads:
                assert teams.private_half(db, team.code, team.current, lead) == one.private
            assert contributions.count(db, team.current) == len(one.given)
        full = both[0]
        assert full.team.compare_code is not None
        assert teams.find_shared(db, full.team.compare_code) == replace(full.team, code="")
        assert db.row("SELECT count(*) FROM team") == (2,)
        assert db.rows("PRAGMA foreign_key_check") == []
    assert_nothing_in_the_open(path, both)


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(path.parent.iterdir()):
        yield file.name, file.read_bytes()


def assert_nothing_in_the_open(path: Path, both: tuple[Old, Old]) -> None:
    for name, content in files(path):
        for one in both:
            found = [w for w in (*one.words, *OF_A_PICTURE, GONE.encode()) if w in content]
            assert found == [], name


def test_teams_of_before_open_with_all_that_opened_them(
    path: Path, old: tuple[Path, tuple[Old, Old]]
) -> None:
    database.migrate(path)
    database.backup(path, path.with_name("kopie.db"))
    assert_sealed_and_whole(path, old[1])


def test_a_round_that_was_open_is_published_afterwards_and_a_team_can_go(
    path: Path, old: tuple[Path, tuple[Old, Old]]
) -> None:
    full, new = old[1]
    database.migrate(path)
    with database.opened(path) as db:
        close(db, full.team)
        shown = publish(db, full.team, full.leads[1])
        assert shown == picture_of(full.team.current, full.given)
        assert teams.erase(db, full.team.code)
        assert [teams.of_lead(db, lead) for lead in full.leads] == [None, None]
        assert db.row("SELECT count(*) FROM round") == (1,)
        assert teams.get(db, new.team.code) == new.team


def test_nothing_is_left_in_a_log_that_a_stopped_server_did_not_empty(
    tmp_path: Path, old: tuple[Path, tuple[Old, Old]]
) -> None:
    path = tmp_path / "ehbo.db"
    with database.opened(old[0]) as db:
        with db.write():
            db.execute("UPDATE team SET last_used = '2026-11-23'")
        for end in ("", "-wal"):
            shutil.copy(old[0].with_name(f"ehbo.db{end}"), tmp_path / f"ehbo.db{end}")
    assert any(old[1][0].words[0] in content for name, content in files(path) if "wal" in name)
    database.migrate(path)
    assert_sealed_and_whole(path, old[1])


def test_nothing_is_left_either_while_somebody_has_the_database_open(
    path: Path, old: tuple[Path, tuple[Old, Old]]
) -> None:
    with database.opened(path) as other:
        assert other.row("SELECT count(*) FROM team") == (2,)
        database.migrate(path)
        assert (path.parent / "ehbo.db-wal").read_bytes() == b""
        assert_nothing_in_the_open(path, old[1])


def test_a_backup_of_before_is_sealed_when_it_is_put_back(
    tmp_path: Path, old: tuple[Path, tuple[Old, Old]]
) -> None:
    database.backup(old[0], tmp_path / "kopie.db")
    path = tmp_path / "nieuw" / "ehbo.db"
    for _ in ("into an empty folder", "over what is there"):
        database.restore(tmp_path / "kopie.db", path)
        assert_sealed_and_whole(path, old[1])


def test_an_update_that_is_killed_anywhere_is_finished_by_the_next_start(
    tmp_path: Path, old: tuple[Path, tuple[Old, Old]]
) -> None:
    command = [sys.executable, "-c", KILLED_AT_EACH, str(old[0]), str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    killed = sorted(tmp_path.iterdir(), key=lambda folder: int(folder.name))
    assert len(killed) > 40
    for folder in killed[:-1]:
        database.migrate(folder / "ehbo.db")
    for folder in killed:
        assert_sealed_and_whole(folder / "ehbo.db", old[1])
