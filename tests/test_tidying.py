"""The tidying beside the server: what it does in a turn, and what it says about it."""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta

import pytest

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.portfolio import Portfolio
from ehbo.store import database, portfolios, throttle
from ehbo.tidying import Tidying
from tests.builders import DOEN, TODAY, Clock, answers
from tests.store.rounds import NOW, new_person
from tests.visitor import Installation, Visitor

DUE = date(2024, 11, 21)
YEARS = timedelta(days=1095)
EMPTYING = "ehbo.tidying.Tidying._empty_log"


@pytest.fixture
def tidying(here: Installation) -> Tidying:
    """The tidying of the installation; nothing runs by itself."""
    tidying: Tidying = here.app.extensions["ehbo"].tidying
    return tidying


def keep(here: Installation, *days: date) -> None:
    """Bundles that were last used on these days."""
    with database.opened(here.settings.database) as db, db.write():
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


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("later", [MINUTE, 2 * MINUTE, -2 * MINUTE, -YEARS, YEARS])
def test_no_count_of_another_minute_is_left_in_any_file(
    here: Installation, tidying: Tidying, clock: Clock, later: timedelta
) -> None:
    """Also of one to come: what a clock that was ahead left would stay until then."""
    with database.opened(here.settings.database) as db:
        throttle.admit(db, "made team", 5, clock.now)
        clock.now += later
        tidying.turn()
        assert db.rows("SELECT * FROM tries") == []
    log = here.settings.database.with_name("ehbo.db-wal")
    assert b"made team" not in here.settings.database.read_bytes()
    assert not log.exists() or log.stat().st_size == 0


def test_what_is_counted_in_this_minute_is_counted_on(
    here: Installation, tidying: Tidying, clock: Clock
) -> None:
    with database.opened(here.settings.database) as db:
        throttle.admit(db, "wrong key", 5, clock.now)
        tidying.turn()
        assert throttle.times(db, "wrong key", clock.now) == 1


@pytest.fixture
def since_boot(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of the clock that nobody can set; a test may change the one in it."""
    seconds = [1000.0]
    monkeypatch.setattr("ehbo.tidying.monotonic", lambda: seconds[0])
    return seconds


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread of the tidying does nothing: turns are the test's."""
    monkeypatch.setattr(Tidying, "_run", lambda tidying: None)


@pytest.mark.parametrize("broken", ["ehbo.tidying.purging.purge", EMPTYING])
@pytest.mark.parametrize("fault", [RuntimeError("van Noor"), OSError(28, "van Noor"), KeyError()])
def test_a_turn_survives_every_error_and_tells_its_class_only(
    here: Installation,
    tidying: Tidying,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
    fault: Exception,
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise fault

    keep(here, TODAY, DUE)
    with monkeypatch.context() as patch:
        patch.setattr(broken, break_down)
        tidying.turn()
    assert logged(caplog, logging.ERROR) == [f"opruimen lukte niet: {type(fault).__name__}"]
    tidying.turn()
    assert here.people == 1


def test_the_thread_goes_on_after_a_turn_that_failed(
    tidying: Tidying, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = threading.Event()
    failures = iter([RuntimeError, StoreUnavailable, OSError])

    def break_down(*_: object) -> None:
        error = next(failures, None)
        if error is None:
            again.set()
            threading.Event().wait()  # a thread that is in nobody's way
        else:
            raise error

    monkeypatch.setattr("ehbo.tidying.MINUTE", 0)
    monkeypatch.setattr(EMPTYING, break_down)
    tidying.begin()
    assert again.wait(30)


def test_tidying_that_stands_still_is_not_healthy(
    idle: None, tidying: Tidying, since_boot: list[float], visitor: Visitor
) -> None:
    tidying.begin()
    since_boot[0] += 600
    assert visitor.get("/gezondheid").status == 200
    since_boot[0] += 1
    page = visitor.get("/gezondheid")
    assert (page.status, page.text) == (
        503,
        "het opruimen staat stil (zie het logboek): start EHBO opnieuw\n",
    )
    tidying.turn()
    assert visitor.get("/gezondheid").status == 200
    since_boot[0] += 601
    assert visitor.get("/gezondheid").status == 503


def test_tidying_that_fails_again_and_again_is_not_healthy(
    idle: None,
    tidying: Tidying,
    since_boot: list[float],
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tidying.begin()
    monkeypatch.setattr("ehbo.tidying.day_of", lambda moment: 1 / 0)
    for _ in range(11):
        since_boot[0] += 60
        tidying.turn()
    assert visitor.get("/gezondheid").status == 503


def test_an_app_without_tidying_beside_it_does_not_miss_it(
    since_boot: list[float], here: Installation, visitor: Visitor
) -> None:
    since_boot[0] += 10_000
    assert visitor.get("/gezondheid").status == 200


def test_a_clock_that_leaps_does_not_stop_the_tidying(
    idle: None, tidying: Tidying, clock: Clock, since_boot: list[float], visitor: Visitor
) -> None:
    tidying.begin()
    for moved in (timedelta(days=20), -timedelta(days=20)):
        clock.now = NOW + moved
        assert visitor.get("/gezondheid").status == 200
        tidying.turn()
        assert visitor.get("/gezondheid").status == 200
