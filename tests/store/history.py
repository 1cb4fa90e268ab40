"""A run of one team from its making to its deletion, watched after every single commit."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ehbo.config import Settings
from ehbo.domain.keys import Person
from ehbo.domain.portfolio import Given, Portfolio
from ehbo.domain.team.disclosure import Publication
from ehbo.domain.team.round import Round
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.store import contributions, database, portfolios, teams, throttle, wordings
from ehbo.store.database.sqlite import Connection
from tests.builders import TODAY, instrument, seasoned
from tests.store.rounds import (
    NOW,
    Answers,
    add_lead,
    add_team,
    close,
    extend,
    new_code,
    new_lead,
    new_person,
    new_round,
    publish,
    sealed,
    share,
    some_answers,
)

CANARY = "Kanariepiet"
PEOPLE = 6
EMPTIED = "the log emptied"
PIECE, OVERLAP = 4096, 256


@dataclass(frozen=True)
class Moment:
    """What is on the disk after one commit, and what should be found in it with all keys."""

    step: str
    file: bytes
    log: bytes
    index: bytes
    backup: Path
    bundles: dict[Person, Portfolio]
    given: dict[Person, Answers]

    @property
    def parts(self) -> dict[str, bytes]:
        return {
            "file": self.file,
            "log": self.log,
            "index": self.index,
            "backup": self.backup.read_bytes(),
        }


class Watched(Connection):
    """Tells of every commit, and of every emptying of the log."""

    told: Callable[[bool], None]

    @contextmanager
    def write(self) -> Iterator[None]:
        with super().write():
            yield
        type(self).told(False)

    def checkpoint(self) -> bool:
        emptied = super().checkpoint()
        type(self).told(True)
        return emptied


@dataclass
class History:
    """The run: everybody's keys, everything that was sealed, and all moments in order."""

    folder: Path
    people: list[Person] = field(default_factory=lambda: [new_person() for _ in range(PEOPLE)])
    leads: list[Lead] = field(default_factory=lambda: [new_lead()])
    rounds: list[tuple[Round, bytes]] = field(default_factory=lambda: [new_round(1), new_round(2)])
    team: Team | None = None
    compare_code: str = field(default_factory=new_code)
    bundles: dict[Person, Portfolio] = field(default_factory=dict)
    given: dict[Person, Answers] = field(default_factory=dict)
    packed: list[tuple[Round, Answers]] = field(default_factory=list)
    sealed: list[bytes] = field(default_factory=list)
    wraps: list[bytes] = field(default_factory=list)
    publication: Publication | None = None
    moments: list[Moment] = field(default_factory=list)
    step: str = ""

    @property
    def path(self) -> Path:
        return self.settings.database

    @property
    def settings(self) -> Settings:
        return Settings(data=self.folder / "data", organisation="Gemeente", organisation_code="wij")

    @property
    def code(self) -> str:
        assert self.team is not None
        return self.team.code

    def at(self, step: str) -> int:
        """The place of the last moment of a step."""
        return max(at for at, moment in enumerate(self.moments) if moment.step == step)

    def after(self, step: str) -> list[Moment]:
        return self.moments[self.at(step) :]

    def remember(self, emptied: bool) -> None:
        if not self.step:
            return
        backup = self.folder / f"kopie-{len(self.moments)}.db"
        step, self.step = self.step, ""  # a backup reads only, but nobody watches the watcher
        file, log, index = (
            self.path.with_name(self.path.name + end).read_bytes() for end in ("", "-wal", "-shm")
        )
        database.backup(self.path, backup)
        name = f"{step}, {EMPTIED}" if emptied else step
        known = dict(self.bundles), dict(self.given)
        self.moments.append(Moment(name, file, log, index, backup, *known))
        self.step = step


def lived(folder: Path) -> History:
    """The whole run."""
    history = History(folder)
    with pytest.MonkeyPatch.context() as patch:
        database.migrate(history.path)
        history.settings.secret()
        patch.setattr(Watched, "told", lambda emptied: history.remember(emptied), raising=False)
        patch.setattr(database.sqlite, "Connection", Watched)
        with database.opened(history.path) as db:
            for step, happens in _steps(history, db):
                history.step = step
                happens()
    return history


def _steps(history: History, db: Connection) -> Iterator[tuple[str, Callable[[], object]]]:
    people, leads = history.people, history.leads
    first, second = (round for round, _ in history.rounds)
    yield "wordings kept", lambda: wordings.keep(db, [instrument()])
    for at, person in enumerate(people):
        yield f"person {at} comes", lambda p=person, n=at: _keep(history, db, p, _bundle(n))
    yield "team made", lambda: _make_team(history, db)
    yield "counted", lambda: throttle.admit(db, "made team", 1, NOW)
    for at, person in enumerate(people):
        yield f"person {at} contributes", lambda p=person, n=at: _give(history, db, first, p, n)
    yield "one changes", lambda: _give(history, db, first, people[0], 100)
    yield "one withdraws", lambda: _withdraw(history, db, first, people[1])
    yield "one returns", lambda: _give(history, db, first, people[1], 101)
    yield "a co-lead", lambda: leads.append(add_lead(db, _team(history), leads[0]))
    yield "closed", lambda: close(db, _team(history))
    yield "extended", lambda: extend(db, _team(history))
    yield "closed again", lambda: close(db, _team(history))
    history.wraps += _column(db, "wrapped", "private")
    yield "published", lambda: _publish(history, db)
    yield "shared", lambda: share(db, _team(history), history.compare_code)
    yield "a new round", lambda: _begin(history, db)
    for at, person in enumerate(people):
        yield f"person {at} again", lambda p=person, n=at: _give(history, db, second, p, 200 + n)
    history.wraps += _column(db, "wrapped", "private")
    yield "one erases all", lambda: _erase(history, db, people[2])
    yield "team deleted", lambda: teams.erase(db, history.code)


def _bundle(at: int) -> Portfolio:
    """With its canaries, and with answers of its own."""
    mark = f"{CANARY}{at}"
    return seasoned(mark).answered(f"{mark}-meting-2", some_answers(at), {})


def _team(history: History) -> Team:
    assert history.team is not None
    return history.team


def _column(db: Connection, table: str, name: str) -> list[bytes]:
    return [value for (value,) in db.rows(f"SELECT {name} FROM {table}")]


def _keep(history: History, db: Connection, person: Person, portfolio: Portfolio) -> None:
    history.bundles[person] = portfolio
    with db.write():
        portfolios.save(db, person, portfolio, TODAY)


def _make_team(history: History, db: Connection) -> None:
    history.team = add_team(db, history.leads[0], name=f"{CANARY}team", first=history.rounds[0])


def _give(history: History, db: Connection, round: Round, person: Person, seed: int) -> None:
    """As the web does it: the answers in the bundle, and both in one write."""
    old, answers = history.bundles[person], some_answers(seed)
    id = old.assessments[-1].id
    given = Given(team=history.code, round=round.id.hex(), assessment=id, on=TODAY)
    content = sealed(round, answers)
    new = history.bundles[person] = old.answered(id, answers, {}).contributed(given)
    history.given[person] = answers
    history.packed.append((round, answers))
    history.sealed.append(content)
    with db.write():
        portfolios.save(db, person, new, TODAY)
        contributions.save(db, round, person, content)


def _withdraw(history: History, db: Connection, round: Round, person: Person) -> None:
    new = history.bundles[person] = history.bundles[person].withdrawn(round.id.hex())
    del history.given[person]
    with db.write():
        portfolios.save(db, person, new, TODAY)
        contributions.withdraw(db, round.id, person)


def _publish(history: History, db: Connection) -> None:
    history.publication = publish(db, _team(history), history.leads[0])


def _begin(history: History, db: Connection) -> None:
    history.given.clear()
    with db.write():
        teams.add_round(db, history.code, *history.rounds[1])


def _erase(history: History, db: Connection, person: Person) -> None:
    del history.bundles[person], history.given[person]
    portfolios.erase(db, person)


def column(moment: Moment, table: str, name: str) -> list[bytes]:
    """One column of a table at a moment."""
    with database.opened(moment.backup) as db:
        return [value for (value,) in db.rows(f"SELECT {name} FROM {table}")]


def pieces(moments: Iterable[Moment]) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Everything on the disk, overlapping and each piece once: most stays as it was."""
    seen: set[bytes] = set()
    for moment in moments:
        for name, content in moment.parts.items():
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE + OVERLAP]
                if piece not in seen:
                    seen.add(piece)
                    yield (moment.step, name), piece


def by_person(moment: Moment, table: str, person_column: str) -> dict[bytes, bytes]:
    """The sealed texts of a table."""
    ids, texts = (column(moment, table, name) for name in (person_column, "sealed"))
    return dict(zip(ids, texts, strict=True))


def known(history: History) -> list[bytes]:
    """All that can be read without a person's or a lead's key, of all moments together.

    That is every value of every row, also of rows that are gone later, the server's own secret,
    its settings, and the random bytes that only look like keys.
    """
    found: dict[bytes, None] = {}
    for moment in history.moments:
        with database.opened(moment.backup) as db:
            for (name,) in db.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
                for row in db.rows(f"SELECT * FROM {name}"):
                    found.update(dict.fromkeys(_as_bytes(value) for value in row))
    found.update(
        dict.fromkeys(_as_bytes(value) for value in history.settings.model_dump().values())
    )
    found[history.settings.secret().encode()] = None
    found[secrets.token_bytes(32)] = None
    return [value for value in found if value]


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def kept(path: Path, moment: Moment) -> dict[Person, Portfolio]:
    """The bundles in a copy of that moment, opened."""
    with database.opened(path) as db:
        return {person: portfolios.get(db, person) for person in moment.bundles}
