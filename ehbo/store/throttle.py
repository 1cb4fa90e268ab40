"""Counts keys that exist nowhere, per minute and for everybody together.

No address is kept: a right key is never refused, so a town hall behind one address cannot be
locked out by a colleague's guesses, and 128 random bits need no more than a brake.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from ehbo.store.database import translated, write


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60


def wrong_keys(db: Database, now: datetime) -> int:
    """How many unknown keys were tried in this minute."""
    with translated():
        row = db.execute(
            "SELECT times FROM wrong_keys WHERE minute = :minute", {"minute": _minute(now)}
        ).fetchone()
    return row[0] if row else 0


def count_wrong_key(db: Database, now: datetime) -> None:
    """Adds one, and forgets the minutes before."""
    minute = {"minute": _minute(now)}
    with write(db):
        db.execute("DELETE FROM wrong_keys WHERE minute < :minute", minute)
        db.execute(
            "INSERT INTO wrong_keys (minute, times) VALUES (:minute, 1)"
            " ON CONFLICT (minute) DO UPDATE SET times = times + 1",
            minute,
        )
