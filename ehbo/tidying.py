"""What keeps an installation tidy by itself: the log emptied, the long unused erased."""

from __future__ import annotations

import logging
import threading
import time
from datetime import date

from ehbo.config import Settings
from ehbo.domain.clock import Clock, day_of
from ehbo.domain.errors import DoubtfulPurge, StoreUnavailable
from ehbo.domain.retention import LONGEST_LEAP, MOST_AT_ONCE, Doubt, unused_before
from ehbo.store import database, purging
from ehbo.store.purging import Outlook

MINUTE = 60.0
LOG = logging.getLogger("ehbo")


class Tidying:
    """The tidying of one installation, and how it stands.

    `doubtful` while a person must look before anything more is erased.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._purged_on: date | None = None
        self._asked_on: date | None = None
        self.doubtful = False

    def begin(self) -> None:
        """Goes on beside the server for as long as it runs."""
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            self.turn()
            time.sleep(MINUTE)

    def turn(self) -> None:
        """Empties the write-ahead log; once a day, erases what was long unused."""
        today = day_of(self._clock())
        try:
            if self.doubtful or self._purged_on != today:
                self._purge(today)
            with database.opened(self._settings.database) as db:
                database.checkpoint(db)
        except StoreUnavailable as error:
            LOG.error("opruimen lukte niet: %s", error)

    def _purge(self, today: date) -> None:
        try:
            bundles, teams = purge(self._settings, today)
        except DoubtfulPurge as error:
            self.doubtful = True
            if self._asked_on != today:
                LOG.error("%s", in_words(error))
                self._asked_on = today
            return
        self.doubtful, self._purged_on = False, today
        if bundles or teams:
            LOG.info("gewist na de bewaartermijn: %s", counted(bundles, teams))


def outlook(settings: Settings, today: date) -> Outlook:
    """What `purge` would do."""
    with database.opened(settings.database) as db:
        return purging.outlook(db, today, unused_before(today, settings.retention_months))


def purge(settings: Settings, today: date, *, force: bool = False) -> tuple[int, int]:
    """Erases what was not used for the retention time; returns how many (bundles, teams).

    Raises DoubtfulPurge when a person must look first; `force` says that one did.
    """
    before = unused_before(today, settings.retention_months)
    with database.opened(settings.database) as db:
        return purging.purge(db, today, before, force=force)


def in_words(error: DoubtfulPurge) -> str:
    """Why nothing was erased, and how to go on."""
    day, leap = f"{error.today:%d-%m-%Y}", f"meer dan {LONGEST_LEAP} dagen"
    match error.doubt:
        case Doubt.AHEAD:
            why = f"Daarmee springt de bewaargrens {leap} vooruit."
            innocent = "EHBO stond lang uit, of de bewaartermijn is korter geworden"
        case Doubt.BACK:
            why = f"Daarmee springt de bewaargrens {leap} terug."
            innocent = "de klok liep eerder voor, of de bewaartermijn is langer geworden"
        case Doubt.MANY:
            going = counted(error.bundles, error.teams)
            why = (
                f"Dan gaan er in één keer {going} weg: meer dan {MOST_AT_ONCE} en meer dan een "
                "vijfde."
            )
            innocent = "zo veel is zo lang niet gebruikt"
    return (
        f"Er is niets gewist. Volgens de klok van deze server is het {day}. {why} "
        "Klopt de klok niet? Zet haar goed; meer hoeft niet. "
        f"Klopt zij wel ({innocent})? Kijk met `ehbo purge --dry-run` hoeveel er weggaat en wis "
        "het met `ehbo purge --force`."
    )


def counted(bundles: int, teams: int) -> str:
    """How many bundles and teams."""
    return f"{_many(bundles, 'pakket', 'pakketten')} en {_many(teams, 'team', 'teams')}"


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
