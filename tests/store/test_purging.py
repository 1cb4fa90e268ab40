"""Purging on the word of a clock that may be wrong loses nothing, and goes on when it is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ehbo.domain.errors import DoubtfulPurge
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.retention import Doubt, unused_before
from ehbo.store import database, portfolios, purging, teams
from ehbo.store.database import Connection
from tests.builders import TODAY
from tests.store.rounds import add_team, dump, new_lead, new_person, rows

MONTHS = 24
DUE = date(2024, 11, 21)
YEARS = timedelta(days=1095)
REMEMBERS = 'INSERT INTO "purged_until"'


@pytest.fixture
def db(path: Path) -> Iterator[Connection]:
    with database.opened(path) as db:
        yield db


def used(db: Connection, *days: date) -> None:
    """Bundles that were last used on these days."""
    with db.write():
        for day in days:
            portfolios.save(db, new_person(), Portfolio(), day)


def purged(
    db: Connection, today: date, *, months: int = MONTHS, force: bool = False
) -> tuple[int, int]:
    return purging.purge(db, today, unused_before(today, months), force=force)


def refused(db: Connection, today: date, *, months: int = MONTHS) -> Doubt:
    """Why nothing is erased; nothing changes but what a leap of the clock is measured from."""
    before, until = kept_of(db), purging.find_purged_until(db)
    with pytest.raises(DoubtfulPurge) as error:
        purged(db, today, months=months)
    assert (kept_of(db), purging.find_purged_until(db)) == (before, until)
    return error.value.doubt


def kept_of(db: Connection) -> list[str]:
    return [line for line in dump_of(db) if not line.startswith(REMEMBERS)]


def dump_of(db: Connection) -> list[str]:
    return dump(Path(db.row("PRAGMA database_list")[2]))


def days_of(db: Connection) -> list[str]:
    return sorted(rows(db, "portfolio", "last_used"))


def test_a_clock_that_is_right_erases_each_day_what_is_due(db: Connection) -> None:
    used(db, TODAY, DUE)
    assert purged(db, TODAY) == (1, 0)
    used(db, DUE + timedelta(days=3))
    for later in range(1, 5):
        day = TODAY + timedelta(days=later)
        used(db, day)
        assert purged(db, day) == (int(later == 3), 0)
        assert purging.find_purged_until(db) == unused_before(day, MONTHS)


@pytest.mark.parametrize("purged_before", [True, False])
@pytest.mark.parametrize("leap", [timedelta(days=32), timedelta(days=365), YEARS])
def test_a_clock_that_leaps_ahead_erases_nothing_and_goes_on_when_it_is_right(
    db: Connection, leap: timedelta, purged_before: bool
) -> None:
    used(db, TODAY, DUE + timedelta(days=1))
    add_team(db, new_lead(), day=TODAY)
    if purged_before:
        assert purged(db, TODAY) == (0, 0)
    assert refused(db, TODAY + leap) is Doubt.AHEAD
    assert purged(db, TODAY) == (0, 0)
    assert purged(db, TODAY + timedelta(days=2)) == (1, 0)


@pytest.mark.parametrize("leap", [timedelta(days=32), YEARS])
def test_who_saves_while_the_clock_is_ahead_does_not_make_it_right(
    db: Connection, leap: timedelta
) -> None:
    used(db, TODAY, DUE + timedelta(days=1))
    assert refused(db, TODAY + leap) is Doubt.AHEAD
    used(db, TODAY + leap)
    assert refused(db, TODAY + leap) is Doubt.AHEAD
    assert purged(db, TODAY) == (0, 0)
    assert days_of(db)[-1] == TODAY.isoformat()


@pytest.mark.parametrize("first", [TODAY + YEARS, date(1970, 1, 1)])
def test_an_empty_database_learns_nothing_from_a_wrong_clock(db: Connection, first: date) -> None:
    assert purged(db, first) == (0, 0)
    assert purged(db, TODAY) == (0, 0)
    used(db, TODAY)
    assert purged(db, TODAY) == (0, 0)
    assert refused(db, TODAY + YEARS) is Doubt.AHEAD


def test_who_was_the_first_while_the_clock_was_ahead_is_not_lost(db: Connection) -> None:
    assert purged(db, TODAY + YEARS) == (0, 0)
    used(db, TODAY + YEARS, TODAY)
    assert refused(db, TODAY) is Doubt.BACK
    assert purged(db, TODAY, force=True) == (0, 0)
    assert refused(db, TODAY + YEARS) is Doubt.AHEAD
    assert days_of(db) == [TODAY.isoformat()] * 2


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=31)])
def test_a_clock_that_is_a_little_behind_changes_nothing(db: Connection, back: timedelta) -> None:
    used(db, TODAY)
    purged(db, TODAY)
    before = dump_of(db)
    assert purged(db, TODAY - back) == (0, 0)
    assert dump_of(db) == before


def test_who_came_first_while_the_clock_was_behind_stays_when_it_is_right(db: Connection) -> None:
    used(db, TODAY)
    purged(db, TODAY)
    assert refused(db, TODAY - YEARS) is Doubt.BACK
    used(db, TODAY - YEARS)
    assert purged(db, TODAY) == (0, 0)
    assert days_of(db) == [TODAY.isoformat()] * 2


def test_who_saved_while_the_clock_was_ahead_is_not_kept_for_longer(db: Connection) -> None:
    used(db, TODAY)
    purged(db, TODAY)
    used(db, TODAY + YEARS)
    team = add_team(db, new_lead(), day=TODAY + YEARS)
    assert purged(db, TODAY) == (0, 0)
    assert days_of(db) == [TODAY.isoformat()] * 2
    assert rows(db, "team", "last_used") == [TODAY.isoformat()]
    later = TODAY + timedelta(days=30)
    assert purged(db, later) == (0, 0)
    assert teams.find(db, team.code) is not None
    assert len(rows(db, "team", "id")) == 1


def test_an_installation_that_was_off_for_months_goes_on_when_a_person_says_so(
    db: Connection,
) -> None:
    used(db, TODAY, DUE + timedelta(days=50))
    purged(db, TODAY)
    later = TODAY + timedelta(days=92)
    assert refused(db, later) is Doubt.AHEAD
    assert purging.outlook(db, later, unused_before(later, MONTHS)).bundles == 1
    assert purged(db, later, force=True) == (1, 0)
    assert purged(db, later + timedelta(days=1)) == (0, 0)


def test_a_shorter_term_waits_for_a_person_and_a_longer_one_erases_nothing(db: Connection) -> None:
    used(db, TODAY, TODAY - timedelta(days=400))
    purged(db, TODAY)
    assert refused(db, TODAY, months=12) is Doubt.AHEAD
    assert refused(db, TODAY, months=36) is Doubt.BACK
    assert purged(db, TODAY, months=36, force=True) == (0, 0)
    assert purged(db, TODAY, months=12, force=True) == (1, 0)
    assert purged(db, TODAY, months=12) == (0, 0)


@pytest.mark.parametrize("table", ["portfolio", "team"])
def test_more_than_ten_and_a_fifth_at_once_wait_for_a_person(db: Connection, table: str) -> None:
    used(db, TODAY)
    for _ in range(11):
        if table == "portfolio":
            used(db, DUE)
        else:
            add_team(db, new_lead(), day=DUE)
    assert refused(db, TODAY) is Doubt.MANY
    assert sum(purged(db, TODAY, force=True)) == 11
    assert purged(db, TODAY) == (0, 0)


def test_ten_at_once_need_nobody(db: Connection) -> None:
    used(db, TODAY, *[DUE] * 10)
    assert purged(db, TODAY) == (10, 0)
