"""How long unused bundles are kept."""

from __future__ import annotations

import calendar
from datetime import date


def unused_before(today: date, months: int) -> date:
    """The day before which a last use is longer ago than a number of calendar months."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last_day))
