"""Dates as people type them: read, completed, and refused where they cannot be meant."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from ehbo.domain.errors import WrongDate, WrongYear

# What was done long ago stays readable in a plan; nobody plans beyond half a career.
YEARS_BACK = 10
YEARS_AHEAD = 20

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_YEAR_FIRST = re.compile(r"([0-9]{3,9})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2}) ?[-/. ] ?'?([0-9]{2,9})")
_IN_WORDS = re.compile(r"([0-9]{1,2})[-. ]{0,2}([a-z]{3,9})[-. ]{0,2}'?([0-9]{2,9})")


def read(typed: str, today: date) -> date:
    """The date that a person typed, in a year that they can mean. Raises WrongDate or WrongYear."""
    year, month, day = _parts(typed)
    earliest, latest = window(today)
    if not earliest.year <= _full(year) <= latest.year:
        raise WrongYear(_guess(year.lstrip("0"), month, day, today), earliest, latest)
    return _date(year, month, day)


def find(typed: str) -> date | None:
    """The date that this says, in whatever year; None for anything else."""
    try:
        return _date(*_parts(typed))
    except WrongDate:
        return None


def window(today: date) -> tuple[date, date]:
    """The first and the last day that a plan can mean: whole years around today."""
    return date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)


def completed(day: date) -> date:
    """A year of two digits is of this century: browsers once sent us 0026 for 26."""
    return day.replace(year=_full(str(day.year)))


def _completed_value(value: object) -> object:
    """What a bundle or a personal file holds; what is no date is left to pydantic to refuse."""
    if isinstance(value, date):
        return completed(value)
    return (find(value) if isinstance(value, str) else None) or value


PlannedDay = Annotated[date, BeforeValidator(_completed_value)]


def _parts(typed: str) -> tuple[str, int, int]:
    """(digits of the year, month, day), which need not make a date. Raises WrongDate."""
    text = unicodedata.normalize("NFKC", typed).lower()
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("\u2019", "'")
    text = " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
    if found := _YEAR_FIRST.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return found[3], int(found[2]), int(found[1])
    if (found := _IN_WORDS.fullmatch(text)) and (month := _find_month(found[2])):
        return found[3], month, int(found[1])
    raise WrongDate


def _find_month(word: str) -> int | None:
    if word == "mrt":
        return 3
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)


def _full(year: str) -> int:
    return int(year) + (2000 if int(year) < 100 else 0)


def _date(year: str, month: int, day: int) -> date:
    try:
        return date(_full(year), month, day)
    except ValueError:
        raise WrongDate from None


def _guess(digits: str, month: int, day: int, today: date) -> int | None:
    """The year that was meant: with digits too many, one too few, or of another century."""
    earliest, latest = window(today)
    if len(digits) > 4:
        years = [int(digits[:4])]
    elif len(digits) == 4:
        years = [2000 + int(digits[2:])]
    elif len(digits) == 3:
        # Who plans looks ahead: the first time that this day comes round again.
        earliest = today
        years = [y for y in range(today.year, latest.year + 1) if _lacks(digits, str(y))]
    else:
        years = []
    real = ((year, find(f"{year}-{month}-{day}")) for year in years)
    return next((year for year, on in real if on and earliest <= on <= latest), None)


def _lacks(digits: str, year: str) -> bool:
    """Whether these are digits of the year in their order, with some left out."""
    rest = iter(year)
    return all(digit in rest for digit in digits)
