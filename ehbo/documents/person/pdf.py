"""A report as PDF: tagged (PDF/UA-1), in one typeface, made without anything of the system."""

from __future__ import annotations

from ehbo.documents.parts import PICTURE_TITLE
from ehbo.documents.person.report import DRAFT_NOTE, NO_ACTIONS, NO_TEXT, OWNERSHIP, Report
from ehbo.documents.typesetting import MARK, made, spaced, table
from ehbo.dutch import day

TEMPLATE = "person/plan.typ"


def write(report: Report) -> bytes:
    """The report as an A4 document with page numbers, in Dutch, with tags and alternative text.

    A character that no font here can show becomes U+FFFD; the Word and JSON files keep it.
    The same report gives the same bytes.
    """
    return made(TEMPLATE, _data(report), report.printed)


def _data(report: Report) -> dict[str, object]:
    """What the template prints, all of it text, lists of text and switches."""
    return {
        "title": report.title,
        "subject": f"{report.title}, {day(report.printed)}",
        "language": report.questionnaire.language.partition("-")[0],
        "date": [report.printed.year, report.printed.month, report.printed.day],
        "mark": MARK,
        "questionnaire": report.questionnaire.title,
        "facts": report.facts,
        "picture": report.picture,
        "alt": f"{PICTURE_TITLE}. {report.sentence}",
        "scores": table(report.scores),
        "reading": report.questionnaire.reading,
        "sections": [
            {
                "title": section.title,
                "guide": section.guide,
                "draft": section.draft,
                "blocks": [
                    {"bullets": block.bullets, "lines": [spaced(line) for line in block.lines]}
                    for block in section.blocks
                ],
            }
            for section in report.sections
        ],
        "actions": table(report.to_do),
        "again": report.again,
        "source": f"Bron: {report.questionnaire.source}",
        "ownership": OWNERSHIP,
        "draft-note": DRAFT_NOTE,
        "no-text": NO_TEXT,
        "no-actions": NO_ACTIONS,
    }
