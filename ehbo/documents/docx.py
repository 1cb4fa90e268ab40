"""A report as a Word document: real headings, lists and tables, ready to go on writing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import docx
import resvg_py
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from ehbo.documents import docx_look as look
from ehbo.documents.report import (
    DRAFT_NOTE,
    NO_ACTIONS,
    NO_TEXT,
    OWNERSHIP,
    PICTURE_TITLE,
    Report,
    Table,
)
from ehbo.documents.text import Block, readable

FONTS = Path(__file__).parent / "fonts"
_TEXT_WIDTH = 16.4
_PICTURE_WIDTH = 11.8
_SHARPNESS = 2
_REGIONS = {"nl": "nl-NL", "en": "en-GB", "de": "de-DE", "fr": "fr-FR", "fy": "fy-NL"}


def write(report: Report) -> bytes:
    """The report as .docx (A4, Dutch), with alternative text on the picture and no author."""
    document = docx.Document()
    asked = report.questionnaire.language
    language = _REGIONS.get(asked, asked)
    look.dress(document, language)
    _properties(document, report, language)
    _opening(document, report)
    _profile(document, report)
    _sections(document, report)
    _actions(document, report)
    _footer(document)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def picture(svg: str) -> bytes:
    """A chart as PNG for Word, twice its size in SVG, set in Noto Sans, on white."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=_SHARPNESS,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(path) for path in sorted(FONTS.glob("*.ttf"))],
            sans_serif_family="Noto Sans",
        )
    )


def _properties(document: Document, report: Report, language: str) -> None:
    core = document.core_properties
    core.title, core.language = report.title, language
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.created = core.modified = datetime.combine(report.printed, time())


def _opening(document: Document, report: Report) -> None:
    above = _paragraph(document, "", report.questionnaire.title)
    above.runs[0].bold = True
    above.runs[0].font.color.rgb = look.GREEN
    _paragraph(document, "Title", report.title)
    _paragraph(document, look.FACTS, report.facts)


def _profile(document: Document, report: Report) -> None:
    if report.picture is None:
        return
    _paragraph(document, "Heading 1", "Mijn profiel")
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    drawn = paragraph.add_run().add_picture(BytesIO(picture(report.picture)), Cm(_PICTURE_WIDTH))
    words = drawn._inline.docPr
    words.set("name", PICTURE_TITLE)
    words.set("title", PICTURE_TITLE)
    words.set("descr", report.sentence)
    narrow = (1.8, 3.1, 2.7, 1.9, 2.1)[: len(report.scores.header) - 1]
    if any(row.mean is None for row in report.rows):
        narrow = (4.2, *narrow[1:])
    widths = (_TEXT_WIDTH - sum(narrow), *narrow)
    _table(document, report.scores, widths, right_from=1)
    _paragraph(document, look.SMALL, report.questionnaire.reading)


def _sections(document: Document, report: Report) -> None:
    for at, section in enumerate(report.sections):
        heading = _paragraph(document, "Heading 1", section.title)
        heading.paragraph_format.page_break_before = at == 0 and report.picture is not None
        if section.guide:
            _paragraph(document, look.GUIDE, section.guide)
        if section.draft:
            _paragraph(document, look.DRAFT, DRAFT_NOTE)
        if section.blocks:
            _blocks(document, section.blocks)
        else:
            _soft(document, NO_TEXT)


def _blocks(document: Document, blocks: Sequence[Block]) -> None:
    for at, block in enumerate(blocks):
        if block.bullets:
            items = [_paragraph(document, "List Bullet", line) for line in block.lines]
            items[-1].paragraph_format.space_after = Pt(7)
            continue
        paragraph = _paragraph(document, "", "\n".join(block.lines))
        leads = at + 1 < len(blocks) and blocks[at + 1].bullets
        paragraph.paragraph_format.keep_with_next = leads
        if leads:
            paragraph.paragraph_format.space_after = Pt(3)


def _actions(document: Document, report: Report) -> None:
    _paragraph(document, "Heading 1", "Mijn acties")
    if report.to_do.rows:
        _table(document, report.to_do, (7.0, 4.4, 2.8, 2.2))
    else:
        _soft(document, NO_ACTIONS)
    if report.again:
        again = _paragraph(document, "", report.again)
        again.runs[0].bold = True
        again.paragraph_format.space_before = Cm(0.4)
    _paragraph(document, look.SMALL, f"Bron: {report.questionnaire.source}")


def _paragraph(document: Document, style: str, text: str) -> Paragraph:
    return document.add_paragraph(readable(text), style or None)


def _soft(document: Document, text: str) -> None:
    _paragraph(document, "", text).runs[0].font.color.rgb = look.SOFT


def _table(
    document: Document, content: Table, widths: Sequence[float], right_from: int | None = None
) -> None:
    """A table with its first row repeated on each page; columns from `right_from` align right."""
    rows = (content.header, *content.rows)
    table = document.add_table(len(rows), len(widths), look.TABLE)
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Cm(wide)
    for row, texts in zip(table.rows, rows, strict=True):
        properties = row._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if texts is content.header:
            properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Cm(widths[at])
            cell.text = readable(text)
            cell.paragraphs[0].style = look.CELL
            if right_from is not None and at >= right_from:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _first_row_only(table._tbl)


def _first_row_only(table: docx.oxml.table.CT_Tbl) -> None:
    """Tell Word that only the first row is a header, so that it reads and shows it as one."""
    for old in table.tblPr.findall(qn("w:tblLook")):
        table.tblPr.remove(old)
    table.tblPr.append(
        parse_xml(
            f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        )
    )


def _footer(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    for text, field in ((f"{OWNERSHIP}\tPagina ", "PAGE"), (" van ", "NUMPAGES")):
        paragraph.add_run(text)
        told = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r>'
        paragraph._p.append(parse_xml(f"{told}</w:fldSimple>"))
