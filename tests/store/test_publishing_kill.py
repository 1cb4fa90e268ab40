"""kill -9 while a round is being published: afterwards it is, or it is not, and never half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ehbo.domain.errors import AlreadyPublished
from ehbo.domain.keys import Person
from ehbo.domain.team.disclosure import Publication
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.store import database, teams, wordings
from tests.builders import all_answers, instrument
from tests.store.rounds import (
    Answers,
    add_lead,
    add_team,
    bytes_of,
    close,
    contribute,
    contributed,
    count,
    left_of,
    new_lead,
    new_round,
    picture_of,
    publish,
    rows,
)

PEOPLE = 200
SAMPLE = 20
NEVER = 0
CHANGED = all_answers(4)

# Forks, so that starting one to be killed takes no time. It says the pid, and reaps the child only
# when it is told to, so that the pid is nobody else's.
PUBLISHER = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from ehbo.domain.team.round_keys import Lead
from ehbo.store import contributions, database, teams, wordings

def publish(path, code, secret, kill_at):
    db, statement = database.sqlite.connect(Path(path)), 0
    lead, round = Lead(bytes.fromhex(secret)), teams.get(db, code).current
    asked = wordings.find(db, round.questionnaire, round.version)
    def before(sql):
        nonlocal statement
        statement += 1
        if statement == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
    db.driver.set_trace_callback(before)
    contributions.publish(db, code, lead, asked, 5, datetime(2026, 11, 22, 12, tzinfo=UTC))
    return statement

for line in sys.stdin:
    path, code, secret, kill_at = line.split()
    said, says = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(says, b"%d" % publish(path, code, secret, int(kill_at)))
        os._exit(0)
    os.close(says)
    print(child, flush=True)
    sys.stdin.readline()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(status, os.read(said, 9).decode() or 0, flush=True)
"""


@dataclass(frozen=True)
class Closed:
    """A database with a round that many are in, and that can be published."""

    path: Path
    team: Team
    leads: tuple[Lead, Lead]
    hidden: list[bytes]
    picture: Publication
    who_changes: Person
    picture_with_change: Publication


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Closed:
    path = Path(shutil.copy(migrated_database, tmp_path_factory.mktemp("closed") / "ehbo.db"))
    lead = new_lead()
    with database.opened(path) as db:
        wordings.keep(db, [instrument()])
        first, private = new_round()
        team = add_team(db, lead, first=(replace(first, expected=PEOPLE), private))
        leads = (lead, add_lead(db, team, lead))
        given: dict[Person, Answers] = {**contributed(db, team.current, PEOPLE)}
        close(db, team)
        hidden = rows(db, "contribution", "sealed")[:SAMPLE] + rows(db, "wrapped", "private")
    person = next(iter(given))
    pictures = [
        picture_of(team.current, list(each.values()))
        for each in (given, {**given, person: CHANGED})
    ]
    assert pictures[0] != pictures[1]
    return Closed(path, team, leads, hidden, pictures[0], person, pictures[1])


class Publisher:
    """Publishes copies of a database, each in a process that can be killed."""

    def __init__(self, process: subprocess.Popen[str], closed: Closed, folder: Path) -> None:
        self.process = process
        self.closed = closed
        self.folder = folder
        self.attempts = 0

    def publish(self, kill_at: int = NEVER, after: float | None = None) -> tuple[Path, int, int]:
        """The database, how the process ended, and the statements of one that lived on."""
        self.attempts += 1
        path = self.folder / f"poging-{self.attempts}" / "ehbo.db"
        path.parent.mkdir()
        shutil.copy(self.closed.path, path)
        lead = self.closed.leads[0]
        pid = int(self._say(f"{path} {self.closed.team.code} {lead.secret.hex()} {kill_at}"))
        if after is not None:
            time.sleep(after)
            os.kill(pid, signal.SIGKILL)
        status, statements = self._say("reap").split()
        return path, int(status), int(statements)

    def _say(self, line: str) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


@pytest.fixture
def publisher(closed: Closed, tmp_path: Path) -> Iterator[Publisher]:
    command = [sys.executable, "-c", PUBLISHER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Publisher(process, closed, tmp_path)
        assert process.stdin
        process.stdin.close()
        assert process.wait() == 0


def is_published(path: Path, closed: Closed) -> bool:
    """Whether it is, after checking that it is so altogether or not at all."""
    team = closed.team
    database.verify(path)
    with database.opened(path) as db:
        published = teams.get(db, team.code).current.publication
        left = (count(db, "contribution"), count(db, "wrapped"))
    assert left == ((PEOPLE, 2) if published is None else (0, 0))
    assert published in (None, closed.picture)
    return published is not None


def finish(path: Path, closed: Closed) -> None:
    """Publishes what was not, with an answer that changed since; what was, never changes."""
    team, expected = closed.team, closed.picture
    before = is_published(path, closed)
    with database.opened(path) as db:
        if not before:
            contribute(db, team.current, closed.who_changes, CHANGED)
            expected = closed.picture_with_change
            assert publish(db, team, closed.leads[1]) == expected
        for lead in closed.leads:
            with pytest.raises(AlreadyPublished):
                publish(db, team, lead)
        assert teams.get(db, team.code).current.publication == expected
        assert (count(db, "contribution"), count(db, "wrapped")) == (0, 0)
    assert left_of(closed.hidden, bytes_of(path)) == []


def test_killed_before_any_statement_it_is_published_whole_or_not_at_all(
    closed: Closed, publisher: Publisher
) -> None:
    path, status, statements = publisher.publish()
    assert (status, is_published(path, closed)) == (0, True)
    outcomes = []
    for statement in range(1, statements + 1):
        path, status, _ = publisher.publish(kill_at=statement)
        assert status == -signal.SIGKILL
        outcomes.append(is_published(path, closed))
        finish(path, closed)
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("times", [10, pytest.param(200, marks=pytest.mark.long)])
def test_killed_at_any_moment_it_is_published_whole_or_not_at_all(
    closed: Closed, publisher: Publisher, times: int
) -> None:
    publisher.publish()  # after which everything is loaded
    began = time.perf_counter()
    publisher.publish()
    whole, chance = time.perf_counter() - began, random.Random()
    for _ in range(times):
        path, status, _ = publisher.publish(after=chance.uniform(0, whole))
        assert status in (0, -signal.SIGKILL)
        finish(path, closed)
