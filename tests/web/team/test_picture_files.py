"""A team picture to take along: files that open, say what the screen says, and harm nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pypdf
import pytest
from lxml import etree

from ehbo.domain.team.disclosure import Publication, StatementPicture
from ehbo.web.team.picture import FORMATS
from tests.builders import Clock, instrument
from tests.team_builders import OurTeam, rows_of, sample, several
from tests.visitor import Installation
from tests.web.frame.test_hostile_text import HOSTILE, assert_harmless
from tests.web.team.test_picture import KINDS, SIZES, download, dutch, mixed

# ── Downloads ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", FORMATS)
def test_each_download_is_what_it_says(here: Installation, clock: Clock, ending: str) -> None:
    team = OurTeam(here)
    team.published(*sample(6))

    page = download(here.visitor(), team, ending)

    assert page.response.mimetype == KINDS[ending]
    day = team.team.published[0].publication.on
    assert page.file_name == f"teambeeld-wijkzaken-ronde-1-{day}.{ending}"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] in ("no-store", "private, no-cache")
    assert not page.set_cookies()
    opened(ending, page.response.data)


def opened(ending: str, content: bytes) -> str:
    """The text of a download, read by a program that did not write it."""
    if ending == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if ending == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert parts.testzip() is None
            document = etree.fromstring(parts.read("word/document.xml"))
        return " ".join(document.itertext())
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
        found = [c for c in cells if c.value is not None]
        assert not [c for c in found if c.data_type == "f"], "a formula"
        return "\n".join(str(c.value) for c in found)
    if ending == "svg":
        root = etree.fromstring(content)
        assert etree.QName(root).localname == "svg"
        return " ".join(str(text) for text in root.itertext())
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("people", SIZES)
def test_the_json_says_what_the_screen_says(here: Installation, clock: Clock, people: int) -> None:
    team = OurTeam(here)
    publication = team.published(*mixed(people))
    page, file = here.visitor().get(team.picture), download(here.visitor(), team, "json").json

    rows = rows_of(page)
    for theme in file["themes"]:
        assert rows[theme["title"]][0].split()[0] == dutch(Decimal(str(theme["mean"])))
        assert (" of " in rows[theme["title"]][0]) == (theme["bound"] != "exact")
    assert (file["respondents"], file["expected"], file["round"]) == (people, 12, 1)
    again = [
        StatementPicture.model_validate(
            {name: statement[name] for name in StatementPicture.model_fields}
        )
        for statement in file["statements"]
    ]
    assert _plain(publication.statements) == _plain(again)


def _plain(shown: Any) -> list[dict[str, Any]]:
    rows = [one.model_dump() for one in shown]
    return [{**row, "mean": None if row["mean"] is None else float(row["mean"])} for row in rows]


@pytest.mark.parametrize("people", SIZES)
def test_the_csv_says_what_the_screen_says(here: Installation, clock: Clock, people: int) -> None:
    team = OurTeam(here)
    publication = team.published(*mixed(people))
    text = download(here.visitor(), team, "csv").response.data.decode("utf-8-sig")

    found = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    themes = [row for row in found if row["Soort"] == "Thema"]
    assert [f"{row['Gemiddelde']} {row['Grens']}".strip() for row in themes] == [
        cells[0] for cells in rows_of(here.visitor().get(team.picture)).values()
    ]
    statements = [row for row in found if row["Soort"] == "Stelling"]
    labels = instrument().scale.labels
    for row, shown in zip(statements, publication.statements, strict=True):
        assert row["Stelling"] == instrument().statements[shown.id].text
        assert row["Gemiddelde"] == ("" if shown.mean is None else dutch(shown.mean))
        nearly = "" if shown.nearly_all is None else labels[shown.nearly_all - 1]
        assert row["Bijna iedereen"] == nearly
        counts = [row[f"Aantal {label}"] for label in labels]
        assert counts == [str(n) for n in shown.counts or ("",) * 4]


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx", "svg"])
def test_the_other_downloads_have_the_means_of_the_screen(
    here: Installation, clock: Clock, ending: str
) -> None:
    team = OurTeam(here)
    publication: Publication = team.published(*mixed(12))

    text = opened(ending, download(here.visitor(), team, ending).response.data)

    for shown in publication.themes:
        value = str(float(shown.mean)) if ending == "xlsx" else dutch(shown.mean)
        assert value in text, shown


# ── Hostile names ────────────────────────────────────────────────────────────────────────────

NAMES = [*HOSTILE, "=1+1", "\u202eomgekeerd", "@SUM(A1)"]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_team_harms_no_page(here: Installation, clock: Clock, name: str) -> None:
    team = OurTeam(here, name=name)
    member, leader = team.member(), team.leader()
    team.contributed(*sample(6))
    open_pages = [team.address, team.managing, team.picture, "/team", "/mijn-gegevens", "/profiel"]
    visitor = team.leader(visitor=member)
    assert visitor.send(f"{team.address}/begin", {}).status == 303
    pages = [visitor.get(path) for path in open_pages]
    pages.append(here.visitor().get(team.managing))
    pages.append(leader.send(f"{team.managing}/wissen", {"name": "anders"}))
    team.published()
    published = [team.picture, team.managing, f"{team.address}/beamer", several(team.shared())]
    pages += [visitor.get(path) for path in published]

    for page in pages:
        assert page.status in (200, 403, 422)
        assert_harmless(page)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_team_harms_no_download(here: Installation, clock: Clock, name: str) -> None:
    team = OurTeam(here, name=name)
    team.published(*sample(6))
    visitor = here.visitor()

    for ending in FORMATS:
        text = opened(ending, download(visitor, team, ending).response.data)
        assert "\u202e" not in text
    root = etree.fromstring(download(visitor, team, "svg").response.data)
    assert not root.xpath("//*[local-name()='script' or local-name()='img']")
    assert not root.xpath("//@*[starts-with(local-name(), 'on')]")
    text = download(visitor, team, "csv").response.data.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]
    poster = visitor.get(f"{team.address}/poster.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(poster.response.data)).pages) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_the_forms_of_a_team_comes_back_as_text(
    here: Installation, clock: Clock, text: str
) -> None:
    team = OurTeam(here)
    leader = team.leader()
    pages = [
        leader.send("/team/nieuw", dict.fromkeys(("name", "expected", "closes", "themes"), text)),
        leader.send(f"{team.managing}/verlengen", {"closes": text}),
        leader.send(f"{team.managing}/wissen", {"name": text}),
        here.visitor().send(f"{team.managing}/openen", {"code": text}),
        leader.get("/vergelijken", query_string={"code": text, "rondes": text}),
        leader.get(team.picture, query_string={"ronde": text}),
    ]

    assert [page.status for page in pages] == [422, 422, 422, 422, 422, 200]
    for page in pages:
        assert_harmless(page)
