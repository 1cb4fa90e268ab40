"""The one place that asks what time it is, and the day that it makes of it in Amsterdam."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Clock = Callable[[], datetime]
"""Says what time it is, with its time zone."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day in Amsterdam, wherever the machine stands."""
    return moment.astimezone(AMSTERDAM).date()
