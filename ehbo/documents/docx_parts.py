"""What our Word documents are made of: paragraphs, tables, a picture and page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import resvg_py
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from ehbo.documents import docx_look as look
from ehbo.documents.parts import Table
from ehbo.documents.text import readable

FONTS = Path(__file__).parent / "fonts"
TEXT_WIDTH = 16.4
_SHARPNESS = 2
_REGIONS = {"nl": "nl-NL", "en": "en-GB", "de": "de-DE", "fr": "fr-FR", "fy": "fy-NL"}


def started(title: str, language: str, on: date) -> Document:
    """An empty document in our look. It has no author, and a day for the moment it was made."""
    document = docx.Document()
    region = _REGIONS.get(language, language)
    look.dress(document, region)
    core = document.core_properties
    core.title, core.language = title, region
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.created = core.modified = datetime.combine(on, time())
    return document


def saved(document: Document) -> bytes:
    """The document as .docx; the archive too says nothing of the moment it was made."""
    kept, quiet = BytesIO(), BytesIO()
    document.save(kept)
    with ZipFile(kept) as before, ZipFile(quiet, "w") as after:
        for name in before.namelist():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return quiet.getvalue()


def opening(document: Document, above: str, title: str, facts: str) -> None:
    first = paragraph(document, "", above)
    first.runs[0].bold = True
    first.runs[0].font.color.rgb = look.GREEN
    paragraph(document, "Title", title)
    paragraph(document, look.FACTS, facts)


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


def drawing(document: Document, svg: str, wide: float, title: str, words: str) -> None:
    """A chart in the middle of the page, `wide` cm, with `words` for who does not see it."""
    around = document.add_paragraph()
    around.alignment = WD_ALIGN_PARAGRAPH.CENTER
    around.paragraph_format.keep_with_next = True
    drawn = around.add_run().add_picture(BytesIO(picture(svg)), Cm(wide))
    told = drawn._inline.docPr
    told.set("name", title)
    told.set("title", title)
    told.set("descr", words)


def paragraph(document: Document, style: str, text: str) -> Paragraph:
    return document.add_paragraph(readable(text), style or None)


def soft(document: Document, text: str) -> None:
    paragraph(document, "", text).runs[0].font.color.rgb = look.SOFT


def table(
    document: Document, content: Table, widths: Sequence[float], right_from: int | None = None
) -> None:
    """A table with its first row repeated on each page; columns from `right_from` align right."""
    rows = (content.header, *content.rows)
    made = document.add_table(len(rows), len(widths), look.TABLE)
    made.autofit = False
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = Cm(wide)
    for row, texts in zip(made.rows, rows, strict=True):
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
    _first_row_only(made._tbl)


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


def footer(document: Document, told: str) -> None:
    """`told` and the number of the page, at the foot of each."""
    foot = document.sections[0].footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    for text, field in ((f"{told}\tPagina ", "PAGE"), (" van ", "NUMPAGES")):
        foot.add_run(text)
        number = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r>'
        foot._p.append(parse_xml(f"{number}</w:fldSimple>"))
