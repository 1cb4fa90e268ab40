"""Sealed bundles: found by the hash of an id, opened only with the person's key."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from ehbo.domain.errors import KeyUnknown
from ehbo.domain.keys import Person
from ehbo.domain.portfolio import Portfolio, from_bytes, to_bytes
from ehbo.store import contributions
from ehbo.store.database import checkpoint, translated, write


def find(db: Database, person: Person) -> Portfolio | None:
    """The person's portfolio, None when nothing is kept. Raises SealBroken on a damaged one."""
    with translated():
        row = db.execute(
            "SELECT sealed FROM portfolio WHERE id = :id", {"id": person.row_id}
        ).fetchone()
    return from_bytes(person.open(row[0])) if row else None


def get(db: Database, person: Person) -> Portfolio:
    """The person's portfolio. Raises KeyUnknown when nothing is kept under this key."""
    portfolio = find(db, person)
    if portfolio is None:
        raise KeyUnknown
    return portfolio


def save(db: Database, person: Person, portfolio: Portfolio, today: date) -> None:
    """Seals and keeps the portfolio, within a write that is under way.

    The day of last use never goes back: with a clock that does, a bundle would be purged too soon.
    """
    db.execute(
        "INSERT INTO portfolio (id, sealed, last_used) VALUES (:id, :sealed, :today)"
        " ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed,"
        " last_used = max(last_used, excluded.last_used)",
        {
            "id": person.row_id,
            "sealed": person.seal(to_bytes(portfolio)),
            "today": today.isoformat(),
        },
    )


def touch(db: Database, person: Person, today: date) -> None:
    """Remembers the day on which the bundle was opened with its key."""
    with write(db):
        db.execute(
            "UPDATE portfolio SET last_used = max(last_used, :today) WHERE id = :id",
            {"id": person.row_id, "today": today.isoformat()},
        )


def erase(db: Database, person: Person) -> bool:
    """Removes the bundle and every unpublished contribution, also from the write-ahead log.

    Returns False if the log has yet to be emptied.
    """
    with write(db):
        contributions.withdraw_all(db, person)
        db.execute("DELETE FROM portfolio WHERE id = :id", {"id": person.row_id})
    return checkpoint(db)


def purge(db: Database, before: date, *, dry_run: bool = False) -> int:
    """Removes all bundles last used before a day; returns how many there are."""
    with translated():
        (count,) = db.execute(
            "SELECT count(*) FROM portfolio WHERE last_used < :before",
            {"before": before.isoformat()},
        ).fetchone()
    if count and not dry_run:
        with write(db):
            db.execute(
                "DELETE FROM portfolio WHERE last_used < :before", {"before": before.isoformat()}
            )
        checkpoint(db)
    return int(count)
