"""A report as PDF: tagged (PDF/UA-1), in one typeface, made without anything of the system."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path

import typst

from ehbo.documents.report import (
    DRAFT_NOTE,
    NO_ACTIONS,
    NO_TEXT,
    OWNERSHIP,
    PICTURE_TITLE,
    Report,
    Table,
)
from ehbo.documents.text import day

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "plan.typ"
UNSHOWN = "\ufffd"
# More strange characters than a person mixes; checking each takes milliseconds.
_MOST_CHECKED = 150
_SAMPLE = (
    b'#set document(title: "x")\n#set text(font: ("Noto Sans", "Noto Emoji"))\n#sys.inputs.data'
)
_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
    '<rect width="48" height="48" rx="11" fill="#0e6141"/><path fill="#fff" d="M20 7h8a2.5 2.5 0 0 '
    "1 2.5 2.5V16H37a2.5 2.5 0 0 1 2.5 2.5v9A2.5 2.5 0 0 1 37 30h-6.5v3.5A2.5 2.5 0 0 1 28 "
    "36h-2.5l-6.3 6.3c-.6.6-1.7.2-1.7-.7V30H11a2.5 2.5 0 0 1-2.5-2.5v-9A2.5 2.5 0 0 1 11 16h6.5V9.5"
    'A2.5 2.5 0 0 1 20 7z"/></svg>'
)


def write(report: Report) -> bytes:
    """The report as an A4 document with page numbers, in Dutch, with tags and alternative text.

    A character that no font here can show becomes U+FFFD; the Word and JSON files keep it.
    The same report gives the same bytes.
    """
    data = json.dumps(_data(report), ensure_ascii=False)
    moment = datetime.combine(report.printed, time(), UTC)
    try:
        return _compiled(_template(), data, moment)
    except typst.TypstError:
        return _compiled(_template(), _shown(data), moment)


def _data(report: Report) -> dict[str, object]:
    """What the template prints, all of it text, lists of text and switches."""
    return {
        "title": report.title,
        "subject": f"{report.title}, {day(report.printed)}",
        "language": report.questionnaire.language.partition("-")[0],
        "date": [report.printed.year, report.printed.month, report.printed.day],
        "mark": _MARK,
        "questionnaire": report.questionnaire.title,
        "facts": report.facts,
        "picture": report.picture,
        "alt": f"{PICTURE_TITLE}. {report.sentence}",
        "scores": _table(report.scores),
        "reading": report.questionnaire.reading,
        "sections": [
            {
                "title": section.title,
                "guide": section.guide,
                "draft": section.draft,
                "blocks": [
                    {"bullets": block.bullets, "lines": [_spaced(line) for line in block.lines]}
                    for block in section.blocks
                ],
            }
            for section in report.sections
        ],
        "actions": _table(report.to_do),
        "again": report.again,
        "source": f"Bron: {report.questionnaire.source}",
        "ownership": OWNERSHIP,
        "draft-note": DRAFT_NOTE,
        "no-text": NO_TEXT,
        "no-actions": NO_ACTIONS,
    }


def _table(table: Table) -> dict[str, object]:
    return {"header": table.header, "rows": [[_spaced(cell) for cell in row] for row in table.rows]}


def _spaced(text: str) -> str:
    """Tabs have no width in typst."""
    return text.replace("\t", "    ")


def _compiled(source: bytes, data: str, moment: datetime) -> bytes:
    return typst.compile(
        source,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=moment,
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Ours, and those inside typst, which add signs such as arrows and ticks."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _shown(data: str) -> str:
    strange = sorted({character for character in data if ord(character) > 0x17F})
    lost = {c for c in strange[:_MOST_CHECKED] if not _has_glyph(c)} | {*strange[_MOST_CHECKED:]}
    return data.translate({ord(character): UNSHOWN for character in lost})


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    try:
        _compiled(_SAMPLE, character, datetime(2000, 1, 1, tzinfo=UTC))
    except typst.TypstError:
        return False
    return True
