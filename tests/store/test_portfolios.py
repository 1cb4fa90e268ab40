"""Bundles are found and opened with their key only, and go when they should."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ehbo.domain.errors import NobodyHere, SealBroken
from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.portfolio import Portfolio
from ehbo.store import database, portfolios
from tests.builders import TODAY, beginner, seasoned

OTHER = Person(b"\xff" * KEY_BYTES)


def keep(path: Path, person: Person, portfolio: Portfolio, day: date = TODAY) -> None:
    with database.opened(path) as db, db.write():
        portfolios.save(db, person, portfolio, day)


def change(path: Path, what: str) -> None:
    with database.opened(path) as db, db.write():
        db.execute(f"UPDATE portfolio SET {what}", {"other": OTHER.row_id})


def column(path: Path, name: str) -> list[object]:
    with database.opened(path) as db:
        rows = db.rows(f"SELECT {name} FROM portfolio ORDER BY last_used")
    return [value for (value,) in rows]


def test_what_was_saved_is_found_again(path: Path, person: Person) -> None:
    keep(path, person, beginner())
    keep(path, person, seasoned())
    with database.opened(path) as db:
        assert portfolios.find(db, person) == portfolios.get(db, person) == seasoned()


def test_nothing_is_found_under_another_key(path: Path, person: Person) -> None:
    keep(path, person, beginner())
    with database.opened(path) as db:
        assert portfolios.find(db, OTHER) is None
        with pytest.raises(NobodyHere):
            portfolios.get(db, OTHER)


def test_a_bundle_put_in_anothers_place_does_not_open(path: Path, person: Person) -> None:
    keep(path, person, beginner())
    change(path, "id = :other")
    with database.opened(path) as db, pytest.raises(SealBroken):
        portfolios.find(db, OTHER)


def test_a_damaged_bundle_says_so(path: Path, person: Person) -> None:
    keep(path, person, beginner())
    change(path, "sealed = substr(sealed, 1, 30)")
    with database.opened(path) as db, pytest.raises(SealBroken):
        portfolios.find(db, person)


def test_a_save_that_is_not_committed_did_not_happen(path: Path, person: Person) -> None:
    keep(path, person, beginner())
    with database.opened(path) as db:
        with pytest.raises(ZeroDivisionError), db.write():
            portfolios.save(db, person, seasoned(), TODAY)
            raise ZeroDivisionError
        assert portfolios.get(db, person) == beginner()


def test_the_last_use_is_a_date_without_a_time(path: Path, person: Person) -> None:
    keep(path, person, beginner())
    assert column(path, "last_used") == ["2026-11-22"]
    with database.opened(path) as db:
        portfolios.touch(db, person, date(2026, 12, 1))
        portfolios.touch(db, OTHER, date(2026, 12, 1))
    assert column(path, "last_used") == ["2026-12-01"]


def test_a_clock_that_goes_back_takes_no_day_of_last_use_with_it(
    path: Path, person: Person
) -> None:
    keep(path, person, beginner())
    keep(path, person, seasoned(), date(1970, 1, 1))
    with database.opened(path) as db:
        portfolios.touch(db, person, date(1970, 1, 1))
        assert portfolios.get(db, person) == seasoned()
    assert column(path, "last_used") == ["2026-11-22"]


def test_erasing_takes_one_persons_bundle(path: Path, person: Person) -> None:
    keep(path, person, beginner())
    keep(path, OTHER, seasoned())
    with database.opened(path) as db:
        assert portfolios.erase(db, person)
        assert portfolios.find(db, person) is None
        assert portfolios.get(db, OTHER) == seasoned()
        assert portfolios.erase(db, person)


def test_erasing_while_somebody_reads_says_that_the_log_is_not_empty(
    path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.sqlite, "BUSY_SECONDS", 0)
    keep(path, person, beginner())
    with database.opened(path) as db, database.opened(path) as reader:
        reader.execute("BEGIN")
        reader.row("SELECT count(*) FROM portfolio")
        assert portfolios.erase(db, person) is False
        reader.execute("ROLLBACK")
        assert portfolios.erase(db, person) is True
    assert column(path, "id") == []


def test_purging_takes_what_was_last_used_before_a_day(path: Path) -> None:
    days = [date(2024, 11, 21), date(2024, 11, 22), date(2026, 11, 22)]
    for n, day in enumerate(days):
        keep(path, Person(bytes([n]) * KEY_BYTES), beginner(), day)
    with database.opened(path) as db:
        assert portfolios.purge(db, date(2024, 11, 22), dry_run=True) == 1
        assert len(column(path, "id")) == 3
        assert portfolios.purge(db, date(2024, 11, 22)) == 1
        assert column(path, "last_used") == ["2024-11-22", "2026-11-22"]
        assert portfolios.purge(db, date(2024, 11, 22)) == 0
