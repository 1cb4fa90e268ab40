"""One field for every key and code: a wrong one is answered on the page where it was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from flask import Blueprint, url_for

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.keys import written
from ehbo.store import throttle
from ehbo.web.frame import codes
from ehbo.web.frame.access import Visit
from ehbo.web.frame.keyring import Purpose
from ehbo.web.frame.parts import Errand, Part
from tests.builders import beginner, seasoned
from tests.conftest import Install
from tests.page import Form, Page
from tests.store.rounds import new_code
from tests.team_builders import OurTeam
from tests.visitor import Installation, Visitor
from tests.web.frame.test_access import READ

ENTER = "/sleutel"
PLACES = {"/": "pages.home", "/team": "team.start", "/sleutel": "key.show"}
KEY = written(bytes(range(16)))
UNKNOWN_KEY, UNKNOWN_CODE = written(b"\xaa" * 16), "0000-0000-0000"


def with_typo(text: str) -> str:
    return text[:6] + ("Z" if text[6] != "Z" else "Y") + text[7:]


# What is typed, and the status and words that answer it.
WRONG: dict[str, tuple[str, int, str]] = {
    "nothing": ("", 422, "Vul je sleutel of code in."),
    "spaces": (" \u00a0 ", 422, "Vul je sleutel of code in."),
    "hyphens": ("----", 422, "Vul je sleutel of code in."),
    "too short": ("ABCD", 422, "Een code heeft 12 tekens, in drie groepjes van vier."),
    "a code too long": ("A" * 20, 422, "Een code heeft 12 tekens"),
    "a key too short": (KEY[:-1], 422, "Een sleutel heeft 28 tekens, in zeven groepjes van vier."),
    "a key far too long": ("A" * 100_000, 422, "Je typte er 100000."),
    "a typo in a key": (with_typo(KEY), 422, "Er zit een tikfout in de sleutel."),
    "a typo in a code": (with_typo(UNKNOWN_CODE), 422, "Er zit een tikfout in de code."),
    "a sign of no key": (f"U{KEY[1:]}", 422, "hoort niet in een sleutel."),
    "a sign of no code": (f"U{UNKNOWN_CODE[1:]}", 422, "hoort niet in een code."),
    "markup": ('"><b id="key_or_code">', 422, "hoort niet in een code."),
    "an address of elsewhere": ("https://kwaad.example/x", 422, "Een code heeft 12 tekens"),
    "an unknown key": (UNKNOWN_KEY, 403, "Bij deze sleutel is hier niets bewaard."),
    "an unknown code": (UNKNOWN_CODE, 403, "Bij deze code is hier niets bewaard."),
}


def known(here: Installation) -> Visitor:
    return here.owner(beginner())


def leads_a_team(here: Installation) -> Visitor:
    team = OurTeam(here)
    return team.leader(visitor=team.member())


def erased_elsewhere(here: Installation) -> Visitor:
    return here.visitor(written(b"\xbb" * 16))


VISITORS: list[Callable[[Installation], Visitor]] = [
    Installation.visitor,
    known,
    leads_a_team,
    erased_elsewhere,
]
WHO = pytest.mark.parametrize("who", VISITORS, ids=lambda who: who.__name__)
PLACE = pytest.mark.parametrize("place", PLACES)


def form_on(visitor: Visitor, place: str) -> Form:
    return visitor.get(place).form(ENTER)


def current(page: Page) -> list[str]:
    """What the menu says this page is."""
    return [str(href) for href in page.dom.xpath("//nav//a[@aria-current]/@href")]


def heading(page: Page) -> str:
    return str(page.dom.xpath("string(//h1)"))


def assert_told_at_the_field(page: Page, told: str, typed: str) -> None:
    assert page.title.startswith("Fout: ")
    [(href, words)] = page.summary
    assert href == "#key_or_code"
    assert told in words
    assert page.dom.xpath("//*[@id='error-summary'][@autofocus][@tabindex='-1']")
    [field] = page.dom.xpath("//input[@id='key_or_code']")
    assert (field.get("value"), field.get("aria-invalid")) == (typed, "true")
    hint, error = (
        " ".join(page.dom.xpath(f"string(//*[@id='{id}'])").split())
        for id in field.get("aria-describedby").split()
    )
    assert "12 tekens" in hint and "28" in hint
    assert told in error


# ── A wrong one ──────────────────────────────────────────────────────────────────────────────


@WHO
def test_every_page_with_the_field_says_which_page_it_is(
    install: Install, who: Callable[[Installation], Visitor]
) -> None:
    here = install(contact="privacy@stad.example")
    visitor = who(here)
    pages = {route.path: visitor.get(route.path) for route in READ}

    with_field = {
        path: page.form(ENTER).fields["stands_on"]
        for path, page in pages.items()
        if page.is_html and page.dom.xpath("//input[@name='key_or_code']")
    }

    assert with_field == PLACES
    assert set(here.app.extensions["ehbo"].code_pages) == {*PLACES.values()}


@PLACE
@WHO
@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_code_is_answered_on_the_page_where_it_was_typed(
    here: Installation, who: Callable[[Installation], Visitor], place: str, what: str
) -> None:
    typed, status, told = WRONG[what]
    visitor = who(here)
    before = visitor.get(place)
    key = visitor.key

    page = before.form(ENTER).send({"key_or_code": typed})

    assert page.status == status
    assert (heading(page), current(page)) == (heading(before), current(before))
    assert_told_at_the_field(page, told, typed)
    assert page.form(ENTER).fields["stands_on"] == PLACES[place]
    assert page.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in page.headers
    assert not page.set_cookies().keys() - {visitor.form_cookie}
    assert visitor.key == key


@PLACE
@WHO
def test_too_many_tries_are_told_on_the_page_where_they_were_made(
    here: Installation,
    who: Callable[[Installation], Visitor],
    place: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codes, "MOST_WRONG_A_MINUTE", 1)
    visitor, team = who(here), OurTeam(here, name="Gevonden")
    before = visitor.get(place)

    statuses = [
        before.form(ENTER).send({"key_or_code": code}).status
        for code in (UNKNOWN_KEY, UNKNOWN_CODE)
    ]
    page = before.form(ENTER).send({"key_or_code": UNKNOWN_CODE})

    assert [*statuses, page.status] == [403, 429, 429]
    assert (heading(page), current(page)) == (heading(before), current(before))
    assert_told_at_the_field(page, "de goede werkt meteen", UNKNOWN_CODE)
    assert page.form(ENTER).send({"key_or_code": team.code}).location == team.address


@PLACE
def test_what_is_mended_on_the_answer_opens(here: Installation, place: str) -> None:
    team, visitor = OurTeam(here), here.visitor()

    page = form_on(visitor, place).send({"key_or_code": with_typo(team.code)})

    assert page.form(ENTER).send({"key_or_code": team.code}).location == team.address


NO_PAGE_OF_OURS = [
    *("https://kwaad.example/", "//kwaad.example", "/team", "static", "pages.about", "lead.show"),
    *("data.show", "key.enter", "PAGES.HOME", "pages.home ", "", "__class__", "x" * 5000, None),
]


@pytest.mark.parametrize("name", NO_PAGE_OF_OURS, ids=lambda name: str(name)[:20])
def test_a_form_that_names_no_page_with_the_field_is_answered_on_the_key_page(
    here: Installation, name: str | None
) -> None:
    visitor = here.visitor()

    page = form_on(visitor, "/").send({"key_or_code": "ABCD", "stands_on": name})

    assert page.status == 422
    assert (heading(page), current(page)) == ("Je sleutel", ["/sleutel"])
    assert page.form(ENTER).fields["stands_on"] == "key.show"
    assert "kwaad" not in page.text


@PLACE
def test_an_answer_that_had_to_wait_still_comes_on_its_own_page(
    here: Installation, visitor: Visitor, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_on(visitor, place)
    with monkeypatch.context() as patch:
        patch.setattr(throttle, "admit", _unavailable)
        refused = form.send({"key_or_code": UNKNOWN_CODE})
    assert refused.status == 503

    page = refused.form(ENTER).send()

    assert page.status == 403
    assert page.form(ENTER).fields["stands_on"] == PLACES[place]
    assert_told_at_the_field(page, "Bij deze code", UNKNOWN_CODE)


def _unavailable(*_: object) -> bool:
    raise StoreUnavailable("druk")


@pytest.mark.parametrize("typed", ["ABCD", with_typo("0000-0000-0000"), UNKNOWN_CODE])
def test_a_wrong_compare_code_stays_in_its_field(visitor: Visitor, typed: str) -> None:
    page = visitor.get(f"/vergelijken?code={typed}")

    assert page.status == 422
    assert page.summary[0][0] == "#code"
    assert page.dom.xpath("//input[@id='code']/@value") == [typed]


# ── A part that joins ────────────────────────────────────────────────────────────────────────

STAGE = Purpose("zaal", several=True)


def join(here: Installation) -> str:
    """Adds a part to an installation that wants people back; returns the code that it opens."""
    blueprint = Blueprint("zaal", __name__)
    code = new_code()

    def open_stage(visit: Visit, text: str) -> str | None:
        if text != code:
            return None
        visit.keyring.keep(STAGE, bytes(16), "1")
        return url_for("pages.about")

    def come_back(visit: Visit) -> Errand | None:
        return Errand("De zaal wacht", "Iedereen zit er al.", "Naar de zaal", "/over")

    part = Part((blueprint,), keys=(STAGE,), openers=(open_stage,), errands=(come_back,))
    service = here.app.extensions["ehbo"]
    here.app.extensions["ehbo"] = replace(service, parts=(*service.parts, part))
    return code


def test_a_part_joins_by_what_it_registers(here: Installation) -> None:
    code, visitor = join(here), here.owner(seasoned())

    opened = form_on(visitor, "/team").send({"key_or_code": code.lower()})

    assert opened.location == "/over"
    assert "Max-Age=34560000" in opened.set_cookies()["zaal-1"]
    page = visitor.get("/profiel")
    assert "De zaal wacht" in page.words
    assert "/over" in page.links
    left = visitor.post("/sleutel/vergrendel").set_cookies()
    assert {name for name, cookie in left.items() if "Max-Age=0" in cookie} == {"ehbo", "zaal-1"}


def test_errands_of_several_parts_are_all_shown(here: Installation) -> None:
    join(here)
    team, visitor = OurTeam(here, name="Wijkzaken"), here.owner(seasoned())
    visitor.send(f"{team.address}/begin", {})

    words = visitor.get("/profiel").words

    assert "Klaar? Ga terug naar Wijkzaken" in words
    assert "De zaal wacht" in words


def test_what_every_part_registers_is_its_own(here: Installation) -> None:
    parts: tuple[Part, ...] = here.app.extensions["ehbo"].parts
    names = [purpose.cookie for part in parts for purpose in part.keys]
    pages: list[Mapping[str, object]] = [part.code_pages for part in parts]

    assert len(set(names)) == len(names)
    for part, registered in zip(parts, pages, strict=True):
        own = {blueprint.name for blueprint in part.blueprints}
        assert {name.partition(".")[0] for name in registered} <= own
