"""Every page in every state: one function each that leads a visitor there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store import database, wordings
from tests.journeys import people, walk
from tests.journeys.conftest import Site, Watch
from tests.journeys.walk import OVERVIEW, theme_address

DOEN = theme_address("doen")


@dataclass
class Visitor:
    """A page, and the means to become somebody and to meet a bad day."""

    page: Page
    site: Site
    watch: Watch
    know: walk.Know
    secret: bytes = field(default=b"", init=False)

    def open(self, address: str, owner: Portfolio | None = None) -> Page:
        if owner is not None:
            self.secret = self.know(owner)
        self.page.goto(address)
        return self.page

    def save_elsewhere(self, portfolio: Portfolio) -> None:
        """Another device of the same person saves this in the meantime."""
        self.site.keep(portfolio, self.secret)

    def expect_status(self, status: int) -> None:
        self.watch.allow(f"status of {status}")


State = Callable[[Visitor], object]
STATES: dict[str, State] = {}


def state(function: State) -> State:
    STATES[function.__name__.replace("_", "-")] = function  # type: ignore[attr-defined]  # a function has a name
    return function


def at(name: str, address: str, owner: Callable[[], Portfolio] | None = None) -> None:
    """A state that is one address, for nobody or for an owner."""
    STATES[name] = lambda visitor: visitor.open(address, owner() if owner else None)


at("home-nobody", "/")
at("home-known", "/", people.done)
at("overview-empty", OVERVIEW)
at("overview-half", OVERVIEW, people.half)
at("overview-done", OVERVIEW, people.done)
at("theme-empty", DOEN)
at("theme-filled", theme_address("organisatieverandering"), people.done)
at("theme-offers-the-key", theme_address("doel"), people.half)
at("theme-open-summary", theme_address("doel") + "?open=1", people.half)
at("profile-empty", "/profiel")
at("profile-partial", "/profiel", people.half)
at("profile-full", "/profiel", people.done)
at("profile-twice", "/profiel", people.twice)
at("plan-empty", "/pop-op")
at("plan-draft", "/pop-op", people.done)
at("plan-actions", "/pop-op", people.twice)
at("key-nobody", "/sleutel")
at("key-known", "/sleutel", people.half)
at("data-nobody", "/mijn-gegevens")
at("data-owner", "/mijn-gegevens", people.twice)
at("reasons", "/tien-redenen")
at("about", "/over")
at("privacy", "/privacy")
at("accessibility", "/toegankelijkheid")


@state
def theme_old_words(visitor: Visitor) -> None:
    words = people.QUESTIONNAIRE.model_dump()
    words["themes"][0]["statements"][0]["text"] = "Zo stond deze stelling er vroeger."
    old = Questionnaire.model_validate(words)
    with database.opened(visitor.site.database) as db:
        wordings.keep(db, [old])
    half = people.half()
    in_old = half.assessments[0].model_copy(update={"version": old.answered_version})
    page = visitor.open(DOEN, half.model_copy(update={"assessments": (in_old,)}))
    expect(page.get_by_text("Je ziet de stellingen waarmee je begon")).to_be_visible()


def open_tampered(visitor: Visitor, field: str, value: str) -> Page:
    """A theme's page on which a field has a value that was never offered."""
    page = visitor.open(DOEN)
    page.locator(field).evaluate("(field, value) => { field.value = value; }", value)
    return page


@state
def theme_refused(visitor: Visitor) -> None:
    visitor.expect_status(422)
    page = open_tampered(visitor, "#doen-1-1", "9")
    page.locator("label[for=doen-1-1]").click()
    walk.press(page, walk.GO_ON)
    expect(page.locator("#error-summary")).to_be_focused()


@state
def theme_reworded(visitor: Visitor) -> None:
    visitor.expect_status(409)
    page = open_tampered(visitor, "[name=answered_version]", "oud")
    walk.press(page, walk.GO_ON)
    expect(page.get_by_text("De vragenlijst is intussen veranderd")).to_be_visible()


@state
def profile_clash(visitor: Visitor) -> None:
    visitor.expect_status(409)
    page = visitor.open("/profiel", people.done())
    visitor.save_elsewhere(people.with_reflection(people.done(), people.LONG))
    thoughts = walk.unfold(page, "Denk erover na")
    thoughts.get_by_label("Wat doe je nu al wel?").fill("Op dit apparaat.")
    thoughts.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Deze tekst is intussen ergens anders veranderd")).to_be_visible()


@state
def profile_refused(visitor: Visitor) -> None:
    visitor.expect_status(422)
    page = visitor.open("/profiel", people.done())
    thoughts = walk.unfold(page, "Denk erover na")
    text = thoughts.get_by_label("Wat doe je nu al wel?")
    text.evaluate("field => field.removeAttribute('maxlength')")
    text.fill("Veel te lang. " * 800)
    thoughts.get_by_role("button", name="Bewaar").click()
    expect(page.locator("#error-summary")).to_contain_text("te lang")


@state
def plan_refused(visitor: Visitor) -> None:
    visitor.expect_status(422)
    page = visitor.open("/pop-op", people.done())
    page.locator("#actions-0-with_whom").fill("Samira")
    walk.press(page, "Bewaar mijn plan")
    expect(page.locator("#error-summary")).to_be_focused()


@state
def plan_clash(visitor: Visitor) -> None:
    visitor.expect_status(409)
    page = visitor.open("/pop-op", people.with_plan(people.done()))
    visitor.save_elsewhere(people.with_plan(people.done(), sections={"wat-heb-ik-nodig": "Lef."}))
    page.locator("#texts-2").fill("Rust.")
    walk.press(page, "Bewaar mijn plan")
    expect(page.get_by_text("Je plan is intussen ergens anders veranderd")).to_be_visible()


@state
def plan_saved(visitor: Visitor) -> None:
    page = visitor.open("/pop-op", people.with_plan(people.done()))
    walk.press(page, "Bewaar mijn plan")
    expect(page.get_by_text("Je plan is bewaard.")).to_be_visible()


@state
def key_refused(visitor: Visitor) -> None:
    visitor.expect_status(422)
    walk.open_with_key(visitor.page, "ABCD-EFGH")
    expect(visitor.page.locator("#error-summary")).to_be_focused()


@state
def home_code_refused(visitor: Visitor) -> None:
    code_refused(visitor, "/")


@state
def team_code_refused(visitor: Visitor) -> None:
    code_refused(visitor, "/team")


def code_refused(visitor: Visitor, address: str) -> None:
    visitor.expect_status(422)
    page = visitor.open(address)
    page.get_by_label("Ik heb een code").fill("ABCD")
    walk.press(page, "Ga verder")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("Ik heb een code")).to_have_value("ABCD")


@state
def erase_refused(visitor: Visitor) -> None:
    visitor.expect_status(422)
    page = visitor.open("/mijn-gegevens", people.done())
    walk.press(page, "Wis alles")
    expect(page.locator("#error-summary")).to_be_focused()


@state
def load_refused(visitor: Visitor) -> None:
    visitor.expect_status(422)
    page = visitor.open("/mijn-gegevens")
    notes = {"name": "notities.json", "mimeType": "application/json", "buffer": b"geen json"}
    page.get_by_label("Jouw bestand").set_input_files(notes)  # type: ignore[arg-type]  # a plain dict will do
    walk.press(page, "Laad mijn gegevens")
    expect(page.locator("#error-summary")).to_be_focused()


@state
def error_404(visitor: Visitor) -> None:
    visitor.expect_status(404)
    visitor.open("/bestaat-niet")


@state
def error_403(visitor: Visitor) -> None:
    visitor.expect_status(403)
    visitor.open("/pop-op.pdf")


@state
def error_400_with_text(visitor: Visitor) -> None:
    visitor.expect_status(400)
    page = visitor.open("/pop-op", people.with_plan(people.done()))
    page.context.clear_cookies(name="formulier")
    walk.press(page, "Bewaar mijn plan")
    expect(page.get_by_role("button", name="Probeer het opnieuw")).to_be_visible()
