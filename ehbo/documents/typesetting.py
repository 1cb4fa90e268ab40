"""Typst templates to PDF: tagged (PDF/UA-1), in one typeface, without anything of the system."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from pathlib import Path

import typst

from ehbo.documents.parts import Table

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
LOOK = "look.typ"
UNSHOWN = "\ufffd"
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
    '<rect width="48" height="48" rx="11" fill="#0e6141"/><path fill="#fff" d="M20 7h8a2.5 2.5 0 0 '
    "1 2.5 2.5V16H37a2.5 2.5 0 0 1 2.5 2.5v9A2.5 2.5 0 0 1 37 30h-6.5v3.5A2.5 2.5 0 0 1 28 "
    "36h-2.5l-6.3 6.3c-.6.6-1.7.2-1.7-.7V30H11a2.5 2.5 0 0 1-2.5-2.5v-9A2.5 2.5 0 0 1 11 16h6.5V9.5"
    'A2.5 2.5 0 0 1 20 7z"/></svg>'
)
# More strange characters than a person mixes; checking each takes milliseconds.
_MOST_CHECKED = 150
# Typst would otherwise take the moment of making it; no document of ours tells that.
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_SAMPLE = (
    b'#set document(title: "x")\n#set text(font: ("Noto Sans", "Noto Emoji"))\n#sys.inputs.data'
)


def made(template: str, data: dict[str, object], on: date | None = None) -> bytes:
    """A PDF of `template` (a file here, after the shared look), whose `data` stays text.

    `on` is the day that the template writes down; without it, it writes none. A character that no
    font here can show becomes U+FFFD. The same data gives the same bytes. Raises
    typst.TypstError when the template cannot be set.
    """
    told = json.dumps(data, ensure_ascii=False)
    moment = datetime.combine(on, time(), UTC) if on else _NO_MOMENT
    source = _template(LOOK) + _template(template)
    try:
        return _compiled(source, told, moment)
    except typst.TypstError:
        return _compiled(source, _shown(told), moment)


def table(content: Table) -> dict[str, object]:
    """A table as the look's `ruled` takes it."""
    rows = [[spaced(cell) for cell in row] for row in content.rows]
    return {"header": content.header, "rows": rows}


def spaced(text: str) -> str:
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
def _template(name: str) -> bytes:
    return (HERE / name).read_bytes()


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
        _compiled(_SAMPLE, character, _NO_MOMENT)
    except typst.TypstError:
        return False
    return True
