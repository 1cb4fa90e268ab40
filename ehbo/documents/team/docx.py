"""A team's picture as a Word document: real headings, lists and tables, to work on together."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Pt

from ehbo.documents import docx_look as look
from ehbo.documents.docx_parts import (
    TEXT_WIDTH,
    drawing,
    footer,
    opening,
    paragraph,
    saved,
    started,
    table,
)
from ehbo.documents.parts import PICTURE_TITLE
from ehbo.documents.team.notes import FOOT, READING_TITLE, TALK, TALK_TITLE, UNSEEN_TITLE
from ehbo.documents.team.report import TalkingPoint, TeamReport

_PICTURE_WIDTH = 11.2
_STATEMENT_WIDTHS = (7.2, 5.9, 3.3)


def write(report: TeamReport) -> bytes:
    """The report as .docx (A4, Dutch), with alternative text on the picture and no author.

    Its only date is the day of publication. The same report gives the same bytes.
    """
    asked = report.questionnaire
    document = started(report.title, asked.language, report.publication.on)
    opening(document, asked.title, report.team, report.facts)
    _themes(document, report)
    _statements(document, report)
    _talk(document, report)
    _heading(document, UNSEEN_TITLE)
    _list(document, report.unseen)
    paragraph(document, look.SMALL, f"Bron: {asked.source}")
    footer(document, FOOT)
    return saved(document)


def _themes(document: Document, report: TeamReport) -> None:
    _heading(document, "Het beeld per thema")
    drawing(document, report.picture, _PICTURE_WIDTH, PICTURE_TITLE, report.sentence)
    narrow = (3.4, 2.4, 3.2)[: len(report.scores.header) - 1]
    table(document, report.scores, (TEXT_WIDTH - sum(narrow), *narrow), right_from=1)
    paragraph(document, look.SMALL, report.reading)


def _statements(document: Document, report: TeamReport) -> None:
    themes = [theme for theme in report.themes if theme.statements]
    if not themes:
        return
    _heading(document, "De stellingen", new_page=True)
    for theme in themes:
        paragraph(document, "Heading 2", theme.title)
        table(document, theme.table, _STATEMENT_WIDTHS)
    _heading(document, READING_TITLE)
    _list(document, report.explained)


def _talk(document: Document, report: TeamReport) -> None:
    _heading(document, TALK_TITLE, new_page=not report.publication.statements)
    paragraph(document, "", TALK)
    for point in report.points:
        _point(document, point)
    if report.questions:
        lead = paragraph(document, "", "Vragen bij elk onderwerp")
        lead.runs[0].bold = True
        lead.paragraph_format.keep_with_next = True
        _list(document, report.questions)


def _point(document: Document, point: TalkingPoint) -> None:
    paragraph(document, "Heading 2", point.theme)
    lines = [point.why, point.statement, f"{point.seen}. {point.note}".rstrip()]
    parts = [paragraph(document, "", line) for line in lines if line]
    if point.why:
        parts[0].runs[0].bold = True
        parts[0].runs[0].font.color.rgb = look.GREEN
    parts[-1].runs[0].font.color.rgb = look.SOFT
    for part in parts[:-1]:
        part.paragraph_format.keep_with_next = True
        part.paragraph_format.space_after = Pt(2)


def _heading(document: Document, text: str, new_page: bool = False) -> None:
    heading = paragraph(document, "Heading 1", text)
    heading.paragraph_format.page_break_before = new_page


def _list(document: Document, lines: tuple[str, ...]) -> None:
    for line in lines:
        paragraph(document, "List Bullet", line)
