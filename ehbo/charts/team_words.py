"""A team's published values in words: the same on every page and in every document.

Nothing here judges: a low mean is a low mean, and answers that lie apart are no failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ehbo.domain.questionnaire import Questionnaire, Scale
from ehbo.domain.team.disclosure import (
    Agreement,
    Bound,
    Publication,
    StatementPicture,
    ThemePicture,
)
from ehbo.dutch import number, whole

_BEHIND = {Bound.EXACT: "", Bound.OR_LOWER: "of lager", Bound.OR_HIGHER: "of hoger"}
_APART = {
    Agreement.CLOSE: "dicht bij elkaar",
    Agreement.MIXED: "enigszins uiteen",
    Agreement.WIDE: "ver uiteen",
}


def mean_words(shown: ThemePicture) -> str:
    """The mean of a theme: "2,6", and where it is coded "1,6 of lager" or "3,4 of hoger"."""
    return f"{number(Fraction(shown.mean))} {bound_words(shown.bound)}".rstrip()


def bound_words(bound: Bound) -> str:
    """What stands after a coded mean, "" after an exact one."""
    return _BEHIND[bound]


def agreement_words(agreement: Agreement) -> str:
    """How the answers lie: ends the sentence "De antwoorden liggen …"."""
    return _APART[agreement]


def statement_words(shown: StatementPicture, scale: Scale) -> str:
    """What is published of a statement, without its agreement and without a full stop.

    The answer of nearly everybody, or the mean, after how many gave each answer where that is
    published.
    """
    if shown.nearly_all is not None:
        return f"Bijna iedereen: {scale.label(shown.nearly_all)}"
    if shown.mean is None:
        raise ValueError(f"nothing is published of {shown.id}")
    mean = number(Fraction(shown.mean))
    if shown.counts is None:
        return f"Gemiddeld {mean}"
    pairs = zip(scale.labels, shown.counts, strict=True)
    return f"{', '.join(f'{label}: {whole(times)}' for label, times in pairs)}; gemiddeld {mean}"


def turnout(respondents: int, expected: int, before: Sequence[int] = ()) -> str:
    """How many of a team contributed, without a full stop. More than expected is said, not hidden.

    All are numbers of people, `respondents` those of a publication and so 5 or more; `before` were
    expected earlier.
    """
    told = f" (verwacht: {expected_words(expected, before)})"
    if respondents > expected:
        return f"{whole(respondents)} mensen deden mee{told}"
    return f"{whole(respondents)} van de {whole(expected)} mensen deden mee{told if before else ''}"


def expected_words(expected: int, before: Sequence[int] = ()) -> str:
    """Every number of people that was expected: "6", or "eerst 8, daarna 7 en 6"."""
    if not before:
        return whole(expected)
    return f"eerst {whole(before[0])}, daarna {number_list((*before[1:], expected))}"


def number_list(numbers: Sequence[int]) -> str:
    """Whole numbers in a row: "8, 7 en 9", "" for none."""
    *first, last = [whole(number) for number in numbers] or [""]
    return f"{', '.join(first)} en {last}" if first else last


def team_sentence(questionnaire: Questionnaire, publication: Publication) -> str:
    """What the radar of a team shows, as one Dutch sentence over the themes that were asked."""
    scale = questionnaire.scale
    parts = [
        f"{theme.title} {mean_words(shown)}"
        for theme in questionnaire.themes
        if (shown := publication.find_theme(theme.id))
    ]
    many = "Gemiddelde van het team per thema" if len(parts) > 1 else "Gemiddelde van het team"
    return (
        f"{many}, op een schaal van {scale.lowest} tot en met {scale.highest}: {'; '.join(parts)}."
    )
