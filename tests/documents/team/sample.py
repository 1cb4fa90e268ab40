"""Pictures of teams out of random answers with a fixed seed, shared by the writers' tests."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

from ehbo.content import questionnaires as content
from ehbo.documents.team.report import TeamReport, team_report
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.team.disclosure import Publication, published
from tests.documents.person.sample import TINY

ON = date(2026, 11, 22)
SIZES = (5, 6, 9, 10, 100)
NAMES = (
    "Wijkzaken ’t Zand",
    "Team 🙂 👩‍👩‍👧",
    "<b>vet</b> &amp;",
    "=1+1",
    "x" * 80,
    "فريق الحي",
    "\u202eomgekeerd",
)
BUILT_IN = content.BUILT_IN / "overheidsparticipatie"


@cache
def instrument() -> Questionnaire:
    questionnaire, _ = content.read(BUILT_IN)
    assert questionnaire
    return questionnaire


def publication(
    n: int, questionnaire: Questionnaire | None = None, expected: int = 12
) -> Publication:
    """Each statement leans its own way, so that some are near consensus and some divided."""
    asked = questionnaire or instrument()
    chance, values = Random(n), asked.scale.values
    leanings = [[chance.random() ** 3 + 0.02 for _ in values] for _ in asked.statements]
    rows = [[chance.choices(values, weights)[0] for weights in leanings] for _ in range(n)]
    themes, statements = published(asked.scale, asked.themes, rows)
    return Publication(
        questionnaire=asked.id,
        version=asked.answered_version,
        respondents=n,
        expected=max(n, expected),
        on=ON,
        themes=themes,
        statements=statements,
    )


def team(n: int, name: str = NAMES[0]) -> TeamReport:
    return team_report(instrument(), publication(n), name, 2)


def other(themes: tuple[Theme, ...]) -> Questionnaire:
    """The small questionnaire with other themes."""
    fields = {name: getattr(TINY, name) for name in Questionnaire.model_fields}
    return Questionnaire(**{**fields, "themes": themes})
