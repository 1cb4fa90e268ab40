"""Sealed bundles: found by the hash of an id, opened only with the person's key."""

from __future__ import annotations

from datetime import date

from ehbo.domain.errors import NobodyHere
from ehbo.domain.keys import Person
from ehbo.domain.portfolio import Portfolio, from_bytes, to_bytes
from ehbo.store import contributions
from ehbo.store.database import Connection, checkpoint_after


def find(db: Connection, person: Person) -> Portfolio | None:
    """The person's portfolio, None when nothing is kept. Raises SealBroken on a damaged one."""
    row = db.row("SELECT sealed FROM portfolio WHERE id = :id", {"id": person.row_id})
    return from_bytes(person.open(row[0])) if row else None


def get(db: Connection, person: Person) -> Portfolio:
    """The person's portfolio. Raises NobodyHere when nothing is kept under this key."""
    portfolio = find(db, person)
    if portfolio is None:
        raise NobodyHere
    return portfolio


def save(db: Connection, person: Person, portfolio: Portfolio, today: date) -> None:
    """Seals and keeps the portfolio, within a write that is under way.

    The day of last use never goes back: with a clock that does, a bundle would be purged too soon.
    """
    db.execute(
        "INSERT INTO portfolio (id, sealed, last_used) VALUES (:id, :sealed, :today)"
        " ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, last_used = CASE WHEN"
        " portfolio.last_used > excluded.last_used THEN portfolio.last_used"
        " ELSE excluded.last_used END",
        {
            "id": person.row_id,
            "sealed": person.seal(to_bytes(portfolio)),
            "today": today.isoformat(),
        },
    )


def touch(db: Connection, person: Person, today: date) -> None:
    """Remembers the day on which the bundle was opened with its key."""
    with db.write():
        db.execute(
            "UPDATE portfolio SET last_used = :today WHERE id = :id AND last_used < :today",
            {"id": person.row_id, "today": today.isoformat()},
        )


def erase(db: Connection, person: Person) -> bool:
    """Removes the bundle and every unpublished contribution, also from the write-ahead log.

    Returns False if the log has yet to be emptied.
    """
    with db.write():
        contributions.withdraw_all(db, person)
        db.execute("DELETE FROM portfolio WHERE id = :id", {"id": person.row_id})
    return checkpoint_after(db)


def purge(db: Connection, before: date, *, dry_run: bool = False) -> int:
    """Removes all bundles last used before a day; returns how many there are."""
    [(count,)] = db.rows(
        "SELECT count(*) FROM portfolio WHERE last_used < :before",
        {"before": before.isoformat()},
    )
    if count and not dry_run:
        with db.write():
            db.execute(
                "DELETE FROM portfolio WHERE last_used < :before", {"before": before.isoformat()}
            )
        db.checkpoint()
    return int(count)
