"""Dates, typed with the keyboard: what is not finished is not empty, and 27 is 2027."""

from __future__ import annotations

import json
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ehbo.domain.plan import Action, Plan
from tests.journeys import people, walk
from tests.journeys.conftest import NewContext, Watch
from tests.journeys.walk import note

# Day and month are the same: which comes first in the field is up to the browser's own language.
YEAR = str(date.today().year + 1)
DAY, OTHER_DAY = f"{YEAR}-01-01", f"{YEAR}-03-03"
SHORT = f"0{YEAR[:2]}{YEAR[3]}"
MENDED = {f"{YEAR}-01-02", f"{YEAR}-02-01"}
BY, AGAIN = "#actions-0-by", "#look_again"
NAMES = {BY: "de datum bij actie 1", AGAIN: "de dag om opnieuw te kijken"}
FIELDS = pytest.mark.parametrize("field", [BY, AGAIN])
AT_THE_FIELD = "Nog niet af: vul aan, of maak leeg."


@pytest.fixture
def planned(page: Page, known: walk.Know) -> Page:
    action = Action(id="een", what="Bellen", with_whom="Samira", by=date.fromisoformat(DAY))
    plan = Plan(actions=(action,), look_again=date.fromisoformat(DAY))
    known(people.done().planned(people.QUESTIONNAIRE.id, plan))
    page.goto("/pop-op")
    return page


@pytest.fixture
def other(planned: Page, context: BrowserContext) -> Page:
    """The same plan in another window."""
    window = context.new_page()
    window.goto("/pop-op")
    return window


def not_finished(field: str) -> str:
    return f"Bewaard, behalve {NAMES[field]}: die is nog niet af."


def press(page: Page, field: str, *keys: str) -> None:
    page.locator(field).focus()
    for key in keys:
        page.keyboard.press(key)


def kept(page: Page) -> Plan:
    """The plan as one's own export has it."""
    exported = json.loads(page.request.get("/mijn-gegevens.json").body())
    return Plan.model_validate(exported["plans"][people.QUESTIONNAIRE.id])


def days(page: Page) -> list[str]:
    plan = kept(page)
    return [*(str(action.by) for action in plan.actions), str(plan.look_again)]


@FIELDS
def test_a_date_that_is_touched_half_keeps_what_is_stored(planned: Page, field: str) -> None:
    press(planned, field, "Backspace")
    expect(note(planned)).to_have_text(not_finished(field))
    assert days(planned) == [DAY, DAY]
    planned.goto("/profiel")
    assert days(planned) == [DAY, DAY]


@FIELDS
def test_leaving_at_once_with_a_half_date_keeps_what_is_stored(planned: Page, field: str) -> None:
    press(planned, field, "Backspace")
    planned.goto("/profiel")
    planned.wait_for_timeout(300)
    assert days(planned) == [DAY, DAY]


@FIELDS
def test_a_half_date_that_is_left_is_pointed_out_until_it_is_finished(
    planned: Page, field: str
) -> None:
    press(planned, field, "Backspace", "Tab", "Tab", "Tab", "Tab")
    expect(planned.locator(f"{field}-error")).to_contain_text(AT_THE_FIELD)
    expect(planned.locator(field)).to_have_attribute("aria-invalid", "true")
    expect(note(planned)).to_have_text(not_finished(field))
    press(planned, field, *"02")
    expect(note(planned)).to_have_text("Bewaard")
    expect(planned.locator(f"{field}-error")).to_have_count(0)
    assert len(MENDED & {*days(planned)}) == 1


@FIELDS
def test_a_date_that_is_cleared_on_purpose_is_erased(planned: Page, field: str) -> None:
    press(planned, field, "Backspace", "ArrowRight", "Backspace", "ArrowRight", "Backspace")
    planned.locator("#texts-1").focus()
    expect(note(planned)).to_have_text("Bewaard")
    assert sorted(days(planned)) == sorted([DAY, "None"])


def test_the_rest_of_a_row_with_a_half_date_is_saved_once(planned: Page) -> None:
    press(planned, BY, "Backspace")
    for what in ("Bellen met", "Bellen met de buurt"):
        planned.locator("#actions-0-what").fill(what)
        expect(note(planned)).to_have_text(not_finished(BY))
    planned.locator("#texts-1").fill("Een tekst")
    expect(note(planned)).to_have_text(not_finished(BY))
    plan = kept(planned)
    assert [(a.what, str(a.by)) for a in plan.actions] == [("Bellen met de buurt", DAY)]
    assert "Een tekst" in plan.sections.values()
    press(planned, BY, *"02")
    expect(note(planned)).to_have_text("Bewaard")
    assert days(planned)[0] in MENDED


def test_a_half_date_after_a_saved_one_keeps_the_saved_one(planned: Page) -> None:
    planned.locator(BY).fill(OTHER_DAY)
    walk.wait_until_saved(planned)
    press(planned, BY, "Backspace")
    expect(note(planned)).to_have_text(not_finished(BY))
    planned.locator("#actions-0-with_whom").fill("Piet")
    expect(note(planned)).to_have_text(not_finished(BY))
    assert [(a.with_whom, str(a.by)) for a in kept(planned).actions] == [("Piet", OTHER_DAY)]


def test_a_half_new_date_in_a_new_row_is_said_and_the_row_is_kept(planned: Page) -> None:
    planned.locator("#actions-1-what").fill("Iets nieuws")
    press(planned, "#actions-1-by", *"01")
    planned.locator("#actions-1-with_whom").fill("Jan")
    words = "Bewaard, behalve de datum bij actie 2: die is nog niet af."
    expect(note(planned)).to_have_text(words)
    assert [(a.what, a.by) for a in kept(planned).actions[1:]] == [("Iets nieuws", None)]
    press(planned, "#actions-1-by", *"0101", *YEAR, "Tab")
    expect(note(planned)).to_have_text("Bewaard")
    assert [str(action.by) for action in kept(planned).actions] == [DAY, DAY]


def test_two_half_dates_are_both_named(planned: Page) -> None:
    for field in (BY, AGAIN):
        press(planned, field, "Backspace")
    planned.locator("#texts-1").focus()
    words = f"Bewaard, behalve {NAMES[BY]} en {NAMES[AGAIN]}: die zijn nog niet af."
    expect(note(planned)).to_have_text(words)
    assert days(planned) == [DAY, DAY]


def test_a_half_date_does_not_undo_the_date_of_another_window(planned: Page, other: Page) -> None:
    for field in (BY, AGAIN):
        press(planned, field, "Backspace")
        other.locator(field).fill(OTHER_DAY)
        walk.wait_until_saved(other)
    planned.locator("#texts-1").fill("Een tekst")
    expect(note(planned)).to_contain_text("die zijn nog niet af.")
    assert days(planned) == [OTHER_DAY, OTHER_DAY]


def test_a_row_that_another_window_changed_stays_one_beside_a_half_date(
    planned: Page, other: Page
) -> None:
    press(planned, BY, "Backspace")
    other.locator("#actions-0-what").fill("Schrijven")
    other.locator(BY).fill(OTHER_DAY)
    walk.wait_until_saved(other)
    planned.locator("#texts-1").fill("Een tekst")
    expect(note(planned)).to_have_text(not_finished(BY))
    assert [(a.what, str(a.by)) for a in kept(planned).actions] == [("Schrijven", OTHER_DAY)]


@FIELDS
def test_a_year_of_two_digits_is_shown_back_in_full(planned: Page, field: str) -> None:
    press(planned, field, *"0303", *YEAR[2:], "Tab")
    expect(planned.locator(field)).to_have_value(OTHER_DAY)
    expect(note(planned)).to_have_text("Bewaard")
    assert sorted(days(planned)) == sorted([DAY, OTHER_DAY])


def test_a_year_of_two_digits_is_kept_by_who_presses_enter_or_leaves(planned: Page) -> None:
    press(planned, BY, *"0303", *YEAR[2:], "Enter")
    expect(planned.get_by_text("Je plan is bewaard.")).to_be_visible()
    press(planned, AGAIN, *"0303", *YEAR[2:])
    planned.goto("/profiel")
    planned.wait_for_timeout(300)
    assert days(planned) == [OTHER_DAY, OTHER_DAY]


def test_a_year_on_its_way_is_never_saved(planned: Page) -> None:
    seen: list[str] = []
    planned.on("request", lambda request: seen.append(request.post_data or ""))
    planned.locator(BY).focus()
    for key in f"0303{YEAR}":
        planned.keyboard.press(key)
        planned.wait_for_timeout(1000)
    expect(note(planned)).to_have_text("Bewaard")
    assert not any("by=0" in body for body in seen)
    assert days(planned) == [OTHER_DAY, DAY]


@FIELDS
def test_a_year_that_cannot_be_is_asked_for_at_the_field_and_the_rest_is_saved(
    planned: Page, watch: Watch, field: str
) -> None:
    watch.allow("status of 422")
    press(planned, field, *f"0101{SHORT}")
    planned.locator("#texts-1").fill("Een tekst")
    words = f"Dit jaar kan niet kloppen. Bedoel je {YEAR}?"
    expect(planned.locator(f"{field}-error")).to_contain_text(words)
    expect(note(planned)).to_have_text(f"Bewaard, behalve {NAMES[field]}. {words}")
    assert days(planned) == [DAY, DAY]
    assert "Een tekst" in kept(planned).sections.values()
    expect(planned.locator(field)).to_have_value(f"{SHORT}-01-01")
    planned.locator(field).fill(OTHER_DAY)
    expect(note(planned)).to_have_text("Bewaard")
    expect(planned.locator(f"{field}-error")).to_have_count(0)
    assert sorted(days(planned)) == sorted([DAY, OTHER_DAY])


def test_a_half_date_on_a_page_that_was_refused_keeps_what_is_stored(
    planned: Page, watch: Watch
) -> None:
    watch.allow("status of 422")
    planned.evaluate(
        """(day) => {
            document.getElementById("actions-1-with_whom").value = "Jan";
            document.getElementById("actions-0-by").value = day;
            document.querySelector("form[data-autosave]").requestSubmit();
        }""",
        OTHER_DAY,
    )
    expect(planned.locator("#error-summary")).to_be_visible()
    press(planned, BY, "Backspace")
    expect(note(planned)).to_have_text(not_finished(BY))
    planned.locator("#actions-0-what").fill("Schrijven")
    expect(note(planned)).to_have_text(not_finished(BY))
    assert next((a.what, str(a.by)) for a in kept(planned).actions) == ("Schrijven", DAY)


def test_a_closing_day_may_have_a_year_of_two_digits(page: Page) -> None:
    page.goto("/team/nieuw")
    press(page, "#closes", *"1212", *f"{date.today().year % 100}", "Tab")
    expect(page.locator("#closes")).to_have_value(f"{date.today().year}-12-12")


def test_without_script_a_date_is_what_the_button_sends(new_context: NewContext) -> None:
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto("/pop-op")
    page.locator("#actions-0-what").fill("Bellen")
    page.locator(BY).fill(DAY)
    page.get_by_role("button", name="Bewaar mijn plan").click()
    expect(page.locator(BY)).to_have_value(DAY)
    page.locator(BY).fill("")
    page.get_by_role("button", name="Bewaar mijn plan").click()
    expect(page.locator(BY)).to_have_value("")
