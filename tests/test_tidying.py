"""The tidying beside the server: what it does in a turn, and what it says about it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehbo.domain.portfolio import Portfolio
from ehbo.store import database, portfolios
from ehbo.tidying import Tidying
from tests.builders import DOEN, TODAY, answers
from tests.store.rounds import NOW, new_person
from tests.team_builders import Clock
from tests.visitor import Installation, Visitor

DUE = date(2024, 11, 21)
YEARS = timedelta(days=1095)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tidying(here: Installation, clock: Clock) -> Tidying:
    """The tidying of the installation, by a clock that the test moves; nothing runs by itself."""
    tidying = Tidying(here.settings, lambda: clock.now)
    here.app.extensions["ehbo"] = replace(here.app.extensions["ehbo"], tidying=tidying)
    return tidying


def keep(here: Installation, *days: date) -> None:
    """Bundles that were last used on these days."""
    with database.opened(here.settings.database) as db, database.write(db):
        for day in days:
            portfolios.save(db, new_person(), Portfolio(), day)


def logged(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == level]


def test_how_many_went_is_logged_and_nothing_else(
    here: Installation, tidying: Tidying, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "ehbo")
    keep(here, TODAY, DUE, DUE)
    tidying.turn()
    tidying.turn()
    assert here.people == 1
    assert [r.getMessage() for r in caplog.records] == [
        "gewist na de bewaartermijn: 2 pakketten en 0 teams"
    ]


def test_a_clock_that_leaps_is_said_once_a_day_and_in_the_health_until_it_is_right(
    here: Installation,
    tidying: Tidying,
    clock: Clock,
    visitor: Visitor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    keep(here, TODAY, DUE + timedelta(days=1))
    tidying.turn()
    assert visitor.get("/gezondheid").status == 200
    clock.now = NOW + YEARS
    for _ in range(3):
        tidying.turn()
    (said,) = logged(caplog, logging.ERROR)
    assert said.startswith("Er is niets gewist. Volgens de klok van deze server is het 21-11-2029.")
    assert "`ehbo purge --dry-run`" in said
    page = visitor.get("/gezondheid")
    assert page.status == 503
    assert page.text.startswith("wat te oud is, wordt niet gewist tot de beheerder keek")
    clock.now += timedelta(days=1)
    tidying.turn()
    assert len(logged(caplog, logging.ERROR)) == 2
    assert here.people == 2
    assert visitor.post(DOEN, answers("doen")).status == 303
    clock.now = NOW
    tidying.turn()
    assert visitor.get("/gezondheid").text == "gezond\n"
    assert here.people == 3


def test_the_log_is_emptied_also_while_a_person_must_look(
    here: Installation, tidying: Tidying, clock: Clock
) -> None:
    tidying.turn()
    clock.now = NOW + YEARS
    keep(here, TODAY)
    tidying.turn()
    assert tidying.doubtful
    log = here.settings.database.with_name("ehbo.db-wal")
    assert not log.exists() or log.stat().st_size == 0
