"""The speed tricks change nothing: the site is the same without them."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.sessions import SecureCookieSessionInterface
from markupsafe import escape

from ehbo.domain.portfolio import Portfolio
from ehbo.web.frame import fast
from tests.builders import DOEN, TODAY, answers, beginner, instrument, page_of, seasoned
from tests.page import Page
from tests.team_builders import OurTeam, as_seen, measured, sample
from tests.visitor import Installation, Visitor
from tests.web.frame.test_access import READ
from tests.web.team.test_access import READ as TEAM_READ

THEMES = [page_of(theme.id) for theme in instrument().themes]
NOT_COMPARED = ("Set-Cookie", "Content-Length", "Vary")
KEY = re.compile("[0-9A-Z]{4}(-[0-9A-Z]{4}){2,}")


@pytest.fixture
def slow(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Installation]:
    """The same installation without a single trick, from the moment that it is asked for."""

    def make() -> Installation:
        for remembered in fast.REMEMBERED:
            module = sys.modules[remembered.__module__]
            monkeypatch.setattr(module, remembered.__name__, remembered.__wrapped__)
        return here.restarted(fast=False)

    return make


def headers_of(page: Page) -> list[tuple[str, str]]:
    """All headers in no order, and each cookie with its flags; marks and keys differ by nature."""
    found = [(n, unnamed(v)) for n, v in page.headers.items() if n not in NOT_COMPARED]
    varies = ", ".join(page.headers.getlist("Vary"))
    found.append(("Vary", ", ".join(sorted({*varies.split(", ")}))))
    for name, cookie in page.set_cookies().items():
        flags = cookie.partition(";")[2]
        found.append((name, re.sub(r"Expires=[^;]*; (?=Max-Age)", "", flags)))
    return sorted(found)


def unnamed(text: str) -> str:
    return KEY.sub("…", re.sub("[0-9a-f]{16,}", "…", text))


# ── The same pages ───────────────────────────────────────────────────────────────────────────


def pages_read(here: Installation, people: dict[str, str | None], team: OurTeam) -> Iterator[Any]:
    """Every page that can be read, by everybody, and once more: (status, headers, content)."""
    for person, key in people.items():
        visitor = team.leader(visitor=here.visitor(key))
        paths = [*(route.path for route in READ), *THEMES, f"{DOEN}?open=1", "/weg"]
        paths += [f"{team.address}{route.tail}" for route in TEAM_READ]
        for path in [*paths, *THEMES]:
            page = visitor.get(path)
            seen = as_seen(page) if page.is_html else page.response.get_data()
            yield person, path, page.status, headers_of(page), seen


def test_every_page_is_the_same_to_the_byte(
    here: Installation, slow: Callable[[], Installation], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {
        "nobody": None,
        "beginner": here.keep(beginner()),
        "at the end": here.keep(measured()),
        "seasoned": here.keep(seasoned()),
    }
    team = OurTeam(here)
    team.published(*sample(6))
    monkeypatch.setattr("secrets.token_hex", lambda size: "00" * size)  # the ids of blank rows

    quick = list(pages_read(here, people, team))
    plain = list(pages_read(slow(), people, team))

    assert {status for _, _, status, *_ in quick} >= {200, 303, 403, 404}
    for one, other in zip(quick, plain, strict=True):
        assert one == other


# ── The same answers to what is sent ─────────────────────────────────────────────────────────


def answers_to(here: Installation, team: OurTeam) -> Iterator[Page]:
    """Newcomers and owners who fill in, come back, are refused, and go."""
    newcomer, owner = here.visitor(), here.owner(seasoned())
    form = newcomer.get(DOEN).form(DOEN)
    yield form.send({"doen-1": "2", "doen-2": "3"})
    yield form.send({"doen-1": "2", "doen-2": "3"})
    yield newcomer.get(f"{DOEN}?open=1")
    yield newcomer.get(DOEN).form(DOEN).send(answers("doen"), headers={"X-Autosave": "1"})
    yield newcomer.post(DOEN, {"doen-1": "9"})
    yield newcomer.post(DOEN, {"onzin": "1"})
    yield newcomer.post(DOEN, answers("doen", 4), follow=True)
    for path in THEMES:
        yield newcomer.post(path, answers(path.rpartition("/")[2]), follow=True)
    yield from refused(here)
    yield owner.post("/pop-op", {"texts-0": "tekst"}, follow=True)
    yield owner.get("/pop-op")
    yield owner.get("/profiel").form("/profiel/tip", having={"theme_id": "doen"}).send({"tip": "0"})
    yield owner.get(DOEN)
    yield owner.post("/tien-redenen", {"chosen": "weerstand"})
    yield owner.get(page_of("raad"))
    guest = here.visitor()
    yield guest.post(f"{team.address}/begin", on=team.address)
    yield guest.get(DOEN)
    yield guest.post(DOEN, answers("doen"), follow=True)
    yield guest.get("/profiel")
    yield owner.post("/sleutel/vergrendel", follow=True)
    yield owner.get(DOEN)
    yield newcomer.post("/mijn-gegevens/wissen", {"confirmed": "1"})
    yield newcomer.get(DOEN)


def refused(here: Installation) -> Iterator[Page]:
    """What does not fit the form session, or comes from elsewhere."""
    visitor, other = here.visitor(), here.visitor()
    form, token = visitor.get(DOEN).form(DOEN), other.token
    chosen = answers("doen", 2)
    for wrong in (token, "", "é", "a" * 40, form.fields["csrf_token"][:-1]):
        yield form.send({**chosen, "csrf_token": wrong})
    yield visitor.request("POST", DOEN, data=chosen)
    yield visitor.request("POST", "/weg", data=chosen)
    yield visitor.request("POST", "/profiel", data={**chosen, "csrf_token": token})
    yield visitor.request("DELETE", DOEN)
    yield visitor.request("POST", DOEN, {"Sec-Fetch-Site": "cross-site"}, data=form.fields)
    visitor.forget_form_cookie()
    again = form.send(chosen)
    yield again
    yield again.form(DOEN).send()
    for host in ("", "stad_oost", "een naam", "[::1", "x" * 300):
        yield visitor.request("GET", DOEN, {"Host": host})


def test_everything_that_is_sent_gets_the_same_answer(
    here: Installation, slow: Callable[[], Installation]
) -> None:
    team = OurTeam(here)

    quick = list(answers_to(here, team))
    plain = list(answers_to(slow(), team))

    assert {page.status for page in quick} >= {200, 303, 400, 403, 404, 405, 422}
    for one, other in zip(quick, plain, strict=True):
        assert (one.path, one.status) == (other.path, other.status)
        assert headers_of(one) == headers_of(other), one.path
        assert unnamed(as_seen(one)) == unnamed(as_seen(other)), one.path


@pytest.mark.parametrize("planted", ["a" * 40, "é", ".", "a.b.c"])
def test_a_planted_cookie_saves_nothing(
    here: Installation, slow: Callable[[], Installation], planted: str
) -> None:
    for installation in (here, slow()):
        visitor = installation.visitor()
        form = visitor.get(DOEN).form(DOEN)
        visitor.client.set_cookie(
            visitor.form_cookie, planted, domain=visitor.address.hostname or ""
        )
        assert (form.send(answers("doen")).status, visitor.key) == (400, None)


@pytest.mark.parametrize("accepts", ["gzip", "br, gzip;q=0", "*", "gzip;q=0.1, br", "", "é"])
def test_browsers_get_what_they_take(
    here: Installation, slow: Callable[[], Installation], accepts: str
) -> None:
    def got(installation: Installation) -> tuple[str | None, str]:
        headers = {"Accept-Encoding": accepts}
        response = installation.visitor().client.get(DOEN, headers=headers)
        coding, content = response.headers.get("Content-Encoding"), response.get_data()
        text = (gzip.decompress(content) if coding else content).decode()
        return coding, re.sub('value="[^"]*"', "", text)

    assert got(here) == got(here) == got(slow())


# ── With and without is not the same app ─────────────────────────────────────────────────────


def test_without_the_tricks_there_are_none(
    here: Installation, slow: Callable[[], Installation]
) -> None:
    plain_site = slow()
    plain = plain_site.app

    assert type(plain.session_interface) is SecureCookieSessionInterface
    assert type(plain.extensions["csrf"]) is not fast.FormTokens
    assert "ensure_sync" not in vars(plain)
    assert fast.KEPT_PAGES not in plain.extensions
    before = [remembered.cache_info() for remembered in fast.REMEMBERED]
    visitor = Visitor(plain_site)
    visitor.post(DOEN, answers("doen"), follow=True)
    assert [remembered.cache_info() for remembered in fast.REMEMBERED] == before
    assert isinstance(here.app.session_interface, fast.Sessions)
    assert isinstance(here.app.extensions["csrf"], fast.FormTokens)


# ── A page that is kept ──────────────────────────────────────────────────────────────────────

Words = dict[str, str]


def _page(words: Words) -> str:
    return f"<p>{escape(words['name'])}, {escape(words['mark'])}</p>"


def test_a_kept_page_is_rendered_for_the_first_only(here: Installation) -> None:
    rendered: list[Words] = []

    def render(words: Any) -> str:
        rendered.append(words)
        return _page(words)

    with here.app.app_context():
        first = fast.kept_page("sleutel", {"name": "een", "mark": "1"}, render)
        times = len(rendered)
        second = fast.kept_page("sleutel", {"name": "<twee> & \ue000", "mark": "2"}, render)

    assert (first, len(rendered)) == (b"<p>een, 1</p>", times)
    assert second == _page({"name": "<twee> & \ue000", "mark": "2"}).encode()


@pytest.mark.parametrize("stray", ["\ue000", "\ue001", "\ue000\ue001"])
def test_a_page_that_holds_a_stand_in_by_itself_is_never_kept(
    here: Installation, stray: str
) -> None:
    def render(words: Any) -> str:
        return stray + _page(words)

    with here.app.app_context():
        for name in ("een", "twee"):
            words = {"name": name, "mark": "m"}
            made = fast.kept_page("sleutel", words, render)
            assert made == render(words)


def with_answers(here: Installation, id: str, *ids: str) -> Visitor:
    begun = Portfolio().started(instrument(), TODAY, id)
    return here.owner(begun.answered(id, dict.fromkeys(ids, 2), {}))


def test_other_answers_before_it_make_another_page(here: Installation) -> None:
    few = with_answers(here, "een", "doel-1")
    many = with_answers(here, "twee", *answers("doel"), *answers("raad"))

    for _ in range(2):
        assert "1 van 27 stellingen" in few.get(DOEN).words
        assert "11 van 27 stellingen" in many.get(DOEN).words


def test_nothing_of_one_person_is_in_the_page_of_another(here: Installation) -> None:
    people = [with_answers(here, f"meting-{n}", "doel-1") for n in range(3)]

    fields = [person.get(DOEN).form(DOEN).fields for person in people]

    for name in ("csrf_token", "page_of", "assessment_id"):
        assert len({of_one[name] for of_one in fields}) == 3, name
    assert len(here.app.extensions[fast.KEPT_PAGES]) == 1
