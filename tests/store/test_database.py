"""One write at a time, whole or not at all."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.keys import Person
from ehbo.domain.portfolio import Portfolio
from ehbo.store import database, portfolios
from tests.builders import TODAY, instrument
from tests.store.rounds import dump
from tests.store.tries import put, rows

THREADS = 8
TIMES = 25
INTRUDER = """
import sys
from pathlib import Path
from ehbo.store import database
for _ in range(int(sys.argv[2])):
    with database.opened(Path(sys.argv[1])) as db, db.write():
        (times,) = db.row("SELECT times FROM tries")
        db.execute("UPDATE tries SET times = :times", {"times": times + 1})
"""


def test_every_connection_keeps_what_it_acknowledged(path: Path) -> None:
    with database.opened(path) as db:
        settings = {
            name: db.row(f"PRAGMA {name}")[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_reading_and_writing_from_many_threads_loses_nothing(path: Path, person: Person) -> None:
    def take(thread: int) -> None:
        with database.opened(path) as db:
            for time in range(TIMES):
                with db.write():
                    kept = portfolios.find(db, person) or Portfolio()
                    name = f"{thread}-{time}"
                    kept = kept.started(instrument(), TODAY, name)
                    portfolios.save(db, person, kept.answered(name, {"doen-1": 1}, {}), TODAY)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(take, range(THREADS)))
    with database.opened(path) as db:
        kept = portfolios.get(db, person)
    expected = {f"{thread}-{time}" for thread in range(THREADS) for time in range(TIMES)}
    assert {assessment.id for assessment in kept.assessments} == expected


def test_reading_and_writing_from_several_processes_loses_nothing(path: Path) -> None:
    put(path, 0)
    command = [sys.executable, "-c", INTRUDER, str(path), str(TIMES)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    errors = [process.communicate()[1] for process in running]
    assert errors == ["", "", ""]
    assert rows(path) == [(1, 3 * TIMES)]


def test_an_error_halfway_leaves_everything_as_it_was(path: Path) -> None:
    put(path, 7)
    with database.opened(path) as db:
        with pytest.raises(ZeroDivisionError), db.write():
            db.execute("UPDATE tries SET times = 8")
            db.execute("INSERT INTO tries VALUES ('wrong key', 2, 1)")
            raise ZeroDivisionError
        assert not db.driver.in_transaction
        with db.write():
            db.execute("INSERT INTO tries VALUES ('wrong key', 3, 1)")
    assert rows(path) == [(1, 7), (3, 1)]


def test_a_refused_statement_halfway_leaves_everything_as_it_was(path: Path) -> None:
    put(path, 7)
    with database.opened(path) as db, pytest.raises(StoreUnavailable), db.write():
        db.execute("UPDATE tries SET times = 8")
        db.execute("INSERT INTO tries VALUES ('wrong key', 1, 1)")
    assert rows(path) == [(1, 7)]


@pytest.fixture
def closed_afterwards() -> Iterator[None]:
    yield
    database.close_standing()


@pytest.mark.usefixtures("closed_afterwards")
def test_a_locked_database_is_unavailable_and_soon_free_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.sqlite, "BUSY_SECONDS", 0)
    with database.opened(path) as db, database.opened(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"), db.write():
            pytest.fail("nobody may write now")
        assert not database.healthy(path)
        other.execute("ROLLBACK")
        assert database.healthy(path)


@pytest.mark.usefixtures("closed_afterwards")
def test_a_full_disk_is_not_healthy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.healthy(path)
    usage = shutil.disk_usage(path.parent)._replace(free=database.sqlite.ROOM_NEEDED)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert not database.healthy(path)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO portfolio VALUES ('text', x'00', '2026-11-22')",
        "INSERT INTO portfolio VALUES (x'00', NULL, '2026-11-22')",
        "INSERT INTO portfolio VALUES (x'00', x'00', NULL)",
        "INSERT INTO wording VALUES ('a', 'b', NULL)",
        "INSERT INTO tries VALUES ('wrong key', 1, 'veel')",
    ],
)
def test_tables_are_strict(path: Path, statement: str) -> None:
    with database.opened(path) as db, pytest.raises(StoreUnavailable), db.write():
        db.execute(statement)


def test_a_thread_keeps_one_connection_per_file(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    database.migrate(other)
    found: list[bool] = []

    def look() -> None:
        first = database.of_this_thread(path)
        found.append(database.of_this_thread(path) is first)
        found.append(database.of_this_thread(other) is not first)
        database.close_standing()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [True, True]


def test_the_schema_is_what_the_privacy_rules_allow(path: Path) -> None:
    with database.opened(path) as db:
        columns = {
            table: [row[1] for row in db.rows(f"PRAGMA table_info({table})")]
            for (table,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        without_order = db.row(
            "SELECT count(*) FROM sqlite_master WHERE name != 'tries'"
            " AND sql LIKE '%STRICT, WITHOUT ROWID'"
        )
        assert db.row("PRAGMA integrity_check") == ("ok",)
    columns.pop("_sqlite_migrations")
    assert columns == {
        "portfolio": ["id", "sealed", "last_used"],
        "wording": ["questionnaire", "version", "content", "served"],
        "tries": ["kind", "minute", "times"],
        "installation": ["one", "pepper"],
        "team": [
            *("id", "compare_id", "last_used", "code_id", "key", "name"),
            *("compare_key", "compare_code"),
        ],
        "lead": ["team", "id", "public", "code"],
        "round": [
            *("id", "team", "number", "questionnaire", "version", "themes", "expected", "closes"),
            *("closed", "public", "publication", "expected_before"),
        ],
        "wrapped": ["round", "lead", "private"],
        "contribution": ["round", "person", "sealed"],
        "purged_until": ["only", "day", "kept_to"],
    }
    assert without_order == (len(columns) - 1,)


def test_migrating_again_changes_nothing(path: Path) -> None:
    put(path, 7)
    before = dump(path)
    database.migrate(path)
    assert dump(path) == before


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "nieuwe" / "map" / "ehbo.db"
    database.migrate(path)
    with database.opened(path) as db, db.write():
        db.execute("INSERT INTO tries VALUES ('wrong key', 1, 1)")
        files = sorted(path.parent.iterdir())
        assert [file.name for file in files] == ["ehbo.db", "ehbo.db-shm", "ehbo.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_was_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    database.migrate(tmp_path / "ehbo.db")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_a_statement_is_finished_when_its_call_returns(path: Path) -> None:
    """Nobody who read one of many rows keeps the log from being emptied."""
    put(path, 7)
    with database.opened(path) as db, database.opened(path) as other:
        found = db.rows("SELECT times FROM tries UNION ALL SELECT 2")
        put(path, 8, minute=2)
        assert other.checkpoint()
        assert list(found) == [(7,), (2,)]


@pytest.mark.parametrize("ask", ["rows", "row", "execute"])
def test_a_refused_statement_is_unavailable_and_its_cause_has_a_name(path: Path, ask: str) -> None:
    with database.opened(path) as db, pytest.raises(StoreUnavailable) as refused:
        getattr(db, ask)("SELECT nothing FROM nowhere")
    assert database.cause_of(refused.value) == "SQLITE_ERROR"


def test_a_change_says_how_many_rows_it_changed(path: Path) -> None:
    put(path, 7)
    with database.opened(path) as db, db.write():
        assert db.execute("UPDATE tries SET times = 8 WHERE minute = 2") == 0
        assert db.execute("UPDATE tries SET times = 8") == 1


def test_a_table_that_is_not_there_has_no_columns(path: Path) -> None:
    with database.opened(path) as db:
        assert db.columns("tries") == {"kind", "minute", "times"}
        assert db.columns("nowhere") == frozenset()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable):
        database.migrate(tmp_path / "file" / "ehbo.db")
