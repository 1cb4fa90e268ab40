"""From answers to figures: the profile of one assessment, the difference between two, a team's.

The instrument gives no norm, so nothing here judges: every figure is a sum, a mean, a difference
or a measure of spread. What of a team's figures may be seen is decided in `disclosure` alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ehbo.domain.questionnaire import Questionnaire, Scale, Statement, Theme

Answers = Mapping[str, int]


def score(scale: Scale, statement: Statement, value: int) -> int:
    """What an answer counts for: the value itself, or mirrored on the scale when reversed."""
    return scale.lowest + scale.highest - value if statement.reversed else value


@dataclass(frozen=True)
class ThemeScore:
    """The score of one theme.

    `sum` adds the answered statements only; `minimum` and `maximum` are those of the complete
    theme; `mean` is an exact fraction on the scale, None until every statement is answered.
    """

    theme: Theme
    sum: int
    answered: int
    minimum: int
    maximum: int

    @property
    def complete(self) -> bool:
        return self.answered == len(self.theme.statements)

    @property
    def mean(self) -> Fraction | None:
        """An exact fraction on the scale, None until every statement is answered."""
        return Fraction(self.sum, self.answered) if self.complete else None


@dataclass(frozen=True)
class Profile:
    """The scores of all themes of one assessment, in the order of the instrument."""

    questionnaire: Questionnaire
    themes: tuple[ThemeScore, ...]

    @property
    def answered(self) -> int:
        return sum(theme.answered for theme in self.themes)

    @property
    def complete(self) -> bool:
        return all(theme.complete for theme in self.themes)

    @property
    def means(self) -> tuple[Fraction | None, ...]:
        return tuple(theme.mean for theme in self.themes)


def theme_score(scale: Scale, theme: Theme, answers: Answers) -> ThemeScore:
    scores = [score(scale, s, answers[s.id]) for s in theme.statements if s.id in answers]
    count = len(theme.statements)
    return ThemeScore(
        theme=theme,
        sum=sum(scores),
        answered=len(scores),
        minimum=count * scale.lowest,
        maximum=count * scale.highest,
    )


def profile(questionnaire: Questionnaire, answers: Answers) -> Profile:
    scale = questionnaire.scale
    return Profile(
        questionnaire, tuple(theme_score(scale, theme, answers) for theme in questionnaire.themes)
    )


def extremes(
    scale: Scale, statements: tuple[Statement, ...], answers: Answers
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The (highest, lowest) scored of the answered statements; both empty if all score alike."""
    scored = [(score(scale, s, answers[s.id]), s) for s in statements if s.id in answers]
    values = {value for value, _ in scored}
    if len(values) < 2:
        return (), ()
    top, bottom = max(values), min(values)
    return (
        tuple(s for value, s in scored if value == top),
        tuple(s for value, s in scored if value == bottom),
    )


def comparable(earlier: Questionnaire, before: Answers, later: Questionnaire) -> Profile | None:
    """The earlier profile with only the complete themes that `later` asks in the same words."""
    unchanged = difference(
        earlier,
        dict.fromkeys(earlier.statements, earlier.scale.lowest),
        later,
        dict.fromkeys(later.statements, later.scale.lowest),
    )
    scores = tuple(
        score
        for score in profile(earlier, before).themes
        if score.theme.id in unchanged.themes and score.mean is not None
    )
    return Profile(earlier, scores) if scores else None


@dataclass(frozen=True)
class Difference:
    """Later minus earlier: per theme id a fraction, per statement id a whole number of points.

    Only what was asked in the same words, on the same scale, and answered both times is in it.
    """

    themes: dict[str, Fraction]
    statements: dict[str, int]


def difference(
    earlier: Questionnaire, before: Answers, later: Questionnaire, after: Answers
) -> Difference:
    if earlier.scale != later.scale:
        return Difference({}, {})

    def same(new: Statement) -> bool:
        old = earlier.statements.get(new.id)
        return old is not None and (old.text, old.reversed) == (new.text, new.reversed)

    scale = later.scale
    statements = {
        s.id: score(scale, s, after[s.id]) - score(scale, s, before[s.id])
        for s in later.statements.values()
        if same(s) and s.id in before and s.id in after
    }
    themes = {}
    for theme in later.themes:
        old_theme = earlier.find_theme(theme.id)
        ids = [s.id for s in theme.statements]
        if (
            old_theme is not None
            and {s.id for s in old_theme.statements} == set(ids)
            and all(id in statements for id in ids)
        ):
            themes[theme.id] = Fraction(sum(statements[id] for id in ids), len(ids))
    return Difference(themes, statements)


def counts(scale: Scale, values: Iterable[int]) -> tuple[int, ...]:
    """How many gave each answer, from the lowest to the highest of the scale."""
    found = Counter(values)
    return tuple(found[value] for value in scale.values)


def mean_of(lowest: int, counted: Sequence[int]) -> Fraction:
    """The exact mean of counts over a scale. Raises ZeroDivisionError when nobody answered."""
    total = sum(times * value for value, times in enumerate(counted, lowest))
    return Fraction(total, sum(counted))


def variance(counted: Sequence[int]) -> Fraction:
    """The sample variance (divided by n − 1), in squared scale points; it takes two answers."""
    n = sum(counted)
    total = sum(times * value for value, times in enumerate(counted))
    squares = sum(times * value * value for value, times in enumerate(counted))
    return Fraction(n * squares - total * total, n * (n - 1))


def standard_deviation(counted: Sequence[int]) -> float:
    """The root of the sample variance, in scale points."""
    return math.sqrt(variance(counted))


def agreement(counted: Sequence[int]) -> Fraction:
    """r_wg of one statement: 1 when all agree, 0 when answers are as mixed as by chance, or more.

    The variance is held against that of a uniform distribution over the A answers, (A² − 1) / 12.
    Source: James, Demaree & Wolf, Journal of Applied Psychology 69 (1984) 85–98; as they advise,
    what comes out below 0 counts as 0.
    """
    by_chance = Fraction(len(counted) ** 2 - 1, 12)
    return max(Fraction(0), 1 - variance(counted) / by_chance)


def spread(counted: Sequence[Sequence[int]]) -> float:
    """How far answers to a theme's statements lie apart: the root of their mean variance.

    In scale points. It follows from the counts per statement alone, so it tells nothing about
    how the answers of one person hang together.
    """
    return math.sqrt(sum(variance(one) for one in counted) / len(counted))


def cronbach_alpha(rows: Sequence[Sequence[int]]) -> Fraction | None:
    """How far the statements of a theme go together over people; None when that has no meaning.

    `rows` has the scores of one person each, in the same order. It takes two people, two
    statements and sums that differ. Source: Cronbach, Psychometrika 16 (1951) 297–334.
    """
    items = len(rows[0]) if rows else 0
    if items < 2 or len(rows) < 2:
        return None
    total = _variance_of([sum(row) for row in rows])
    if not total:
        return None
    parts = sum(_variance_of(column) for column in zip(*rows, strict=True))
    return Fraction(items, items - 1) * (1 - parts / total)


def _variance_of(values: Sequence[int]) -> Fraction:
    n = len(values)
    total, squares = sum(values), sum(value * value for value in values)
    return Fraction(n * squares - total * total, n * (n - 1))
