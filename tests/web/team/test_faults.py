"""Bad days of a team: a database that says no, bodies that no browser sends, a damaged seal."""

from __future__ import annotations

import logging
from itertools import product
from typing import Any

import pytest

from tests.builders import Clock
from tests.team_builders import OurTeam, measured, sample
from tests.visitor import Installation, Visitor
from tests.web.team.test_access import READ, UNSAFE, TeamRoute
from tests.web.troubles import assert_not_saved, locked, read_only

NEEDS_NO_DATABASE = ("/begin", "/beheer/vergrendelen")
SAVES_NOTHING = {
    "/beheer/openen": "Openen lukt nu even niet",
    "/beheer/wissen": "Wissen lukte niet: het team is er nog",
}


def closed_team(here: Installation) -> tuple[OurTeam, Visitor]:
    """A team of six that can be published, and its lead who contributed."""
    team = OurTeam(here)
    visitor = team.leader(visitor=team.member())
    team.contributed(*sample(5))
    return team, visitor


def _in_state_for(team: OurTeam, route: TeamRoute) -> None:
    if route.tail == "/beheer/publiceren":
        team.closed()
    elif route.tail == "/beheer/ronde":
        team.published()


@pytest.mark.parametrize("trouble", [locked, read_only])
@pytest.mark.parametrize("route", UNSAFE, ids=str)
def test_nothing_is_said_to_be_done_that_is_not(
    here: Installation,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    route: TeamRoute,
    trouble: Any,
) -> None:
    team, visitor = closed_team(here)
    if route.tail == "/bijdragen":
        team.emptied()
    _in_state_for(team, route)
    before = here.dump()

    with trouble(here, monkeypatch):
        page = visitor.send(f"{team.address}{route.tail}", route.data)

    if route.tail in NEEDS_NO_DATABASE:
        assert page.status == 303
    elif route.tail in SAVES_NOTHING:
        assert (page.status, page.headers["Retry-After"]) == (503, "60")
        assert SAVES_NOTHING[route.tail] in page.title
        assert "bewaard" not in page.words
    else:
        assert_not_saved(page)
    assert here.dump() == before


@pytest.mark.parametrize("trouble", [locked, read_only])
def test_a_team_can_still_be_looked_at(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    team, visitor = closed_team(here)
    team.closed()
    team.publish()
    code = team.shared()

    with trouble(here, monkeypatch):
        for route in READ:
            page = visitor.get(f"{team.address}{route.tail}")
            assert page.status == route.published[3], str(route)
        assert visitor.get(f"/vergelijken?code={code}").status == 200


def test_no_odd_body_breaks_a_form_of_a_team(here: Installation, clock: Clock) -> None:
    bodies = (b"%00=%00", b"code=%00", b"closes=%00", b"=", b"&&&", b"%", b"a", b"name=\xff")

    for route in UNSAFE:
        team, visitor = closed_team(here)
        for body in bodies:
            page = visitor.send(f"{team.address}{route.tail}", body)
            assert page.status < 500, (str(route), body)


def test_a_body_that_is_too_large_is_refused(here: Installation, clock: Clock) -> None:
    team, visitor = closed_team(here)
    before = here.dump()

    for route in UNSAFE:
        page = visitor.send(f"{team.address}{route.tail}", b"name=" + b"x" * 3 * 1024 * 1024)
        assert page.status == 413, str(route)
    assert here.dump() == before


@pytest.mark.parametrize("token", ["", "onzin"])
def test_after_an_expired_token_the_choice_can_be_made_again(
    here: Installation, clock: Clock, token: str
) -> None:
    team = OurTeam(here)
    visitor = here.owner(measured())
    form = team.form_of(visitor, "bijdragen")

    refused = form.send({"csrf_token": token})
    assert (refused.status, team.count) == (400, 0)

    assert refused.form(f"{team.address}/bijdragen").send().status == 303
    assert team.count == 1


def test_a_damaged_contribution_is_told_and_nothing_is_lost(
    here: Installation, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    team, visitor = closed_team(here)
    with team.db() as db:
        db.execute(
            "UPDATE contribution SET sealed = zeroblob(length(sealed))"
            " WHERE person = (SELECT min(person) FROM contribution)"
        )
        db.driver.commit()
    team.closed()
    before = here.dump()

    with caplog.at_level(logging.ERROR):
        page = team.manage(visitor, "publiceren")

    assert page.status == 500
    assert here.dump() == before
    assert "beschadigd" in page.words
    assert "Je gegevens gaan niet open" not in page.title, "it is not the lead's own data"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_changes_a_team_cannot_be_looked_at(
    here: Installation, clock: Clock, method: str
) -> None:
    team, visitor = closed_team(here)
    before = here.dump()

    for route, who in product(UNSAFE, (visitor, here.visitor())):
        data = {} if method == "GET" else {"csrf_token": who.token}
        page = who.request(method, f"{team.address}{route.tail}", data=data)
        assert page.status == 405, str(route)
        told = "Hier is niets te bekijken" if method == "GET" else "Dat kan hier niet"
        assert told in page.words
    assert here.dump() == before
