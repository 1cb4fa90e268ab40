"""A page that comes back by itself: what was filled in is still there, or gone with its owner.

Safari keeps a page as it was and then resets its forms; here the browser is made to do so.
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people, walk
from tests.journeys.conftest import Watch

DOEL = walk.theme_address("doel")
TEXT = "Ik wil ’s ochtends vaker in de wijk zijn 🌱"
LEFT_AND_BACK = """() => {
    dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}));
    for (const form of document.forms) form.reset();
    dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
}"""


def test_what_was_written_is_still_there_and_stays_saved(planning: Page) -> None:
    planning.locator("#texts-1").fill(TEXT)
    planning.locator("#look_again").fill("2027-05-22")
    walk.wait_until_saved(planning)

    with planning.expect_response(lambda answer: answer.request.method == "POST"):
        planning.evaluate(LEFT_AND_BACK)

    expect(planning.locator("#texts-1")).to_have_value(TEXT)
    planning.locator("#texts-2").fill("nog een gedachte")
    walk.wait_until_saved(planning)
    planning.reload()
    expect(planning.locator("#texts-1")).to_have_value(TEXT)
    expect(planning.locator("#look_again")).to_have_value("2027-05-22")


def test_what_was_chosen_is_still_there(page: Page, known: walk.Know) -> None:
    known(people.half())
    page.goto(DOEL)
    walk.choose(page, "doel-3", 3)
    walk.wait_until_saved(page)

    page.evaluate(LEFT_AND_BACK)

    expect(page.locator("#doel-3-3")).to_be_checked()
    page.reload()
    expect(page.locator("#doel-3-3")).to_be_checked()


def test_after_locking_the_page_that_comes_back_is_empty(
    planning: Page, context: BrowserContext, watch: Watch
) -> None:
    watch.allow("409")
    planning.locator("#texts-1").fill(TEXT)
    walk.wait_until_saved(planning)
    other = context.new_page()
    other.goto("/sleutel")
    walk.press(other, "Vergrendel dit apparaat")

    planning.evaluate(LEFT_AND_BACK)

    expect(planning.locator("#texts-1")).to_have_value("")


def test_what_the_browser_puts_back_is_saved(page: Page, known: walk.Know) -> None:
    known(people.done())
    # As Firefox fills a form in again, before any script of the page runs.
    page.add_init_script(
        f"""addEventListener("DOMContentLoaded", () => {{
            const field = document.querySelector("#texts-1");
            if (field && !sessionStorage.done) field.value = {TEXT!r};
            sessionStorage.done = "1";
        }})"""
    )
    page.goto("/pop-op")
    walk.wait_until_saved(page)
    page.reload()
    expect(page.locator("#texts-1")).to_have_value(TEXT)
