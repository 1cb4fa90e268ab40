"""The team picture: what a publication shows, on a page, on a beamer and to take along."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from ehbo.charts import statements, svg
from ehbo.charts.svg import Series
from ehbo.documents.parts import PICTURE_TITLE
from ehbo.documents.team import docx as team_docx
from ehbo.documents.team import pdf as team_pdf
from ehbo.documents.team import tables as team_tables
from ehbo.documents.team.report import StatementRow, TeamReport, team_report
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.scoring import profile
from ehbo.domain.team.comparison import Compared, Row, compared
from ehbo.domain.team.round import Round
from ehbo.domain.team.team import Team
from ehbo.store import wordings
from ehbo.web.frame.access import Visit
from ehbo.web.frame.declarations import PERSONAL, SHARED_FILE
from ehbo.web.frame.downloads import (
    CSV,
    EXCEL,
    JSON,
    PDF,
    SVG,
    WORD,
    Format,
    download,
    file_name,
)
from ehbo.web.team.access import asked_of, find_lead, member

blueprint = Blueprint("picture", __name__, url_prefix="/team")

FORMATS = {
    "pdf": Format("PDF", "om te delen of te printen", PDF, team_pdf.write),
    "docx": Format("Word", "om in verder te schrijven", WORD, team_docx.write),
    "xlsx": Format("Excel", "", EXCEL, team_tables.xlsx),
    "csv": Format("CSV", "", CSV, team_tables.csv),
    "json": Format("JSON", "voor een ander programma", JSON, team_tables.json),
    "svg": Format("Plaatje van het beeld (SVG)", "voor een dia", SVG, team_tables.svg),
}

Page = str | Response | tuple[str, int]


@blueprint.get("/<code>/beeld")
@member(PERSONAL)
def show(visit: Visit, team: Team) -> Page:
    round = _round(team)
    if round is None:
        return _nothing_yet(visit, team)
    questionnaire = asked_of(visit, round)
    report = _report(team, round, questionnaire)
    earlier = next((r for r in reversed(team.published) if r.number < round.number), None)
    own = _own(visit, round, questionnaire)
    change = _change(visit, team, round, earlier) if earlier else ()
    return render_template(
        "team/picture.html",
        team=team,
        round=round,
        report=report,
        rounds=team.published,
        earlier=earlier,
        change=change,
        own=own,
        radar=Markup(_radar(report, own, earlier, change)),
        radar_on_paper=own and Markup(_radar(report, None, earlier, change, "radar-on-paper")),
        chart=_chart,
        formats=FORMATS,
        leads=find_lead(visit, team) is not None,
    )


def _nothing_yet(visit: Visit, team: Team) -> str:
    return render_template(
        "team/no_picture.html",
        team=team,
        state=team.current.state(visit.now),
        least=visit.service.settings.minimum,
        leads=find_lead(visit, team) is not None,
    )


@blueprint.get("/<code>/beamer")
@member(PERSONAL)
def beamer(visit: Visit, team: Team) -> Page:
    """For a screen that a whole room sees: nobody's own line is on it."""
    round = _round(team)
    if round is None:
        return _nothing_yet(visit, team)
    report = _report(team, round, asked_of(visit, round))
    return render_template(
        "team/beamer.html",
        team=team,
        round=round,
        report=report,
        radar=Markup(report.picture),
        chart=_chart,
    )


@blueprint.get(f"/<code>/beeld.<any({', '.join(FORMATS)}):ending>")
@member(SHARED_FILE)
def take_along(visit: Visit, team: Team, ending: str) -> Page:
    round = _round(team) or abort(404)
    report, kind = _report(team, round, asked_of(visit, round)), FORMATS[ending]
    parts = ("teambeeld", team.name, "ronde", round.number, report.publication.on)
    return download(kind.write(report), kind.mimetype, file_name(*parts, ending=ending))


def _round(team: Team) -> Round | None:
    """The published round that is asked for, or the newest. Aborts with 404 for another number."""
    number = request.args.get("ronde", type=int)
    if number is None:
        return team.published[-1] if team.published else None
    asked = team.find_round(number)
    return asked if asked is not None and asked.publication is not None else abort(404)


def _report(team: Team, round: Round, questionnaire: Questionnaire) -> TeamReport:
    assert round.publication is not None
    return team_report(questionnaire, round.publication, team.name, round.number)


def _own(
    visit: Visit, round: Round, questionnaire: Questionnaire
) -> Mapping[str, Fraction | None] | None:
    """The theme means of who looks, if they contributed; for this answer to them alone."""
    given = visit.portfolio_or_empty.find_given(round.id.hex())
    assessment = visit.portfolio_or_empty.find_assessment(given.assessment) if given else None
    if assessment is None:
        return None
    words = wordings.of(visit.db, visit.questionnaires, visit.portfolio_or_empty, assessment)
    if words.answered_version != questionnaire.answered_version:
        return None
    scores = profile(questionnaire, assessment.answers)
    return {score.theme.id: score.mean for score in scores.themes}


def _change(visit: Visit, team: Team, round: Round, earlier: Round) -> tuple[Row, ...]:
    lines = []
    for one in (earlier, round):
        assert one.publication is not None
        lines.append(Compared(f"Ronde {one.number}", one.publication, asked_of(visit, one)))
    return compared(lines)


def _radar(
    report: TeamReport,
    own: Mapping[str, Fraction | None] | None,
    earlier: Round | None,
    change: tuple[Row, ...],
    ident: str = "radar",
) -> str:
    """The team, the round before as far as it was asked in the same words, and who looks."""
    ids = [row.theme.id for row in report.themes]
    now = Series("Je team", tuple(Fraction(row.shown.mean) for row in report.themes))
    then = mine = None
    if earlier is not None and change:
        before = {row.theme.id: Fraction(row.cells[0].shown.mean) for row in change if row.cells[0]}
        name = f"Je team in ronde {earlier.number}"
        then = Series(name, tuple(before.get(id) for id in ids))
    if own is not None:
        mine = Series("Jij (dat zie alleen jij)", tuple(own.get(id) for id in ids))
    titles, scale = [row.title for row in report.themes], report.questionnaire.scale
    return svg.radar(titles, [now, then, mine], scale, PICTURE_TITLE, report.sentence, ident)


def _chart(report: TeamReport, row: StatementRow) -> Markup:
    """The picture of one statement, nothing where nearly everybody gave the same answer."""
    scale, shown = report.questionnaire.scale, row.shown
    if shown.counts is not None:
        drawn = statements.distribution(
            shown.counts, scale.labels, "Antwoorden van het team", row.words, f"beeld-{shown.id}"
        )
    elif shown.mean is not None:
        drawn = statements.mean_mark(
            Fraction(shown.mean), scale, "Gemiddelde van het team", row.words, f"beeld-{shown.id}"
        )
    else:
        return Markup()
    return Markup(drawn)
