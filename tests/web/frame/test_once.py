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
from ehbo.web.frame.once import MOST, SECONDS, Key, Results
from tests.builders import DOEN, Q, answers, instrument, seasoned
from tests.conftest import Install
from tests.page import Form
from tests.store.rounds import NOW
from tests.team_builders import NEW_ROUND, NEW_TEAM, OurTeam, sample
from tests.visitor import Installation, Visitor

TIMES = 100
TEXT = "Een hele gedachte"
AUTOSAVE = {"X-Bewaar": "1"}


def at_once(form: Form, typed: Mapping[str, Any], **how: Any) -> list[TestResponse]:
    """Sends a form so often at the same time, with the cookies that there are now."""
    here, visitor = form.page.visitor.installation, form.page.visitor
    data = {**form.fields, **typed}
    cookies = "; ".join(f"{c.key}={c.value}" for c in visitor.client._cookies.values())
    start = threading.Barrier(TIMES, timeout=60)

    def send(_: int) -> TestResponse:
        sent = {
            name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in data.items()
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
    ("/mijn-gegevens", "/mijn-gegevens/laden", lambda: {"bestand": file_of_seasoned()}),
]


@pytest.mark.parametrize(("address", "action", "typed"), FIRST_SAVES)
def test_a_first_save_a_hundred_times_at_once_makes_one_bundle(
    here: Installation, visitor: Visitor, address: str, action: str, typed: Any
) -> None:
    got = at_once(visitor.get(address).form(action), typed())

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


def test_a_team_made_a_hundred_times_at_once_is_one_team(
    here: Installation, visitor: Visitor
) -> None:
    got = at_once(visitor.get("/team/nieuw").form("/team/nieuw"), NEW_TEAM)

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


# ── What is not the same ─────────────────────────────────────────────────────────────────────


def without_key(visitor: Visitor) -> Visitor:
    """As while the first answer is still on its way."""
    visitor.client.delete_cookie(visitor.key_cookie, domain=visitor.address.hostname or "")
    return visitor


def test_an_answer_changed_between_two_presses_is_kept(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen", 2))
    key = visitor.key
    without_key(visitor)

    form.send({**answers("doen", 2), "doen-1": "4"})

    assert (visitor.key, here.people) == (key, 1)
    assert visitor.portfolio.assessments[0].answers["doen-1"] == 4


def test_a_text_changed_between_two_presses_is_not_lost(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get("/pop-op").form("/pop-op")
    form.send({"texts-1": TEXT})
    without_key(visitor)

    page = form.send({"texts-1": f"{TEXT}, en meer"})

    assert page.status == 409
    assert f"{TEXT}, en meer" in page.text
    assert page.form("/pop-op").send().status == 303
    assert f"{TEXT}, en meer" in str(visitor.portfolio.plan(Q).sections)
    assert here.people == 1


def test_another_name_between_two_presses_makes_another_team(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get("/team/nieuw").form("/team/nieuw")
    form.send(NEW_TEAM)
    form.send({**NEW_TEAM, "name": "Parkbeheer"})

    assert teams_here(here) == 2


def test_the_button_after_a_save_in_passing_is_of_the_same_person(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send({"doen-1": "3"}, headers=AUTOSAVE)
    without_key(visitor)

    assert form.send(answers("doen", 3)).status == 303
    assert here.people == 1


def test_another_page_of_the_same_browser_is_another_first_save(
    here: Installation, visitor: Visitor
) -> None:
    first, second = (visitor.get(DOEN).form(DOEN) for _ in range(2))
    assert first.fields["once"] != second.fields["once"]
    first.send(answers("doen"))
    without_key(visitor)
    second.send(answers("doen"))

    assert here.people == 2


def test_the_mark_of_a_page_is_worth_nothing_in_another_browser(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen"))
    other = here.visitor()

    other.get(DOEN).form(DOEN).send({**answers("doen"), "once": form.fields["once"]})

    assert here.people == 2
    assert other.key != visitor.key


@pytest.mark.parametrize("leave", ["/sleutel/vergrendel", "/mijn-gegevens/wissen"])
def test_after_leaving_an_old_page_opens_nothing_again(
    here: Installation, visitor: Visitor, leave: str
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen"))
    key = visitor.key
    visitor.post(leave, {"zeker": "1"})

    form.send(answers("doen"))

    assert visitor.key not in (None, key)


def test_after_forgetting_the_lead_key_an_old_page_does_not_bring_it_back(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get("/team/nieuw").form("/team/nieuw")
    made = form.send(NEW_TEAM)
    code = code_in(made.location)
    managing = f"/team/{code}/beheer"
    visitor.post(f"{managing}/vergrendelen", {"zeker": "1"}, on=managing)

    again = form.send(NEW_TEAM)

    assert again.location != made.location
    assert visitor.get(managing).status == 403


def test_after_a_restart_a_submission_is_a_new_one(here: Installation, visitor: Visitor) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen"))
    without_key(visitor)
    visitor.installation.app.extensions["ehbo"].results.__init__()  # type: ignore[misc]  # forgets

    assert form.send(answers("doen")).status == 303
    assert here.people == 2


# ── The memory itself ────────────────────────────────────────────────────────────────────────


def test_results_are_kept_for_five_minutes_and_never_too_many() -> None:
    now = [0.0]
    results = Results(clock=lambda: now[0])
    results.keep(Key("sessie", "merk"), "iets")
    now[0] = SECONDS - 1
    assert results.find(Key("sessie", "merk")) == "iets"
    assert results.find(Key("andere", "merk")) is None
    now[0] = SECONDS
    assert results.find(Key("sessie", "merk")) is None

    for number in range(MOST + 1):
        results.keep(Key("sessie", str(number)), number)
    assert results.find(Key("sessie", "0")) is None
    assert results.find(Key("sessie", str(MOST))) == MOST


# ── The brake on new teams ───────────────────────────────────────────────────────────────────


def test_the_brake_lets_no_team_more_through_at_once(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = install()
    form = here.visitor().get("/team/nieuw").form("/team/nieuw")
    monkeypatch.setattr("ehbo.web.team.member.MOST_TEAMS_A_MINUTE", 30)
    del form.fields["once"]  # each is another then

    got = at_once(form, NEW_TEAM)

    assert sorted(a.status_code for a in got) == [303] * 30 + [429] * 70
    assert teams_here(here) == 30


def test_what_is_braked_is_not_counted(here: Installation) -> None:
    with database.opened(here.settings.database) as db:
        assert [throttle.admit(db, "wrong key", 2, NOW) for _ in range(4)] == [
            True, True, False, False,
        ]  # fmt: skip
        assert throttle.times(db, "wrong key", NOW) == 2
