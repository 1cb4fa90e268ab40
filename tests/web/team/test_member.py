"""Finding a team or making one: the start page, the form with all that can be wrong, the codes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ehbo.domain.team.team import Team
from ehbo.store import database, teams
from ehbo.web.frame import codes
from ehbo.web.team import member as team_page
from tests.builders import Clock
from tests.conftest import Install
from tests.page import Data, Form, Page
from tests.team_builders import NAME, NEW_TEAM, OurTeam
from tests.visitor import Installation, Visitor
from tests.web.fields import assert_told_at

NEW = "/team/nieuw"
CHOSEN = {"doen", "doel"}


def count(here: Installation) -> int:
    """How many teams are kept here."""
    with database.opened(here.settings.database) as db:
        return int(db.row("SELECT count(*) FROM team")[0])


def made(here: Installation, page: Page) -> Team:
    """The team to which the answer to the form leads."""
    with database.opened(here.settings.database) as db:
        return teams.get(db, (page.location or "").split("/")[2])


def typed_in(page: Page) -> dict[str, object]:
    """What stands in the form, without its marks."""
    fields = page.form(NEW).fields
    return {name: fields.get(name) for name in ("name", "expected", "closes", "themes")}


# ── The start page ───────────────────────────────────────────────────────────────────────────


def test_the_start_page_shows_the_way_to_who_comes_first(visitor: Visitor) -> None:
    page = visitor.get("/team")

    assert "tellen je antwoorden mee in één beeld van je team" in page.words
    assert {NEW, "/team/uitleg"} <= set(page.links)
    assert "Jouw teams" not in page.words


def test_the_start_page_knows_the_teams_of_this_device(here: Installation, clock: Clock) -> None:
    led, joined, other = (OurTeam(here, name=name) for name in ("Geleid", "Gedaan", "Ander"))
    visitor = led.leader(visitor=joined.member())
    visitor.client.set_cookie("leider-onzin", "onzin", domain="127.0.0.1")
    other.leader(led.lead, visitor)

    page = visitor.get("/team")

    assert {led.managing, joined.address} <= set(page.links)
    assert "Ander" not in page.words
    joined_only = here.visitor(visitor.key).get("/team")
    assert "Geleid" not in joined_only.words


def test_a_deleted_team_is_no_longer_on_the_start_page(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, name="Tijdelijk")
    visitor = team.leader(visitor=team.member())
    team.manage(team.leader(), "wissen", {"confirmed": "tijdelijk"})

    assert "Tijdelijk" not in visitor.get("/team").words


# ── Making a team ────────────────────────────────────────────────────────────────────────────


def test_a_team_is_made_in_one_go_and_its_lead_gets_a_key(
    here: Installation, visitor: Visitor, clock: Clock
) -> None:
    page = visitor.post(NEW, NEW_TEAM)

    team = made(here, page)
    round = team.current
    assert count(here) == 1
    assert (team.name, round.expected, round.closes) == (NAME, 8, date(2026, 12, 20))
    assert set(round.themes) == CHOSEN
    assert page.location == f"/team/{team.code}/beheer?nieuw=1"
    shown = page.follow()
    assert "Bewaar eerst je leidersleutel." in shown.words
    [key] = shown.dom.xpath("//*[@id='leidersleutel']")
    name = f"leider-{team.code.replace('-', '')}"
    cookie = visitor.client.get_cookie(name, "127.0.0.1")
    assert cookie and cookie.http_only and cookie.same_site == "Lax" and cookie.path == "/"
    assert "-".join(key.text_content().split()) == cookie.value
    assert visitor.key is None, "leading a team asks for no key of one's own"


def test_over_https_the_lead_key_is_bound_to_this_host(install: Install, clock: Clock) -> None:
    here = install(public_url="https://ehbo.stad.example")
    page = here.visitor().post(NEW, NEW_TEAM)

    team = made(here, page)
    header = page.set_cookies()[f"__Host-leider-{team.code.replace('-', '')}"]
    flags = {part.strip() for part in header.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert not [flag for flag in flags if flag.startswith("Domain")]


def test_the_form_starts_with_all_themes_and_two_weeks(visitor: Visitor, clock: Clock) -> None:
    fields = visitor.get(NEW).form(NEW).fields

    assert fields["closes"] == "2026-12-06"
    assert len(fields["themes"]) == 5


BAD: list[tuple[Data, str, str]] = [
    ({"name": ""}, "#name", "Geef je team een naam."),
    ({"name": "   \t "}, "#name", "Geef je team een naam."),
    ({"name": "\u200b\u202e"}, "#name", "Geef je team een naam."),
    ({"name": "x" * 81}, "#name", "Gebruik ten hoogste 80 tekens."),
    ({"expected": ""}, "#expected", "Vul in met hoeveel mensen je team is."),
    ({"expected": "4"}, "#expected", "Een teambeeld kan pas vanaf 5 mensen."),
    ({"expected": "-8"}, "#expected", "Een teambeeld kan pas vanaf 5 mensen."),
    ({"expected": "acht"}, "#expected", "Vul een heel getal in, zoals 8."),
    ({"expected": "8,5"}, "#expected", "Vul een heel getal in, zoals 8."),
    ({"expected": "9" * 5000}, "#expected", "Vul een heel getal in, zoals 8."),
    ({"expected": "100001"}, "#expected", "Vul ten hoogste 100.000 in."),
    ({"closes": ""}, "#closes", "Kies tot en met welke dag mensen kunnen meedoen."),
    ({"closes": "2026-11-21"}, "#closes", "Kies een dag die nog niet voorbij is."),
    ({"closes": "2001-01-01"}, "#closes", "Kies een dag die nog niet voorbij is."),
    ({"closes": "2027-11-24"}, "#closes", "Kies een dag binnen een jaar."),
    ({"closes": "9999-12-31"}, "#closes", "Kies een dag binnen een jaar."),
    ({"closes": "31-02-2027"}, "#closes", "Dit is geen datum."),
    ({"closes": "morgen"}, "#closes", "Dit is geen datum."),
    ({"closes": "202655-12-01"}, "#closes", "Dit jaar kan niet kloppen. Bedoel je 2026?"),
    ({"closes": "0202-12-01"}, "#closes", "Dit jaar kan niet kloppen. Bedoel je 2026?"),
    ({"themes": None}, "#themes", "Kies ten minste één thema."),
    ({"themes": "bestaat-niet"}, "#themes", "Kies ten minste één thema."),
]


@pytest.mark.parametrize(
    ("wrong", "place", "told"), BAD, ids=lambda value: str(value)[:30].encode("unicode_escape")
)
def test_what_is_wrong_is_told_and_everything_typed_stays(
    here: Installation, visitor: Visitor, clock: Clock, wrong: Data, place: str, told: str
) -> None:
    typed = {**NEW_TEAM, **wrong}
    page = visitor.post(NEW, typed)

    assert_told_at(page, place, told)
    assert count(here) == 0
    stayed = typed_in(page)
    assert stayed["expected"] == typed["expected"]
    assert stayed["closes"] == typed["closes"]
    if str(typed["name"]).strip() and typed["name"].isprintable():
        assert stayed["name"] == typed["name"]
    if "themes" not in wrong:
        assert set(stayed["themes"]) == CHOSEN  # type: ignore[call-overload]  # a list of themes
    assert page.form(NEW).send(NEW_TEAM).status == 303


def test_the_first_and_the_last_day_can_be_chosen(
    here: Installation, visitor: Visitor, clock: Clock
) -> None:
    closing = [
        made(here, visitor.post(NEW, {**NEW_TEAM, "closes": closes})).current.closes
        for closes in ("2026-11-22", "2027-11-22", "31-01-2027")
    ]

    assert closing == [date(2026, 11, 22), date(2027, 11, 22), date(2027, 1, 31)]


def test_everything_that_is_wrong_is_told_at_once(visitor: Visitor, clock: Clock) -> None:
    page = visitor.post(NEW, {"name": "", "expected": "x", "closes": "x", "themes": None})

    assert {href for href, _ in page.summary} == {"#name", "#expected", "#closes", "#themes"}


def test_an_unknown_questionnaire_is_not_there(here: Installation, visitor: Visitor) -> None:
    form = visitor.get(NEW).form(NEW)

    assert form.send({**NEW_TEAM, "questionnaire_id": "onzin"}).status == 404
    assert count(here) == 0


def _with_code(here: Installation, code: str) -> Form:
    form = here.visitor().get(NEW).form(NEW)
    form.fields.update({**NEW_TEAM, "organisation_code": code})
    return form


def test_where_a_code_is_asked_only_who_has_it_makes_a_team(install: Install, clock: Clock) -> None:
    here = install(organisation_code="Zand & Zee é")

    for wrong in ("", "zand & zee é", "Zand", "é"):
        page = _with_code(here, wrong).send()
        assert page.status == 422
        told = "Dit is niet de code van je organisatie. Vraag ernaar."
        assert page.summary == [("#organisation_code", told)]
        assert page.form(NEW).fields["organisation_code"] == wrong
        assert typed_in(page)["name"] == NAME
    assert count(here) == 0

    assert _with_code(here, "  Zand & Zee é ").send().status == 303
    assert count(here) == 1


def test_where_no_code_is_asked_none_is_needed(visitor: Visitor, clock: Clock) -> None:
    assert not visitor.get(NEW).dom.xpath("//*[@name='organisation_code']")
    assert visitor.post(NEW, NEW_TEAM).status == 303


@pytest.mark.parametrize("code", ["", "geheim"])
def test_making_teams_is_braked_for_a_minute_and_nothing_typed_is_lost(
    install: Install, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(team_page, "MOST_TEAMS_A_MINUTE", 3)
    here = install(organisation_code=code)
    for _ in range(3):
        assert _with_code(here, code).send().status == 303

    page = _with_code(here, code).send()

    assert page.status == 429
    assert page.summary[0][1].startswith("Er worden net veel teams gemaakt.")
    assert typed_in(page)["name"] == NAME
    assert typed_in(page)["expected"] == "8"
    assert count(here) == 3
    clock.now += timedelta(minutes=1)
    assert page.form(NEW).send().status == 303


def test_guessing_the_code_of_an_organisation_is_braked(
    install: Install, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "MOST_WRONG_A_MINUTE", 3)
    here = install(organisation_code="geheim")

    statuses = [_with_code(here, f"gok {number}").send().status for number in range(5)]

    assert statuses == [422, 422, 422, 429, 429]
    assert _with_code(here, "geheim").send().status == 303
