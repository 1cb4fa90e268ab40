"""The only gate from contributions to anything that a person, a screen or a file may see.

What is published depends on how many contributed (docs/privacy.md, decision 0013):

- below 5 nothing; from 5 the means of themes; from 6 those of statements, and agreement in three
  classes; from 10 how many gave each answer; from 100 also Cronbach's alpha;
- where all but two or fewer gave the same answer to a statement, only that answer is published,
  as given by nearly everybody;
- where statements are published, everything about a theme follows from what is published about
  its statements, so that themes add no knowledge (alpha only where each count is public);
- where they are not, a theme mean near an end of the scale is published as "or lower", "or
  higher": there the sum could give away that all others chose the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import Field

from ehbo.domain import scoring
from ehbo.domain.errors import TooFew
from ehbo.domain.questionnaire import Scale, Theme
from ehbo.domain.values import Record

LEAST = 5
STATEMENTS_FROM = 6
DISTRIBUTION_FROM = 10
ALPHA_FROM = 100
ALL_BUT = 2
# Bounds of "strong" and "weak" agreement in LeBreton & Senter, Organizational Research Methods
# 11 (2008) 815–852, table 3; above the first agreement is strong, below the second it lacks.
CLOSE_FROM = Fraction(71, 100)
WIDE_BELOW = Fraction(31, 100)

Contribution = Sequence[int]


class Agreement(StrEnum):
    """How near to each other the answers to a statement lie."""

    CLOSE = "close"
    MIXED = "mixed"
    WIDE = "wide"


class Bound(StrEnum):
    """Whether a mean is what it says, or an end behind which smaller or larger ones hide."""

    EXACT = "exact"
    OR_LOWER = "or lower"
    OR_HIGHER = "or higher"


class StatementPicture(Record):
    """What is published of one statement.

    Either `nearly_all`, the answer of nearly everybody, or a `mean` (of scores, one decimal) with
    its class of agreement; with `counts`, from the lowest answer to the highest, when n allows it.
    """

    id: str
    nearly_all: int | None = None
    mean: Decimal | None = None
    agreement: Agreement | None = None
    counts: tuple[int, ...] | None = None


class ThemePicture(Record):
    """What is published of one theme: the mean (one decimal), spread and alpha (two decimals)."""

    id: str
    mean: Decimal
    bound: Bound = Bound.EXACT
    spread: Decimal | None = None
    alpha: Decimal | None = None


class Publication(Record):
    """The published values of one round: all that is left of it. `on` is a day, not a moment.

    `expected_before` has the numbers that were expected before `expected`, oldest first.
    """

    questionnaire: str
    version: str
    respondents: int = Field(ge=LEAST)
    expected: int
    on: date
    themes: tuple[ThemePicture, ...]
    statements: tuple[StatementPicture, ...] = ()
    expected_before: tuple[int, ...] = ()

    def find_statement(self, statement_id: str) -> StatementPicture | None:
        return next((s for s in self.statements if s.id == statement_id), None)

    def find_theme(self, theme_id: str) -> ThemePicture | None:
        return next((t for t in self.themes if t.id == theme_id), None)


def published(
    scale: Scale,
    themes: Sequence[Theme],
    contributions: Sequence[Contribution],
    least: int = LEAST,
) -> tuple[tuple[ThemePicture, ...], tuple[StatementPicture, ...]]:
    """The values of themes and statements that may be seen of these contributions.

    Each contribution has one answer for every statement of `themes`, in their order. Raises
    TooFew below `least` (which can be higher than 5, never lower), with the same words each time.
    """
    n = len(contributions)
    if n < max(least, LEAST):
        raise TooFew
    by_theme = _by_theme(themes, contributions)
    if n < STATEMENTS_FROM:
        coded = (_coded(scale, t, rows) for t, rows in zip(themes, by_theme, strict=True))
        return tuple(coded), ()
    shown_themes, shown_statements = [], []
    for theme, rows in zip(themes, by_theme, strict=True):
        shown = [
            _statement(scale, theme, place, [row[place] for row in rows])
            for place in range(len(theme.statements))
        ]
        shown_themes.append(_from_statements(scale, theme, shown, rows))
        shown_statements += shown
    return tuple(shown_themes), tuple(shown_statements)


def _by_theme(
    themes: Sequence[Theme], contributions: Sequence[Contribution]
) -> list[list[Contribution]]:
    parts, start = [], 0
    for theme in themes:
        end = start + len(theme.statements)
        parts.append([contribution[start:end] for contribution in contributions])
        start = end
    return parts


def _statement(scale: Scale, theme: Theme, place: int, answers: Sequence[int]) -> StatementPicture:
    statement = theme.statements[place]
    counted = scoring.counts(scale, answers)
    most = max(counted)
    if most >= len(answers) - ALL_BUT:
        return StatementPicture(id=statement.id, nearly_all=scale.values[counted.index(most)])
    scored = counted[::-1] if statement.reversed else counted
    return StatementPicture(
        id=statement.id,
        mean=rounded(scoring.mean_of(scale.lowest, scored)),
        agreement=agreement_class(scoring.agreement(counted)),
        counts=counted if len(answers) >= DISTRIBUTION_FROM else None,
    )


def agreement_class(r_wg: Fraction) -> Agreement:
    if r_wg >= CLOSE_FROM:
        return Agreement.CLOSE
    return Agreement.WIDE if r_wg < WIDE_BELOW else Agreement.MIXED


def value_of(scale: Scale, theme: Theme, shown: StatementPicture) -> Fraction:
    """What a published statement counts for: its mean score, or the score of nearly everybody."""
    statement = next(s for s in theme.statements if s.id == shown.id)
    if shown.nearly_all is not None:
        return Fraction(scoring.score(scale, statement, shown.nearly_all))
    if shown.counts is not None:
        scored = shown.counts[::-1] if statement.reversed else shown.counts
        return scoring.mean_of(scale.lowest, scored)
    assert shown.mean is not None
    return Fraction(shown.mean)


def _from_statements(
    scale: Scale,
    theme: Theme,
    shown: Sequence[StatementPicture],
    rows: Sequence[Contribution],
) -> ThemePicture:
    """A theme out of what is public of its statements.

    The rows themselves are looked at for alpha only, among 100 or more people, and only when the
    counts of all statements are public: then swapping two people changes nothing that is seen.
    """
    values = [value_of(scale, theme, statement) for statement in shown]
    mean = rounded(sum(values, Fraction(0)) / len(values))
    counted = [statement.counts for statement in shown if statement.counts is not None]
    if len(counted) < len(shown):
        return ThemePicture(id=theme.id, mean=mean)
    alpha = None
    if len(rows) >= ALPHA_FROM:
        scores = [
            [scoring.score(scale, s, a) for s, a in zip(theme.statements, row, strict=True)]
            for row in rows
        ]
        alpha = scoring.cronbach_alpha(scores)
    return ThemePicture(
        id=theme.id,
        mean=mean,
        spread=rounded(Fraction(scoring.spread(counted)), 2),
        alpha=None if alpha is None else rounded(alpha, 2),
    )


def _coded(scale: Scale, theme: Theme, rows: Sequence[Contribution]) -> ThemePicture:
    """A theme mean on its own, with the ends hidden where it would give the others away."""
    total = sum(
        scoring.score(scale, statement, answer)
        for row in rows
        for statement, answer in zip(theme.statements, row, strict=True)
    )
    mean = rounded(Fraction(total, len(rows) * len(theme.statements)))
    low, high = ends(scale, len(theme.statements), len(rows))
    if mean <= low:
        return ThemePicture(id=theme.id, mean=low, bound=Bound.OR_LOWER)
    if mean >= high:
        return ThemePicture(id=theme.id, mean=high, bound=Bound.OR_HIGHER)
    return ThemePicture(id=theme.id, mean=mean)


def ends(scale: Scale, statements: int, respondents: int) -> tuple[Decimal, Decimal]:
    """The means (one decimal) at which the lowest and the highest are coded.

    Somebody who chose one end throughout can take their own answers off the sum. If the others
    all chose the other end, that sum would say so; therefore the code reaches one point further,
    where one answer of one other may differ.
    """
    one, others = statements, (respondents - 1) * statements
    all_answers = one + others
    low = Fraction(scale.highest * one + scale.lowest * others + 1, all_answers)
    high = Fraction(scale.lowest * one + scale.highest * others - 1, all_answers)
    return rounded(low), rounded(high)


def rounded(value: Fraction, digits: int = 1) -> Decimal:
    """A figure to so many decimals; halves away from zero, as Dutch readers expect."""
    power: int = 10**digits
    whole = (abs(value) * power * 2 + 1) // 2
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)
