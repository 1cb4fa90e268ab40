"""Publishing: too few looks the same for 0 to 4, once is once, and the minimum holds everywhere."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ehbo.domain.team.disclosure import Publication
from ehbo.store import teams
from tests.builders import Clock
from tests.conftest import Install
from tests.page import Page
from tests.store.rounds import picture_of
from tests.team_builders import (
    NEW_ROUND,
    NEW_TEAM,
    OurTeam,
    alike,
    as_seen,
    measured,
    rows_of,
    sample,
)
from tests.visitor import Installation, Visitor


def publish(team: OurTeam, leader: Visitor) -> Page:
    return team.manage(leader, "publiceren")


def seen(page: Page) -> tuple[int, dict[str, str], str]:
    """All that somebody gets to see: status, headers and text, without tokens."""
    headers = {name: value for name, value in page.headers.items() if name != "Set-Cookie"}
    return page.status, headers, as_seen(page)


# ── Too few ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("minimum", [5, 8])
def test_too_few_looks_the_same_whatever_the_number(
    install: Install, clock: Clock, minimum: int
) -> None:
    here = install(minimum=minimum)
    team = OurTeam(here)
    team.closed()
    leader, stranger, nobody = team.leader(), here.owner(measured()), here.visitor()
    addresses = (team.address, team.picture, f"{team.address}/beamer", f"{team.picture}.csv")
    found: list[list[Any]] = []

    for people in range(minimum):
        team.emptied()
        team.contributed(*sample(people, seed=people))
        pages = [publish(team, leader), leader.get(team.managing)]
        pages += [who.get(path) for who in (stranger, nobody, leader) for path in addresses]
        found.append([seen(page) for page in pages])
        assert team.count == people, "nothing was published and nothing is gone"

    status, _, text = found[0][0]
    assert status == 409
    assert f"Er zijn minder dan {minimum} bijdragen." in text
    for people, same in enumerate(found):
        assert same == found[0], people


def test_with_too_few_a_lead_can_extend_and_get_there(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    team.contributed(*sample(4))
    team.closed()
    leader = team.leader()

    page = publish(team, leader)
    assert "Er is nog geen teambeeld" in page.words
    page.form(f"{team.managing}/verlengen").send({"closes": "2026-12-20"})
    team.member()
    team.manage(leader, "sluiten")

    assert publish(team, leader).location == team.picture


def test_an_open_round_cannot_be_published(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    team.contributed(*sample(6))

    page = team.leader().send(f"{team.managing}/publiceren", {})

    assert page.status == 409
    assert "Deze ronde is nog open. Sluit haar eerst." in page.words
    assert team.count == 6


# ── Once ─────────────────────────────────────────────────────────────────────────────────────


def test_five_make_a_picture_and_nothing_else_is_left(here: Installation, clock: Clock) -> None:
    team, given = OurTeam(here), sample(5)
    team.contributed(*given)
    leader = team.leader()
    team.manage(leader, "sluiten")

    page = publish(team, leader)

    assert page.location == team.picture
    assert "Het teambeeld is gepubliceerd." in page.follow().words
    assert team.round.publication == picture_of(team.round, given, clock.now)
    assert team.count == 0
    with team.db() as db:
        assert db.row("SELECT count(*) FROM wrapped") == (0,)


def test_of_two_leads_the_second_gets_the_same_picture(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    team.contributed(*sample(6))
    team.closed()
    leads = [team.leader(), team.leader(team.second_lead())]
    forms = [lead.get(team.managing).form(f"{team.managing}/publiceren") for lead in leads]

    first = forms[0].send()
    kept = here.dump()
    second = forms[1].send()

    assert (first.location, second.location) == (team.picture, team.picture)
    assert here.dump() == kept
    assert second.follow().status == 200


@pytest.mark.parametrize("when", ["before the key is unwrapped", "after it"])
def test_of_two_leads_at_the_same_moment_both_get_the_picture(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    team = OurTeam(here)
    team.contributed(*sample(6))
    team.closed()
    leader, unwrap = team.leader(), teams.private_half
    published: list[Publication] = []

    def interrupted(*arguments: Any) -> bytes:
        monkeypatch.setattr(teams, "private_half", unwrap)
        if when == "before the key is unwrapped":
            published.append(team.publish())
            return unwrap(*arguments)
        private = unwrap(*arguments)
        published.append(team.publish())
        return private

    form = leader.get(team.managing).form(f"{team.managing}/publiceren")
    monkeypatch.setattr(teams, "private_half", interrupted)
    page = form.send()

    assert (page.status, page.headers.get("Location")) == (303, team.picture)
    assert [team.round.publication] == published


def test_a_lead_whose_round_was_just_begun_anew_by_another_reads_so(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = OurTeam(here)
    team.contributed(*sample(6))
    team.closed()
    leader, unwrap = team.leader(), teams.private_half

    def interrupted(*arguments: Any) -> bytes:
        monkeypatch.setattr(teams, "private_half", unwrap)
        assert team.manage(team.leader(), "ronde", NEW_ROUND).status == 303
        return unwrap(*arguments)

    form = leader.get(team.managing).form(f"{team.managing}/publiceren")
    monkeypatch.setattr(teams, "private_half", interrupted)
    page = form.send()

    assert page.status == 409
    assert "Er is intussen een nieuwe ronde begonnen. Ga terug naar het team" in page.words
    assert team.round.publication is None


def test_a_lead_who_takes_part_sees_no_more_and_counts_once(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    leader = team.leader(visitor=team.member())
    team.contributed(*alike(4, 2))
    other = team.leader()

    def without_mark(page: Page) -> str:
        return re.sub(r'<input type="hidden" (name="page_of" value="\w*")?>', "", as_seen(page))

    leader.get(team.address)  # the message about contributing is read
    assert without_mark(leader.get(team.managing)) == without_mark(other.get(team.managing))
    team.manage(leader, "sluiten")
    page = publish(team, leader).follow()
    assert "5 van de 12 mensen deden mee" in page.words


# ── A minimum that is higher than five ───────────────────────────────────────────────────────

FROM = re.compile(r"(?:[Vv]anaf|[Mm]inder dan|minstens|ten minste) (\d+)\b(?!,\d)")


def test_a_higher_minimum_holds_and_is_said_everywhere(install: Install, clock: Clock) -> None:
    here = install(minimum=12)
    visitor = here.visitor()
    refused = visitor.post("/team/nieuw", {**NEW_TEAM, "expected": "11"})
    assert refused.status == 422
    assert refused.summary[0][1].startswith("Een teambeeld kan pas vanaf 12 mensen.")
    assert visitor.post("/team/nieuw", {**NEW_TEAM, "expected": "12"}).status == 303

    team = OurTeam(here, expected=20)
    leader, member = team.leader(), here.owner(measured())
    pages = [member.get(path) for path in (team.address, team.picture, "/team", "/team/nieuw")]
    pages += [member.get("/team/uitleg"), leader.get(team.managing), refused]
    team.contributed(*alike(11, 2))
    team.closed()
    pages += [publish(team, leader), leader.get(team.managing), member.get(team.picture)]
    assert pages[-3].status == 409
    team.contributed(*alike(1, 3))
    pages += [publish(team, leader).follow()]
    assert rows_of(pages[-1])["Doen"][0] == "2,0"
    pages += [member.get(f"{team.address}/beamer"), leader.get(team.managing)]

    said = [(page.path, int(n)) for page in pages for n in FROM.findall(page.words)]
    assert {number for _, number in said} >= {12}
    assert [(path, number) for path, number in said if number < 12] == []


def test_the_privacy_page_says_the_minimum(install: Install) -> None:
    assert "12" in install(minimum=12).visitor().get("/privacy").words
