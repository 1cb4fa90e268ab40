"""A team's picture as PDF: tagged (PDF/UA-1), made to be shown round the table."""

from __future__ import annotations

from decimal import Decimal

from ehbo.documents.parts import NOTHING, PICTURE_TITLE
from ehbo.documents.team.notes import FOOT, READING_TITLE, TALK, TALK_TITLE, UNSEEN_TITLE
from ehbo.documents.team.report import STATEMENTS_HEADER, TITLE, StatementRow, TeamReport, ThemeRow
from ehbo.documents.typesetting import MARK, made, spaced, table
from ehbo.domain.questionnaire import Scale
from ehbo.dutch import day

TEMPLATE = "team/picture.typ"


def write(report: TeamReport) -> bytes:
    """The report as an A4 document with page numbers, in Dutch, with tags and alternative text.

    Its only date is the day of publication. A character that no font here can show becomes
    U+FFFD. The same report gives the same bytes.
    """
    return made(TEMPLATE, _data(report), report.publication.on)


def _data(report: TeamReport) -> dict[str, object]:
    """What the template prints, all of it text, lists of text, shares (0 to 1) and switches."""
    on, scale = report.publication.on, report.questionnaire.scale
    return {
        "title": report.title,
        "subject": f"{TITLE}, ronde {report.number}, {day(on)}",
        "language": report.questionnaire.language.partition("-")[0],
        "date": [on.year, on.month, on.day],
        "mark": MARK,
        "questionnaire": report.questionnaire.title,
        "team": report.team,
        "facts": report.facts,
        "picture": report.picture,
        "alt": f"{PICTURE_TITLE}. {report.sentence}",
        "scores": table(report.scores),
        "header": STATEMENTS_HEADER,
        "themes": [_theme(row, scale) for row in report.themes if row.statements],
        "legend": _legend(report),
        "talk-title": TALK_TITLE,
        "talk": TALK,
        "points": [
            [spaced(part) for part in (one.why, one.theme, one.statement, one.seen, one.note)]
            for one in report.points
        ],
        "questions": [spaced(question) for question in report.questions],
        "reading": report.reading,
        "explained-title": READING_TITLE,
        "explained": report.explained,
        "unseen-title": UNSEEN_TITLE,
        "unseen": report.unseen,
        "source": f"Bron: {report.questionnaire.source}",
        "foot": FOOT,
    }


def _theme(row: ThemeRow, scale: Scale) -> dict[str, object]:
    return {
        "title": row.title,
        "rows": [
            {
                "text": spaced(one.text),
                "note": one.note,
                "words": spaced(one.words),
                "together": one.together or NOTHING,
                "counts": one.shown.counts or (),
                "share": _share(one, scale),
            }
            for one in row.statements
        ],
    }


def _share(row: StatementRow, scale: Scale) -> float | None:
    """Where the mean stands between the ends of the scale; None where a bar says more, or less."""
    mean: Decimal | None = row.shown.mean
    if mean is None or row.shown.counts is not None:
        return None
    return float((mean - scale.lowest) / (scale.highest - scale.lowest))


def _legend(report: TeamReport) -> str:
    """How to read the small drawings beside the statements, of the kinds that there are."""
    scale = report.questionnaire.scale
    rows = [row for theme in report.themes for row in theme.statements]
    ends = f"van {scale.label(scale.lowest)} naar {scale.label(scale.highest)}"
    if any(row.shown.counts for row in rows):
        return f"Elke balk toont hoe vaak elk antwoord is gegeven, van licht naar donker {ends}."
    if any(_share(row, scale) is not None for row in rows):
        return (
            "De stip op elke lijn is het gemiddelde, op de schaal "
            f"van {scale.lowest} tot en met {scale.highest}."
        )
    return ""
