"""How dates and numbers are written in templates."""

from __future__ import annotations

from fractions import Fraction

from ehbo.charts.team_words import mean_words
from ehbo.charts.words import number, signed
from ehbo.documents.text import day
from ehbo.domain.texts import fingerprint


def change(value: Fraction | int) -> str:
    """A difference with its sign: +0,4 of a mean, −1 of an answer."""
    return signed(Fraction(value), 0 if isinstance(value, int) else 1)


FILTERS = {
    "day": day,
    "number": number,
    "change": change,
    "fingerprint": fingerprint,
    "mean_words": mean_words,
}
