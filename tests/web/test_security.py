"""Other sites cannot act for somebody, and every answer carries the rules that protect it."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from tests.builders import (
    DOEN,
    OVERVIEW,
    Installation,
    Page,
    Q,
    Visitor,
    all_answers,
    answers,
    instrument,
    reworded,
    seasoned,
)
from tests.conftest import Install
from tests.web.test_access import READ, UNSAFE

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

# The headers of every page of HTML are checked wherever a test fetches one: tests/builders.py.


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

    page = owner.post(path, {"zeker": "1"})

    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert owner.key is None


@pytest.mark.parametrize(
    "path",
    [
        "/sleutel",
        "/mijn-gegevens",
        "/mijn-gegevens.json",
        "/pop-op.pdf",
        "/pop-op.docx",
        "/pop-op.ics",
    ],
)
def test_key_data_and_downloads_are_stored_nowhere(here: Installation, path: str) -> None:
    assert here.owner(seasoned()).get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", OVERVIEW, DOEN, "/profiel", "/pop-op", "/tien-redenen"])
def test_other_pages_stay_between_server_and_person(here: Installation, path: str) -> None:
    assert here.owner(seasoned()).get(path).headers["Cache-Control"] == "private, no-cache"


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


# ── Hostile text ─────────────────────────────────────────────────────────────────────────────

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(2)'>",
    "</textarea></form><svg onload=alert(3)>",
    "{{ 7*7 }}{% raw %}",
    "' autofocus onfocus=alert(4) x='",
    "javascript:alert(5)",
    "<!-- --><style>*{display:none}</style>",
]


def hostile_life() -> Portfolio:
    """Hostile text in every place where a person can write."""
    questionnaire = instrument()
    everything = " ".join(HOSTILE)
    portfolio = Portfolio().started(questionnaire, seasoned().assessments[0].started, "meting")
    portfolio = portfolio.answered("meting", all_answers(), {"doen-1": 1})
    for theme in questionnaire.themes:
        typed = {place: ("", f"{text} {everything}") for place, text in enumerate(HOSTILE[:5])}
        portfolio, _ = portfolio.reflected("meting", theme.id, typed)
    rows = tuple(
        Action(id=f"a{place}", what=text, with_whom=text) for place, text in enumerate(HOSTILE)
    )
    sections = {section.id: everything for section in questionnaire.plan}
    return portfolio.planned(Q, Plan(sections=sections, actions=rows))


def _assert_harmless(page: Page) -> None:
    # That no element, handler or address got in is checked for every page: tests/builders.py.
    assert not page.dom.xpath("//img[@src='x'] | //svg[@onload] | //main//script | //style")
    for text in HOSTILE[:3]:
        assert text not in page.text
    assert "49" not in page.dom.xpath("string(//textarea)")


@pytest.mark.parametrize(
    "path", ["/", OVERVIEW, DOEN, "/profiel", "/pop-op", "/mijn-gegevens", "/sleutel"]
)
def test_hostile_text_that_is_kept_stays_text(here: Installation, path: str) -> None:
    page = here.owner(hostile_life()).get(path)

    assert page.status == 200
    _assert_harmless(page)
    if path in ("/profiel", "/pop-op", "/mijn-gegevens"):
        assert all(text in page.dom.text_content() for text in HOSTILE)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_form_comes_back_as_text(here: Installation, text: str) -> None:
    owner = here.owner(hostile_life())
    plan = owner.get("/pop-op").form("/pop-op")
    pages = [
        owner.post("/sleutel", {"sleutel": text}),
        owner.send("/pop-op", {"texts-0": text, "look_again": text, "actions-0-what": text}),
        owner.send("/pop-op", {"texts-0": text, "bases-0": text}),
        owner.send(DOEN, {"doen-1": text, text: text, "shown_answers": text}),
        owner.send("/profiel", {"theme_id": "doen", "texts-0": text, "bases-0": text}),
        owner.send("/profiel", {"theme_id": text, "assessment_id": text}),
        owner.send("/tien-redenen", {"chosen": text}, follow_redirects=True),
        owner.get("/profiel", query_string={"meting": text}),
        owner.get("/zelfanalyse/" + text.replace("/", "").replace("?", "")),
    ]
    owner.forget_form_cookie()
    pages.append(plan.send({"texts-0": text, text: text}))

    assert [page.status for page in pages] == [422, 422, 409, 422, 409, 409, 200, 200, 404, 400]
    for page in pages:
        _assert_harmless(page)


def test_hostile_words_of_a_loaded_file_stay_text(here: Installation) -> None:
    theme = reworded(
        instrument().themes[0], title=HOSTILE[0], motto=HOSTILE[1], introduction=HOSTILE[2]
    )
    questionnaire = reworded(
        instrument(),
        id="vreemd",
        title=HOSTILE[0],
        reading=HOSTILE[1],
        source=HOSTILE[2],
        themes=(theme,),
    )
    portfolio = Portfolio().started(questionnaire, seasoned().assessments[0].started, "meting")
    portfolio = portfolio.answered("meting", {s.id: 2 for s in theme.statements}, {})
    owner = here.owner(portfolio.model_copy(update={"wordings": (questionnaire,)}))

    for path in ("/profiel", "/mijn-gegevens", "/zelfanalyse/vreemd", "/zelfanalyse/vreemd/doen"):
        page = owner.get(path)
        assert page.status == 200
        _assert_harmless(page)


def test_an_assessment_of_a_loaded_file_can_have_no_name_that_breaks_a_page(
    here: Installation,
) -> None:
    name = '"><img src=x onerror=alert(1)>'
    portfolio = Portfolio().started(instrument(), seasoned().assessments[0].started, name)
    owner = here.owner(portfolio.answered(name, {"raad-1": 1}, {}))

    for path in (DOEN, f"{OVERVIEW}/raad", "/profiel", "/mijn-gegevens"):
        _assert_harmless(owner.get(path))
    assert owner.get(DOEN).form(DOEN).fields["assessment_id"] == name


def test_the_words_of_one_persons_file_are_not_shown_to_another(here: Installation) -> None:
    path = "/zelfanalyse/vreemd/doen"
    owners = []
    for words in ("de woorden van de een", "de woorden van de ander"):
        theme = reworded(instrument().themes[0], introduction=words)
        questionnaire = reworded(instrument(), id="vreemd", themes=(theme,))
        begun = Portfolio().started(questionnaire, seasoned().assessments[0].started, "meting")
        owners.append(here.owner(begun.model_copy(update={"wordings": (questionnaire,)})))

    one, other = (owner.get(path) for owner in owners)

    assert "de woorden van de een" in one.words
    assert "de woorden van de ander" in other.words
    assert "de woorden van de een" not in other.text
