"""Other ways of looking: forced colours, less motion, paper."""

from __future__ import annotations

import re
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys import people, teams, walk
from tests.journeys.conftest import Site
from tests.journeys.walk import LookAtFocus

DOEN = walk.theme_address("doen")
STYLE = "(element, name) => getComputedStyle(element)[name]"


def test_forced_colours_keep_a_choice_and_focus_visible(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(DOEN)
    walk.choose(page, "doen-1", 2)
    chosen, other = page.locator("#doen-1-2"), page.locator("#doen-1-3")
    assert chosen.evaluate(STYLE, "appearance") == "auto"
    assert chosen.screenshot() != other.screenshot()
    widths = [radio.locator("+ label").evaluate(STYLE, "borderWidth") for radio in (chosen, other)]
    assert widths[0] != widths[1]
    page.keyboard.press("Tab")
    LookAtFocus(page).expect_visible()


def test_forced_colours_keep_the_lines_of_the_radar_apart(page: Page, known: walk.Know) -> None:
    known(people.twice())
    page.emulate_media(forced_colors="active")
    page.goto("/profiel")
    ground = page.locator("body").evaluate(STYLE, "backgroundColor")
    now, before = page.locator(".radar-line-1").first, page.locator(".radar-line-2").first
    strokes = [line.evaluate(STYLE, "stroke") for line in (now, before)]
    assert ground not in strokes
    assert now.evaluate(STYLE, "strokeDasharray") != before.evaluate(STYLE, "strokeDasharray")
    assert page.locator(".radar-label").first.evaluate(STYLE, "fill") != ground
    assert page.locator(".radar-mark-1").first.evaluate("e => e.tagName") != page.locator(
        ".radar-mark-2"
    ).first.evaluate("e => e.tagName")


def test_less_motion_means_none(page: Page, known: walk.Know) -> None:
    known(people.done())
    page.emulate_media(reduced_motion="reduce")
    for address in ("/", DOEN, "/profiel"):
        page.goto(address)
        moving = page.locator("body *").evaluate_all(
            """all => all.filter((element) => {
                const { transitionDuration, animationName } = getComputedStyle(element);
                return animationName !== "none" || parseFloat(transitionDuration) > 0.01;
            }).map((element) => element.outerHTML.slice(0, 80))"""
        )
        assert not moving


def test_paper_has_the_content_and_none_of_the_controls(page: Page, known: walk.Know) -> None:
    known(people.twice())
    page.emulate_media(media="print")
    for address, content in (
        ("/profiel", page.get_by_role("img", name=re.compile("^Profiel"))),
        ("/profiel", page.locator(".figure-table table")),
        ("/pop-op", page.locator("#texts-1")),
        ("/sleutel", page.get_by_text("typ je sleutel over")),
        ("/sleutel", page.locator("figure.qr")),
    ):
        page.goto(address)
        expect(content).to_be_visible()
        expect(page.get_by_role("navigation")).to_have_count(0)
        expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)


def test_paper_keeps_the_table_of_the_profile_whole(page: Page, known: walk.Know) -> None:
    known(people.taken(people.twice(), people.answers(*people.THEMES, step=2)))
    page.goto("/profiel")
    read = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages]
    caption = "Gemiddelde per thema, van 1 tot 4"
    [with_caption] = [text for text in read if caption in text]
    table = with_caption.partition(caption)[2].partition("Zo lees je het")[0]
    assert all(theme.title in table for theme in people.QUESTIONNAIRE.themes)
    words = " ".join(" ".join(read).split())
    assert "Je metingen" in words
    assert "Bewaar je sleutel" not in words
    assert "Na een maand of drie" not in words


def test_paper_lays_nothing_over_the_table_of_the_profile(page: Page, known: walk.Know) -> None:
    known(people.twice())
    page.emulate_media(media="print")
    page.goto("/profiel")
    figure = page.locator(".figure-table")
    assert figure.evaluate(STYLE, "display") == "block"
    assert figure.locator("table").evaluate(STYLE, "breakInside") == "avoid"


def test_forced_colours_keep_what_a_team_answered_apart(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"/team/{teams.published_team(site, 12).code}/beeld")
    ground = page.locator("body").evaluate(STYLE, "backgroundColor")
    bar = page.locator(".statement-chart svg").first
    for part in bar.locator(".answer").all():
        assert part.evaluate(STYLE, "stroke") != ground
    assert bar.locator(".answer-label").first.evaluate(STYLE, "fill") != ground
    assert page.locator(".radar-line-1").evaluate(STYLE, "stroke") != ground


def test_paper_has_the_picture_of_a_team_and_of_the_comparison(page: Page, site: Site) -> None:
    page.emulate_media(media="print")
    made = [teams.published_team(site, 6), teams.published_team(site, 12, name="Team Ruimte")]
    shared = "&".join(f"code={team.share()}" for team in made)
    for address, content in (
        (f"/team/{made[0].code}/beeld", page.locator(".figure-table svg")),
        (f"/team/{made[1].code}/beeld", page.locator(".statement-chart svg").first),
        (f"/vergelijken?{shared}", page.locator(".multiples svg").first),
        (f"/vergelijken?{shared}", page.locator(".table-scroll table")),
    ):
        page.goto(address)
        expect(content).to_be_visible()
        expect(page.get_by_role("navigation")).to_have_count(0)
        expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
