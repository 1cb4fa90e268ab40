"""Numbers, dates and counts as Dutch readers write them, for pages, charts and documents."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from babel.dates import format_date

MINUS = "−"


def number(value: Fraction, digits: int = 1) -> str:
    """A figure as Dutch readers write it, exact: decimal comma, halves rounded away from zero."""
    power: int = 10**digits
    whole = (abs(value) * power * 2 + 1) // 2
    sign = MINUS if value < 0 and whole else ""
    before, after = divmod(whole, power)
    return f"{sign}{before},{after:0{digits}d}" if digits else f"{sign}{before}"


def signed(value: Fraction, digits: int = 1) -> str:
    """A difference: as `number`, with a plus sign when it shows as more than nothing."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or not text.strip("0,") else f"+{text}"


def whole(value: int) -> str:
    """A whole number as Dutch readers write it: 100.000."""
    return f"{value:,}".replace(",", ".")


def day(value: date) -> str:
    """A date as Dutch readers write it: 22 november 2026; a year has four digits."""
    return format_date(value, "d MMMM yyyy", locale="nl_NL")


def short_day(value: date) -> str:
    """A date for a narrow column: 22 nov 2026."""
    return format_date(value, "d MMM yyyy", locale="nl_NL").replace(".", "")


def long_day(value: date) -> str:
    """A date with its weekday: donderdag 3 december 2026."""
    return format_date(value, "EEEE d MMMM yyyy", locale="nl_NL")


def many(count: int, one: str, more: str) -> str:
    """A count with its word in the singular or plural: 1 team, 2 teams."""
    return f"{whole(count)} {one if count == 1 else more}"
