"""A team's published values as JSON, for whoever calculates on with them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ehbo.documents.team.report import TeamReport
from ehbo.domain.team.disclosure import Agreement, Bound


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScaleShape(_Shape):
    """`labels` from the lowest answer to the highest, one point apart."""

    lowest: int
    labels: tuple[str, ...]


class ThemeShape(_Shape):
    """`mean` has one decimal, `spread` and `alpha` have two; null where not published."""

    id: str
    title: str
    mean: float
    bound: Bound
    spread: float | None
    alpha: float | None


class StatementShape(_Shape):
    """Either `nearly_all` (an answer) or a `mean` score with its agreement; null where not.

    `counts` says how many gave each answer, from the lowest.
    """

    id: str
    theme: str
    text: str
    nearly_all: int | None
    mean: float | None
    agreement: Agreement | None
    counts: tuple[int, ...] | None


class TeamShape(_Shape):
    """The JSON file. `format` changes when this shape does; `version` names what is answered.

    `expected_before` has the numbers of people that were expected earlier, oldest first.
    """

    kind: Literal["ehbo-teambeeld"] = "ehbo-teambeeld"
    format: Literal[1] = 1
    team: str
    round: int
    date: date
    respondents: int
    expected: int
    expected_before: tuple[int, ...]
    questionnaire: str
    title: str
    version: str
    scale: ScaleShape
    themes: tuple[ThemeShape, ...]
    statements: tuple[StatementShape, ...]


def json(report: TeamReport) -> bytes:
    """The published values as they are, in the shape of `TeamShape`, UTF-8."""
    shown, asked = report.publication, report.questionnaire
    shape = TeamShape(
        team=report.team,
        round=report.number,
        date=shown.on,
        respondents=shown.respondents,
        expected=shown.expected,
        expected_before=shown.expected_before,
        questionnaire=shown.questionnaire,
        title=asked.title,
        version=asked.answered_version,
        scale=ScaleShape(lowest=asked.scale.lowest, labels=asked.scale.labels),
        themes=tuple(
            ThemeShape(title=row.title, **row.shown.model_dump()) for row in report.themes
        ),
        statements=tuple(
            StatementShape(theme=theme.theme.id, text=row.text, **row.shown.model_dump())
            for theme in report.themes
            for row in theme.statements
        ),
    )
    return shape.model_dump_json(indent=2).encode()
