"""What follows from what a page declares: where it is kept, compressed, found and downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Blueprint, Flask, Response

from ehbo.web.frame.access import owner
from ehbo.web.frame.declarations import OWN_FILE, PERSONAL, declared
from ehbo.web.frame.downloads import download, file_name
from tests.builders import seasoned
from tests.conftest import Install
from tests.page import Page
from tests.team_builders import Clock, OurTeam, measured, sample
from tests.visitor import Installation
from tests.web.frame.test_access import READ, ROUTES, Route
from tests.web.team.test_access import READ as TEAM_READ
from tests.web.team.test_access import TEAM_ROUTES, TeamRoute


def pages(here: Installation) -> Iterator[tuple[Route | TeamRoute, Page]]:
    """Every page that can be read, as somebody gets it who may see all of it."""
    owner = here.owner(seasoned())
    yield from ((route, owner.get(route.path)) for route in READ)
    team = OurTeam(here)
    team.published(*sample(6))
    lead = team.leader(visitor=here.visitor(here.keep(measured())))
    yield from ((route, lead.get(f"{team.address}{route.tail}")) for route in TEAM_READ)


def faults(route: Route | TeamRoute, page: Page) -> list[str]:
    """Where an answer is not what its page declares."""
    said, headers = route.page, page.headers
    sends_a_file = headers.get("Content-Disposition", "").startswith("attachment")
    kept = headers["Cache-Control"]
    rules = {
        "a file is declared, no file is sent": said.file and not sends_a_file,
        "a file is sent, none is declared": sends_a_file and not said.file,
        f"it may be kept: {kept}": kept not in (said.cache, "no-store"),
        "search engines may show it": not said.indexed and headers["X-Robots-Tag"] != "noindex",
        "search engines may not show it": said.indexed and headers["X-Robots-Tag"] != "all",
    }
    return [f"{route}: {fault}" for fault, found in rules.items() if found]


def test_every_page_is_what_it_declares(install: Install, clock: Clock) -> None:
    here = install(contact="privacy@stad.example")

    found = [fault for route, page in pages(here) for fault in faults(route, page)]

    assert not found


def test_only_what_shows_no_key_is_compressed(install: Install, clock: Clock) -> None:
    here = install(contact="privacy@stad.example")
    owner = here.owner(seasoned())

    for route in READ:
        page = owner.client.get(route.path, headers={"Accept-Encoding": "gzip"})
        if page.mimetype == "text/html" and page.status_code == 200:
            coding = "gzip" if route.page.compressed else None
            assert page.headers.get("Content-Encoding") == coding, str(route)


def test_a_download_that_forgets_its_declaration_is_named(here: Installation) -> None:
    @owner(PERSONAL)
    def forgetful(visit: object) -> Response:
        return download(b"", "text/plain", "plan.txt")

    here.app.add_url_rule("/vergeten.txt", "forgetful", forgetful)

    with (
        pytest.raises(LookupError, match="forgetful"),
        here.app.test_request_context("/vergeten.txt"),
    ):
        download(b"", "text/plain", "plan.txt")
    assert here.owner(seasoned()).get("/vergeten.txt").status == 500


def silent(app: Flask) -> list[str]:
    """The endpoints whose view declares nothing: their access mark is forgotten."""
    return [name for name in app.view_functions if declared(app, name) is None]


def test_every_route_declares_something(here: Installation) -> None:
    assert not silent(here.app)
    assert {route.page.file for route in (*ROUTES, *TEAM_ROUTES)} == {True, False}
    assert OWN_FILE.cache == "no-store"


def without_a_mark(blueprint: Blueprint) -> None:
    @blueprint.get("/vergeten")
    def view() -> str:
        return ""


def with_its_mark_above_its_address(blueprint: Blueprint) -> None:
    @owner(PERSONAL)
    @blueprint.get("/vergeten")
    def view(visit: object) -> str:
        return ""


@pytest.mark.parametrize("forget", [without_a_mark, with_its_mark_above_its_address])
def test_a_view_that_forgets_its_access_mark_is_named(
    here: Installation, forget: Callable[[Blueprint], None]
) -> None:
    late = Blueprint("late", __name__)
    forget(late)
    here.app.register_blueprint(late)

    assert silent(here.app) == ["late.view"]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("teambeeld", "Team ’t Zand", "ronde", 2), "teambeeld-team-t-zand-ronde-2.pdf"),
        (("teambeeld", "Café Ü/..\\x", 1), "teambeeld-cafe-u-x-1.pdf"),
        (("teambeeld", "فريق", 1), "teambeeld-1.pdf"),
        (("x" * 300,), f"{'x' * 100}.pdf"),
    ],
)
def test_a_file_name_is_of_letters_that_every_system_takes(
    parts: tuple[object, ...], name: str
) -> None:
    assert file_name(*parts, ending="pdf") == name


def test_an_error_is_found_by_no_search_engine(here: Installation) -> None:
    for path in ("/bestaat-niet", "/static/weg.css", "/team/AAAA-AAAA-AAAA"):
        assert here.visitor().get(path).headers["X-Robots-Tag"] == "noindex"
