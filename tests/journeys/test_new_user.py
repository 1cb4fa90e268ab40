"""The whole journey as a new user walks it: from home to a plan, a second time, and gone again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.conftest import NewContext, Watch

FIRST = {
    "doen": "34232",
    "doel": "11111",
    "raad": "444444",
    "geld": "12341",
    "organisatieverandering": "222233",
}
SECOND = {**FIRST, "doen": "44444"}
MEANS = [
    ["Doen", "2,8"],
    ["Doel", "1,0"],
    ["Raad", "4,0"],
    ["Geld", "2,2"],
    ["Organisatieverandering", "2,3"],
]
THOUGHT = "Ik kom ’s ochtends al in het buurthuis 🌱"
SECTION = "Over een jaar weten bewoners mij te vinden. <b>Echt</b> =1+1"
ACTION = "Koffie drinken met de buurtvereniging"


@pytest.mark.parametrize(
    ("width", "script"),
    [
        pytest.param(1280, True, id="wide"),
        pytest.param(375, False, id="phone-without-script"),
        pytest.param(375, True, id="phone", marks=pytest.mark.long),
        pytest.param(1280, False, id="wide-without-script", marks=pytest.mark.long),
    ],
)
def test_a_new_user_walks_the_whole_way(
    new_context: NewContext, watch: Watch, width: int, script: bool
) -> None:
    device = {"viewport": {"width": width, "height": 800}, "java_script_enabled": script}
    page = new_context(**device).new_page()
    fill_in(page)
    read_the_profile(page)
    tip = think_and_take_a_tip(page)
    make_a_plan(page, tip)
    take_the_plan_along(page, tip)

    page.goto("/")
    walk.follow(page, "Sleutel")
    key = walk.read_key(page)
    assert re.fullmatch(r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}", key)

    elsewhere = new_context(**device).new_page()
    come_back(elsewhere, key, tip)
    measure_again(elsewhere)
    erase(elsewhere)
    watch.allow("status of 403")
    walk.open_with_key(elsewhere, key)
    expect(elsewhere.locator("#error-summary")).to_contain_text("hier niets bewaard")
    page.goto("/profiel")
    expect(page.get_by_role("heading", name="Hier komt je profiel")).to_be_visible()


def fill_in(page: Page) -> None:
    page.goto("/")
    walk.follow(page, "Start de zelfanalyse")
    walk.follow(page, "Begin met Doen")
    walk.answer_theme(page, "doen", FIRST["doen"][:3])
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#error-summary")).to_contain_text("2 stellingen zijn nog open")
    walk.answer_theme(page, "doen", FIRST["doen"])
    expect(page.get_by_text("5 van 27 stellingen")).to_be_visible()
    for theme in list(FIRST)[1:]:
        walk.answer_theme(page, theme, FIRST[theme])


def read_the_profile(page: Page) -> None:
    expect(page).to_have_url(re.compile("/profiel$"))
    expect(page.get_by_role("img", name="Profiel Eerste Hulp")).to_be_visible()
    assert walk.read_table(page.locator(".figure-table table")) == MEANS
    sentence = "; ".join(f"{theme} {mean}" for theme, mean in MEANS)
    expect(page.get_by_text(f"op een schaal van 1 tot en met 4: {sentence}.").first).to_be_visible()


def think_and_take_a_tip(page: Page) -> str:
    thoughts = walk.unfold(page, "Denk erover na")
    thoughts.get_by_label("Wat doe je nu al wel?").fill(THOUGHT)
    thoughts.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Je gedachten zijn bewaard.")).to_be_visible()
    expect(page.get_by_label("Wat doe je nu al wel?").first).to_have_value(THOUGHT)
    tips = walk.unfold(page, "Tips bij Doen")
    tip = tips.locator(".tips__title").first.inner_text()
    tips.get_by_role("button", name="Maak hier een actie van").first.click()
    expect(page.get_by_text(f"“{tip}” staat nu bij de acties")).to_be_visible()
    return tip


def make_a_plan(page: Page, tip: str) -> None:
    walk.follow(page, "POP-OP")
    expect(page.locator("#texts-0")).to_have_value(re.compile(re.escape(THOUGHT)))
    expect(page.locator("#actions-0-what")).to_have_value(tip)
    page.locator("#texts-1").fill(SECTION)
    page.locator("#actions-1-what").fill(ACTION)
    page.locator("#actions-1-with_whom").fill("Samira")
    page.locator("#actions-1-by").fill("2027-01-15")
    page.locator("#look_again").fill("2027-02-22")
    walk.press(page, "Bewaar mijn plan")
    expect(page.get_by_text("Je plan is bewaard.")).to_be_visible()


def take_the_plan_along(page: Page, tip: str) -> None:
    text = walk.read_pdf(walk.download(page, "Download als pdf"))
    for words in (SECTION, ACTION, "Samira", "15 jan 2027", "22 februari 2027", tip):
        assert words in text, text


def come_back(page: Page, key: str, tip: str) -> None:
    walk.open_with_key(page, key.lower().replace("-", " "))
    expect(page.get_by_text("Welkom terug")).to_be_visible()
    assert walk.read_table(page.locator(".figure-table table")) == MEANS
    expect(page.get_by_label("Wat doe je nu al wel?").first).to_have_value(THOUGHT)
    page.goto("/pop-op")
    expect(page.locator("#texts-1")).to_have_value(SECTION)
    expect(page.locator("#actions-0-what")).to_have_value(tip)
    expect(page.locator("#actions-1-what")).to_have_value(ACTION)
    expect(page.locator("#actions-1-by")).to_have_value("2027-01-15")
    expect(page.locator("#look_again")).to_have_value("2027-02-22")
    page.goto(walk.theme_address("geld"))
    expect(page.locator("#geld-4-4")).to_be_checked()


def measure_again(page: Page) -> None:
    page.goto("/profiel")
    walk.press(page, "Begin een nieuwe meting")
    walk.follow(page, "Begin met Doen")
    expect(page.locator(":checked")).to_have_count(0)
    walk.answer_all(page, SECOND)
    rows = walk.read_table(page.locator(".figure-table table"))
    assert rows[0] == ["Doen", "4,0", "2,8", "+1,2"]
    assert rows[1] == ["Doel", "1,0", "1,0", "0,0"]
    expect(page.locator(".radar-line-1")).to_have_count(2)
    expect(page.locator(".radar-line-2")).to_have_count(2)
    moved = walk.unfold(page, "Wat veranderde per stelling")
    expect(moved.get_by_text("Toen: Eens. Nu: Zeer eens. Verschil: +1").first).to_be_visible()
    expect(page.get_by_text(f"Nog te doen: {ACTION}")).to_be_visible()


def erase(page: Page) -> None:
    walk.follow(page, "Mijn gegevens")
    page.get_by_label("Ja, wis alles").check()
    walk.press(page, "Wis alles")
    expect(page.get_by_text("Alles van jou is gewist.")).to_be_visible()
    page.goto("/profiel")
    expect(page.get_by_role("heading", name="Hier komt je profiel")).to_be_visible()
