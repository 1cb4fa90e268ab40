"""kill -9 of the whole server while many save: what was acknowledged is there, to the last one."""

from __future__ import annotations

import http.client
import random
import re
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ehbo.domain.keys import Person, read
from ehbo.store import database, portfolios
from ehbo.store.database import Connection
from tests.builders import DOEN, Q, theme
from tests.store.crowd import Crowd

CLIENTS = 8
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
STATEMENTS = [statement.id for statement in theme("doen").statements]

Answers = dict[str, int]


class Savers(Crowd[tuple[str, Answers]]):
    """People who each come once, save one theme page, and note their key with what was saved."""

    def come(self, connection: http.client.HTTPConnection) -> None:
        while self.up:
            self.save_once(connection)

    def save_once(self, connection: http.client.HTTPConnection) -> None:
        connection.request("GET", DOEN)
        page = connection.getresponse()
        found = TOKEN.search(page.read().decode())
        if found is None:
            return self.wonder(f"GET {page.status}")
        cookie = SimpleCookie(page.headers["Set-Cookie"])["formulier"].OutputString([])
        answers = {id: random.randint(1, 4) for id in STATEMENTS}
        connection.request(
            "POST",
            DOEN,
            urlencode({"csrf_token": found[1], **answers}),
            {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie},
        )
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            return self.wonder(f"POST {answer.status}")
        keys = [
            SimpleCookie(header)["ehbo"].value
            for header in answer.headers.get_all("Set-Cookie", [])
            if header.startswith("ehbo=")
        ]
        self.note((keys[0], answers))


@pytest.mark.parametrize(
    ("saves", "kills"), [(500, 2), pytest.param(10_000, 10, marks=pytest.mark.long)]
)
def test_no_acknowledged_save_is_lost_when_the_server_is_killed(
    tmp_path: Path, saves: int, kills: int
) -> None:
    data, log, crowd = tmp_path / "data", tmp_path / "log", Savers()
    crowd.live(CLIENTS, kills, saves, data, log)
    saved = dict(crowd.acknowledged)
    assert len(saved) >= saves
    assert crowd.unexpected == []
    database.verify(data / "ehbo.db")
    with database.opened(data / "ehbo.db") as db:
        lost = [key for key, answers in saved.items() if kept(db, key) != answers]
        assert lost == []
        assert db.rows("PRAGMA integrity_check") == [("ok",)]
        assert db.row("SELECT count(*) FROM portfolio")[0] >= saves
    logged = log.read_text("utf-8")
    assert not [key for key in saved if key in logged]


def kept(db: Connection, key: str) -> Answers | None:
    portfolio = portfolios.find(db, Person(read(key)))
    current = portfolio.current(Q) if portfolio else None
    return current.answers if current else None
