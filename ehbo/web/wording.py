"""How dates and numbers are written in Dutch."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from babel.dates import format_date

from ehbo.charts.words import number
from ehbo.domain.texts import fingerprint


def day(value: date) -> str:
    """A date in full: 22 november 2026."""
    return format_date(value, "d MMMM y", locale="nl_NL")


def change(value: Fraction | int) -> str:
    """A difference with its sign: +0,4, −1 or 0."""
    digits = 0 if isinstance(value, int) else 1
    text = number(abs(Fraction(value)), digits)
    if not text.strip("0,"):
        return "0"
    return ("+" if value > 0 else "−") + text


FILTERS = {"day": day, "number": number, "change": change, "fingerprint": fingerprint}
