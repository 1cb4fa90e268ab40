"""What keeps an installation tidy by itself: counts and log emptied, the long unused erased."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date
from time import monotonic

from ehbo.config import Settings
from ehbo.domain.clock import Clock, day_of
from ehbo.domain.errors import DoubtfulPurge, StoreUnavailable
from ehbo.domain.retention import LONGEST_LEAP, MOST_AT_ONCE, Doubt, unused_before
from ehbo.dutch import many, why_unavailable
from ehbo.store import database, purging, throttle
from ehbo.store.purging import Outlook

MINUTE = 60.0
LONGEST_SILENCE = 10 * MINUTE
LOG = logging.getLogger("ehbo")


class Tidying:
    """The tidying of one installation, and how it stands.

    `doubtful` while a person must look before anything more is erased. Whether it still goes on is
    measured by a clock that nobody can set.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._purged_on: date | None = None
        self._asked_on: date | None = None
        self._begun = False
        self._well_at = monotonic()
        self.doubtful = False

    def begin(self) -> None:
        """Goes on beside the server for as long as it runs."""
        self._begun, self._well_at = True, monotonic()
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def still(self) -> bool:
        """Whether it began, and no turn went well for too long."""
        return self._begun and monotonic() - self._well_at > LONGEST_SILENCE

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self.turn()
            _survived(lambda: pause.wait(MINUTE))

    def turn(self) -> None:
        """Forgets what was counted before this minute and empties the write-ahead log; once a day,
        erases what was long unused.

        Whatever goes wrong is logged, and keeps neither the rest of the turn nor the next one.
        """
        parts = (self._purge_daily, self._forget_counts, self._empty_log)
        well = [_survived(part) for part in parts]
        if all(well):
            self._well_at = monotonic()

    def _forget_counts(self) -> None:
        with database.opened(self._settings.database) as db:
            throttle.forget(db, self._clock())

    def _empty_log(self) -> None:
        with database.opened(self._settings.database) as db:
            db.checkpoint()

    def _purge_daily(self) -> None:
        today = day_of(self._clock())
        if not self.doubtful and self._purged_on == today:
            return
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


def _survived(part: Callable[[], object]) -> bool:
    """Whether it went well. Of an unforeseen error its words may be somebody's: they stay out."""
    try:
        part()
    except StoreUnavailable as error:
        LOG.error("opruimen lukte niet: %s", why_unavailable(error))
    except Exception as error:
        LOG.error("opruimen lukte niet: %s", type(error).__name__)
    else:
        return True
    return False


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
    return f"{many(bundles, 'pakket', 'pakketten')} en {many(teams, 'team', 'teams')}"
