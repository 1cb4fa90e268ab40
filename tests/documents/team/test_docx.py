"""The team's Word file opened again."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document

from ehbo.documents.team import docx as team_docx
from ehbo.documents.team.report import shown_name, team_report
from tests.documents.reading import assert_only_the_first_row_is_repeated, styled
from tests.documents.team.sample import NAMES, ON, SIZES, instrument, publication, team


def opened(made: bytes) -> Document:
    return docx.Document(BytesIO(made))


@pytest.mark.parametrize("n", SIZES)
def test_it_shows_what_is_published(n: int) -> None:
    report = team(n)
    document = opened(team_docx.write(report))
    scores, *statements = document.tables
    assert [tuple(cell.text for cell in row.cells) for row in scores.rows] == [
        report.scores.header,
        *report.scores.rows,
    ]
    shown = [theme for theme in report.themes if theme.statements]
    assert len(statements) == len(shown)
    for theme, table in zip(shown, statements, strict=True):
        assert [cell.text for row in table.rows[1:] for cell in row.cells] == [
            text for row in theme.table.rows for text in row
        ]
    bullets = styled(document, "List Bullet")
    read = report.explained if shown else ()
    assert bullets == [*read, *report.questions, *report.unseen]
    texts = [p.text for p in document.paragraphs]
    for point in report.points:
        assert point.statement in texts or not point.statement
        assert any(text.startswith(point.seen) for text in texts)


def test_headings_and_tables_are_real() -> None:
    document = opened(team_docx.write(team(10)))
    assert styled(document, "Title") == ["Wijkzaken ’t Zand"]
    assert styled(document, "Heading 1") == [
        "Het beeld per thema",
        "De stellingen",
        "Zo lees je dit beeld",
        "Om over te praten",
        "Wat je hier niet ziet, en waarom",
    ]
    titles = [theme.title for theme in instrument().themes]
    assert styled(document, "Heading 2")[:5] == titles
    for table in document.tables:
        assert_only_the_first_row_is_repeated(table)
        assert table.style is not None and table.style.name == "EHBO-tabel"


def test_the_picture_has_words() -> None:
    document = opened(team_docx.write(team(9)))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == team(9).sentence


def test_it_tells_nothing_of_who_made_it_or_when() -> None:
    made = team_docx.write(team(10))
    core = opened(made).core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.created is not None and core.created == core.modified
    assert (core.created.date(), core.created.hour) == (ON, 0)
    assert {entry.date_time for entry in ZipFile(BytesIO(made)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }
    assert team_docx.write(team(10)) == made


@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_out_whole(name: str) -> None:
    report = team_report(instrument(), publication(5), name, 1)
    document = opened(team_docx.write(report))
    assert styled(document, "Title") == [shown_name(name)]
    assert document.core_properties.title == f"Teambeeld: {shown_name(name)}"
