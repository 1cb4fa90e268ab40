"""Other sites cannot act for somebody, and every answer carries the rules that protect it."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from tests.builders import DOEN, OVERVIEW, Q, answers, seasoned
from tests.conftest import Install
from tests.page import Page
from tests.visitor import Installation, Visitor
from tests.web.frame.test_access import READ, UNSAFE

HTTPS = "https://ehbo.stad.example"
YEAR = 365 * 24 * 3600


# ── Requests that a page of ours did not send ────────────────────────────────────────────────


def test_a_form_without_its_own_token_is_refused(here: Installation) -> None:
    owner, stranger = here.owner(seasoned()), here.visitor()
    owner.get("/")
    before = here.dump()

    for route, token in product(UNSAFE, (None, "", "onzin", stranger.token)):
        data = {**route.data, **({} if token is None else {"csrf_token": token})}
        page = owner.request("POST", route.path, data=data)
        assert page.status == 400, (str(route), token)
        assert "Deze pagina stond te lang open" in page.title
        assert owner.key_cookie not in page.set_cookies()
        assert here.dump() == before, str(route)


ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {"Origin": "https://kwaad.example"},
    {"Origin": "null"},
]


def test_what_another_site_sends_is_refused_whatever_the_token(here: Installation) -> None:
    owner = here.visitor(here.keep(seasoned()), modern=False)
    token = owner.token
    before = here.dump()

    for route, headers in product(UNSAFE, ELSEWHERE):
        data = {"csrf_token": token, **route.data}
        page = owner.request("POST", route.path, data=data, headers=headers)
        assert page.status == 403, (str(route), headers)
        assert "andere website" in page.title
        assert here.dump() == before, str(route)


@pytest.mark.parametrize("modern", [True, False])
def test_our_own_forms_are_accepted_from_old_and_new_browsers(
    here: Installation, modern: bool
) -> None:
    visitor = here.visitor(modern=modern)

    assert visitor.post(DOEN, answers("doen")).status == 303
    assert len(visitor.portfolio.assessments[0].answers) == 5


@pytest.mark.parametrize("modern", [True, False])
def test_our_own_forms_are_accepted_over_https(install: Install, modern: bool) -> None:
    visitor = install(public_url=HTTPS).visitor(modern=modern)

    assert visitor.post(DOEN, answers("doen")).status == 303
    assert visitor.key


def test_after_an_expired_token_the_form_can_be_sent_again_whole(visitor: Visitor) -> None:
    text = "Regel een\nregel “twee” <b>&amp;\n\nslot " + "lang " * 100
    form = visitor.get("/pop-op").form("/pop-op")
    visitor.forget_form_cookie()

    refused = form.send({"texts-1": text, "texts-2": "kort", "actions-0-what": "Bellen & mailen"})
    assert refused.status == 400
    assert "wat je invulde, is er nog" in refused.words

    again = refused.form("/pop-op")
    assert again.fields["texts-1"].replace("\r\n", "\n") == text
    saved = again.send().follow()
    assert "Je plan is bewaard." in saved.words
    plan = visitor.portfolio.plan(Q)
    assert plan.sections == {"waar-wil-ik-naar-toe": text.strip(), "wat-heb-ik-nodig": "kort"}
    assert [action.what for action in plan.actions] == ["Bellen & mailen"]


def test_after_an_expired_token_the_choices_can_be_sent_again(visitor: Visitor) -> None:
    form = visitor.get(DOEN).form(DOEN)
    visitor.forget_form_cookie()

    refused = form.send(answers("doen", 4))
    assert (refused.status, visitor.key) == (400, None)

    assert refused.form(DOEN).send().location == f"{OVERVIEW}/doel"
    assert set(visitor.portfolio.assessments[0].answers.values()) == {4}


# ── Headers and cookies ──────────────────────────────────────────────────────────────────────

# The headers of every page of HTML are checked wherever a test fetches one: tests/page_faults.py.


def test_whatever_is_not_a_page_carries_the_rules_too(install: Install) -> None:
    owner = install(contact="x@stad.example").owner(seasoned())

    for route in READ:
        headers = owner.get(route.path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] in ("no-referrer", "same-origin")
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers
        assert "public" not in headers["Cache-Control"]


def _flags(page: Page, name: str) -> set[str]:
    header = page.set_cookies()[name]
    return {part.strip() for part in header.split(";")[1:]}


def test_over_http_cookies_are_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    assert _flags(visitor.get(DOEN), "formulier") == {"HttpOnly", "Path=/", "SameSite=Lax"}

    flags = _flags(visitor.post(DOEN, answers("doen")), "ehbo")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", f"Max-Age={400 * 24 * 3600}"} <= flags
    assert not {flag for flag in flags if flag == "Secure" or flag.startswith("Domain")}


def test_over_https_cookies_are_bound_to_this_host(install: Install) -> None:
    visitor = install(public_url=HTTPS).visitor()

    page = visitor.get(DOEN)
    assert _flags(page, "__Host-formulier") == {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"}

    flags = _flags(visitor.post(DOEN, answers("doen")), "__Host-ehbo")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= flags
    assert not {flag for flag in flags if flag.startswith("Domain")}
    assert visitor.portfolio.assessments


@pytest.mark.parametrize("path", ["/", DOEN, "/gezondheid", "/bestaat-niet", "/zelfanalyse"])
def test_over_https_browsers_are_told_to_stay_there(install: Install, path: str) -> None:
    header = install(public_url=HTTPS).visitor().get(path).headers["Strict-Transport-Security"]

    max_age = re.search(r"max-age=(\d+)", header)
    assert max_age and int(max_age[1]) >= YEAR


def test_the_key_cookie_is_wiped_with_the_flags_it_was_set_with(install: Install) -> None:
    for settings in ({}, {"public_url": HTTPS}):
        owner = install("https" if settings else "http", **settings).owner(seasoned())
        page = owner.post("/sleutel/vergrendel")
        flags = _flags(page, owner.key_cookie)
        assert {"Max-Age=0", "HttpOnly", "Path=/", "SameSite=Lax"} <= flags
        assert ("Secure" in flags) == bool(settings)


@pytest.mark.parametrize("path", ["/sleutel/vergrendel", "/mijn-gegevens/wissen"])
def test_leaving_clears_what_the_browser_kept(here: Installation, path: str) -> None:
    owner = here.owner(seasoned())

    page = owner.post(path, {"confirmed": "1"})

    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert owner.key is None


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip", "gzip"), ("br, gzip;q=0.5", "gzip"), ("gzip;q=0", None), ("br", None), ("", None)],
)
def test_a_page_comes_in_a_coding_that_the_browser_takes(
    visitor: Visitor, accepted: str, coding: str | None
) -> None:
    plain = visitor.get("/over", headers={"Accept-Encoding": "identity"})
    response = visitor.client.get("/over", headers={"Accept-Encoding": accepted})

    assert response.headers.get("Content-Encoding") == coding
    assert set(response.headers["Vary"].split(", ")) == {"Accept-Encoding", "Cookie"}
    body = gzip.decompress(response.data) if coding else response.data
    assert body.decode() == plain.text


def test_a_message_travels_signed_and_a_token_bare(visitor: Visitor) -> None:
    host = visitor.address.hostname or ""
    token = visitor.get(DOEN).form(DOEN).fields["csrf_token"]
    bare = visitor.client.get_cookie(visitor.form_cookie, host)
    assert bare is not None and re.fullmatch("[0-9a-f]{40}", bare.value)
    assert token.count(".") == 2

    visitor.post("/pop-op", {"texts-1": "kort"})
    signed = visitor.client.get_cookie(visitor.form_cookie, host)
    assert signed is not None and "." in signed.value

    visitor.client.set_cookie(visitor.form_cookie, signed.value[:-2] + "xx", domain=host)
    assert "Je plan is bewaard." not in visitor.get("/pop-op").words


# ── Static files ─────────────────────────────────────────────────────────────────────────────


def _assets(page: Page) -> list[str]:
    found = page.dom.xpath("//head/link/@href | //head/script/@src")
    return [str(url) for url in found if str(url).startswith("/static/")]


def test_assets_are_compressed_and_kept_forever(visitor: Visitor) -> None:
    assets = _assets(visitor.get("/"))
    assert {Path(url).suffix for url in assets} == {".css", ".js", ".svg"}

    for url in assets:
        for coding in ("br", "gzip"):
            page = visitor.get(url, headers={"Accept-Encoding": coding})
            assert page.status == 200
            assert page.headers.get("Content-Encoding") == coding, url
        assert re.search(r"max-age=(\d+)", page.headers["Cache-Control"])[1] >= str(YEAR)  # type: ignore[index]  # fails if absent
        assert "immutable" in page.headers["Cache-Control"]
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in page.headers
        assert not page.set_cookies()


def test_styles_ask_nothing_of_others(visitor: Visitor) -> None:
    styles = next(url for url in _assets(visitor.get("/")) if url.endswith(".css"))

    urls = re.findall(r"url\(['\"]?([^)'\"]*)|@import\s*['\"]([^'\"]*)", visitor.get(styles).text)

    assert urls
    for url in ("".join(pair) for pair in urls):
        assert url.startswith(("data:", "#")) or not re.match(r"\w+:|//", url), url


def test_an_asset_that_is_not_there_is_a_page_that_is_not_there(visitor: Visitor) -> None:
    assert visitor.get("/static/weg.css").status == 404
    assert visitor.get("/static/../secret").status == 404
