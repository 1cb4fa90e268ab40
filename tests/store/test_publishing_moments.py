"""What happens while a round is being published is counted rightly, or stops it whole."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from ehbo.domain.errors import (
    AlreadyPublished,
    EhboError,
    NewRoundBegan,
    RoundOpen,
    SealBroken,
    TeamUnknown,
    TooFew,
)
from ehbo.domain.keys import Person
from ehbo.domain.team.contribution import packed
from ehbo.domain.team.disclosure import Publication
from ehbo.domain.team.round import Round
from ehbo.domain.team.round_keys import Lead, round_pair, sealed_to
from ehbo.domain.team.team import Team
from ehbo.store import database, teams
from ehbo.store.database.sqlite import Connection
from tests.builders import instrument
from tests.store.rounds import (
    Answers,
    add_lead,
    add_team,
    close,
    contribute,
    contributed,
    count,
    dump,
    extend,
    new_lead,
    new_person,
    next_round,
    picture_of,
    publish,
    some_answers,
    withdraw,
)

Meanwhile = Callable[[Callable[[], object]], None]
NEW = 99
TIMES = 5


@pytest.fixture
def lead() -> Lead:
    return new_lead()


@pytest.fixture
def other(path: Path) -> Iterator[Connection]:
    """A connection of somebody else."""
    with database.opened(path) as db:
        yield db


@pytest.fixture
def before_writing(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Lets something happen after contributions were opened ahead, before the write begins."""
    real = Connection.write

    def arrange(happens: Callable[[], object]) -> None:
        def write(db: Connection) -> AbstractContextManager[None]:
            monkeypatch.setattr(Connection, "write", real)
            happens()
            return real(db)

        monkeypatch.setattr(Connection, "write", write)

    return arrange


@pytest.fixture
def before_the_key(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Lets something happen after the round was read, before its private half is."""
    real = teams.private_half

    def arrange(happens: Callable[[], object]) -> None:
        def private_half(db: Connection, code: str, round: Round, lead: Lead) -> bytes:
            monkeypatch.setattr(teams, "private_half", real)
            happens()
            return real(db, code, round, lead)

        monkeypatch.setattr(teams, "private_half", private_half)

    return arrange


def closed_team(db: Connection, lead: Lead, people: int) -> tuple[Team, dict[Person, Answers]]:
    team = add_team(db, lead)
    given: dict[Person, Answers] = {**contributed(db, team.current, people)}
    close(db, team)
    return team, given


@pytest.mark.parametrize("change", ["comes in", "changes", "withdraws", "all at once"])
def test_what_changes_after_opening_ahead_is_counted_as_it_is_at_the_write(
    path: Path, lead: Lead, other: Connection, before_writing: Meanwhile, change: str
) -> None:
    with database.opened(path) as db:
        team, given = closed_team(db, lead, 10)
        first, second, *_ = given

        def comes_in() -> None:
            given[new_person()] = some_answers(NEW)
            contribute(other, team.current, [*given][-1], some_answers(NEW))

        def changes() -> None:
            given[first] = some_answers(NEW + 1)
            contribute(other, team.current, first, some_answers(NEW + 1))

        def withdraws() -> None:
            del given[second]
            withdraw(other, team.current, second)

        moves = {"comes in": comes_in, "changes": changes, "withdraws": withdraws}
        chosen = [moves[change]] if change in moves else [*moves.values()]
        before = picture_of(team.current, list(given.values()))
        before_writing(lambda: [move() for move in chosen])
        published = publish(db, team, lead)
        assert published == picture_of(team.current, list(given.values())) != before
        assert count(db, "contribution") == 0


def test_who_withdraws_just_before_can_make_them_too_few(
    path: Path, lead: Lead, other: Connection, before_writing: Meanwhile
) -> None:
    with database.opened(path) as db:
        team, given = closed_team(db, lead, 5)
        before_writing(lambda: withdraw(other, team.current, next(iter(given))))
        with pytest.raises(TooFew):
            publish(db, team, lead)
        assert count(db, "contribution") == 4
        assert teams.get(db, team.code).current.publication is None


def test_a_round_that_is_extended_just_before_stays_open(
    path: Path, lead: Lead, other: Connection, before_writing: Meanwhile
) -> None:
    with database.opened(path) as db:
        team, given = closed_team(db, lead, 6)
        before_writing(lambda: extend(other, team))
        with pytest.raises(RoundOpen):
            publish(db, team, lead)
        assert teams.get(db, team.code).current.publication is None
        assert (count(db, "contribution"), count(db, "wrapped")) == (6, 1)
        close(db, team)
        assert publish(db, team, lead) == picture_of(team.current, list(given.values()))


def test_a_team_that_is_deleted_just_before_is_gone(
    path: Path, lead: Lead, other: Connection, before_writing: Meanwhile
) -> None:
    with database.opened(path) as db:
        empty = dump(path)
        team, _ = closed_team(db, lead, 6)
        before_writing(lambda: teams.erase(other, team.code))
        with pytest.raises(TeamUnknown):
            publish(db, team, lead)
        assert dump(path) == empty


@pytest.mark.parametrize("time", range(TIMES))
def test_two_leads_who_both_opened_ahead_publish_once(path: Path, lead: Lead, time: int) -> None:
    """Each waits for the other before writing, so neither knows that there is another."""
    with database.opened(path) as db:
        team, given = closed_team(db, lead, 5 + time)
        leads = [lead, add_lead(db, team, lead)]
        outcomes = at_the_same_moment(path, team, leads)
        expected = picture_of(team.current, list(given.values()))
        assert [one for one in outcomes if isinstance(one, Publication)] == [expected]
        assert {type(one) for one in outcomes} == {Publication, AlreadyPublished}
        assert teams.get(db, team.code).current.publication == expected


def at_the_same_moment(path: Path, team: Team, leads: list[Lead]) -> list[Publication | EhboError]:
    barrier, real = threading.Barrier(len(leads)), Connection.write

    def write(db: Connection) -> AbstractContextManager[None]:
        barrier.wait(60)
        return real(db)

    def try_it(lead: Lead) -> Publication | EhboError:
        with database.opened(path) as db:
            try:
                return publish(db, team, lead)
            except EhboError as refusal:
                return refusal

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(len(leads)) as pool:
        patch.setattr(Connection, "write", write)
        return list(pool.map(try_it, leads))


def test_a_lead_who_comes_just_after_the_other_hears_that_it_is_published(
    path: Path, lead: Lead, other: Connection, before_the_key: Meanwhile
) -> None:
    with database.opened(path) as db:
        team, given = closed_team(db, lead, 6)
        co_lead = add_lead(db, team, lead)
        before_the_key(lambda: publish(other, team, lead))
        with pytest.raises(AlreadyPublished):
            publish(db, team, co_lead)
        picture = teams.get(db, team.code).current.publication
        assert picture == picture_of(team.current, list(given.values()))


@pytest.mark.parametrize("people", [0, 6])
def test_a_lead_who_publishes_while_the_other_begins_a_new_round_leaves_it_alone(
    path: Path, lead: Lead, other: Connection, before_writing: Meanwhile, people: int
) -> None:
    with database.opened(path) as db:
        team, _ = closed_team(db, lead, 6)
        co_lead = add_lead(db, team, lead)

        def other_lead_goes_on() -> None:
            publish(other, team, co_lead)
            contributed(other, next_round(other, team), people)
            close(other, team)

        before_writing(other_lead_goes_on)
        with pytest.raises(NewRoundBegan):
            publish(db, team, lead)
        second = teams.get(db, team.code).current
        assert (second.number, second.publication) == (2, None)
        assert count(db, "contribution", second) == people


def cut_off(round: Round, sealed: bytes) -> bytes:
    return sealed[:-1]


def with_one_bit_changed(round: Round, sealed: bytes) -> bytes:
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


def emptied(round: Round, sealed: bytes) -> bytes:
    return b""


def sealed_to_another_round(round: Round, sealed: bytes) -> bytes:
    return sealed_to(round_pair(bytes(32))[1], packed(instrument(), round, some_answers(0)))


def one_statement_short(round: Round, sealed: bytes) -> bytes:
    return sealed_to(round.public, packed(instrument(), round, some_answers(0))[:-1])


def with_an_answer_below_the_scale(round: Round, sealed: bytes) -> bytes:
    return sealed_to(round.public, b"\0" + packed(instrument(), round, some_answers(0))[1:])


def with_an_answer_above_the_scale(round: Round, sealed: bytes) -> bytes:
    return sealed_to(round.public, b"\5" + packed(instrument(), round, some_answers(0))[1:])


@pytest.mark.parametrize("moment", ["long before", "just before"])
@pytest.mark.parametrize(
    "spoilt",
    [
        cut_off, with_one_bit_changed, emptied, sealed_to_another_round, one_statement_short,
        with_an_answer_below_the_scale, with_an_answer_above_the_scale,
    ],
)  # fmt: skip
def test_a_damaged_contribution_stops_the_publication_whole(
    path: Path,
    lead: Lead,
    other: Connection,
    before_writing: Meanwhile,
    spoilt: Callable[[Round, bytes], bytes],
    moment: str,
) -> None:
    with database.opened(path) as db:
        team, given = closed_team(db, lead, 6)
        sound, owner_id = db.row("SELECT sealed, person FROM contribution LIMIT 1")

        def spoil() -> None:
            new = {"old": sound, "new": spoilt(team.current, sound)}
            with other.write():
                other.execute("UPDATE contribution SET sealed = :new WHERE sealed = :old", new)
            damaged.extend(dump(path))

        damaged: list[str] = []
        spoil() if moment == "long before" else before_writing(spoil)
        with pytest.raises(SealBroken):
            publish(db, team, lead)
        assert dump(path) == damaged
        owner = next(p for p in given if p.round_id(team.current.id) == owner_id)
        contribute(db, team.current, owner, given[owner])
        assert publish(db, team, lead) == picture_of(team.current, list(given.values()))
