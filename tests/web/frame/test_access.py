"""Who may reach what: every route, for nobody, for another person and for its owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from werkzeug.routing import Rule

from ehbo.domain.portfolio import Portfolio
from ehbo.web.frame.declarations import (
    KEY,
    OWN_FILE,
    PERSONAL,
    PRIVATE,
    PUBLIC,
    Declaration,
    Declared,
    declared,
)
from tests.builders import DOEN, OVERVIEW, TODAY, Q, beginner, seasoned
from tests.conftest import Install
from tests.page import Page
from tests.visitor import Installation, Visitor
from tests.web.team.test_access import TEAM_ROUTES, TeamRoute

CANARY = "kanarie"
MEASURED = f"{CANARY}-meting-2"
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """An address, and the status for nobody, for another person, and for the owner."""

    method: str
    path: str
    access: str
    page: Declaration
    nobody: int
    other: int
    owner: int
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


TIP = {"questionnaire_id": Q, "theme_id": "doen", "tip": "1"}
THOUGHT = {"assessment_id": MEASURED, "theme_id": "doen", "bases-0": "", "texts-0": "van mij"}
ACTION = {"actions-0-action_id": f"{CANARY}-actie-1", "actions-0-what": "van mij"}
TEAM = {
    "name": "Wijkzaken",
    "expected": "8",
    "closes": (TODAY + timedelta(days=14)).isoformat(),
    "themes": "doen",
}
ROUTES = [
    Route("GET", "/", "visitor", PUBLIC, 200, 200, 200),
    Route("GET", "/over", "anyone", PUBLIC, 200, 200, 200),
    Route("GET", "/privacy", "anyone", PUBLIC, 200, 200, 200),
    Route("GET", "/toegankelijkheid", "anyone", PUBLIC, 200, 200, 200),
    Route("GET", "/gezondheid", "anyone", PRIVATE, 200, 200, 200),
    Route("GET", "/.well-known/security.txt", "visitor", PUBLIC, 200, 200, 200),
    Route("GET", "/tien-redenen", "visitor", PUBLIC, 200, 200, 200),
    Route("POST", "/tien-redenen", "visitor", PUBLIC, 303, 303, 303, {"chosen": "weerstand"}),
    Route("GET", "/zelfanalyse", "anyone", PUBLIC, 303, 303, 303),
    Route("GET", OVERVIEW, "visitor", PUBLIC, 200, 200, 200),
    Route("GET", DOEN, "visitor", PERSONAL, 200, 200, 200),
    Route(
        "POST", DOEN, "visitor", PERSONAL, 303, 303, 303, {"assessment_id": MEASURED, "doen-1": "1"}
    ),
    Route("GET", "/profiel", "visitor", PERSONAL, 200, 200, 200),
    Route("POST", "/profiel", "owner", PERSONAL, 403, 303, 409, THOUGHT),
    Route(
        "POST", "/profiel/nieuwe-meting", "owner", PERSONAL, 403, 303, 303, {"questionnaire_id": Q}
    ),
    Route("POST", "/profiel/tip", "owner", PERSONAL, 403, 303, 303, TIP),
    Route("GET", "/pop-op", "visitor", PERSONAL, 200, 200, 200),
    Route("POST", "/pop-op", "visitor", PERSONAL, 303, 303, 303, ACTION),
    Route("GET", "/pop-op.pdf", "owner", OWN_FILE, 403, 200, 200),
    Route("GET", "/pop-op.docx", "owner", OWN_FILE, 403, 200, 200),
    Route("GET", "/pop-op.ics", "owner", OWN_FILE, 403, 303, 200),
    Route("GET", "/sleutel", "visitor", KEY, 200, 200, 200),
    Route("POST", "/sleutel", "visitor", KEY, 422, 422, 422, {"key_or_code": "onzin"}),
    Route("POST", "/sleutel/vergrendel", "visitor", KEY, 303, 303, 303),
    Route("GET", "/mijn-gegevens", "visitor", PRIVATE, 200, 200, 200),
    Route("GET", "/mijn-gegevens.json", "owner", OWN_FILE, 403, 200, 200),
    Route("POST", "/mijn-gegevens/laden", "visitor", PRIVATE, 422, 409, 409),
    Route("POST", "/mijn-gegevens/wissen", "owner", PRIVATE, 403, 303, 303, {"confirmed": "1"}),
    Route("GET", "/team", "visitor", PUBLIC, 200, 200, 200),
    Route("GET", "/team/uitleg", "anyone", PUBLIC, 200, 200, 200),
    Route("GET", "/team/nieuw", "visitor", PERSONAL, 200, 200, 200),
    Route("POST", "/team/nieuw", "visitor", PERSONAL, 303, 303, 303, TEAM),
    Route("GET", "/vergelijken", "visitor", PERSONAL, 200, 200, 200),
]
UNSAFE = [route for route in ROUTES if route.method not in SAFE]
READ = [route for route in ROUTES if route.method in SAFE]


def _rule(here: Installation, route: Route | TeamRoute) -> Rule:
    rule, _ = here.app.url_map.bind("").match(route.path, route.method, return_rule=True)
    return rule


def _visit(visitor: Visitor, route: Route) -> Page:
    if route.method == "GET":
        return visitor.get(route.path)
    return visitor.send(route.path, route.data)


def test_every_route_is_in_the_list(here: Installation) -> None:
    listed = {(_rule(here, route).rule, route.method) for route in (*ROUTES, *TEAM_ROUTES)}

    served = {
        (rule.rule, method)
        for rule in here.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert served == listed


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_each_visitor_gets_what_the_list_says(install: Install, route: Route) -> None:
    here = install(contact="privacy@stad.example")
    owner = here.owner(seasoned(CANARY))
    other = here.owner(beginner())
    nobody = here.visitor()
    before, key = owner.portfolio, str(owner.key)

    for visitor, status in ((nobody, route.nobody), (other, route.other)):
        page = _visit(visitor, route)
        assert page.status == status
        pages = [page, page.follow()] if status == 303 else [page]
        for seen in pages:
            answer = f"{seen.text}{seen.headers}"
            for sent in route.data.values():
                answer = answer.replace(f'"{sent}"', "what they sent themselves")
            assert CANARY not in answer
            assert key not in answer
        assert owner.portfolio == before

    assert _visit(owner, route).status == route.owner


def test_every_view_declares_who_may_come_in_and_what_its_page_is(here: Installation) -> None:
    for route in (*ROUTES, *TEAM_ROUTES):
        said = declared(here.app, _rule(here, route).endpoint)
        assert said == Declared(route.access, route.page), str(route)


def test_the_owner_sees_own_texts_and_key(here: Installation) -> None:
    owner = here.owner(seasoned(CANARY))

    for path in ("/profiel", "/pop-op", "/mijn-gegevens", "/mijn-gegevens.json", "/pop-op.ics"):
        assert CANARY in owner.get(path).text, path
    groups = owner.get("/sleutel").dom.xpath("//code[@class='key']")[0].text_content().split()
    assert "-".join(groups) == owner.key


@pytest.mark.parametrize("cookie", ["", "onzin", "0" * 28, "\x7f", "é" * 28, "A" * 4000])
def test_a_cookie_that_is_no_key_is_nobody(here: Installation, cookie: str) -> None:
    visitor = here.visitor(cookie)

    assert visitor.get("/profiel").status == 200
    assert visitor.get("/mijn-gegevens.json").status == 403


def test_a_key_under_which_nothing_is_kept_is_nobody_and_does_not_come_back(
    here: Installation,
) -> None:
    owner = here.owner(beginner())
    erased = owner.key
    elsewhere = here.visitor(erased)
    owner.post("/mijn-gegevens/wissen", {"confirmed": "1"})

    assert elsewhere.get("/mijn-gegevens.json").status == 403
    assert "Hier is nog niets van jou bewaard" in elsewhere.get("/mijn-gegevens").words
    assert here.people == 0

    elsewhere.send(DOEN, {"doen-1": "2"})
    assert elsewhere.key not in (None, erased)
    assert elsewhere.portfolio.assessments[0].answers == {"doen-1": 2}


def test_looking_changes_nothing(install: Install) -> None:
    here = install(contact="privacy@stad.example")
    owner, nobody = here.owner(seasoned()), here.visitor()
    before = here.dump()

    for route, method, visitor in product(READ, ("GET", "HEAD"), (owner, nobody)):
        page = visitor.request(method, route.path)
        assert page.status == (route.owner if visitor is owner else route.nobody)
        assert visitor.key_cookie not in page.set_cookies(), str(route)
        assert here.dump() == before, str(route)
    assert nobody.key is None


def test_an_empty_portfolio_of_ones_own_can_be_looked_at(here: Installation) -> None:
    owner = here.owner(Portfolio())

    for route in READ:
        if route.path != "/.well-known/security.txt":
            assert owner.get(route.path).status in (200, 303), route.path
