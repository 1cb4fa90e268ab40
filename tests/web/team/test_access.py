"""Who may reach what of a team: every route, for five kinds of people, open and published."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import pytest

from ehbo.domain.keys import written
from ehbo.web.frame.declarations import KEY, OWN_FILE, PERSONAL, SHARED_FILE, Declaration
from tests.builders import Clock
from tests.page import Data, Page
from tests.team_builders import IN_TIME, NAME, NEW_ROUND, OurTeam, measure_again, measured, sample
from tests.visitor import Installation, Visitor

UNKNOWN_KEY = written(b"\xaa" * 16)
PEOPLE = ("nobody", "member", "other member", "lead", "other lead")
Statuses = tuple[int, int, int, int, int]
SURE = {"confirmed": "1"}
ALL_200: Statuses = (200, 200, 200, 200, 200)
ALL_303: Statuses = (303, 303, 303, 303, 303)
ALL_403: Statuses = (403, 403, 403, 403, 403)
ALL_404: Statuses = (404, 404, 404, 404, 404)


def members_get(status: int) -> Statuses:
    return (403, status, status, 403, 403)


def lead_gets(status: int) -> Statuses:
    return (403, 403, 403, status, 403)


@dataclass(frozen=True)
class TeamRoute:
    """An address of a team, and the statuses for PEOPLE in an open and in a published round."""

    method: str
    tail: str
    access: str
    page: Declaration
    open: Statuses
    published: Statuses
    data: Data = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def path(self) -> str:
        return f"/team/CODE{self.tail}"


TEAM_ROUTES = [
    TeamRoute("GET", "", "member", PERSONAL, ALL_200, ALL_303),
    TeamRoute("POST", "/begin", "member", PERSONAL, ALL_303, ALL_303),
    TeamRoute("POST", "/bijdragen", "owner", PERSONAL, members_get(303), members_get(409)),
    TeamRoute("POST", "/terugtrekken", "owner", PERSONAL, members_get(303), members_get(409)),
    TeamRoute("GET", "/poster.pdf", "member", OWN_FILE, ALL_200, ALL_200),
    TeamRoute("GET", "/beeld", "member", PERSONAL, ALL_200, ALL_200),
    TeamRoute("GET", "/beamer", "member", PERSONAL, ALL_200, ALL_200),
    TeamRoute("GET", "/beeld.json", "member", SHARED_FILE, ALL_404, ALL_200),
    TeamRoute("GET", "/beheer", "member", KEY, lead_gets(200), lead_gets(200)),
    TeamRoute("POST", "/beheer/openen", "visitor", KEY, ALL_403, ALL_403, {"code": UNKNOWN_KEY}),
    TeamRoute("POST", "/beheer/vergrendelen", "lead", KEY, lead_gets(303), lead_gets(303), SURE),
    TeamRoute("POST", "/beheer/sluiten", "lead", KEY, lead_gets(303), lead_gets(409)),
    TeamRoute(
        "POST",
        "/beheer/verlengen",
        "lead",
        KEY,
        lead_gets(303),
        lead_gets(409),
        {"closes": IN_TIME},
    ),
    TeamRoute(
        "POST", "/beheer/aantal", "lead", KEY, lead_gets(303), lead_gets(409), {"expected": "8"}
    ),
    TeamRoute("POST", "/beheer/publiceren", "lead", KEY, lead_gets(409), lead_gets(303)),
    TeamRoute("POST", "/beheer/ronde", "lead", KEY, lead_gets(409), lead_gets(303), NEW_ROUND),
    TeamRoute("POST", "/beheer/medeleider", "lead", KEY, lead_gets(200), lead_gets(200)),
    TeamRoute(
        "POST", "/beheer/delen", "lead", KEY, lead_gets(303), lead_gets(303), {"shared": "1"}
    ),
    TeamRoute(
        "POST", "/beheer/wissen", "lead", KEY, lead_gets(303), lead_gets(303), {"confirmed": NAME}
    ),
]
UNSAFE = [route for route in TEAM_ROUTES if route.method == "POST"]
READ = [route for route in TEAM_ROUTES if route.method == "GET"]
STATES = pytest.mark.parametrize("state", ["open", "published"])


def team_in(here: Installation, state: str) -> tuple[OurTeam, dict[str, Visitor]]:
    """A team of seven with a contributing member, another team with its own, and both leads.

    The other lead's device holds the other team's key in this team's cookie as well.
    """
    team, other = OurTeam(here), OurTeam(here, name="Ander team")
    member, other_member = team.member(), other.member()
    measure_again(other_member)
    if state == "published":
        team.published(*sample(6))
    else:
        team.contributed(*sample(6))
    people = (
        here.visitor(),
        member,
        other_member,
        team.leader(),
        team.leader(other.lead, other.leader()),
    )
    return team, dict(zip(PEOPLE, people, strict=True))


def visit(visitor: Visitor, team: OurTeam, route: TeamRoute) -> Page:
    path = f"{team.address}{route.tail}"
    return visitor.get(path) if route.method == "GET" else visitor.send(path, route.data)


@STATES
@pytest.mark.parametrize("route", TEAM_ROUTES, ids=str)
def test_each_person_gets_what_the_list_says(
    here: Installation, clock: Clock, route: TeamRoute, state: str
) -> None:
    expected: Statuses = getattr(route, state)
    found = []

    for who in PEOPLE:
        team, people = team_in(here, state)
        before = here.dump()
        page = visit(people[who], team, route)
        found.append(page.status)
        if page.status in (403, 409) and route.tail != "/beheer/openen":
            assert here.dump() == before, who
        if who != "lead":
            assert team.lead.key not in f"{page.text}{page.headers}", who
            assert team.lead_cookie not in page.set_cookies(), who
    assert dict(zip(PEOPLE, found, strict=True)) == dict(zip(PEOPLE, expected, strict=True))


@STATES
def test_looking_changes_nothing(here: Installation, clock: Clock, state: str) -> None:
    team, people = team_in(here, state)
    plain = team.code.replace("-", "").lower()
    before = here.dump()

    for route, method, (who, visitor) in product(READ, ("GET", "HEAD"), people.items()):
        page = visitor.request(method, f"{team.address}{route.tail}")
        statuses: Statuses = getattr(route, state)
        assert page.status == statuses[PEOPLE.index(who)], (str(route), method, who)
        assert not page.set_cookies().keys() - {visitor.form_cookie}, (str(route), who)
        assert visitor.get(f"/team/{plain}{route.tail}").status == 308
        assert here.dump() == before, (str(route), method, who)


def _one_who_may_do_everything(here: Installation, team: OurTeam, **how: bool) -> Visitor:
    return team.leader(visitor=here.visitor(here.keep(measured()), **how))


@STATES
def test_a_form_without_its_own_token_is_refused(
    here: Installation, clock: Clock, state: str
) -> None:
    team, _ = team_in(here, state)
    visitor, stranger = _one_who_may_do_everything(here, team), here.visitor()
    visitor.get("/")
    before = here.dump()

    for route, token in product(UNSAFE, (None, "", "onzin", stranger.token)):
        data = {**route.data, **({} if token is None else {"csrf_token": token})}
        page = visitor.request("POST", f"{team.address}{route.tail}", data=data)
        assert page.status == 400, (str(route), token)
        assert "Deze pagina stond te lang open" in page.title
        assert here.dump() == before, str(route)


ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
    {"Origin": "https://kwaad.example"},
    {"Origin": "null"},
]


@STATES
def test_what_another_site_sends_is_refused_whatever_the_token(
    here: Installation, clock: Clock, state: str
) -> None:
    team, _ = team_in(here, state)
    visitor = _one_who_may_do_everything(here, team, modern=False)
    token = visitor.token
    before = here.dump()

    for route, headers in product(UNSAFE, ELSEWHERE):
        data = {"csrf_token": token, **route.data}
        page = visitor.request("POST", f"{team.address}{route.tail}", data=data, headers=headers)
        assert page.status == 403, (str(route), headers)
        assert "andere website" in page.title
        assert here.dump() == before, str(route)


@pytest.mark.parametrize(
    "code", ["0000-0000-0000", "AAAA-AAAA-AAAA", "x", "%00", "..", "🙂", "A" * 3000, "nieuw2"]
)
def test_a_code_of_no_team_is_told_so_on_every_address(
    here: Installation, clock: Clock, code: str
) -> None:
    OurTeam(here)
    visitor = here.visitor(here.keep(measured()))
    before = here.dump()

    for route in TEAM_ROUTES:
        path = f"/team/{code}{route.tail}"
        page = visitor.get(path) if route.method == "GET" else visitor.send(path, route.data)
        assert page.status == 404, str(route)
        if code != "..":
            assert "Dit team kennen we niet" in page.title
    assert here.dump() == before


def test_a_deleted_team_is_gone_for_everybody(here: Installation, clock: Clock) -> None:
    team, people = team_in(here, "published")
    team.manage(people["lead"], "wissen", {"confirmed": NAME})

    for route, visitor in product(TEAM_ROUTES, people.values()):
        if route.access != "owner" or visitor.key:
            assert visit(visitor, team, route).status == 404, str(route)
