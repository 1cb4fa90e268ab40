"""The PDF read back by pypdf, which did not write it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ehbo.documents.person import pdf
from ehbo.documents.person.report import SectionText, report
from ehbo.domain.plan import Action, Plan
from tests.documents.person.sample import (
    ENDLESS,
    HOSTILE,
    LONG,
    NOW,
    PLAN,
    SECRET,
    TINY,
    bare,
    sample,
    squeezed,
)
from tests.documents.reading import assert_says_that_it_is_accessible, right_ends, structure


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(BytesIO(pdf.write(sample())))


def text(reader: PdfReader) -> str:
    """The text of all pages without their footers, and without spaces."""
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    footer = re.compile(r"Ditdocumentisvanjou\..*?leest\.Pagina\d+van\d+")
    assert all(footer.search(page) for page in pages), "every page has its number"
    return "".join(footer.sub("", page) for page in pages)


def test_it_says_that_it_is_accessible(reader: PdfReader) -> None:
    assert_says_that_it_is_accessible(reader)


def test_its_structure_is_real(reader: PdfReader) -> None:
    kinds = structure(reader)
    names = [kind for kind, _ in kinds]
    assert names.count("/H1") == 1
    assert names.count("/H2") == 5, "profile, three sections, actions"
    assert names.count("/Table") == 2
    assert names.count("/TH") == 6 + 4
    assert names.count("/TR") == 1 + 3 + 1 + 4
    assert names.count("/LI") == 2
    assert [alt for kind, alt in kinds if kind == "/Figure"] == [
        f"Gemiddelde score per thema. {sample().sentence}"
    ]


def test_it_has_a_title_and_names_nobody(reader: PdfReader) -> None:
    about = reader.metadata
    assert about and about.title == "Mijn ontwikkelplan"
    assert not about.author
    assert about.creation_date and about.creation_date.hour == 0


@pytest.mark.parametrize("written", [*HOSTILE, LONG, ENDLESS, "tweede regel"])
def test_what_a_person_wrote_comes_out_whole(reader: PdfReader, written: str) -> None:
    assert squeezed(written) in text(reader)


def test_actions_are_all_there(reader: PdfReader) -> None:
    found = text(reader)
    for action in PLAN.actions:
        assert squeezed(action.what) in found
    assert "Ikkijkopnieuwop22februari2027." in found
    assert "4dec2026" in found


def test_a_draft_is_marked(reader: PdfReader) -> None:
    found = text(reader)
    assert found.count("Eersteversie,gemaaktuitjeantwoorden") == 1
    assert "Nognietsingevuld." in found, "the third section is empty"


def test_only_our_typefaces_are_inside(reader: PdfReader) -> None:
    names = {
        str(font["/BaseFont"].get_object())
        for page in reader.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())  # type: ignore[index]  # a page has fonts
    }
    assert names and all("Noto" in name for name in names)


def test_no_id_is_inside() -> None:
    made = pdf.write(sample())
    whole = "".join(str(page.extract_text()) for page in PdfReader(BytesIO(made)).pages)
    assert SECRET not in whole and SECRET.encode() not in made
    assert pdf.write(sample()) == made, "nor anything that differs from one moment to the next"


def test_an_empty_plan_is_a_document_too() -> None:
    found = text(PdfReader(BytesIO(pdf.write(bare()))))
    assert "Nognietsingevuld." in found and "Noggeenacties." in found
    assert "Mijnprofiel" not in found


def test_a_character_without_a_glyph_does_not_stop_the_document() -> None:
    strange = SectionText("Titel", "", "Ja 日本 → ✓ 🙂 \U0001f9ff\ue123 nee", False)
    reader = PdfReader(BytesIO(pdf.write(replace(bare(), sections=(strange,)))))
    assert "Ja\ufffd\ufffd→✓🙂" in text(reader)
    root: Any = reader.trailer["/Root"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_a_text_of_only_strange_characters_stays_quick() -> None:
    strange = SectionText("Titel", "", "".join(map(chr, range(0x4E00, 0x5000))), False)
    found = text(PdfReader(BytesIO(pdf.write(replace(bare(), sections=(strange,))))))
    assert found.count("\ufffd") == 0x5000 - 0x4E00


def test_a_word_without_end_stays_on_the_paper(reader: PdfReader) -> None:
    ends = right_ends(reader)
    lines = [line for p in reader.pages for line in p.extract_text().splitlines()]
    assert max(len(line) for line in lines if set(line) <= set("xyeind")) < 110
    assert ends and max(ends) < float(reader.pages[0].mediabox.width)


def test_a_row_stays_on_one_page() -> None:
    words = "achter elkaar op vele regels want zo lang is een gewone actie vaak wel " * 3
    actions = tuple(
        Action(id=str(n), what=f"begin{n:02d} {words[n:]} einde{n:02d}") for n in range(40)
    )
    written = pdf.write(report(TINY, Plan(actions=actions), {}, NOW))
    pages = [squeezed(page.extract_text()) for page in PdfReader(BytesIO(written)).pages]

    assert len(pages) > 2
    for n in range(40):
        assert any(f"begin{n:02d}" in page and f"einde{n:02d}" in page for page in pages), n
