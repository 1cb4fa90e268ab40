"""kill -9 of the whole server while many contribute: what was acknowledged is in once, no more."""

from __future__ import annotations

import http.client
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ehbo.domain.keys import Person
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.team.contribution import packed
from ehbo.domain.team.round_keys import opened_with
from ehbo.store import database, portfolios
from tests.builders import TODAY, instrument
from tests.store.crowd import Crowd
from tests.store.rounds import add_team, new_lead, new_person, new_round, some_answers
from tests.store.test_kill import TOKEN

CLIENTS = 8
FOR_LONG = date(9000, 1, 1)


class Contributors(Crowd[Person]):
    """People with a complete zelfanalyse who contribute; who got a yes is noted."""

    def __init__(self, code: str, people: list[Person]) -> None:
        super().__init__()
        self.path = f"/team/{code}"
        self.waiting = people[::-1]

    def come(self, connection: http.client.HTTPConnection) -> None:
        form = self.begin(connection)
        while self.waiting and self.up:
            self.contribute(connection, *form, self.waiting.pop())

    def begin(self, connection: http.client.HTTPConnection) -> tuple[str, str]:
        """The token of a form, and the cookie that goes with it."""
        connection.request("GET", "/tien-redenen")
        page = connection.getresponse()
        found = TOKEN.search(page.read().decode())
        assert found, page.status
        return found[1], SimpleCookie(page.headers["Set-Cookie"])["formulier"].OutputString([])

    def contribute(
        self, connection: http.client.HTTPConnection, token: str, cookie: str, person: Person
    ) -> None:
        connection.request(
            "POST",
            f"{self.path}/bijdragen",
            urlencode({"csrf_token": token}),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"{cookie}; ehbo={person.key}",
            },
        )
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            return self.wonder(f"POST {answer.status}")
        self.note(person)


def complete(seed: int) -> Portfolio:
    begun = Portfolio().started(instrument(), TODAY, "meting")
    return begun.answered("meting", some_answers(seed), {})


@pytest.mark.parametrize(
    ("enough", "kills"), [(300, 2), pytest.param(10_000, 10, marks=pytest.mark.long)]
)
def test_no_acknowledged_contribution_is_lost_or_double_when_the_server_is_killed(
    tmp_path: Path, enough: int, kills: int
) -> None:
    data, log, (round, private) = tmp_path / "data", tmp_path / "log", new_round(closes=FOR_LONG)
    path = data / "ehbo.db"
    database.migrate(path)
    unheard = CLIENTS * kills  # who may have come in without ever hearing so
    people = {new_person(): complete(seed) for seed in range(enough + unheard)}
    with database.opened(path) as db:
        code = add_team(db, new_lead(), first=(round, private)).code
        with db.write():
            for person, portfolio in people.items():
                portfolios.save(db, person, portfolio, TODAY)
    crowd = Contributors(code, list(people))
    crowd.live(CLIENTS, kills, enough, data, log)
    assert crowd.unexpected == []
    assert len(set(crowd.acknowledged)) == len(crowd.acknowledged) >= enough
    database.verify(path)
    with database.opened(path) as db:
        query = "SELECT person, sealed FROM contribution"
        kept = {id: opened_with(private, sealed) for id, sealed in db.rows(query)}
        given = {p for p in people if portfolios.get(db, p).find_given(round.id.hex())}
    answers = {
        person.round_id(round.id): packed(
            instrument(), round, people[person].assessments[0].answers
        )
        for person in given
    }
    assert given >= set(crowd.acknowledged)
    assert kept == answers
