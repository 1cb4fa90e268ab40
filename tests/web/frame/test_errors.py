"""Bad input: a clear Dutch page, the right status, and nothing typed is lost."""

from __future__ import annotations

from itertools import product

import pytest

from tests.builders import DOEN, Q, answers, beginner, seasoned
from tests.team_builders import as_seen
from tests.visitor import Installation, Visitor
from tests.web.frame.test_access import UNSAFE

AUTOSAVE = {"X-Autosave": "1"}
SEEN_AFTER_AN_ERROR = (
    "/mijn-gegevens/laden", "/mijn-gegevens/wissen", "/profiel/tip", "/profiel/nieuwe-meting",
)  # fmt: skip
TEXT = "Een hele gedachte, die langer is dan een regel en niet weg mag raken."


# ── Addresses and methods ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", ["/weg", "/pop-op/weg", "/sleutel/weg/", "/%00", "/%ff", "/é", "/static/"]
)
def test_an_unknown_address_gets_a_friendly_page(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)

    assert page.status == 404
    assert page.title == "Deze pagina is er niet – EHBO"
    assert {"/zelfanalyse", "/sleutel", "/"} <= set(page.links)


@pytest.mark.parametrize("path", ["/zelfanalyse", DOEN, "/sleutel", "/tien-redenen"])
def test_an_address_may_end_with_a_slash(visitor: Visitor, path: str) -> None:
    with_slash, without = visitor.get(f"{path}/"), visitor.get(path)

    assert with_slash.status == without.status < 400
    assert as_seen(with_slash) == as_seen(without)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/over"), ("POST", "/pop-op.pdf"), ("PUT", DOEN), ("DELETE", "/mijn-gegevens")],
)
def test_a_wrong_method_is_told_so(visitor: Visitor, method: str, path: str) -> None:
    page = visitor.request(method, path, data={"csrf_token": visitor.token})

    assert page.status == 405
    assert "Dat kan hier niet" in page.words


@pytest.mark.parametrize("path", ["/sleutel/vergrendel", *SEEN_AFTER_AN_ERROR])
def test_what_changes_things_cannot_be_looked_at(here: Installation, path: str) -> None:
    owner = here.owner(beginner())

    page = owner.get(path)

    assert page.status == 405
    assert "Hier is niets te bekijken" in page.title
    assert "alleen bekijken" not in page.words
    assert "/" in page.links
    assert owner.portfolio == beginner()


def test_a_wrong_method_names_the_right_ones(visitor: Visitor) -> None:
    allowed = visitor.get("/sleutel/vergrendel").headers.get("Allow", "")

    assert set(allowed.split(", ")) == {"POST", "OPTIONS"}


# ── Bodies that no browser sends ─────────────────────────────────────────────────────────────


def test_a_body_that_is_too_large_is_refused(here: Installation) -> None:
    owner = here.owner(seasoned())
    before = here.dump()

    for route in UNSAFE:
        page = owner.send(route.path, b"texts-0=" + b"x" * 3 * 1024 * 1024)
        assert page.status == 413, str(route)
        assert "Dat is te veel ineens" in page.words
        assert here.dump() == before, str(route)


@pytest.mark.parametrize("path", ["/pop-op", "/profiel", "/profiel/tip", "/tien-redenen"])
def test_ten_thousand_fields_break_nothing(here: Installation, path: str) -> None:
    owner = here.owner(seasoned())
    body = "&".join(f"actions-{n}-by=x&texts-{n}=y" for n in range(5_000))

    page = owner.send(path, body.encode())

    assert 300 <= page.status < 500
    assert owner.portfolio.plans == seasoned().plans


@pytest.mark.parametrize("name", ["doen-{}", "doen-1"])
def test_ten_thousand_answers_are_refused(here: Installation, visitor: Visitor, name: str) -> None:
    body = "&".join(f"{name.format(n)}=1" for n in range(10_000))

    page = visitor.send(DOEN, body.encode())

    assert page.status == 413
    assert here.people == 0


def test_ten_thousand_parts_of_a_form_are_refused(visitor: Visitor) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    body = part * 10_000 + b"--x--\r\n"

    page = visitor.request(
        "POST", "/mijn-gegevens/laden", data=body, content_type="multipart/form-data; boundary=x"
    )

    assert page.status == 413


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\x7f", "\ufffd", "\x80"])
def test_characters_that_nobody_types_are_left_out_and_the_rest_stays(
    visitor: Visitor, odd: str
) -> None:
    page = visitor.post("/pop-op", {"texts-1": f"mijn{odd} tekst gaat door", "texts-2": TEXT})

    assert page.status == 422
    assert "tekens in je tekst die we niet kunnen bewaren" in page.title
    assert visitor.key is None
    form = page.form("/pop-op")
    assert (form.fields["texts-1"], form.fields["texts-2"]) == ("mijn tekst gaat door", TEXT)
    assert form.send().status == 303
    assert visitor.portfolio.plan(Q).sections["wat-heb-ik-nodig"] == TEXT


@pytest.mark.parametrize("broken", [b"%ff", b"%ed%a0%80", b"%c3", b"\xff", b"\xed\xa0\x80"])
def test_broken_utf8_is_left_out_and_the_rest_stays(
    here: Installation, visitor: Visitor, broken: bytes
) -> None:
    page = visitor.send("/pop-op", b"texts-1=caf%C3%A9" + broken + b"+dicht&texts-2=x+%26+y")

    assert page.status == 422
    assert here.people == 0
    form = page.form("/pop-op")
    assert (form.fields["texts-1"], form.fields["texts-2"]) == ("café dicht", "x & y")
    assert form.send().status == 303
    assert visitor.portfolio.plan(Q).sections["waar-wil-ik-naar-toe"] == "café dicht"


@pytest.mark.parametrize("broken", [b"%ff", b"\xff"])
def test_broken_utf8_in_a_name_is_refused(
    here: Installation, visitor: Visitor, broken: bytes
) -> None:
    assert visitor.send("/pop-op", b"texts-1=x&" + broken + b"=1").status == 422
    assert here.people == 0


def test_a_percent_sign_is_just_a_sign(visitor: Visitor) -> None:
    visitor.post("/pop-op", {"texts-1": "100% %ff %00 %C3"})

    assert visitor.portfolio.plan(Q).sections["waar-wil-ik-naar-toe"] == "100% %ff %00 %C3"


def test_no_odd_body_breaks_a_form(here: Installation) -> None:
    key = here.keep(beginner())

    for route, body in product(UNSAFE, (b"%00=%00", b"key_or_code=%00", b"=", b"&&&", b"%", b"a")):
        assert here.visitor(key).send(route.path, body).status < 500, (str(route), body)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data", ""])
def test_a_body_of_another_kind_is_no_form(here: Installation, kind: str) -> None:
    page = here.visitor().request("POST", DOEN, data=b'{"doen-1": 1}', content_type=kind)

    assert page.status == 400
    assert here.people == 0


@pytest.mark.parametrize(
    ("data", "status"), [(b"texts-1=%00", 422), (b"texts-1=" + b"x" * 3 * 1024 * 1024, 413)]
)
def test_a_save_in_passing_is_refused_in_words(visitor: Visitor, data: bytes, status: int) -> None:
    page = visitor.send("/pop-op", data, headers=AUTOSAVE)

    assert page.status == status
    assert page.json["message"].endswith(".")


def test_a_save_in_passing_without_a_token_is_refused_in_words(visitor: Visitor) -> None:
    page = visitor.request("POST", DOEN, data={"doen-1": "1"}, headers=AUTOSAVE)

    assert page.status == 400
    assert page.json["message"].startswith("Deze pagina stond te lang open.")


def test_a_save_in_passing_of_somebody_who_left_is_refused_in_words(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/profiel").form("/profiel", having={"theme_id": "doen"})
    owner.post("/sleutel/vergrendel")

    page = form.send({"texts-0": TEXT}, headers=AUTOSAVE)

    assert page.status == 409
    assert "andere sleutel" in page.json["message"]


def test_what_is_sent_after_locking_can_be_sent_again_with_the_key(here: Installation) -> None:
    owner = here.owner(beginner())
    key = owner.key
    form = owner.get("/profiel").form("/profiel", having={"theme_id": "doen"})
    owner.post("/sleutel/vergrendel")

    refused = form.send({"texts-0": TEXT})
    assert refused.status == 409
    owner.post("/sleutel", {"key_or_code": key})
    assert refused.form("/profiel").send().status == 303

    assert owner.portfolio.assessments[0].reflections["doen"]["vraag-1"] == TEXT


def test_locking_with_an_expired_token_offers_to_lock_again(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/sleutel").form("/sleutel/vergrendel")
    owner.forget_form_cookie()

    refused = form.send()
    assert (refused.status, owner.key is None) == (400, False)

    refused.form("/sleutel/vergrendel").send()
    assert owner.key is None


def test_erasing_with_an_expired_token_asks_for_the_tick_again(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/mijn-gegevens").form("/mijn-gegevens/wissen")
    owner.forget_form_cookie()

    refused = form.send({"confirmed": "1"})
    again = refused.form("/mijn-gegevens/wissen").send()

    assert (refused.status, again.status) == (400, 422)
    assert owner.portfolio == beginner()


# ── A page knows whose it is ─────────────────────────────────────────────────────────────────


def test_a_form_of_somebody_else_is_not_saved_with_who_is_here_now(here: Installation) -> None:
    first, second = here.owner(seasoned()), here.owner(beginner())
    first_key, form = first.key, first.get("/pop-op").form("/pop-op")
    first.post("/sleutel", {"key_or_code": second.key})

    refused = form.send({"texts-1": TEXT})

    assert refused.status == 409
    assert "Deze pagina hoort bij andere gegevens" in refused.title
    assert second.portfolio == beginner()
    assert here.kept(first_key) == seasoned()
    assert refused.form("/pop-op").fields["texts-1"] == TEXT


def test_an_old_key_does_not_stand_in_the_way_of_a_fresh_page(here: Installation) -> None:
    owner, other = here.owner(beginner()), here.owner(beginner())
    phone, tablet = (here.visitor(owner.key) for _ in range(2))
    owner.post("/mijn-gegevens/wissen", {"confirmed": "1"})

    assert phone.post("/sleutel", {"key_or_code": other.key}).status == 303
    assert tablet.post(DOEN, answers("doen")).status == 303
