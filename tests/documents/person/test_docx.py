"""The Word file opened again, and its picture looked into."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from ehbo.documents.person import docx as writer
from ehbo.documents.person.report import SectionText
from tests.documents.person.sample import ENDLESS, HOSTILE, LONG, SECRET, bare, sample
from tests.documents.reading import assert_only_the_first_row_is_repeated, styled


@pytest.fixture(scope="module")
def made() -> bytes:
    return writer.write(sample())


@pytest.fixture(scope="module")
def document(made: bytes) -> Document:
    return docx.Document(BytesIO(made))


def test_headings_are_headings(document: Document) -> None:
    assert styled(document, "Title") == ["Mijn ontwikkelplan"]
    assert styled(document, "Heading 1") == [
        "Mijn profiel",
        "Waar sta ik nu?",
        "Waar wil ik naar toe?",
        "Wat heb ik nodig?",
        "Mijn acties",
    ]


def test_tables_are_tables_with_a_repeated_header(document: Document) -> None:
    scores, actions = document.tables
    assert [cell.text for cell in scores.rows[2].cells] == [
        "Geld <&>",
        "8",
        "3 tot 12",
        "2,7",
        "2,0",
        "+0,7",
    ]
    assert [cell.text for cell in actions.rows[1].cells] == [
        HOSTILE[1],
        HOSTILE[0],
        "4 dec 2026",
        "Nog niet",
    ]
    assert actions.rows[4].cells[3].text == "Ja"
    for table in document.tables:
        assert_only_the_first_row_is_repeated(table)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


@pytest.mark.parametrize("written", [*HOSTILE, LONG, ENDLESS])
def test_what_a_person_wrote_comes_out_whole(document: Document, written: str) -> None:
    assert written in [p.text for p in document.paragraphs]


def test_lines_and_lists_are_kept(document: Document) -> None:
    assert "Eerste regel\ntweede regel" in [p.text for p in document.paragraphs]
    assert styled(document, "List Bullet") == ["doen 2 (Soms)", "geld 2 (Altijd)"]


def test_a_draft_is_marked_once(document: Document) -> None:
    assert len(styled(document, "Concept")) == 1
    assert styled(document, "Richtvragen") == ["Wat gaat goed?", "Wat eerst?"]


def test_the_picture_has_words_and_is_drawn_sharply(document: Document, made: bytes) -> None:
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == sample().sentence
    archive = ZipFile(BytesIO(made))
    (name,) = [n for n in archive.namelist() if n.startswith("word/media/")]
    png = archive.read(name)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 720


def test_it_is_in_dutch_and_names_nobody(document: Document, made: bytes) -> None:
    core = document.core_properties
    assert (core.title, core.author, core.last_modified_by) == ("Mijn ontwikkelplan", "", "")
    assert core.comments == "" and core.created is not None and core.created.hour == 0
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    archive = ZipFile(BytesIO(made))
    assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())
    assert b'typeface="Noto Sans"' in archive.read("word/theme/theme1.xml")
    assert not any("thumbnail" in name for name in archive.namelist())


def test_page_numbers_are_fields(document: Document) -> None:
    footer = document.sections[0].footer._element
    fields = [e.get(qn("w:instr")) for e in footer.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_what_xml_cannot_hold_is_left_out() -> None:
    odd = SectionText("Titel\x00", "\x1f", "a\x0bb\ud800c\uffffd", False)
    made = docx.Document(BytesIO(writer.write(replace(bare(), sections=(odd,)))))
    assert "abcd" in [p.text for p in made.paragraphs]


def test_an_empty_plan_is_a_document_too() -> None:
    made = docx.Document(BytesIO(writer.write(bare())))
    assert not made.tables and not made.inline_shapes
    assert [p.text for p in made.paragraphs].count("Nog niets ingevuld.") == 3
