"""How our Word documents look: typeface, headings, lists and tables as real, editable styles."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

INK = RGBColor(0x14, 0x23, 0x1C)
SOFT = RGBColor(0x48, 0x58, 0x4F)
GREEN = RGBColor(0x0E, 0x61, 0x41)
DEEP = RGBColor(0x0B, 0x3B, 0x2A)
INDIGO = RGBColor(0x43, 0x34, 0x9A)
GUIDE = "Richtvragen"
DRAFT = "Concept"
SMALL = "Klein"
FACTS = "Gegevens"
CELL = "Tabeltekst"
TABLE = "EHBO-tabel"
FACE = "Noto Sans"
# What Word takes where Noto Sans is not installed.
INSTEAD = "Calibri,Arial"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINE = '<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
_BEFORE_BORDER = {
    qn(f"w:{name}")
    for name in ("keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr")
}
_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="EHBOtabel">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="BCDCCB"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="BCDCCB"/>
  </w:tblBorders></w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:color w:val="0B3B2A"/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="0E6141"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="F3F9F6"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>"""


def dress(document: Document, language: str) -> None:
    """Give python-docx's default document our typeface, page, styles and language (like nl-NL)."""
    _typeface(document)
    _language(document, language)
    _page(document)
    _headings(document)
    _paragraphs(document)
    document.styles.element.append(parse_xml(_TABLE_STYLE))


def _parts(document: Document) -> dict[str, Part]:
    return {str(part.partname): part for part in document.part.package.iter_parts()}


def _typeface(document: Document) -> None:
    """Through the theme, so that somebody can change the whole document in one place."""
    parts = _parts(document)
    theme = parts["/word/theme/theme1.xml"]
    root = parse_xml(theme.blob)
    for kind in ("majorFont", "minorFont"):
        for latin in root.iterfind(f".//{_DRAWING}{kind}/{_DRAWING}latin"):
            latin.set("typeface", FACE)
    theme._blob = serialize_part_xml(root)
    table = parts["/word/fontTable.xml"]
    fonts = parse_xml(table.blob)
    fonts.append(
        parse_xml(
            f'<w:font {nsdecls("w")} w:name="{FACE}"><w:altName w:val="{INSTEAD}"/>'
            '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        )
    )
    table._blob = serialize_part_xml(fonts)


def _language(document: Document, language: str) -> None:
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    for mark in document.settings.element.iter(qn("w:themeFontLang")):
        mark.set(qn("w:val"), language)
    # Word would otherwise open the file in its mode for old documents.
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.1), Cm(2.3)
    section.footer_distance = Cm(1.1)


def _headings(document: Document) -> None:
    title = _style(document, "Title", 25, DEEP)
    title.font.bold = True
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(2), Pt(4)
    _border(title, None)
    for name, size, above in (("Heading 1", 15, 20), ("Heading 2", 12, 14)):
        heading = _style(document, name, size, DEEP)
        heading.paragraph_format.space_before = Pt(above)
        heading.paragraph_format.space_after = Pt(4)
        heading.paragraph_format.keep_with_next = True


def _paragraphs(document: Document) -> None:
    normal = _style(document, "Normal", 10.5, INK)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.2
    bullet = _style(document, "List Bullet", 10.5, INK)
    bullet.paragraph_format.space_after = Pt(3)
    guide = _own(document, GUIDE, 9, SOFT)
    guide.font.italic = True
    guide.paragraph_format.keep_with_next = True
    draft = _own(document, DRAFT, 9, INDIGO)
    draft.font.bold = True
    draft.paragraph_format.keep_with_next = True
    _put(draft, f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="EFEDF8"/>')
    cell = _own(document, CELL, 9.5, INK)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(3.5)
    cell.paragraph_format.line_spacing = 1.1
    facts = _own(document, FACTS, 9.5, SOFT)
    _border(facts, _LINE.format(side="bottom", size=16, space=7, colour="0E6141"))
    small = _own(document, SMALL, 8.5, SOFT)
    small.paragraph_format.space_before = Pt(6)
    footer = _style(document, "Footer", 8.5, SOFT)
    stops = footer.paragraph_format.tab_stops
    while len(stops):
        del stops[0]
    _border(footer, _LINE.format(side="top", size=4, space=6, colour="BCDCCB"))


def _style(document: Document, name: str, size: float, colour: RGBColor) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a paragraph style")
    style.font.size, style.font.color.rgb = Pt(size), colour
    return style


def _own(document: Document, name: str, size: float, colour: RGBColor) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return _style(document, name, size, colour)


def _border(style: ParagraphStyle, line: str | None) -> None:
    """Replace the paragraph border of a style; None takes it away."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if line:
        _put(style, f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")


def _put(style: ParagraphStyle, xml: str) -> None:
    """Add a border or shading to a style where the schema wants it inside pPr."""
    properties = style.element.get_or_add_pPr()
    place = sum(child.tag in _BEFORE_BORDER for child in properties)
    properties.insert(place, parse_xml(xml))
