"""Dates as people type them: what is meant is read, what cannot be meant is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.dates import completed, find, read, window
from ehbo.domain.errors import WrongDate, WrongYear

TODAY = date(2026, 11, 27)
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
FIRST, LAST = window(TODAY)
meant = st.dates(FIRST, LAST)
moments = st.dates(date(2020, 1, 1), date(2070, 12, 31))


def ways(day: date) -> list[str]:
    """How one day can be written with its year in full, and with two digits."""
    d, m, y, word = day.day, day.month, day.year, MONTHS.split()[day.month - 1]
    full = [f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"00{y % 100:02}-{m:02}-{d:02}"]
    for year in (str(y), f"{y % 100:02}"):
        full += [f"{d}{sign}{m}{sign}{year}" for sign in ("-", "/", ".", " ", " - ", "\u2011")]
        full += [f"{d:02}-{m:02}-{year}", f"{d} {word} {year}", f"{d} {word.upper()[:3]} {year}"]
        full += [f" {d}\u00a0{word[:3]}. {year}\u200b", f"{d}-{word[:3]}-{year}"]
    return full


@given(meant, st.data())
def test_a_day_is_read_in_every_way_it_is_written(day: date, data: st.DataObject) -> None:
    typed = data.draw(st.sampled_from(ways(day)))
    assert read(typed, TODAY) == day
    assert find(typed) == day


@given(moments, st.text(max_size=14) | st.from_regex(r"[0-9]{1,6}[-/. ][0-9]{1,2}[-/. ][0-9]{1,6}"))
def test_anything_is_a_day_in_the_window_or_refused(today: date, typed: str) -> None:
    first, last = window(today)
    with suppress(WrongDate):
        assert first <= read(typed, today) <= last


@given(st.dates())
def test_a_completed_day_stays_as_it_is(day: date) -> None:
    assert completed(day) == completed(completed(day))
    assert completed(day).year >= 100
    assert (completed(day).month, completed(day).day) == (day.month, day.day)
    assert day.year < 100 or completed(day) == day


@given(moments, st.integers(0, 999_999_999), st.dates())
def test_the_year_that_is_guessed_would_be_read(today: date, year: int, day: date) -> None:
    typed = f"{year:04}-{day.month}-{day.day}"
    try:
        read(typed, today)
    except WrongYear as wrong:
        if wrong.guess is not None:
            assert read(f"{wrong.guess}-{day.month}-{day.day}", today)
    except WrongDate:
        pass


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("202755-01-31", 2027),
        ("31-1-20277", 2027),
        ("0202-01-31", 2027),
        ("0202-12-31", 2026),
        ("0227-01-31", 2027),
        ("1927-01-31", 2027),
        ("2127-01-31", 2027),
        ("9999-12-31", None),
        ("2015-12-31", None),
        ("0001-01-01", None),
        ("31-1-85", None),
    ],
)
def test_another_year_is_asked_for_where_one_is_meant(typed: str, guess: int | None) -> None:
    with pytest.raises(WrongYear) as refused:
        read(typed, TODAY)
    assert refused.value.guess == guess
    assert (refused.value.first, refused.value.last) == (FIRST, LAST)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "1", "morgen", "31", "31 jan", "31012027", "31-1-7", "2027-01", "1-2-3-4"),
        *("2027-02-30", "29-2-27", "31-13-2027", "0-1-2027"),
        *("1 j 2027", "1 foo 2027", "²-1-2027x", "٣-1-2027"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(WrongDate) as refused:
        read(typed, TODAY)
    assert type(refused.value) is WrongDate
    assert find(typed) is None
