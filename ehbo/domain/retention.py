"""How long unused bundles are kept, and when erasing them may happen without being asked."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

LONGEST_LEAP = 31
MOST_AT_ONCE = 10
SMALLEST_PART = 5  # so more than a fifth of what there is


class Doubt(StrEnum):
    """Why nothing is erased without being asked: the clock leapt, or so much would go."""

    AHEAD = "ahead"
    BACK = "back"
    MANY = "many"


def unused_before(today: date, months: int) -> date:
    """The day before which a last use is longer ago than a number of calendar months."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last_day))


def find_doubt(leap: int, tables: Iterable[tuple[int, int]]) -> Doubt | None:
    """Whether a person must look first.

    `leap` is how many days the cut-off moved since it was last kept to; of each table come the
    number of rows and how many of them would go.
    """
    if leap > LONGEST_LEAP:
        return Doubt.AHEAD
    if leap < -LONGEST_LEAP:
        return Doubt.BACK
    many = any(due > MOST_AT_ONCE and due * SMALLEST_PART > rows for rows, due in tables)
    return Doubt.MANY if many else None
