"""All keys on a device: read, kept and forgotten in one place, whatever they are for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Response

from ehbo.domain.keys import written
from ehbo.web.frame.keyring import DAYS, PERSON, Keyring, Purpose
from ehbo.web.person import reasons
from tests.builders import DOEN, answers, beginner
from tests.conftest import Install
from tests.page import Page
from tests.team_builders import OurTeam
from tests.visitor import Installation, Visitor

SECRET, OTHER = bytes(range(16)), b"\xaa" * 16
LEAD = Purpose("leider", several=True)
HTTPS = "https://ehbo.stad.example"


def keyring(cookies: Mapping[str, str], *, https: bool = False) -> Keyring:
    return Keyring(cookies, (PERSON, LEAD), https=https)


def handed_over(ring: Keyring) -> dict[str, str]:
    response = Response()
    ring.hand_over(response)
    return {c.partition("=")[0]: c for c in response.headers.getlist("Set-Cookie")}


# ── The keyring itself ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["", "onzin", written(SECRET)[:-1], "é" * 28, "A" * 4000])
def test_a_cookie_that_cannot_be_read_is_no_key(text: str) -> None:
    ring = keyring({"ehbo": text, "leider-AAAABBBBCCCC": text})

    assert ring.find(PERSON) is None
    assert ring.find(LEAD, "AAAA-BBBB-CCCC") is None
    assert not handed_over(ring)


def test_a_key_is_found_under_what_it_is_for_only() -> None:
    ring = keyring({"ehbo": written(SECRET), "leider-AAAABBBBCCCC": written(OTHER), "ander": "x"})

    assert (ring.find(PERSON), ring.find(LEAD, "AAAA-BBBB-CCCC")) == (SECRET, OTHER)
    assert ring.names(LEAD) == ["AAAABBBBCCCC"]
    assert ring.find(LEAD, ring.names(LEAD)[0]) == OTHER
    assert ring.find(LEAD, "AAAA-BBBB-DDDD") is None


def test_over_https_only_cookies_that_are_bound_to_this_host_are_read() -> None:
    ring = keyring({"ehbo": written(SECRET), "__Host-leider-AAAA": written(OTHER)}, https=True)

    assert ring.find(PERSON) is None
    assert ring.names(LEAD) == ["AAAA"]


def test_what_changes_is_seen_at_once() -> None:
    ring = keyring({"leider-AAAA": written(SECRET)})
    ring.keep(PERSON, OTHER)
    ring.keep(LEAD, OTHER, "BB-BB")
    ring.forget(LEAD, "AAAA")

    assert ring.find(PERSON) == ring.find(LEAD, "BBBB") == OTHER
    assert ring.find(LEAD, "AAAA") is None
    assert ring.names(LEAD) == ["BBBB"]


def test_nothing_that_changed_is_nothing_handed_over() -> None:
    ring = keyring({"ehbo": written(SECRET)})

    assert not handed_over(ring)
    assert not ring.forgets


@pytest.mark.parametrize("https", [False, True])
def test_a_key_is_wiped_with_the_flags_it_was_kept_with(https: bool) -> None:
    kept, gone = keyring({}, https=https), keyring({}, https=https)
    for purpose, name in ((PERSON, ""), (LEAD, "AAAA-BBBB-CCCC")):
        kept.keep(purpose, SECRET, name)
        gone.forget(purpose, name)

    set_to, wiped = handed_over(kept), handed_over(gone)

    prefix = "__Host-" if https else ""
    assert set(set_to) == set(wiped) == {f"{prefix}ehbo", f"{prefix}leider-AAAABBBBCCCC"}
    flags = {"HttpOnly", "Path=/", "SameSite=Lax", *(["Secure"] if https else [])}
    for name in set_to:
        ways = [set(said[name].split("; ")[1:]) for said in (set_to, wiped)]
        plain = [{f for f in way if not f.startswith(("Expires", "Max-Age"))} for way in ways]
        assert plain == [flags, flags]
        assert f"Max-Age={DAYS * 86400}" in ways[0]
        assert "Max-Age=0" in ways[1]


def test_all_keys_are_forgotten_also_those_that_cannot_be_read_or_were_just_kept() -> None:
    ring = keyring({"leider-AAAA": written(SECRET), "leider-x-y": "onzin", "formulier": "token"})
    ring.keep(LEAD, SECRET, "BBBB")
    ring.forget_all()

    gone = handed_over(ring)

    assert set(gone) == {"ehbo", "leider-AAAA", "leider-x-y", "leider-BBBB"}
    assert all("Max-Age=0" in cookie for cookie in gone.values())
    assert not ring.names(LEAD)


def test_a_key_that_locking_would_leave_behind_is_not_kept() -> None:
    with pytest.raises(LookupError, match="vreemd"):
        keyring({}).keep(Purpose("vreemd"), SECRET)


# ── On the site ──────────────────────────────────────────────────────────────────────────────

LEAVING = pytest.mark.parametrize("leave", ["/sleutel/vergrendel", "/mijn-gegevens/wissen"])


def keys_of(visitor: Visitor) -> set[str]:
    """The names of the cookies in a browser, but that of its forms."""
    return {cookie.key for cookie in visitor.client._cookies.values()} - {visitor.form_cookie}


def wiped(page: Page) -> set[str]:
    return {name for name, cookie in page.set_cookies().items() if "Max-Age=0" in cookie}


@LEAVING
@pytest.mark.parametrize("https", [False, True])
def test_who_leaves_leaves_no_key_and_no_invitation_behind(
    install: Install, leave: str, https: bool
) -> None:
    here = install(public_url=HTTPS) if https else install()
    first, second, invited = (OurTeam(here, name=name) for name in ("Een", "Twee", "Drie"))
    visitor = second.leader(visitor=first.leader(visitor=here.owner(beginner())))
    visitor.client.set_cookie(
        f"{'__Host-' if https else ''}leider-onzin", "onzin", domain=visitor.address.hostname or ""
    )
    invited.choose(visitor, "begin")
    assert "Drie" in visitor.get("/profiel").words

    page = visitor.post(leave, {"confirmed": "1"})

    assert page.status == 303
    assert not keys_of(visitor)
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert "Drie" not in visitor.get("/profiel").words
    assert "Jouw teams" not in visitor.get("/team").words


def test_a_device_that_knows_nobody_can_be_locked_too(here: Installation) -> None:
    stale = here.visitor(written(OTHER))
    for visitor in (here.visitor(), stale):
        page = visitor.send("/sleutel/vergrendel", {})
        assert (page.status, wiped(page)) == (303, {"ehbo"})
    assert stale.key is None


def test_forgetting_one_key_leaves_the_others(here: Installation) -> None:
    first, second = OurTeam(here, name="Een"), OurTeam(here, name="Twee")
    visitor = second.leader(visitor=first.leader(visitor=here.owner(beginner())))

    page = first.manage(visitor, "vergrendelen", {"confirmed": "1"})

    assert wiped(page) == {first.lead_cookie}
    assert keys_of(visitor) == {"ehbo", second.lead_cookie}


def test_a_key_made_before_something_broke_comes_with_the_error_page(
    here: Installation, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reasons, "flash", lambda _: 1 / 0)
        page = visitor.post("/tien-redenen", {"chosen": "weerstand"})

    assert page.status == 500
    assert visitor.portfolio.reasons == ("weerstand",)
    assert page.form("/tien-redenen").send().status == 303
    assert here.people == 1


def test_a_save_that_failed_leaves_no_key(
    here: Installation, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehbo.store.portfolios.save", lambda *_: 1 / 0)

    page = visitor.post(DOEN, answers("doen"))

    assert (page.status, visitor.key, here.people) == (500, None, 0)


def test_erasing_that_failed_takes_no_key_away(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = here.owner(beginner())
    monkeypatch.setattr("ehbo.store.portfolios.erase", lambda *_: 1 / 0)

    page = owner.post("/mijn-gegevens/wissen", {"confirmed": "1"})

    assert page.status == 500
    assert not wiped(page)
    assert owner.portfolio == beginner()


def test_every_save_lets_the_key_stay_as_long_again(here: Installation) -> None:
    owner = here.owner(beginner())

    changed = owner.post("/tien-redenen", {"chosen": "weerstand"})
    same = owner.post("/tien-redenen")

    assert f"Max-Age={DAYS * 86400}" in changed.set_cookies()["ehbo"]
    assert "ehbo" not in same.set_cookies()
