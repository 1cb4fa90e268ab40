"""Teams, and rounds over time, side by side: only those whose lead shared a compare code."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flask import Blueprint, render_template, request
from markupsafe import Markup

from ehbo.charts import figures, multiples
from ehbo.charts.svg import Series
from ehbo.charts.team_words import mean_words, team_sentence
from ehbo.documents.team.report import shown_name
from ehbo.domain.errors import KeyTypo
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.comparison import MOST, Cell, Compared, Row, compared
from ehbo.domain.team.team import Team
from ehbo.domain.texts import without_unprintable
from ehbo.domain.writing import CODE
from ehbo.store import teams
from ehbo.web.frame.access import Visit, visitor
from ehbo.web.frame.declarations import PERSONAL
from ehbo.web.frame.words import sentence
from ehbo.web.team.access import asked_of

blueprint = Blueprint("compare", __name__)

ALL_ROUNDS = "alle"


@blueprint.get("/vergelijken")
@visitor(PERSONAL)
def show(visit: Visit) -> str | tuple[str, int]:
    typed, every = _codes(), request.args.get("rondes") == ALL_ROUNDS
    found, wrong, faults = _teams(visit, typed[:MOST])
    lines = [line for team in found for line in _lines(visit, team, every=every)]
    alike, omissions = _side_by_side(lines, more=len(typed) > MOST)
    faults += omissions
    rows = compared(alike) if alike else ()
    page = render_template(
        "team/compare.html",
        codes=[team.compare_code for team in found],
        teams=found,
        every=every,
        typed=wrong[-1] if wrong else "",
        faults=[("code", " ".join(dict.fromkeys(faults)))] if faults else [],
        lines=alike,
        rows=rows,
        cell_words=cell_words,
        **(_drawn(alike, rows) if rows else {}),
    )
    return (page, 422) if faults else page


def _codes() -> list[str]:
    """The codes in the address as somebody typed them, each once."""
    codes = (without_unprintable(code) for code in request.args.getlist("code"))
    return list(dict.fromkeys(code for code in codes if code.strip()))


def _side_by_side(lines: Sequence[Compared], *, more: bool) -> tuple[list[Compared], list[str]]:
    """The lines that one page can compare, and in words why others are left out.

    `more` says that there were codes too many to look up.
    """
    omissions = []
    if len(lines) > MOST or more:
        omissions.append(
            f"We laten de eerste {MOST} lijnen zien. Meer is niet uit elkaar te houden."
        )
    first = lines[:MOST]
    alike = [line for line in first if line.questionnaire.id == first[0].questionnaire.id]
    if len(alike) < len(first):
        omissions.append("Teams met een andere vragenlijst zijn niet te vergelijken en vallen weg.")
    return alike, omissions


def _teams(visit: Visit, typed: Sequence[str]) -> tuple[list[Team], list[str], list[str]]:
    """The teams under these compare codes, each once; the other codes, and what is wrong there."""
    found: dict[str, Team] = {}
    wrong, faults = [], []
    for text in typed:
        try:
            team = teams.find_shared(visit.db, CODE.written(CODE.read(text)))
        except KeyTypo as typo:
            wrong.append(text)
            faults.append(sentence(typo))
            continue
        if team is None or team.compare_code is None:
            wrong.append(text)
            faults.append("Bij deze code hoort hier geen team, of de code is ingetrokken.")
        else:
            found[team.compare_code] = team
    return list(found.values()), wrong, faults


def _lines(visit: Visit, team: Team, *, every: bool) -> list[Compared]:
    rounds = team.published if every else team.published[-1:]
    several = len(rounds) > 1
    return [
        Compared(
            f"{shown_name(team.name)}, ronde {r.number}" if several else shown_name(team.name),
            r.publication,
            asked_of(visit, r),
            team.compare_code,
        )
        for r in rounds
        if r.publication is not None
    ]


def _drawn(lines: Sequence[Compared], rows: Sequence[Row]) -> dict[str, object]:
    """The Plotly figure, its samples of lines, and a small radar for each line."""
    titles = [row.theme.title for row in rows]
    scale = lines[0].questionnaire.scale
    series = [
        Series(line.name, tuple(_value(row.cells[at]) for row in rows))
        for at, line in enumerate(lines)
    ]
    shorts = multiples.abbreviations(titles)
    return {
        "figure": figures.comparison(titles, series, scale),
        "samples": [Markup(figures.sample(at)) for at in range(len(lines))],
        "key": [(s, t) for s, t in zip(shorts, titles, strict=True) if s != t],
        "multiples": [
            Markup(
                multiples.small_radar(
                    titles, one, scale, line.name, _words(line.questionnaire, line), f"klein-{at}"
                )
            )
            for at, (one, line) in enumerate(zip(series, lines, strict=True))
        ],
    }


def _value(cell: Cell | None) -> Fraction | None:
    return Fraction(cell.shown.mean) if cell else None


def _words(questionnaire: Questionnaire, line: Compared) -> str:
    return team_sentence(questionnaire, line.publication)


def cell_words(cell: Cell | None) -> str:
    return mean_words(cell.shown) if cell else "niet gevraagd"
