"""A form token is signed once for a session, and still fits no other."""

from __future__ import annotations

from itertools import product

import pytest

from ehbo.web.frame import fast
from tests.builders import DOEN, answers
from tests.visitor import Installation, Visitor


def _token(visitor: Visitor, path: str) -> str:
    return visitor.get(path).form(path).fields["csrf_token"]


def test_all_pages_of_a_session_have_one_token_and_each_session_its_own(here: Installation) -> None:
    one, other = here.visitor(), here.visitor()

    tokens = {_token(one, path) for path in (DOEN, "/tien-redenen", DOEN)}

    assert len(tokens) == 1
    assert _token(other, DOEN) not in tokens


def test_a_token_fits_its_own_session_only(here: Installation) -> None:
    visitors = [here.visitor() for _ in range(3)]
    tokens = [_token(visitor, DOEN) for visitor in visitors]

    for visitor, (place, token) in product(visitors, enumerate(tokens)):
        page = visitor.request("POST", DOEN, data={"csrf_token": token, **answers("doen")})
        own = visitor is visitors[place]
        assert page.status == (303 if own else 400)


@pytest.mark.parametrize("cut", [slice(None, -1), slice(1, None), slice(0)])
def test_part_of_a_token_is_no_token(visitor: Visitor, cut: slice) -> None:
    token = _token(visitor, DOEN)[cut]

    page = visitor.request("POST", DOEN, data={"csrf_token": token, **answers("doen")})

    assert (page.status, visitor.key) == (400, None)


@pytest.mark.parametrize("token", ["é", "\ue000", "🙂" * 40, "a" * 10_000])
def test_a_token_of_odd_characters_is_refused_and_the_rest_is_kept(
    visitor: Visitor, token: str
) -> None:
    form = visitor.get(DOEN).form(DOEN)

    refused = form.send({"csrf_token": token, **answers("doen", 4)})

    assert refused.status == 400
    assert refused.form(DOEN).send().status == 303
    assert set(visitor.portfolio.assessments[0].answers.values()) == {4}


def test_after_a_restart_an_open_page_can_still_be_sent(here: Installation) -> None:
    visitor = here.visitor()
    form = visitor.get(DOEN).form(DOEN)

    here.app.session_interface = fast.Sessions()

    assert form.send(answers("doen")).status == 303


def test_what_is_kept_of_tokens_has_an_end(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast, "MOST_TOKENS", 3)
    visitors = [here.visitor() for _ in range(8)]
    forms = [visitor.get(DOEN).form(DOEN) for visitor in visitors]

    assert [form.send(answers("doen")).status for form in forms] == [303] * 8
    assert len(here.app.session_interface.signed) <= 3  # type: ignore[attr-defined]  # ours


def test_a_planted_cookie_gets_no_token_of_another_session(here: Installation) -> None:
    one = here.visitor()
    token = _token(one, DOEN)
    host = one.address.hostname or ""
    for planted in ("a" * 40, token, "0" * 39, ""):
        other = here.visitor()
        other.client.set_cookie(other.form_cookie, planted, domain=host)
        assert _token(other, DOEN) != token
        sent = other.request("POST", DOEN, data={"csrf_token": token, **answers("doen")})
        assert sent.status == 400, planted
