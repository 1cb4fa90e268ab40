"""The main way with a keyboard only; whatever has focus is marked and in sight."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.journeys import people, walk
from tests.journeys.walk import LookAtFocus

MOST_STOPS = 120


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Presses Tab until the target has focus; every stop on the way must show its focus."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        LookAtFocus(page).expect_visible()
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {target}")


def enter(page: Page, role: Literal["button", "link"], name: str, key: str = "Tab") -> None:
    tab_to(page, page.get_by_role(role, name=name).first, key)
    page.keyboard.press("Enter")


def answer_theme(page: Page, theme: str, values: str) -> None:
    expect(page).to_have_url(re.compile(f"{walk.theme_address(theme)}$"))
    for number, value in enumerate(values, 1):
        tab_to(page, page.locator(f"#{theme}-{number}-1"))
        page.keyboard.press("Space")
        for _ in range(1, int(value)):
            page.keyboard.press("ArrowDown")
        LookAtFocus(page).expect_visible()
        expect(page.locator(f"#{theme}-{number}-{value}")).to_be_checked()
    enter(page, "button", walk.GO_ON)
    expect(page).not_to_have_url(re.compile(f"{walk.theme_address(theme)}$"))


def unfold(page: Page, words: str) -> None:
    tab_to(page, page.locator("summary", has_text=words).first)
    page.keyboard.press("Enter")


def test_the_main_way_with_a_keyboard(page: Page) -> None:
    page.goto("/")
    enter(page, "link", "Start de zelfanalyse")
    enter(page, "link", "Begin met Doen")
    for theme in ("doen", "doel"):  # the other themes are the same page
        answer_theme(page, theme, "13421423"[: people.THEMES[theme]])
    enter(page, "link", "Profiel", key="Shift+Tab")
    expect(page).to_have_url(re.compile("/profiel$"))

    unfold(page, "Denk erover na")
    tab_to(page, page.get_by_label("Wat doe je nu al wel?").first)
    page.keyboard.type("Ik bel eerst even.")
    enter(page, "button", "Bewaar")
    expect(page.get_by_text("Je gedachten zijn bewaard.")).to_be_visible()
    unfold(page, "Tips bij Doen")
    enter(page, "button", "Maak hier een actie van")
    expect(page.get_by_text("staat nu bij de acties")).to_be_visible()

    enter(page, "link", "POP-OP", key="Shift+Tab")
    tab_to(page, page.locator("#texts-1"))
    page.keyboard.type("Vaker buiten zijn.")
    tab_to(page, page.locator("#actions-0-by"))
    page.keyboard.type("11112027")  # day and month in any order
    expect(page.locator("#actions-0-by")).to_have_value("2027-11-11")
    enter(page, "button", "Bewaar mijn plan")
    expect(page.get_by_text("Je plan is bewaard.")).to_be_visible()
    with page.expect_download() as coming:
        enter(page, "link", "Download als pdf")
    assert "Vaker buiten zijn." in walk.read_pdf(Path(coming.value.path()).read_bytes())

    enter(page, "link", "Sleutel", key="Shift+Tab")
    expect(page.locator("#sleutel-tekst")).to_be_visible()
    enter(page, "link", "Mijn gegevens")
    tab_to(page, page.get_by_label("Ja, wis alles"))
    page.keyboard.press("Space")
    enter(page, "button", "Wis alles")
    expect(page.get_by_text("Alles van jou is gewist.")).to_be_visible()


def test_the_skip_link_is_first_and_leads_to_the_content(page: Page) -> None:
    page.goto("/over")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    LookAtFocus(page).expect_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def test_tab_backwards_passes_everything_too(page: Page) -> None:
    page.goto("/sleutel")
    page.get_by_role("link", name="Mijn gegevens").focus()
    tab_to(page, page.get_by_role("link", name=re.compile("^EHBO")), key="Shift+Tab")


def test_enter_in_a_field_saves_and_removes_no_action(page: Page, known: walk.Know) -> None:
    known(people.with_plan(people.done()))
    page.goto("/pop-op")
    what = page.locator("#actions-0-what").input_value()
    page.locator("#actions-0-with_whom").fill("Yusuf")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.keyboard.press("Enter")
    assert "remove=" not in (sent.value.post_data or "")
    expect(page.get_by_text("Je plan is bewaard.")).to_be_visible()
    expect(page.locator("#actions-0-what")).to_have_value(what)
    expect(page.locator("#actions-0-with_whom")).to_have_value("Yusuf")
