"""A backup is sound or is refused, and restoring one mends what was spoiled."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.store import database, portfolios
from tests.builders import TODAY, beginner
from tests.store.rounds import dump
from tests.store.tries import put, rows


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """A backup of a database that a 7 was put in."""
    put(path, 7)
    copy = tmp_path / "kopie.db"
    database.backup(path, copy)
    return copy


def test_a_backup_is_whole_while_others_write(path: Path, tmp_path: Path) -> None:
    kept: list[Person] = []
    enough, stop = threading.Event(), threading.Event()

    def keep_on_saving() -> None:
        with database.opened(path) as db:
            while not stop.is_set():
                person = Person(len(kept).to_bytes(KEY_BYTES, "big"))
                with db.write():
                    portfolios.save(db, person, beginner(), TODAY)
                kept.append(person)
                if len(kept) == 20:
                    enough.set()

    writer = threading.Thread(target=keep_on_saving)
    writer.start()
    try:
        assert enough.wait(60)
        before = len(kept)
        copies = [tmp_path / f"kopie-{n}.db" for n in range(3)]
        for copy in copies:
            database.backup(path, copy)
    finally:
        stop.set()
        writer.join()
    for n, copy in enumerate(copies):
        restored = tmp_path / f"terug-{n}" / "ehbo.db"
        database.restore(copy, restored)
        assert stat.S_IMODE(restored.parent.stat().st_mode) == 0o700
        with database.opened(restored) as db:
            (count,) = db.row("SELECT count(*) FROM portfolio")
            assert before <= count <= len(kept)
            assert all(portfolios.get(db, person) == beginner() for person in kept[:before])


def test_a_backup_is_one_file_for_its_owner_only(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kopie"
    folder.mkdir()
    database.backup(path, folder / "kopie.db")
    assert [file.name for file in folder.iterdir()] == ["kopie.db"]
    assert stat.S_IMODE((folder / "kopie.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["met spatie.db", "kopie#1.db", "kopie?x=1.db", "50%41.db", "é"])
def test_a_backup_may_have_any_name(path: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "kopie"
    folder.mkdir()
    put(path, 7)
    database.backup(path, folder / name)
    database.restore(folder / name, tmp_path / "terug.db")
    assert rows(tmp_path / "terug.db") == [(1, 7)]
    assert [file.name for file in folder.iterdir()] == [name]


def test_restoring_replaces_what_was_there(path: Path, copy: Path) -> None:
    with database.opened(path) as standing:
        with standing.write():
            standing.execute("UPDATE tries SET times = 8")
            standing.execute("INSERT INTO tries VALUES ('wrong key', 2, 1)")
        database.restore(copy, path)
        assert standing.rows("SELECT minute, times FROM tries") == [(1, 7)]
        mode = standing.row("PRAGMA journal_mode")
    assert mode == ("wal",)
    assert dump(path) == dump(copy)


def put_in_the_log(path: Path) -> None:
    """Leaves a write-ahead log that nobody moved into the file, as after a power cut."""
    with database.opened(path) as db:
        with db.write():
            db.execute("INSERT INTO tries VALUES ('wrong key', 2, 1)")
        log = path.with_name(f"{path.name}-wal").read_bytes()
    assert log
    path.with_name(f"{path.name}-wal").write_bytes(log)


def first_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)


def other_page_size(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(16)
        file.write((8192).to_bytes(2, "big"))


def damaged(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)


def cut_off(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 4096)


def another_programs(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE portfolio (name TEXT)")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("geen database " * 1000)


@pytest.mark.parametrize("spoil", [first_page, other_page_size, damaged, cut_off, empty, text])
def test_restoring_mends_a_database_that_is_spoiled(
    path: Path, copy: Path, spoil: Callable[[Path], None]
) -> None:
    put_in_the_log(path)
    spoil(path)

    database.restore(copy, path)

    database.verify(path)
    assert rows(path) == [(1, 7)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    beside = {file.name for file in path.parent.iterdir()} - {copy.name, path.name}
    assert beside <= {f"{path.name}-wal", f"{path.name}-shm"}
    with database.opened(path) as db:
        assert db.row("PRAGMA journal_mode") == ("wal",)


def test_restoring_does_not_replace_a_sound_database_that_is_in_use(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.sqlite, "BUSY_SECONDS", 0)
    before = path.stat().st_ino
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("PRAGMA locking_mode = exclusive")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="locked"):
            database.restore(copy, path)
    assert path.stat().st_ino == before
    assert rows(path) == [(1, 7)]


@pytest.mark.parametrize("spoil", [damaged, cut_off, another_programs, empty, text, Path.unlink])
def test_a_spoiled_backup_is_refused_and_the_database_left_alone(
    path: Path, copy: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(copy)
    with pytest.raises(StoreUnavailable):
        database.verify(copy)
    with pytest.raises(StoreUnavailable):
        database.restore(copy, path)
    assert rows(path) == [(1, 7)]
    with pytest.raises(StoreUnavailable):
        database.restore(copy, tmp_path / "nieuw" / "ehbo.db")
    assert not (tmp_path / "nieuw").exists()
