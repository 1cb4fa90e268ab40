"""A report as a Word document: real headings, lists and tables, ready to go on writing in."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Cm, Pt

from ehbo.documents import docx_look as look
from ehbo.documents.docx_parts import (
    TEXT_WIDTH,
    drawing,
    footer,
    opening,
    paragraph,
    saved,
    soft,
    started,
    table,
)
from ehbo.documents.parts import PICTURE_TITLE
from ehbo.documents.person.report import DRAFT_NOTE, NO_ACTIONS, NO_TEXT, OWNERSHIP, Report
from ehbo.documents.text import Block

_PICTURE_WIDTH = 11.8


def write(report: Report) -> bytes:
    """The report as .docx (A4, Dutch), with alternative text on the picture and no author."""
    asked = report.questionnaire
    document = started(report.title, asked.language, report.printed)
    opening(document, asked.title, report.title, report.facts)
    _profile(document, report)
    _sections(document, report)
    _actions(document, report)
    footer(document, OWNERSHIP)
    return saved(document)


def _profile(document: Document, report: Report) -> None:
    if report.picture is None:
        return
    paragraph(document, "Heading 1", "Mijn profiel")
    drawing(document, report.picture, _PICTURE_WIDTH, PICTURE_TITLE, report.sentence)
    narrow = (1.8, 3.1, 2.7, 1.9, 2.1)[: len(report.scores.header) - 1]
    if any(row.mean is None for row in report.rows):
        narrow = (4.2, *narrow[1:])
    widths = (TEXT_WIDTH - sum(narrow), *narrow)
    table(document, report.scores, widths, right_from=1)
    paragraph(document, look.SMALL, report.questionnaire.reading)


def _sections(document: Document, report: Report) -> None:
    for at, section in enumerate(report.sections):
        heading = paragraph(document, "Heading 1", section.title)
        heading.paragraph_format.page_break_before = at == 0 and report.picture is not None
        if section.guide:
            paragraph(document, look.GUIDE, section.guide)
        if section.draft:
            paragraph(document, look.DRAFT, DRAFT_NOTE)
        if section.blocks:
            _blocks(document, section.blocks)
        else:
            soft(document, NO_TEXT)


def _blocks(document: Document, blocks: Sequence[Block]) -> None:
    for at, block in enumerate(blocks):
        if block.bullets:
            items = [paragraph(document, "List Bullet", line) for line in block.lines]
            items[-1].paragraph_format.space_after = Pt(7)
            continue
        whole = paragraph(document, "", "\n".join(block.lines))
        leads = at + 1 < len(blocks) and blocks[at + 1].bullets
        whole.paragraph_format.keep_with_next = leads
        if leads:
            whole.paragraph_format.space_after = Pt(3)


def _actions(document: Document, report: Report) -> None:
    paragraph(document, "Heading 1", "Mijn acties")
    if report.to_do.rows:
        table(document, report.to_do, (7.0, 4.4, 2.8, 2.2))
    else:
        soft(document, NO_ACTIONS)
    if report.again:
        again = paragraph(document, "", report.again)
        again.runs[0].bold = True
        again.paragraph_format.space_before = Cm(0.4)
    paragraph(document, look.SMALL, f"Bron: {report.questionnaire.source}")
