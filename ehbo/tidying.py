"""What keeps an installation tidy by itself: the log emptied, the long unused erased."""

from __future__ import annotations

import logging
import time
from datetime import date

from ehbo.config import Settings
from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.retention import unused_before
from ehbo.store import database, portfolios, teams

MINUTE = 60.0


def keep_tidy(settings: Settings) -> None:
    """Every minute the write-ahead log is emptied; every day goes what was long unused."""
    purged_on = None
    while True:
        try:
            if purged_on != date.today():
                purge(settings, dry_run=False)
                purged_on = date.today()
            with database.opened(settings.database) as db:
                database.checkpoint(db)
        except StoreUnavailable as error:
            logging.getLogger("ehbo").error("opruimen lukte niet: %s", error)
        time.sleep(MINUTE)


def purge(settings: Settings, *, dry_run: bool) -> tuple[int, int]:
    """Erases what was not used for the retention time; returns how many (bundles, teams)."""
    before = unused_before(date.today(), settings.retention_months)
    with database.opened(settings.database) as db:
        return (
            portfolios.purge(db, before, dry_run=dry_run),
            teams.purge(db, before, dry_run=dry_run),
        )
