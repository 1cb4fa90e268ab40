"""Counts what is braked, per minute and for everybody together.

That is unknown keys and codes, loaded files and new teams.

No address is kept: a right key is never refused, so a town hall behind one address cannot be
locked out by a colleague's guesses, and 128 random bits need no more than a brake.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ehbo.store.database import Connection

Kind = Literal["wrong key", "loaded file", "made team"]


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60


def times(db: Connection, kind: Kind, now: datetime) -> int:
    """How often it was tried in this minute."""
    row = db.row(
        "SELECT times FROM tries WHERE kind = :kind AND minute = :minute",
        {"kind": kind, "minute": _minute(now)},
    )
    return row[0] if row else 0


def admit(db: Connection, kind: Kind, most: int, now: datetime) -> bool:
    """Counts one more, in a write of its own; False if there were so many in this minute."""
    if times(db, kind, now) >= most:
        return False
    with db.write():
        return admit_within(db, kind, most, now)


def admit_within(db: Connection, kind: Kind, most: int, now: datetime) -> bool:
    """Counts one more within a write that is under way, and forgets all other minutes.

    Only there is what was counted still so when one is added.
    """
    if times(db, kind, now) >= most:
        return False
    minute = _minute(now)
    _forget(db, minute)
    db.execute(
        "INSERT INTO tries (kind, minute, times) VALUES (:kind, :minute, 1)"
        " ON CONFLICT (kind, minute) DO UPDATE SET times = tries.times + 1",
        {"kind": kind, "minute": minute},
    )
    return True


def forget(db: Connection, now: datetime) -> None:
    """Forgets what was counted in other minutes, in a write of its own."""
    with db.write():
        _forget(db, _minute(now))


def _forget(db: Connection, minute: int) -> None:
    """Also what a clock that was ahead left. The next minute may have begun during the wait."""
    db.execute(
        "DELETE FROM tries WHERE minute NOT BETWEEN :minute AND :minute + 1", {"minute": minute}
    )
