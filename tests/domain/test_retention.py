"""The day before which a bundle is unused for too long, whatever the calendar does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.retention import Doubt, find_doubt, unused_before

days = st.dates(date(1990, 1, 1), date(2200, 12, 31))
months = st.integers(1, 120)


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (date(2026, 11, 22), 24, date(2024, 11, 22)),
        (date(2026, 11, 22), 1, date(2026, 10, 22)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2028, 2, 29), 48, date(2024, 2, 29)),
        (date(2026, 7, 31), 1, date(2026, 6, 30)),
        (date(2100, 3, 30), 1, date(2100, 2, 28)),
    ],
)
def test_counts_back_by_calendar_months(today: date, months: int, expected: date) -> None:
    assert unused_before(today, months) == expected


@given(days, months)
def test_lands_in_the_right_month_on_the_same_day_or_the_months_last(
    today: date, months: int
) -> None:
    before = unused_before(today, months)
    assert (today.year - before.year) * 12 + today.month - before.month == months
    assert before.day <= today.day
    assert before.day == today.day or before.day >= 28


@given(days, months)
def test_a_longer_term_never_wipes_more(today: date, months: int) -> None:
    assert unused_before(today, months + 1) < unused_before(today, months) < today


@given(days, days, months)
def test_a_later_day_never_wipes_less(one: date, two: date, months: int) -> None:
    earlier, later = sorted((one, two))
    assert unused_before(earlier, months) <= unused_before(later, months)


@pytest.mark.parametrize(
    ("leap", "tables", "expected"),
    [
        (0, [], None),
        (1, [(100, 5), (0, 0)], None),
        (31, [], None),
        (32, [], Doubt.AHEAD),
        (1095, [(1, 1)], Doubt.AHEAD),
        (-31, [], None),
        (-32, [], Doubt.BACK),
        (1, [(10, 10), (10, 10)], None),
        (1, [(11, 11)], Doubt.MANY),
        (1, [(55, 11)], None),
        (1, [(54, 11)], Doubt.MANY),
        (1, [(1000, 0), (11, 11)], Doubt.MANY),
        (1, [(1000, 200)], None),
        (1, [(1000, 201)], Doubt.MANY),
    ],
)
def test_a_person_looks_first_when_the_clock_leaps_or_much_would_go(
    leap: int, tables: list[tuple[int, int]], expected: Doubt | None
) -> None:
    assert find_doubt(leap, tables) is expected
