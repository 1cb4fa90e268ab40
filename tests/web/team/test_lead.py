"""Who leads a team: the key for it, on this device or another, and a second one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ehbo.domain.keys import read
from ehbo.domain.team.round_keys import Lead
from ehbo.web.frame import codes
from tests.builders import Clock, beginner
from tests.page import Page
from tests.store.rounds import new_lead
from tests.team_builders import (
    OurTeam,
    sample,
)
from tests.visitor import Installation, Visitor

AFTERWARDS = datetime(2026, 12, 7, 12, tzinfo=UTC)


def keys_on(page: Page, id: str) -> list[str]:
    """The keys that stand on a page under an id."""
    found = page.dom.xpath("//*[@id=$id]", id=id)
    return ["-".join(element.text_content().split()) for element in found]


def enter(visitor: Visitor, team: OurTeam, typed: str) -> Page:
    form = visitor.get(team.managing).form(f"{team.managing}/openen")
    return form.send({"code": typed})


# ── The lead key ─────────────────────────────────────────────────────────────────────────────


def test_without_the_lead_key_there_is_only_a_field_for_it(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here), here.visitor()

    page = visitor.get(team.managing)

    assert page.status == 403
    actions = page.dom.xpath("//main//form/@action")
    assert actions == [f"{team.managing}/openen"]
    assert not keys_on(page, "leidersleutel")


def test_the_lead_key_opens_the_page_on_another_device(here: Installation, clock: Clock) -> None:
    team, visitor = OurTeam(here), here.visitor()

    page = enter(visitor, team, f" {team.lead.key.replace('-', ' ').lower()} ")

    assert page.location == team.managing
    assert keys_on(page.follow(), "leidersleutel") == [team.lead.key]
    assert team.lead.key not in page.location


def test_a_typing_error_in_the_lead_key_is_named(here: Installation, clock: Clock) -> None:
    team, visitor = OurTeam(here), here.visitor()
    key = team.lead.key
    wrong = key[:10] + ("Z" if key[10] != "Z" else "Y") + key[11:]

    page = enter(visitor, team, wrong)

    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert "Kijk eerst naar groep 3" in page.summary[0][1]
    assert page.form(f"{team.managing}/openen").fields["code"] == wrong
    assert team.lead_cookie not in page.set_cookies()


def test_a_key_that_does_not_lead_this_team_is_refused(here: Installation, clock: Clock) -> None:
    team, other, person = OurTeam(here), OurTeam(here, name="Ander"), here.owner(beginner())

    for key in (new_lead().key, other.lead.key, str(person.key)):
        visitor = here.visitor()
        page = enter(visitor, team, key)
        assert page.status == 403
        assert "Deze sleutel hoort niet bij dit team." in page.words
        assert visitor.get(team.managing).status == 403


def test_a_lead_key_is_no_key_of_a_person(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)

    assert here.visitor(team.lead.key).get("/mijn-gegevens.json").status == 403
    assert team.leader(Lead(read(here.keep(beginner())))).get(team.managing).status == 403


def test_guessing_is_braked_and_the_right_key_never_refused(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "MOST_WRONG_A_MINUTE", 3)
    team, visitor = OurTeam(here), here.visitor()

    statuses = [enter(visitor, team, new_lead().key).status for _ in range(5)]

    assert statuses == [403, 403, 403, 429, 429]
    braked = enter(visitor, team, new_lead().key)
    assert "de goede werkt meteen" in braked.words
    assert visitor.post("/sleutel", {"key_or_code": new_lead().key}).status == 429
    assert enter(visitor, team, team.lead.key).status == 303
    elsewhere = here.visitor()
    assert elsewhere.post("/sleutel", {"key_or_code": team.lead.key}).location == team.managing
    assert elsewhere.post("/sleutel", {"key_or_code": team.code}).location == team.address


def test_the_key_can_be_forgotten_on_this_device(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    leader = team.leader()

    unsure = team.manage(leader, "vergrendelen")
    assert (unsure.status, unsure.summary[0][0]) == (422, "#lock_confirmed")
    assert leader.get(team.managing).status == 200

    page = team.manage(leader, "vergrendelen", {"confirmed": "1"})

    header = page.set_cookies()[team.lead_cookie]
    assert {"Max-Age=0", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert "Dit apparaat kent de leidersleutel niet meer." in page.follow().words
    assert leader.get(team.managing).status == 403
    assert team.leader().get(team.managing).status == 200


def test_the_pages_of_a_lead_are_kept_nowhere_and_not_compressed(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    leader, gzip = team.leader(), {"Accept-Encoding": "gzip"}
    token = leader.token
    asked = [
        ("GET", ""),
        ("POST", "/medeleider"),
        ("POST", "/openen"),
        ("POST", "/verlengen"),
        ("POST", "/publiceren"),
        ("POST", "/vergrendelen"),
    ]

    for method, tail in asked:
        data = {"csrf_token": token} if method == "POST" else None
        page = leader.request(method, team.managing + tail, headers=gzip, data=data)
        assert page.headers["Cache-Control"] == "no-store", tail
        assert "Content-Encoding" not in page.headers, tail
    nobody = here.visitor().get(team.managing, headers=gzip)
    assert nobody.headers["Cache-Control"] == "no-store"


# ── A second lead ────────────────────────────────────────────────────────────────────────────


def test_a_second_key_is_shown_once_and_does_all_that_the_first_does(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    team.contributed(*sample(6))
    leader = team.leader()

    page = team.manage(leader, "medeleider")
    [second] = keys_on(page, "tweede-sleutel")
    assert second != team.lead.key
    assert second not in leader.get(team.managing).text
    assert "Er zijn 2 leidersleutels." in leader.get(team.managing).words
    assert second not in here.dump()

    co_lead = here.visitor()
    assert enter(co_lead, team, second).status == 303
    assert keys_on(co_lead.get(team.managing), "leidersleutel") == [second]
    team.manage(co_lead, "sluiten")
    assert team.manage(co_lead, "publiceren").location == team.picture
    assert leader.get(team.picture).status == 200


def test_a_team_has_at_most_ten_lead_keys(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    leader = team.leader()
    statuses = [team.manage(leader, "medeleider").status for _ in range(10)]

    assert statuses == [200] * 9 + [409]
    assert "ten hoogste 10 leidersleutels" in team.manage(leader, "medeleider").words
