"""Publishing: closed rounds only, whole or not at all, once, and nothing else is left of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehbo.domain.errors import AlreadyPublished, RoundOpen, StoreUnavailable, TooFew, WrongState
from ehbo.domain.team.round_keys import Lead
from ehbo.store import contributions, database, teams
from tests.store.rounds import (
    AFTERWARDS,
    Answers,
    add_team,
    bytes_of,
    close,
    contribute,
    contributed,
    count,
    dump,
    extend,
    left_of,
    new_lead,
    new_person,
    picture_of,
    publish,
    rows,
    some_answers,
    with_publication,
    withdraw,
)


@pytest.fixture
def lead() -> Lead:
    return new_lead()


def test_a_round_is_published_once_closed_and_not_before(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        given = contributed(db, team.current, 10)
        before = dump(path)
        with pytest.raises(RoundOpen):
            publish(db, team, lead)
        assert dump(path) == before
        close(db, team)
        expected = picture_of(team.current, list(given.values()))
        assert publish(db, team, lead) == expected
        assert teams.get(db, team.code).current == with_publication(team.current, expected)


def test_a_round_that_its_date_closed_is_published(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        given = contributed(db, team.current, 5)
        expected = picture_of(team.current, list(given.values()), AFTERWARDS)
        assert publish(db, team, lead, now=AFTERWARDS) == expected


@pytest.mark.parametrize(("least", "needed"), [(0, 5), (5, 5), (7, 7)])
def test_too_few_changes_nothing_and_says_the_same_whatever_the_number(
    path: Path, lead: Lead, least: int, needed: int
) -> None:
    words = set()
    with database.opened(path) as db:
        team = add_team(db, lead)
        close(db, team)
        given: list[Answers] = []
        for number in range(needed):
            assert contributions.count(db, team.current) == number
            before = dump(path)
            with pytest.raises(TooFew) as refusal:
                publish(db, team, lead, least=least)
            words.add((str(refusal.value), repr(refusal.value), refusal.value.args))
            assert dump(path) == before
            given.append(some_answers(number))
            extend(db, team)
            contribute(db, team.current, new_person(), given[-1])
            close(db, team)
        assert publish(db, team, lead, least=least) == picture_of(team.current, given)
    assert len(words) == 1


def test_publishing_leaves_nothing_of_its_round_and_all_of_others(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        other = add_team(db, new_lead(), name="Andere")
        contributed(db, other.current, 6)
        others = [line for line in dump(path) if "INSERT" in line]
        team = add_team(db, lead)
        contributed(db, team.current, 6)
        hidden = rows(db, "contribution", "sealed", team.current)
        hidden += rows(db, "contribution", "person", team.current)
        hidden += rows(db, "wrapped", "private", team.current)
        assert len(left_of(hidden, bytes_of(path))) == len(hidden) == 6 + 6 + 1
        close(db, team)
        publish(db, team, lead)
        assert count(db, "contribution", team.current) == 0
        assert count(db, "wrapped", team.current) == 0
        assert left_of(hidden, bytes_of(path)) == []
        assert [line for line in dump(path) if line in others] == others


def test_versions_that_were_changed_or_withdrawn_are_gone_after_publication(
    path: Path, lead: Lead
) -> None:
    person, hidden = new_person(), []
    with database.opened(path) as db:
        team = add_team(db, lead)
        contributed(db, team.current, 5)
        for seed in range(6):
            contribute(db, team.current, person, some_answers(seed))
            hidden += rows(db, "contribution", "sealed")
            if seed % 3 == 1:
                db.checkpoint()
            if seed % 3 == 2:
                withdraw(db, team.current, person)
        close(db, team)
        publish(db, team, lead)
        assert left_of(hidden, bytes_of(path)) == []


def test_a_log_that_somebody_was_reading_is_emptied_when_tidying(
    path: Path, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.sqlite, "CHECKPOINT_TURN_MS", 0)
    with database.opened(path) as db, database.opened(path) as reader:
        team = add_team(db, lead)
        contributed(db, team.current, 6)
        hidden = rows(db, "contribution", "sealed")
        close(db, team)
        reader.execute("BEGIN")
        assert count(reader, "contribution") == 6
        publish(db, team, lead)
        assert left_of(hidden, bytes_of(path)) == hidden
        assert count(reader, "contribution") == 6
        reader.execute("ROLLBACK")
        assert count(reader, "contribution") == 0
        assert db.checkpoint()
        assert left_of(hidden, bytes_of(path)) == []


def test_a_published_round_never_changes(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        contributed(db, team.current, 6)
        close(db, team)
        picture = publish(db, team, lead)
        published = teams.get(db, team.code).current
        with pytest.raises(AlreadyPublished):
            publish(db, team, lead)
        with db.write():
            wraps = rows(db, "lead", "id")
            db.execute("INSERT INTO wrapped VALUES (?, ?, x'00')", [published.id, wraps[0]])
        contributed(db, published, 6)
        with pytest.raises(AlreadyPublished):
            publish(db, team, lead)
        for move in (close, extend):
            with pytest.raises(WrongState):
                move(db, team)
        assert teams.get(db, team.code).current == published
        assert published.publication == picture


@pytest.mark.parametrize("table", ["round", "contribution", "wrapped"])
def test_a_publication_that_fails_halfway_never_happened(
    path: Path, lead: Lead, table: str
) -> None:
    what = "UPDATE" if table == "round" else "DELETE"
    refusal = f"BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
    with database.opened(path) as db:
        team = add_team(db, lead)
        given = contributed(db, team.current, 6)
        close(db, team)
        db.execute(f"CREATE TRIGGER refusal {refusal}")
        before = dump(path)
        with pytest.raises(StoreUnavailable):
            publish(db, team, lead)
        assert dump(path) == before
        db.execute("DROP TRIGGER refusal")
        assert publish(db, team, lead) == picture_of(team.current, list(given.values()))
