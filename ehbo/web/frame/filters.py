"""How dates and numbers are written in templates."""

from __future__ import annotations

from fractions import Fraction

from ehbo.charts.team_words import expected_words, mean_words, turnout
from ehbo.domain.team.disclosure import Publication
from ehbo.domain.texts import fingerprint
from ehbo.dutch import day, number, signed


def change(value: Fraction | int) -> str:
    """A difference with its sign: +0,4 of a mean, −1 of an answer."""
    return signed(Fraction(value), 0 if isinstance(value, int) else 1)


def turnout_words(shown: Publication) -> str:
    """How many of a team are in a published picture."""
    return turnout(shown.respondents, shown.expected, shown.expected_before)


FILTERS = {
    "day": day,
    "number": number,
    "change": change,
    "fingerprint": fingerprint,
    "mean_words": mean_words,
    "expected_words": expected_words,
    "turnout_words": turnout_words,
}
