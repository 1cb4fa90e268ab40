"""The team's PDF and the poster read back by pypdf, which did not write them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from io import BytesIO

import pytest
import segno
from pypdf import PdfReader

from ehbo.documents.team import pdf as team_pdf
from ehbo.documents.team import poster
from ehbo.documents.team.invitation import PROMISE
from ehbo.documents.team.report import shown_name, team_report
from ehbo.domain.questionnaire import Statement
from tests.documents.person.sample import TINY, squeezed
from tests.documents.reading import assert_says_that_it_is_accessible, right_ends, structure
from tests.documents.team.sample import NAMES, SIZES, instrument, other, publication, team

CLOSES = date(2026, 12, 3)
ADDRESS = "https://ehbo.example.nl/team/K7QD-M3XF"
CODE = "K7QD-M3XF"
LONG_ADDRESS = "https://participatie.gemeente-met-een-lange-naam.nl/zelfanalyse/team/K7QD-M3XF"


@cache
def made(n: int) -> PdfReader:
    return PdfReader(BytesIO(team_pdf.write(team(n))))


def posted(name: str, address: str = ADDRESS, organisation: str = "Gemeente Oost") -> PdfReader:
    return PdfReader(BytesIO(poster.pdf(name, address, CODE, CLOSES, organisation)))


def text(reader: PdfReader) -> str:
    """The text of all pages without spaces and without what stands at the foot of each."""
    whole = "".join(squeezed(page.extract_text()) for page in reader.pages)
    return re.sub(r"Ditbeeldisvanhetheleteam\..*?hetzelfde\.Pagina\d+van\d+", "", whole)


@pytest.mark.parametrize("reader", [made(5), made(10), posted(NAMES[0])])
def test_it_says_that_it_is_accessible(reader: PdfReader) -> None:
    assert_says_that_it_is_accessible(reader)


@pytest.mark.parametrize("n", SIZES)
def test_its_structure_is_real(n: int) -> None:
    report = team(n)
    kinds = structure(made(n))
    names = [kind for kind, _ in kinds]
    shown = [theme for theme in report.themes if theme.statements]
    rows = sum(len(theme.statements) for theme in shown)
    assert names.count("/H1") == 1
    assert names.count("/H2") == (5 if shown else 3)
    assert names.count("/H3") == len(shown)
    assert names.count("/Table") == 1 + len(shown)
    assert names.count("/TH") == len(report.scores.header) + 3 * len(shown)
    assert names.count("/TR") == 1 + len(report.themes) + len(shown) + rows
    assert [alt for kind, alt in kinds if kind == "/Figure"] == [
        f"Gemiddelde score per thema. {report.sentence}"
    ], "the drawings beside the statements repeat words and are not read aloud"


@pytest.mark.parametrize("n", SIZES)
def test_it_shows_what_is_published(n: int) -> None:
    report, found = team(n), text(made(n))
    for cells in report.scores.rows:
        assert squeezed("".join(cells)) in found
    for theme in report.themes:
        for row in theme.statements:
            # Numbers drawn in a bar come before its words.
            told = rf"{re.escape(squeezed(row.text + row.note))}\d*{re.escape(squeezed(row.words))}"
            assert re.search(told + re.escape(squeezed(row.together or "–")), found)
    for line in (report.facts, report.reading, *report.explained, *report.unseen):
        assert squeezed(line) in found
    for point in report.points:
        assert squeezed(f"{point.statement}{point.seen}") in found
    for question in report.questions:
        assert squeezed(question) in found


def test_it_has_a_title_and_names_nobody() -> None:
    about = made(10).metadata
    assert about and about.title == "Teambeeld: Wijkzaken ’t Zand"
    assert not about.author
    assert about.creation_date and about.creation_date.date() == date(2026, 11, 22)
    assert about.creation_date.hour == about.creation_date.minute == 0
    assert team_pdf.write(team(10)) == team_pdf.write(team(10)), "nothing of the moment is in it"


@pytest.mark.parametrize("name", [n for n in NAMES if n.isascii() or "’" in n])
def test_any_name_comes_out_whole(name: str) -> None:
    reader = PdfReader(BytesIO(team_pdf.write(team_report(instrument(), publication(5), name, 1))))
    assert squeezed(name) in text(reader)
    assert squeezed(name) in text(posted(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_name_moves_the_rest(name: str) -> None:
    report = team_report(instrument(), publication(5), name, 1)
    reader = PdfReader(BytesIO(team_pdf.write(report)))
    assert squeezed(report.facts) in text(reader)
    assert "�" not in text(reader)
    assert len(reader.pages) == len(made(5).pages)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", [ADDRESS, LONG_ADDRESS])
def test_the_poster_is_one_page_with_all_on_it(name: str, address: str) -> None:
    reader = posted(name, address, organisation="Organisatie " * 8)
    assert len(reader.pages) == 1
    found = text(reader)
    for part in (
        "Doe mee",
        PROMISE,
        "Tot en met donderdag 3 december 2026",
        address.removeprefix("https://"),
        CODE,
        "10 minuten · geen account nodig",
    ):
        assert squeezed(part) in found
    ends = right_ends(reader)
    assert ends and max(ends) < float(reader.pages[0].mediabox.width)


def test_the_poster_is_tagged_and_says_nothing_of_its_making() -> None:
    reader = posted("Team")
    kinds = structure(reader)
    assert [alt for kind, alt in kinds if kind == "/Figure"] == [f"QR-code die {ADDRESS} opent"]
    assert [kind for kind, _ in kinds].count("/H1") == 1
    about = reader.metadata
    assert about and about.title == "Doe mee: Team" and not about.author
    assert about.creation_date is None and about.modification_date is None
    again = poster.pdf("Team", ADDRESS, CODE, CLOSES, "Gemeente Oost")
    assert again == poster.pdf("Team", ADDRESS, CODE, CLOSES, "Gemeente Oost")


def test_a_poster_of_nobodys_organisation_names_the_product() -> None:
    assert "EersteHulpBijOverheidsparticipatie" in text(posted("Team", organisation=""))


def test_an_address_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(segno.DataOverflowError):
        poster.pdf("Team", "https://" + "x" * 3000, CODE, CLOSES, "")


def test_a_questionnaire_of_long_texts_still_makes_a_document() -> None:
    text_of_ten = "Een lange stelling. " * 400
    long = Statement(id="doen-1", text=text_of_ten.strip(), reversed=True)
    theme = TINY.themes[0].model_copy(update={"statements": (long,)})
    asked = other((theme,))
    reader = PdfReader(
        BytesIO(team_pdf.write(team_report(asked, publication(9, asked), "Team", 1)))
    )
    assert text(reader).count("lange") == 800, "in the table and to talk about"


def test_a_turned_name_is_set_straight() -> None:
    name = NAMES[-1]
    assert squeezed(shown_name(name)) in text(posted(name))
    assert "\u202e" not in text(posted(name))
