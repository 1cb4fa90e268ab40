"""From a published picture to a conversation: what to talk about first.

Chosen from published values alone, so the choice tells nothing that the picture does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from ehbo.domain import scoring
from ehbo.domain.questionnaire import Questionnaire, Statement, Theme
from ehbo.domain.team.disclosure import Agreement, Publication, StatementPicture, value_of

EACH = 2


@dataclass(frozen=True)
class Topic:
    """Something to talk about: a statement with its theme, or a theme as a whole."""

    theme: Theme
    statement: Statement | None = None


def lowest(questionnaire: Questionnaire, publication: Publication) -> tuple[Topic, ...]:
    """The two statements with the lowest scores; where none are published the two lowest themes."""
    if not publication.statements:
        themes = sorted(publication.themes, key=lambda shown: shown.mean)[:EACH]
        return tuple(Topic(_theme(questionnaire, shown.id)) for shown in themes)
    return _first(questionnaire, publication, partial(value_of, questionnaire.scale))


def most_divided(questionnaire: Questionnaire, publication: Publication) -> tuple[Topic, ...]:
    """The two statements on which people differ most; fewer where they hardly differ.

    By variance where the counts are public (agreement itself is 0 for all that differ much),
    otherwise by the class of agreement and then by how near the mean is to the middle of the scale,
    where answers have most room to lie apart.
    """
    scale = questionnaire.scale
    middle = Fraction(scale.lowest + scale.highest, 2)

    def apart(theme: Theme, shown: StatementPicture) -> Fraction:
        if shown.counts is not None:
            return -scoring.variance(shown.counts)
        away = abs(value_of(scale, theme, shown) - middle) / (scale.highest - scale.lowest)
        return away if shown.agreement is Agreement.WIDE else 1 + away

    differing = tuple(
        shown
        for shown in publication.statements
        if shown.agreement in (Agreement.WIDE, Agreement.MIXED)
    )
    chosen = publication.model_copy(update={"statements": differing})
    return _first(questionnaire, chosen, apart)


def _first(
    questionnaire: Questionnaire,
    publication: Publication,
    rank: Callable[[Theme, StatementPicture], Fraction],
) -> tuple[Topic, ...]:
    ranked = []
    for theme in questionnaire.themes:
        for statement in theme.statements:
            shown = publication.find_statement(statement.id)
            if shown is not None:
                ranked.append((rank(theme, shown), Topic(theme, statement)))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(topic for _, topic in ranked[:EACH])


def _theme(questionnaire: Questionnaire, theme_id: str) -> Theme:
    found = questionnaire.find_theme(theme_id)
    assert found is not None
    return found
