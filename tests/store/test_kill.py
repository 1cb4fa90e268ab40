"""kill -9 of the whole server while many save: what was acknowledged is there, to the last one.

KILL_SAVES sets the number of acknowledged saves (default 2,000), KILL_TIMES how often the server
is killed on the way (default 4; once more at the end).
"""

from __future__ import annotations

import http.client
import os
import random
import re
import threading
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from sqlite_utils import Database

from ehbo.domain.keys import Person, read
from ehbo.store import database, portfolios
from tests.builders import DOEN, Q, theme
from tests.cli.server import PATIENCE, free_port, serving, wait_until_open

SAVES = int(os.environ.get("KILL_SAVES", "2000"))
TIMES = int(os.environ.get("KILL_TIMES", "4"))
CLIENTS = 8
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
STATEMENTS = [statement.id for statement in theme("doen").statements]

Answers = dict[str, int]


class Crowd:
    """People who each come once, save one theme page, and note what was acknowledged."""

    def __init__(self) -> None:
        self.port = 0
        self.open = threading.Event()
        self.stop = threading.Event()
        self.changed = threading.Condition()
        self.acknowledged: dict[str, Answers] = {}
        self.broken = 0
        self.unexpected: list[str] = []

    def visit(self, seed: int) -> None:
        rng = random.Random(seed)
        while not self.stop.is_set():
            if not self.open.wait(1):
                continue
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                while self.open.is_set() and not self.stop.is_set():
                    self.save_once(connection, rng)
            except (OSError, http.client.HTTPException):
                with self.changed:
                    self.broken += 1
            finally:
                connection.close()

    def save_once(self, connection: http.client.HTTPConnection, rng: random.Random) -> None:
        connection.request("GET", DOEN)
        page = connection.getresponse()
        found = TOKEN.search(page.read().decode())
        if found is None:
            self.unexpected.append(f"GET {page.status}")
            return
        cookie = SimpleCookie(page.headers["Set-Cookie"])["formulier"].OutputString([])
        answers = {id: rng.randint(1, 4) for id in STATEMENTS}
        connection.request(
            "POST",
            DOEN,
            urlencode({"csrf_token": found[1], **answers}),
            {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie},
        )
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            self.unexpected.append(f"POST {answer.status}")
            return
        keys = [
            SimpleCookie(header)["ehbo"].value
            for header in answer.headers.get_all("Set-Cookie", [])
            if header.startswith("ehbo=")
        ]
        with self.changed:
            self.acknowledged[keys[0]] = answers
            self.changed.notify_all()

    def wait_for(self, saves: int) -> None:
        with self.changed:
            enough = self.changed.wait_for(lambda: len(self.acknowledged) >= saves, PATIENCE)
        assert enough, f"only {len(self.acknowledged)} of {saves}; {self.unexpected[:3]}"


def test_no_acknowledged_save_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    data, log, crowd = tmp_path / "data", tmp_path / "log", Crowd()
    clients = [threading.Thread(target=crowd.visit, args=(n,)) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        for life in range(1, TIMES + 2):
            crowd.port = free_port()
            with serving(crowd.port, data, log) as server:
                wait_until_open(server, crowd.port)
                crowd.open.set()
                crowd.wait_for(SAVES * life // (TIMES + 1))
            crowd.open.clear()
    finally:
        crowd.stop.set()
        for client in clients:
            client.join()
    assert len(crowd.acknowledged) >= SAVES
    assert crowd.unexpected == []
    database.verify(data / "ehbo.db")
    with database.opened(data / "ehbo.db") as db:
        lost = [key for key, answers in crowd.acknowledged.items() if kept(db, key) != answers]
        assert lost == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM portfolio").fetchone()[0] >= SAVES
    logged = log.read_text("utf-8")
    assert not [key for key in crowd.acknowledged if key in logged]


def kept(db: Database, key: str) -> Answers | None:
    portfolio = portfolios.find(db, Person(read(key)))
    current = portfolio.current(Q) if portfolio else None
    return current.answers if current else None
