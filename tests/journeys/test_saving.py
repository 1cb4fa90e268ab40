"""With script: saved at once, and nothing typed is lost on a bad day."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.journeys import people, walk
from tests.journeys.conftest import NewContext, Site, Watch
from tests.journeys.walk import note

DOEN = walk.theme_address("doen")
TEXT = "Ik wil ’s ochtends vaker in de wijk zijn, en minder vaak achter mijn scherm zitten 🌱"
NO_CONNECTION = "Geen verbinding. Wat je invulde, staat nog op deze pagina."


SHORT_WAIT = """(() => {
    const after = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => after(1500);
})()"""


def is_autosave(request: Request) -> bool:
    return request.method == "POST" and "x-autosave" in request.headers


@pytest.fixture
def offline(planning: Page, context: BrowserContext, watch: Watch) -> Page:
    """A plan with a text that was written after the connection was gone."""
    watch.allow("ERR_INTERNET_DISCONNECTED")
    context.set_offline(True)
    planning.locator("#texts-1").fill(TEXT)
    return planning


def test_a_choice_is_saved_at_once(page: Page) -> None:
    page.goto(DOEN)
    walk.choose(page, "doen-2", 3)
    walk.wait_until_saved(page)
    expect(page.locator("[data-answered]")).to_have_text("1")
    page.reload()
    expect(page.locator("#doen-2-3")).to_be_checked()


def test_a_text_is_saved_while_typing(planning: Page) -> None:
    planning.locator("#texts-1").fill(TEXT)
    walk.wait_until_saved(planning)
    planning.reload()
    expect(planning.locator("#texts-1")).to_have_value(TEXT)


def test_a_thought_is_saved_while_typing(page: Page, known: walk.Know) -> None:
    known(people.done())
    page.goto("/profiel")
    thoughts = walk.unfold(page, "Denk erover na")
    thoughts.get_by_label("Wat doe je nu al wel?").fill(TEXT)
    expect(thoughts.locator("[data-saved-note]")).to_have_text("Bewaard")
    page.reload()
    expect(page.get_by_label("Wat doe je nu al wel?").first).to_have_value(TEXT)


def test_a_reason_is_saved_at_once(page: Page) -> None:
    page.goto("/tien-redenen")
    reason = page.get_by_label("Dit is voor mij een reden").nth(2)
    reason.check()
    walk.wait_until_saved(page)
    page.reload()
    expect(reason).to_be_checked()


def test_two_new_answers_and_the_button_make_one_person(page: Page, site: Site) -> None:
    before = site.count_people()
    page.goto(DOEN)
    page.evaluate(
        """() => {
            document.getElementById("doen-1-2").click();
            setTimeout(() => document.querySelector("form[data-autosave] button").click(), 2);
        }"""
    )
    expect(page.locator("#error-summary")).to_be_visible()
    page.goto(DOEN)
    expect(page.locator("#doen-1-2")).to_be_checked()
    assert site.count_people() == before + 1


def test_offline_keeps_the_text_and_saves_it_once_later(
    offline: Page, context: BrowserContext
) -> None:
    expect(note(offline)).to_contain_text(NO_CONNECTION)
    saves: list[Request] = []
    offline.on("requestfinished", lambda request: is_autosave(request) and saves.append(request))
    context.set_offline(False)
    walk.wait_until_saved(offline)
    assert len(saves) == 1
    offline.reload()
    expect(offline.locator("#texts-1")).to_have_value(TEXT)


def test_the_button_pressed_offline_loses_nothing(offline: Page, context: BrowserContext) -> None:
    walk.press(offline, "Bewaar mijn plan")
    expect(note(offline)).to_contain_text(NO_CONNECTION)
    expect(offline.locator("#texts-1")).to_have_value(TEXT)
    context.set_offline(False)
    walk.wait_until_saved(offline)
    offline.reload()
    expect(offline.locator("#texts-1")).to_have_value(TEXT)


def test_a_save_without_an_answer_holds_the_button_for_a_while_only(
    page: Page, known: walk.Know
) -> None:
    known(people.done())
    page.add_init_script(SHORT_WAIT)
    page.goto("/pop-op")
    page.route("**/pop-op", lambda route: None if is_autosave(route.request) else route.continue_())
    page.locator("#texts-1").fill(TEXT)
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Bewaar mijn plan").click()
    expect(note(page)).to_have_text("Even wachten, we zijn nog aan het bewaren.")
    expect(page.get_by_text("Je plan is bewaard.")).to_be_visible()
    expect(page.locator("#texts-1")).to_have_value(TEXT)


def test_two_tabs_that_clash_show_both_texts(
    page: Page, context: BrowserContext, watch: Watch, known: walk.Know
) -> None:
    watch.allow("status of 409")
    known(people.done())
    other = context.new_page()
    for tab in (page, other):
        tab.goto("/pop-op")
    page.locator("#texts-1").fill("Uit het eerste tabblad.")
    walk.wait_until_saved(page)
    other.locator("#texts-1").fill("Uit het tweede tabblad.")
    expect(note(other)).to_contain_text("nog niet bewaard")
    walk.press(other, "Bewaar mijn plan")
    expect(other.get_by_text("Je plan is intussen ergens anders veranderd")).to_be_visible()
    expect(other.locator("#texts-1")).to_have_value("Uit het tweede tabblad.")
    expect(other.locator(".clash")).to_contain_text("Uit het eerste tabblad.")
    both = "Uit het eerste tabblad. Uit het tweede tabblad."
    other.locator("#texts-1").fill(both)
    walk.press(other, "Bewaar mijn plan")
    expect(other.get_by_text("Je plan is bewaard.")).to_be_visible()
    page.reload()
    expect(page.locator("#texts-1")).to_have_value(both)


def test_two_tabs_with_different_texts_keep_both(
    page: Page, context: BrowserContext, known: walk.Know
) -> None:
    known(people.done())
    other = context.new_page()
    for tab, field in ((page, "#texts-1"), (other, "#texts-2")):
        tab.goto("/pop-op")
        tab.locator(field).wait_for()
    for tab, field in ((page, "#texts-1"), (other, "#texts-2")):
        tab.locator(field).fill(f"{TEXT} {field}")
        walk.wait_until_saved(tab)
    page.reload()
    for field in ("#texts-1", "#texts-2"):
        expect(page.locator(field)).to_have_value(f"{TEXT} {field}")


def test_two_tabs_with_the_same_action_keep_both(
    page: Page, context: BrowserContext, known: walk.Know
) -> None:
    known(people.twice())
    other = context.new_page()
    for tab in (page, other):
        tab.goto("/pop-op")
    page.locator("#actions-0-what").fill("Uit het eerste tabblad")
    walk.wait_until_saved(page)
    for words in ("Uit het tweede", "Uit het tweede tabblad"):
        other.locator("#actions-0-what").fill(words)
        walk.wait_until_saved(other)
    page.locator("#actions-0-with_whom").fill("Samira")
    walk.wait_until_saved(page)
    page.reload()
    rows = page.locator("[name^=actions][name$=what]").evaluate_all(
        "all => all.map((one) => one.value)"
    )
    assert [row for row in rows if row.startswith("Uit het")] == [
        "Uit het eerste tabblad",
        "Uit het tweede tabblad",
    ]


def test_a_page_open_too_long_can_still_be_sent(
    planning: Page, context: BrowserContext, watch: Watch
) -> None:
    watch.allow("status of 400")
    context.clear_cookies(name="formulier")
    planning.locator("#texts-1").fill(TEXT)
    walk.press(planning, "Bewaar mijn plan")
    expect(planning.get_by_role("heading", name="Deze pagina stond te lang open")).to_be_visible()
    expect(planning.get_by_label("Jouw tekst").filter(has_text="ochtends")).to_have_value(TEXT)
    walk.press(planning, "Probeer het opnieuw")
    expect(planning.get_by_text("Je plan is bewaard.")).to_be_visible()
    expect(planning.locator("#texts-1")).to_have_value(TEXT)


def test_answers_on_a_page_open_too_long_can_still_be_sent(
    page: Page, context: BrowserContext, watch: Watch
) -> None:
    watch.allow("status of 400")
    page.goto(DOEN)
    context.clear_cookies(name="formulier")
    walk.choose(page, "doen-4", 2)
    walk.press(page, walk.GO_ON)
    walk.press(page, "Probeer het opnieuw")
    expect(page.locator("#doen-4-2")).to_be_checked()


def test_the_back_button_keeps_choices_and_goes_on_saving(page: Page) -> None:
    page.goto(DOEN)
    walk.answer_theme(page, "doen", "12341")
    expect(page).to_have_url(re.compile("/doel$"))
    page.go_back()
    for number, value in enumerate("12341", 1):
        expect(page.locator(f"#doen-{number}-{value}")).to_be_checked()
    walk.choose(page, "doen-1", 4)
    walk.wait_until_saved(page)
    page.reload()
    expect(page.locator("#doen-1-4")).to_be_checked()


def test_an_action_can_be_added_and_removed(page: Page, known: walk.Know) -> None:
    known(people.with_plan(people.done()))
    page.goto("/pop-op")
    page.locator("#actions-2-what").fill("Een derde actie")
    walk.press(page, "Nog een actie")
    expect(page.locator("#actions-2-what")).to_have_value("Een derde actie")
    walk.press(page, "Verwijder actie 1")
    expect(page.locator("#actions-1-what")).to_have_value("Een derde actie")
    expect(page.locator("#actions-2-what")).to_have_value("")


def test_a_double_press_makes_one_action(planning: Page) -> None:
    planning.locator("#actions-0-what").fill("Eén keer")
    planning.get_by_role("button", name="Bewaar mijn plan").dblclick()
    expect(planning.get_by_text("Je plan is bewaard.")).to_be_visible()
    planning.goto("/profiel")
    expect(planning.get_by_text("Je acties: 0 van 1 gedaan")).to_be_visible()


def test_a_double_press_makes_one_assessment(page: Page, known: walk.Know) -> None:
    known(people.done())
    page.goto("/profiel")
    page.get_by_role("button", name="Begin een nieuwe meting").dblclick()
    expect(page).to_have_url(re.compile(f"{walk.OVERVIEW}$"))
    page.goto("/profiel")
    expect(page.get_by_text(re.compile(r"\d+ van 27 stellingen$"))).to_have_count(2)


def test_a_key_in_a_link_fills_the_field_and_leaves_the_address(
    page: Page, site: Site, new_context: NewContext
) -> None:
    key = site.keep(people.done())
    page.goto(f"/sleutel#{key}")
    expect(page.get_by_label("Jouw sleutel")).to_have_value(key)
    assert page.url == f"{site.address}/sleutel"
    expect(page.get_by_role("button", name="Open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Welkom terug")).to_be_visible()


def test_the_key_can_be_copied(
    page: Page, context: BrowserContext, site: Site, known: walk.Know
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    known(people.done())
    page.goto("/sleutel")
    walk.press(page, "Kopieer")
    expect(page.get_by_text("Gekopieerd.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == walk.read_key(page)
