"""The same submission a hundred times at once is one, and each time gets the same answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from ehbo.domain.portfolio import take_along
from ehbo.store import database, teams, throttle
from tests.builders import DOEN, Q, answers, instrument, seasoned
from tests.conftest import Install
from tests.page import Form
from tests.store.rounds import NOW
from tests.team_builders import NEW_ROUND, NEW_TEAM, OurTeam, sample
from tests.visitor import Installation, Visitor

TIMES = 100
TEXT = "Een hele gedachte"
AUTOSAVE = {"X-Autosave": "1"}


def at_once(form: Form, typed: Mapping[str, Any], **how: Any) -> list[TestResponse]:
    """Sends a form so often at the same time, with the cookies that there are now."""
    here, visitor = form.page.visitor.installation, form.page.visitor
    data = {**form.fields, **typed}
    cookies = "; ".join(f"{c.key}={c.value}" for c in visitor.client._cookies.values())
    start = threading.Barrier(TIMES, timeout=60)

    def send(number: int) -> TestResponse:
        own = how["each"](number) if "each" in how else {}
        sent = {
            name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in {**data, **own}.items()
        }
        start.wait()
        try:
            return Client(here.app, use_cookies=False).post(
                form.action,
                data=sent,
                headers={"Cookie": cookies, **how.get("headers", {})},
                base_url=f"http://{visitor.address.netloc}",
                content_type=form.element.get("enctype"),
            )
        finally:
            database.close_standing()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(send, range(TIMES)))


def one(values: list[Any]) -> Any:
    assert len(values) == TIMES
    (only,) = set(values)
    return only


def key_in(answer: TestResponse, name: str = "ehbo") -> str:
    start = f"{name}="
    found = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith(start)]
    return found[0].removeprefix(start).partition(";")[0] if found else ""


def teams_here(here: Installation) -> int:
    with database.opened(here.settings.database) as db:
        return int(db.row("SELECT count(*) FROM team")[0])


def code_in(location: str) -> str:
    """The code of the team that a new lead is sent to."""
    return location.split("/")[2]


def file_of_seasoned() -> tuple[bytes, str]:
    return take_along(seasoned(), (instrument(),)), "mijn-gegevens.json"


FIRST_SAVES: list[tuple[str, str, Callable[[], Mapping[str, Any]]]] = [
    (DOEN, DOEN, lambda: answers("doen")),
    ("/tien-redenen", "/tien-redenen", lambda: {"chosen": "weerstand"}),
    ("/pop-op", "/pop-op", lambda: {"texts-1": TEXT, "actions-0-what": "bellen"}),
    ("/mijn-gegevens", "/mijn-gegevens/laden", lambda: {"file": file_of_seasoned()}),
]


@pytest.mark.parametrize(
    ("address", "action", "typed", "marked"),
    [(*one, True) for one in FIRST_SAVES] + [(*one, False) for one in FIRST_SAVES[:3]],
)
def test_a_first_save_a_hundred_times_at_once_makes_one_bundle(
    here: Installation, visitor: Visitor, address: str, action: str, typed: Any, marked: bool
) -> None:
    form = visitor.get(address).form(action)
    if not marked:
        del form.fields["once"]

    got = at_once(form, typed())

    assert one([answer.status_code for answer in got]) == 303
    assert one([answer.location for answer in got])
    assert here.people == 1
    kept = here.kept(one([key_in(answer) for answer in got]))
    assert not kept.plans or len(kept.plan(Q).actions) <= 2


def test_a_first_save_in_passing_a_hundred_times_at_once_makes_one_bundle(
    here: Installation, visitor: Visitor
) -> None:
    got = at_once(visitor.get(DOEN).form(DOEN), answers("doen"), headers=AUTOSAVE)

    assert one([answer.status_code for answer in got]) == 200
    assert one([answer.json["bases"]["page_of"] for answer in got])
    assert here.people == 1
    assert here.kept(one([key_in(answer) for answer in got]))


@pytest.mark.parametrize("marked", [True, False])
def test_a_team_made_a_hundred_times_at_once_is_one_team(
    here: Installation, visitor: Visitor, marked: bool
) -> None:
    form = visitor.get("/team/nieuw").form("/team/nieuw")
    if not marked:
        del form.fields["once"]

    got = at_once(form, NEW_TEAM)

    assert one([answer.status_code for answer in got]) == 303
    assert teams_here(here) == 1
    code = code_in(one([answer.location for answer in got]))
    assert one([key_in(answer, f"leider-{code.replace('-', '')}") for answer in got])


def test_a_second_lead_asked_a_hundred_times_at_once_is_one(here: Installation) -> None:
    team = OurTeam(here)
    form = team.leader().get(team.managing).form(f"{team.managing}/medeleider")

    got = at_once(form, {})

    assert one([answer.status_code for answer in got]) == 200
    with team.db() as db:
        assert teams.leads(db, team.code) == 2


def test_a_new_round_opened_a_hundred_times_at_once_is_one(here: Installation) -> None:
    team = OurTeam(here)
    team.published(*sample(6))
    form = team.leader().get(team.managing).form(f"{team.managing}/ronde")

    got = at_once(form, NEW_ROUND)

    assert one([answer.status_code for answer in got]) == 303
    assert one([answer.location for answer in got])
    assert [round.number for round in team.team.rounds] == [1, 2]


# ── The brake on new teams ───────────────────────────────────────────────────────────────────


def test_the_brake_lets_no_team_more_through_at_once(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = install()
    form = here.visitor().get("/team/nieuw").form("/team/nieuw")
    monkeypatch.setattr("ehbo.web.team.member.MOST_TEAMS_A_MINUTE", 30)

    got = at_once(form, NEW_TEAM, each=lambda number: {"name": f"Team {number}"})

    assert sorted(a.status_code for a in got) == [303] * 30 + [429] * 70
    assert teams_here(here) == 30


def test_what_is_braked_is_not_counted(here: Installation) -> None:
    with database.opened(here.settings.database) as db:
        assert [throttle.admit(db, "wrong key", 2, NOW) for _ in range(4)] == [
            True, True, False, False,
        ]  # fmt: skip
        assert throttle.times(db, "wrong key", NOW) == 2
