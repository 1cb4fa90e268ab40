"""Teams, and rounds over time, side by side: from published values only.

Those who contributed are the team and no sample of it, so no test of significance is done. What is
asked instead is how much one person weighs: if in each team one person had scored one point
otherwise on every statement of a theme, the two means would differ by 1/n + 1/m from what they
are. To that come the rounding of both means (0.05 each, and as much again where a theme is made of
rounded statement means) and what "nearly everybody" hides: two people may have answered anything
there. A difference no larger than all that is marked as small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.team.disclosure import (
    ALL_BUT,
    DISTRIBUTION_FROM,
    STATEMENTS_FROM,
    Bound,
    Publication,
    ThemePicture,
)

MOST = 8
ROUNDING = Fraction(1, 20)


@dataclass(frozen=True)
class Compared:
    """One line of a comparison: a team in one round. `questionnaire` has the words it was asked.

    `team` tells lines of the same team; without it every line is another team.
    """

    name: str
    publication: Publication
    questionnaire: Questionnaire
    team: str | None = None


@dataclass(frozen=True)
class Cell:
    """What one line has of one theme.

    `difference` is against the first line, None where there is none to give: for that line itself,
    and where a mean is coded. `small` says that one person in each team could undo it.
    """

    shown: ThemePicture
    difference: Fraction | None = None
    small: bool = False


@dataclass(frozen=True)
class Row:
    """A theme over all lines; a cell is None where it was not asked in the same words.

    `total` is the mean over all lines, weighed by people; None when one is coded or missing,
    and when a team is in it twice.
    """

    theme: Theme
    cells: tuple[Cell | None, ...]
    total: Fraction | None


def compared(lines: Sequence[Compared]) -> tuple[Row, ...]:
    """The themes of the first line, one row each. Raises ValueError for none or more than 8."""
    if not 1 <= len(lines) <= MOST:
        raise ValueError("a comparison has one to eight lines")
    first = lines[0]
    return tuple(
        _row(lines, theme, shown)
        for theme in first.questionnaire.themes
        if (shown := first.publication.find_theme(theme.id))
    )


def margin(first: Compared, second: Compared, theme: Theme) -> Fraction:
    """The difference, in scale points, that says nothing about these two lines."""
    return _doubt(first, theme) + _doubt(second, theme)


def _doubt(line: Compared, theme: Theme) -> Fraction:
    """What one person weighs in a theme mean, what is rounded, and what nearly everybody hides."""
    people, scale = line.publication.respondents, line.questionnaire.scale
    shown = (line.publication.find_statement(s.id) for s in theme.statements)
    hidden = sum(one is not None and one.nearly_all is not None for one in shown)
    behind = Fraction(hidden * ALL_BUT * (scale.highest - scale.lowest), len(theme.statements))
    twice = STATEMENTS_FROM <= people < DISTRIBUTION_FROM
    return (1 + behind) / people + (2 * ROUNDING if twice else ROUNDING)


def _row(lines: Sequence[Compared], theme: Theme, of_first: ThemePicture) -> Row:
    first = lines[0]
    cells: list[Cell | None] = [Cell(of_first)]
    for line in lines[1:]:
        shown = _same_words(first, line, theme)
        if shown is None or not _exact(shown) or not _exact(of_first):
            cells.append(Cell(shown) if shown else None)
            continue
        difference = Fraction(shown.mean) - Fraction(of_first.mean)
        small = abs(difference) <= margin(first, line, theme)
        cells.append(Cell(shown, difference, small))
    return Row(theme, tuple(cells), _total(lines, cells))


def _total(lines: Sequence[Compared], cells: Sequence[Cell | None]) -> Fraction | None:
    named = [line.team for line in lines if line.team is not None]
    if len(set(named)) < len(named):
        return None
    people, weighed = 0, Fraction(0)
    for line, cell in zip(lines, cells, strict=True):
        if cell is None or not _exact(cell.shown):
            return None
        people += line.publication.respondents
        weighed += Fraction(cell.shown.mean) * line.publication.respondents
    return weighed / people


def _exact(shown: ThemePicture) -> bool:
    return shown.bound is Bound.EXACT


def _same_words(first: Compared, line: Compared, theme: Theme) -> ThemePicture | None:
    """What a line has of a theme that it asked in the same words, on the same scale."""
    own = line.questionnaire.find_theme(theme.id)
    if own is None or line.questionnaire.scale != first.questionnaire.scale:
        return None
    asked = [[(s.text, s.reversed) for s in one.statements] for one in (own, theme)]
    return line.publication.find_theme(theme.id) if asked[0] == asked[1] else None
