"""A team's published values to calculate with (Excel, CSV), and its radar for a slide.

What a person named is text in both: no spreadsheet takes it for a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from csv import writer
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from ehbo.charts.team_words import bound_words, number_list
from ehbo.documents.parts import NOTHING
from ehbo.documents.team.json import json as json  # all formats from one place
from ehbo.documents.team.notes import READING_TITLE, UNSEEN_TITLE
from ehbo.documents.team.report import STATEMENTS_HEADER, StatementRow, TeamReport, ThemeRow
from ehbo.documents.text import readable

_THEME_COLUMNS = ("Thema", "Gemiddelde", "Grens", "Spreiding", "Cronbachs alfa")
_STATEMENT_COLUMNS = ("Bijna iedereen", "Gemiddelde", STATEMENTS_HEADER[2], "r_wg")
_SLIDE_WIDTH = 1080
# A spreadsheet takes a cell that starts with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | Decimal | date | None


def csv(report: TeamReport) -> bytes:
    """One table of themes and statements, as a Dutch Excel opens it.

    UTF-8 with a byte order mark, semicolons, decimal commas. A text that would be a formula gets
    an apostrophe in front.
    """
    shown = report.publication
    before = number_list(shown.expected_before) or None
    about = (report.team, report.number, shown.on, shown.respondents, shown.expected, before)
    empty = (None,) * (len(_STATEMENT_COLUMNS) - 1 + len(report.questionnaire.scale.labels))
    rows: list[Sequence[Cell]] = [
        (
            *("Team", "Ronde", "Datum", "Deelnemers", "Verwacht", "Eerst verwacht"),
            *("Soort", "Thema", "Stelling", "Gemiddelde", *_THEME_COLUMNS[2:]),
            *(name for name in _STATEMENT_COLUMNS if name != "Gemiddelde"),
            *_count_columns(report),
        )
    ]
    for theme in report.themes:
        title, mean, *others = _theme_cells(theme)
        rows.append((*about, "Thema", title, None, mean, *others, *empty))
        for row in theme.statements:
            nearly, mean, together, r_wg, *counts = _statement_cells(row, report)
            figures = (mean, None, None, None, nearly, together, r_wg, *counts)
            rows.append((*about, "Stelling", title, row.text, *figures))
    written = StringIO(newline="")
    writer(written, delimiter=";", lineterminator="\r\n").writerows(
        [_plain(cell) for cell in row] for row in rows
    )
    return written.getvalue().encode("utf-8-sig")


def xlsx(report: TeamReport) -> bytes:
    """A workbook with the themes, the statements and how to read them; no author, no moment."""
    kept = BytesIO()
    # The options are for whoever adds a cell with plain `write`; here texts are written as texts.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    made = datetime.combine(report.publication.on, time())
    book.set_properties({"title": report.title, "author": "", "created": made})
    sheets = _Sheets(book, "right")
    sheets.add(
        "Thema's",
        (36, 13, 11, 11, 15),
        [_THEME_COLUMNS, *(_theme_cells(theme) for theme in report.themes)],
    )
    counted = _count_columns(report)
    statements: list[Sequence[Cell]] = [
        ("Thema", "Stelling", "Opmerking", *_STATEMENT_COLUMNS, *counted)
    ]
    for theme in report.themes:
        for row in theme.statements:
            statements.append((theme.title, row.text, row.note, *_statement_cells(row, report)))
    sheets.add("Stellingen", (24, 70, 32, 16, 13, 20, 8, *(14 for _ in counted)), statements)
    _Sheets(book, "left").add("Uitleg", (24, 100), _explanation(report))
    book.close()
    return kept.getvalue()


def svg(report: TeamReport) -> bytes:
    """The radar as a file of its own: on white, with a size, UTF-8."""
    drawn = report.picture
    across, down = map(float, drawn.split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split())
    high = round(_SLIDE_WIDTH * down / across)
    sized = drawn.replace("<svg ", f'<svg width="{_SLIDE_WIDTH}" height="{high}" ', 1)
    paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
    on_white = sized.replace("</desc>", f"</desc>{paper}", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{on_white}\n'.encode()


class _Sheets:
    """A workbook in which each sheet is one table with a header that stays in sight."""

    def __init__(self, book: Any, side: str) -> None:
        """`side` is where whole numbers and dates stand in their column: left or right."""
        top: dict[str, object] = {"valign": "top"}
        self._book = book
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "font_color": "#0b3b2a", "bg_color": "#f3f9f6"}
            | {"bottom": 2, "bottom_color": "#0e6141"}
            | top
        )
        # With the prefix a text stays a text when somebody edits its cell.
        self._text = book.add_format({"text_wrap": True, "quote_prefix": True} | top)
        self._whole = book.add_format({"num_format": "#,##0", "align": side} | top)
        self._date = book.add_format({"num_format": "d mmmm yyyy", "align": side} | top)
        self._figures = {
            places: book.add_format({"num_format": f"0.{'0' * places}"} | top) for places in (1, 2)
        }

    def add(self, name: str, widths: Sequence[float], rows: Sequence[Sequence[Cell]]) -> None:
        """`rows` starts with the header; `widths` are in characters."""
        sheet = self._book.add_worksheet(name)
        for at, wide in enumerate(widths):
            sheet.set_column(at, at, wide)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                self._put(sheet, down, across, cell, down == 0)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows) - 1, len(widths) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _put(self, sheet: Any, down: int, across: int, cell: Cell, head: bool) -> None:
        if isinstance(cell, str):
            sheet.write_string(down, across, cell, self._head if head else self._text)
        elif isinstance(cell, Decimal):
            places = -int(cell.as_tuple().exponent)
            sheet.write_number(down, across, float(cell), self._figures[places])
        elif isinstance(cell, date):
            sheet.write_datetime(down, across, datetime.combine(cell, time()), self._date)
        elif cell is not None:
            sheet.write_number(down, across, cell, self._whole)


def _count_columns(report: TeamReport) -> tuple[str, ...]:
    return tuple(f"Aantal {readable(label)}" for label in report.questionnaire.scale.labels)


def _theme_cells(row: ThemeRow) -> tuple[Cell, ...]:
    shown = row.shown
    return row.title, shown.mean, bound_words(shown.bound) or None, shown.spread, shown.alpha


def _statement_cells(row: StatementRow, report: TeamReport) -> tuple[Cell, ...]:
    """As `_STATEMENT_COLUMNS`, then the count of each answer."""
    shown, scale = row.shown, report.questionnaire.scale
    nearly = None if shown.nearly_all is None else readable(scale.label(shown.nearly_all))
    counts = shown.counts or (None,) * len(scale.labels)
    return nearly, shown.mean, row.agreement or None, row.r_wg, *counts


def _explanation(report: TeamReport) -> list[Sequence[Cell]]:
    shown, asked = report.publication, report.questionnaire
    rows: list[Sequence[Cell]] = [
        ("Wat", "Uitleg"),
        ("Team", report.team),
        ("Ronde", report.number),
        ("Datum", shown.on),
        ("Deelnemers", shown.respondents),
        ("Verwacht", shown.expected),
        ("Eerst verwacht", number_list(shown.expected_before) or NOTHING),
        ("Vragenlijst", readable(asked.title)),
        ("Versie van de vragen", asked.answered_version),
        ("Bron", readable(asked.source)),
    ]
    rows += [(READING_TITLE, line) for line in (report.reading, *report.explained)]
    rows += [(UNSEEN_TITLE, line) for line in report.unseen]
    return rows


def _plain(cell: Cell) -> str:
    """A cell of CSV. Figures may start with a minus; texts may not look like a formula."""
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
