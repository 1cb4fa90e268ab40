"""Lead, members and a second team: from the invitation to the comparison, each in a browser."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.builders import TODAY
from tests.journeys import people, teams, walk
from tests.journeys.conftest import NewContext, Site
from tests.journeys.test_keyboard import enter, tab_to

IN = "Draag mijn antwoorden anoniem bij"
NOW = "Draag mijn antwoorden van nu bij"
OUT = "Trek mijn antwoorden terug"
ASKED = ("doen", "doel", "geld")
NOT_ASKED = ("Raad", "Organisatieverandering")
COUNTED = "Jouw antwoorden tellen mee"


@dataclass
class Room:
    """Opens a browser of its own for everybody."""

    site: Site
    new_context: NewContext

    def nobody(self) -> Page:
        return self.new_context().new_page()

    def member(self, step: int) -> Page:
        """Somebody with a complete assessment; `step` varies the answers."""
        key = self.site.keep(
            people.taken(people.Portfolio(), people.answers(*people.THEMES, step=step))
        )
        context = self.new_context()
        context.add_cookies([{"name": "ehbo", "value": key, "url": self.site.address}])
        return context.new_page()


@pytest.fixture
def room(site: Site, new_context: NewContext) -> Iterator[Room]:
    yield Room(site, new_context)


def make_team(page: Page, name: str, expected: int) -> str:
    """The lead makes a team through the pages; returns its code."""
    page.goto("/")
    walk.follow(page, "Naar je team")
    walk.follow(page, "Maak een team")
    page.get_by_label("Naam van het team").fill(name)
    page.get_by_label("Met hoeveel mensen").fill(str(expected))
    page.get_by_label("Tot en met welke dag").fill((TODAY + timedelta(days=3)).isoformat())
    for title in NOT_ASKED:
        page.get_by_label(title).uncheck()
    walk.press(page, "Maak het team")
    expect(page.get_by_text("Je team staat klaar.")).to_be_visible()
    found = re.search(r"/team/([0-9A-Z-]+)/beheer", page.url)
    assert found
    return found[1]


def contribute(page: Page, code: str) -> None:
    page.goto(f"/team/{code}")
    walk.press(page, IN)
    expect(page.get_by_role("heading", name=COUNTED)).to_be_visible()


def close_and_publish(page: Page, code: str) -> None:
    page.goto(f"/team/{code}/beheer")
    walk.press(page, "Sluit de ronde nu")
    walk.press(page, "Publiceer het teambeeld")
    expect(page).to_have_url(re.compile("/beeld"))


def theme_means(page: Page) -> dict[str, str]:
    return {row[0]: row[1] for row in walk.read_table(page.locator(".figure-table table"))}


def test_from_invitation_to_comparison(room: Room) -> None:
    lead = room.nobody()
    code = make_team(lead, "Wijkteam Zuid", 8)
    expect(lead.locator("#uitnodiging")).to_contain_text(code)
    poster = walk.download(lead, "Download de poster (PDF)")
    assert "Wijkteam Zuid" in walk.read_pdf(poster) and code in walk.read_pdf(poster)

    newcomer = room.nobody()
    newcomer.goto(f"/team/{code.lower().replace('-', '')}")
    walk.press(newcomer, "Naar de zelfanalyse")
    for theme in ASKED:
        newcomer.goto(walk.theme_address(theme))
        walk.answer_theme(newcomer, theme, "43214321"[: people.THEMES[theme]])
    newcomer.goto("/profiel")
    walk.follow(newcomer, "Naar de keuze")
    walk.press(newcomer, IN)

    members = [room.member(step) for step in (1, 2, 3, 5, 7)]
    for member in members:
        contribute(member, code)
    walk.press(members[0], OUT)
    expect(members[0].get_by_text("5 van 8")).to_be_visible()
    walk.press(members[0], IN)
    members[1].goto(walk.theme_address("doen"))
    walk.choose(members[1], "doen-1", 1)
    walk.press(members[1], walk.GO_ON)
    members[1].goto(f"/team/{code}")
    walk.press(members[1], NOW)
    expect(members[1].get_by_text("6 van 8")).to_be_visible()

    lead.reload()
    expect(lead.get_by_text("6 van 8")).to_be_visible()
    close_and_publish(lead, code)
    seen = theme_means(lead)
    assert list(seen) == [t.title for t in people.QUESTIONNAIRE.themes if t.id in ASKED]
    for member in (*members, newcomer):
        member.goto(f"/team/{code}")
        expect(member.get_by_text("Jij (dat zie alleen jij)")).to_be_visible()
        assert theme_means(member) == seen
    expect(lead.get_by_text("Jij (dat zie alleen jij)")).to_have_count(0)
    check_downloads(lead, seen)

    second_round(lead, code, members, newcomer)
    compare(room, lead, code, members)


def check_downloads(page: Page, seen: dict[str, str]) -> None:
    """Opened by readers of others, each says what the screen says."""
    values: dict[str, Any] = json.loads(walk.download(page, "JSON"))
    shown = [theme["mean"] for theme in values["themes"]]
    assert [str(value).replace(".", ",") for value in shown] == list(seen.values())
    rows = list(csv.reader(StringIO(walk.download(page, "CSV").decode("utf-8-sig")), delimiter=";"))
    text = "\n".join(";".join(row) for row in rows)
    book = load_workbook(BytesIO(walk.download(page, "Excel")))
    cells = {
        str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None
    }
    document = Document(BytesIO(walk.download(page, "Word")))
    table = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    pdf = walk.read_pdf(walk.download(page, "PDF"))
    for title, mean in seen.items():
        assert table[title] == mean
        assert title in text and mean in text
        assert title in cells
        assert f"{title} {mean}" in pdf
    assert walk.download(page, "Plaatje van het beeld (SVG)").startswith(b"<?xml")


def second_round(lead: Page, code: str, members: list[Page], newcomer: Page) -> None:
    lead.goto(f"/team/{code}/beheer")
    part = walk.unfold(lead, "Begin een nieuwe ronde")
    part.get_by_label("Met hoeveel mensen").fill("6")
    part.get_by_label("Tot en met welke dag").fill(TODAY.isoformat())
    walk.press(lead, "Open een nieuwe ronde")
    expect(lead.get_by_text("Ronde 2 is open")).to_be_visible()
    for member in (*members, newcomer):
        member.goto(f"/team/{code}")
        expect(member.get_by_text("Deze meting telt al mee")).to_be_visible()
        walk.press(member, "Begin opnieuw met een nieuwe meting")
        for theme in ASKED:
            member.goto(walk.theme_address(theme))
            walk.answer_theme(member, theme, "34213421"[: people.THEMES[theme]])
        contribute(member, code)
    close_and_publish(lead, code)
    expect(lead.get_by_role("heading", name="Wat veranderde sinds ronde 1")).to_be_visible()
    walk.follow(lead, "Op de beamer")
    expect(lead.get_by_role("heading", name="Praat erover door")).to_be_visible()


def compare(room: Room, lead: Page, code: str, members: list[Page]) -> None:
    other = teams.published_team(room.site, 9, name="Team Water")
    lead.goto(f"/team/{code}/beheer")
    walk.press(lead, "Maak een vergelijkcode")
    walk.follow(lead, "Vergelijk")
    lead.get_by_label("Voeg een team toe").fill(other.share())
    walk.press(lead, "Voeg toe")
    walk.follow(lead, "Toon alle rondes")
    expect(lead.locator(".compare__chart .main-svg").first).to_be_visible()
    heads = lead.locator(".table-scroll thead th").all_inner_texts()
    assert [re.sub(r" \(.*", "", head) for head in heads[1:]] == [
        "Wijkteam Zuid, ronde 1",
        "Wijkteam Zuid, ronde 2",
        "Team Water",
        "Samen",
    ]
    lead.get_by_role("button", name="Team Water").click()
    expect(lead.get_by_role("button", name="Team Water")).to_have_attribute("aria-pressed", "false")


def test_the_way_of_a_team_with_a_keyboard(page: Page, known: walk.Know, site: Site) -> None:
    known(people.done())
    team = teams.open_team(site, 6)
    page.goto("/team")
    tab_to(page, page.locator("#key_or_code"))
    page.keyboard.type(team.code)
    page.keyboard.press("Enter")
    enter(page, "button", IN)
    expect(page.get_by_role("heading", name=COUNTED)).to_be_visible()
    page.goto("/sleutel")
    tab_to(page, page.locator("#key_or_code"))
    page.keyboard.type(team.lead.key)
    page.keyboard.press("Enter")
    enter(page, "button", "Sluit de ronde nu")
    enter(page, "button", "Publiceer het teambeeld")
    expect(page).to_have_url(re.compile("/beeld"))
    enter(page, "link", "Op de beamer")
    expect(page).to_have_url(re.compile("/beamer"))


def test_the_way_of_a_team_without_script(new_context: NewContext, site: Site) -> None:
    page = new_context(java_script_enabled=False).new_page()
    key = site.keep(people.done())
    page.context.add_cookies([{"name": "ehbo", "value": key, "url": site.address}])
    code = make_team(page, "Team zonder script", 6)
    contribute(page, code)
    for step in range(5):
        team = teams.TeamMade(site, code, teams.Lead(b"0" * 16))
        team.fill(1, seed=step)
    close_and_publish(page, code)
    expect(page.get_by_text("Jij (dat zie alleen jij)")).to_be_visible()
    page.goto(f"/team/{code}/beheer")
    walk.press(page, "Maak een vergelijkcode")
    walk.follow(page, "Vergelijk")
    expect(page.locator(".multiples svg")).to_have_count(1)
    expect(page.locator(".table-scroll table")).to_be_visible()
    expect(page.locator(".compare__chart")).to_be_hidden()
