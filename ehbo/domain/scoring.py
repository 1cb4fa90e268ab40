"""From answers to a profile: exact sums and means, and the difference between two assessments.

The instrument gives no norm, so nothing here judges: every figure is a sum, a mean or a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
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
