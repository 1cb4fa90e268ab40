"""What was unused for too long goes, but not on the word of a clock that may be wrong.

The cut-off that was kept to is remembered. A clock that leaps shows as a cut-off that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ehbo.domain.errors import DoubtfulPurge
from ehbo.domain.retention import Doubt, find_doubt
from ehbo.store import portfolios, teams
from ehbo.store.database import Connection

TABLES = ("portfolio", "team")


@dataclass(frozen=True)
class Outlook:
    """How many bundles and teams are due, and whether a person must look before they go.

    `leap` is how many days the cut-off lies past the remembered one.
    """

    bundles: int
    teams: int
    leap: int
    doubt: Doubt | None


def outlook(db: Connection, today: date, before: date) -> Outlook:
    """What `purge` would do."""
    reference, remembered = _find_reference(db), find_purged_until(db)
    counts = [_counts(db, table, before, _floor(before, remembered)) for table in TABLES]
    tables = [(rows, due) for rows, due, _ in counts]
    newest = max((day for *_, day in counts if day), default=None)
    if newest is None:
        leap = 0  # nothing is kept here: any clock will do
    elif reference is None:
        leap = (today - date.fromisoformat(newest)).days
    else:
        leap = (before - reference[0]).days
    return Outlook(tables[0][1], tables[1][1], leap, find_doubt(leap, tables))


def purge(db: Connection, today: date, before: date, *, force: bool = False) -> tuple[int, int]:
    """Erases what was last used before a day; returns how many (bundles, teams).

    Raises DoubtfulPurge when a person must look first; `force` says that one did.
    """
    seen = outlook(db, today, before)
    if seen.doubt and _find_reference(db) is None:
        # Else who saves under a wrong clock would make its leap look like none.
        _remember(db, before - timedelta(days=seen.leap), kept_to=False)
    if seen.doubt and not force:
        raise DoubtfulPurge(seen.doubt, today, seen.bundles, seen.teams)
    if seen.leap < 0 and not force:
        return 0, 0  # a clock that is a little behind: nothing can be due
    with db.write():
        floor = _floor(before, find_purged_until(db))
        for table in TABLES:
            _mend_days(db, table, today, floor)
    gone = portfolios.purge(db, before), teams.purge(db, before)
    _remember(db, before, kept_to=True)
    return gone


def find_purged_until(db: Connection) -> date | None:
    """The cut-off that was last kept to; an older database that is only looked at has none."""
    reference = _find_reference(db)
    return reference[0] if reference and reference[1] else None


def _find_reference(db: Connection) -> tuple[date, bool] | None:
    """The cut-off from which a leap is measured, and whether it was ever kept to."""
    if not db.columns("purged_until"):
        return None
    row = db.row("SELECT * FROM purged_until")
    return (date.fromisoformat(row[1]), bool((*row, 1)[2])) if row else None


def _remember(db: Connection, before: date, *, kept_to: bool) -> None:
    with db.write():
        db.execute(
            'INSERT INTO purged_until ("only", day, kept_to) VALUES (1, :day, :kept_to)'
            ' ON CONFLICT ("only") DO UPDATE SET day = excluded.day, kept_to = excluded.kept_to',
            {"day": before.isoformat(), "kept_to": int(kept_to)},
        )


def _floor(before: date, remembered: date | None) -> date:
    """Older than this nothing can be: it went before, or was saved while the clock was behind."""
    return min(before, remembered) if remembered else date.min


def _counts(db: Connection, table: str, before: date, floor: date) -> tuple[int, int, str | None]:
    """Of a table: the number of rows, how many are due, and the newest day of last use."""
    [(rows, due, newest)] = db.rows(
        "SELECT count(*), count(*) FILTER (WHERE last_used < :before AND last_used >= :floor),"
        f" max(last_used) FROM {table}",
        {"before": before.isoformat(), "floor": floor.isoformat()},
    )
    return int(rows), int(due), newest


def _mend_days(db: Connection, table: str, today: date, floor: date) -> None:
    """Days that a wrong clock left, ahead of today or before what went already, become today."""
    db.execute(
        f"UPDATE {table} SET last_used = :today WHERE last_used > :today OR last_used < :floor",
        {"today": today.isoformat(), "floor": floor.isoformat()},
    )
