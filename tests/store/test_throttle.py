"""Wrong keys are counted per minute, for everybody together, and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ehbo.store import database, throttle

NOW = datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MOST = 5


def test_counts_within_one_minute(path: Path) -> None:
    with database.opened(path) as db:
        assert throttle.times(db, "wrong key", NOW) == 0
        for second in range(5):
            throttle.admit(db, "wrong key", MOST, NOW + timedelta(seconds=10 * second))
        assert throttle.times(db, "wrong key", NOW) == 5
        assert throttle.times(db, "wrong key", NOW + timedelta(seconds=58)) == 5


def test_the_next_minute_starts_at_nothing_and_forgets_the_one_before(path: Path) -> None:
    with database.opened(path) as db:
        throttle.admit(db, "wrong key", MOST, NOW)
        assert throttle.times(db, "wrong key", NOW + MINUTE) == 0
        throttle.admit(db, "wrong key", MOST, NOW + MINUTE)
        assert throttle.times(db, "wrong key", NOW + MINUTE) == 1
        assert throttle.times(db, "wrong key", NOW) == 0
        assert db.row("SELECT count(*) FROM tries") == (1,)


def test_each_kind_is_counted_by_itself(path: Path) -> None:
    with database.opened(path) as db:
        throttle.admit(db, "loaded file", MOST, NOW)
        assert throttle.times(db, "wrong key", NOW) == 0
        assert throttle.times(db, "loaded file", NOW) == 1
