"""Teams with rounds and the people who contribute, kept as the web keeps them."""

from __future__ import annotations

import random
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.team.contribution import packed, sealed_answers
from ehbo.domain.team.disclosure import Publication, published
from ehbo.domain.team.round import SEED_BYTES, Round, asked
from ehbo.domain.team.round import new_round as first_round
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, rounds, teams
from ehbo.store.database import Connection
from tests.builders import NOW, TODAY, all_answers, instrument

CLOSES = date(2026, 12, 6)
AFTERWARDS = datetime(2026, 12, 7, 12, tzinfo=UTC)
LEAST = 5
SEAL = 48
WINDOW = 24

Answers = Mapping[str, int]


def new_person() -> Person:
    return Person(secrets.token_bytes(KEY_BYTES))


def new_lead() -> Lead:
    return Lead(secrets.token_bytes(KEY_BYTES))


def new_code() -> str:
    return CODE.written(secrets.randbits(CODE.bits))


def new_round(
    number: int = 1, themes: Sequence[str] | None = None, closes: date = CLOSES
) -> tuple[Round, bytes]:
    """A round that asks all themes or some, and the private half of its pair."""
    questionnaire, seed = instrument(), secrets.token_bytes(SEED_BYTES)
    asked_for = [theme.id for theme in questionnaire.themes] if themes is None else themes
    first, private = first_round(questionnaire, asked_for, 12, closes, seed)
    return replace(first, number=number), private


def add_team(
    db: Connection,
    lead: Lead,
    *,
    name: str = "Wijkzaken",
    day: date = TODAY,
    first: tuple[Round, bytes] | None = None,
) -> Team:
    round, private = first or new_round()
    team = Team(new_code(), name, None, (round,))
    with db.write():
        teams.add(db, team, lead, private, day)
    return team


def next_round(db: Connection, team: Team) -> Round:
    """The next round of a team whose last one is published."""
    round, private = new_round(teams.get(db, team.code).current.number + 1)
    with db.write():
        teams.add_round(db, team.code, round, private)
    return round


def add_lead(db: Connection, team: Team, by: Lead) -> Lead:
    """A second lead of the team."""
    new = new_lead()
    with db.write():
        teams.add_lead(db, teams.get(db, team.code), by, new)
    return new


def share(db: Connection, team: Team, compare_code: str | None) -> None:
    with db.write():
        teams.share(db, team.code, compare_code)


def some_answers(seed: int) -> dict[str, int]:
    """Answers to everything, other ones for every seed."""
    chance = random.Random(seed)
    return {id: chance.randint(1, 4) for id in all_answers()}


def sealed(round: Round, answers: Answers) -> bytes:
    return sealed_answers(instrument(), round, answers)


def contribute(db: Connection, round: Round, person: Person, answers: Answers) -> None:
    content = sealed(round, answers)
    with db.write():
        contributions.save(db, round, person, content)


def withdraw(db: Connection, round: Round, person: Person) -> None:
    with db.write():
        contributions.withdraw(db, round.id, person)


def contributed(db: Connection, round: Round, people: int) -> dict[Person, dict[str, int]]:
    """So many new people who contributed, each with other answers."""
    given = {new_person(): some_answers(seed) for seed in range(people)}
    for person, answers in given.items():
        contribute(db, round, person, answers)
    return given


def close(db: Connection, team: Team, now: datetime = NOW) -> None:
    with db.write():
        rounds.save_dates(db, teams.get(db, team.code).current.close(now))


def extend(db: Connection, team: Team, days: int = 14, now: datetime = NOW) -> None:
    with db.write():
        longer = teams.get(db, team.code).current.extend(now.date() + timedelta(days=days), now)
        rounds.save_dates(db, longer)


def publish(
    db: Connection, team: Team, lead: Lead, *, least: int = LEAST, now: datetime = NOW
) -> Publication:
    round = contributions.publish(db, team.code, lead, instrument(), least, now)
    assert round.publication is not None
    return round.publication


def picture_of(round: Round, given: Sequence[Answers], now: datetime = NOW) -> Publication:
    """What should be published of these answers, past the store."""
    questionnaire = instrument()
    rows = [list(packed(questionnaire, round, answers)) for answers in given]
    themes, statements = published(questionnaire.scale, asked(questionnaire, round.themes), rows)
    return Publication(
        questionnaire=questionnaire.id,
        version=questionnaire.answered_version,
        respondents=len(given),
        expected=round.expected,
        on=now.date(),
        themes=themes,
        statements=statements,
    )


def dump(path: Path) -> list[str]:
    """Everything in the database, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def rows(db: Connection, table: str, column: str, round: Round | None = None) -> list[bytes]:
    """One column of a table with rounds, of all of them or of one."""
    where = " WHERE round = :round" if round else ""
    found = db.rows(f"SELECT {column} FROM {table}{where}", {"round": round.id} if round else {})
    return [value for (value,) in found]


def count(db: Connection, table: str, round: Round | None = None) -> int:
    return len(rows(db, table, "round", round))


def bytes_of(path: Path) -> bytes:
    """The database file and its write-ahead log, as they are on the disk."""
    log = path.with_name(path.name + "-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def windows(content: bytes) -> set[bytes]:
    """Every stretch of it that is long enough to be no accident."""
    return {content[at : at + WINDOW] for at in range(len(content) - WINDOW + 1)}


def left_of(secret: Sequence[bytes], content: bytes) -> list[bytes]:
    """Which of these have any stretch left in the content."""
    found = windows(content)
    return [one for one in secret if windows(one) & found]


def with_publication(round: Round, publication: Publication) -> Round:
    return replace(round, closed=True, publication=publication)
