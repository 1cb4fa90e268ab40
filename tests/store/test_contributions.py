"""Contributions: one of each person, sealed and alike, until they are all published at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ehbo.domain.errors import (
    AlreadyCounted,
    EhboError,
    NewRoundBegan,
    PictureFixed,
    RoundClosed,
    StoreUnavailable,
)
from ehbo.domain.keys import Person
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.team.contribution import offer, packed
from ehbo.domain.team.round_keys import Lead, opened_with
from ehbo.store import contributions, database, portfolios, teams
from ehbo.store.database import Connection
from tests.builders import NOW, TODAY, all_answers, beginner, instrument
from tests.store.rounds import (
    SEAL,
    Answers,
    add_team,
    bytes_of,
    close,
    contribute,
    contributed,
    dump,
    left_of,
    new_lead,
    new_person,
    new_round,
    next_round,
    publish,
    rows,
    sealed,
    some_answers,
    withdraw,
)

DEVICES = 8
TOO_FEW = range(5)


@pytest.fixture
def lead() -> Lead:
    return new_lead()


def opened(db: Connection, private: bytes) -> list[bytes]:
    """What is in the contributions, by who holds the private half."""
    return [opened_with(private, one) for one in rows(db, "contribution", "sealed")]


def test_a_person_is_in_once_and_what_came_last_counts(path: Path, person: Person) -> None:
    round, private = new_round()
    with database.opened(path) as db, database.opened(path) as other_device:
        add_team(db, new_lead(), first=(round, private))
        assert not contributions.is_in(db, round, person)
        contribute(db, round, person, all_answers(1))
        contribute(other_device, round, person, all_answers(4))
        assert contributions.is_in(db, round, person)
        assert contributions.count(db, round) == 1
        assert opened(db, private) == [packed(instrument(), round, all_answers(4))]


def test_a_person_on_many_devices_at_once_is_in_once(path: Path, person: Person) -> None:
    round, private = new_round()
    with database.opened(path) as db:
        add_team(db, new_lead(), first=(round, private))

    def from_device(seed: int) -> None:
        with database.opened(path) as db:
            contribute(db, round, person, some_answers(seed))

    with ThreadPoolExecutor(DEVICES) as pool:
        list(pool.map(from_device, range(DEVICES)))
    sent = [packed(instrument(), round, some_answers(seed)) for seed in range(DEVICES)]
    with database.opened(path) as db:
        (kept,) = opened(db, private)
    assert kept in sent


def test_changing_and_withdrawing_touches_nobody_elses(path: Path, person: Person) -> None:
    round, private = new_round()
    with database.opened(path) as db:
        add_team(db, new_lead(), first=(round, private))
        contributed(db, round, 3)
        others = dump(path)
        contribute(db, round, person, all_answers(1))
        withdraw(db, round, person)
        assert not contributions.is_in(db, round, person)
        assert dump(path) == others
        withdraw(db, round, person)
        assert dump(path) == others
        contribute(db, round, person, all_answers(2))
        assert contributions.count(db, round) == 4
        assert packed(instrument(), round, all_answers(2)) in opened(db, private)


def test_a_contribution_is_to_one_round_only(path: Path, person: Person, lead: Lead) -> None:
    with database.opened(path) as db:
        team, other = add_team(db, lead), add_team(db, new_lead())
        contribute(db, team.current, person, all_answers())
        assert contributions.is_in(db, team.current, person)
        assert not contributions.is_in(db, other.current, person)
        assert contributions.count(db, other.current) == 0
        contribute(db, other.current, person, all_answers())
        withdraw(db, team.current, person)
        assert contributions.is_in(db, other.current, person)
        assert len(set(rows(db, "contribution", "person"))) == 1


def test_a_person_has_another_id_in_every_round(path: Path, person: Person) -> None:
    with database.opened(path) as db:
        for _ in range(3):
            contribute(db, add_team(db, new_lead()).current, person, all_answers())
        with db.write():
            portfolios.save(db, person, beginner(), TODAY)
        ids = rows(db, "contribution", "person") + rows(db, "portfolio", "id")
    assert len(set(ids)) == 4


@pytest.mark.parametrize("bundle", ["sound", "damaged", "gone"])
def test_erasing_withdraws_from_every_open_round(path: Path, person: Person, bundle: str) -> None:
    published, friend = new_lead(), new_person()
    with database.opened(path) as db:
        team = add_team(db, published)
        contributed(db, team.current, 5)
        contribute(db, team.current, person, all_answers())
        close(db, team)
        picture = publish(db, team, published)
        open_rounds = [next_round(db, team), add_team(db, new_lead()).current]
        for round in open_rounds:
            contribute(db, round, friend, all_answers())
        before = dump(path)
        with db.write():
            portfolios.save(db, person, beginner(), TODAY)
        for round in open_rounds:
            contribute(db, round, person, all_answers())
        own = {person.round_id(round.id) for round in open_rounds}
        hidden = [s for s, p in db.rows("SELECT sealed, person FROM contribution") if p in own]
        with db.write():
            if bundle == "damaged":
                db.execute("UPDATE portfolio SET sealed = x'00'")
            elif bundle == "gone":
                db.execute("DELETE FROM portfolio")
        assert portfolios.erase(db, person)
        assert dump(path) == before
        assert teams.get(db, team.code).rounds[0].publication == picture
        assert len(hidden) == 2
        assert left_of([*hidden, *own], bytes_of(path)) == []


@pytest.mark.parametrize("themes", [None, ("doen",), ("raad", "geld")])
def test_every_sealed_contribution_is_as_long_as_any_other(
    path: Path, themes: tuple[str, ...] | None
) -> None:
    round, private = new_round(themes=themes)
    statements = [
        s for t in instrument().themes if themes is None or t.id in themes for s in t.statements
    ]
    answers: list[Answers] = [all_answers(value) for value in (1, 2, 3, 4)]
    answers += [some_answers(seed) for seed in range(20)]
    with database.opened(path) as db:
        add_team(db, new_lead(), first=(round, private))
        for one in answers:
            contribute(db, round, new_person(), one)
        sizes = {len(one) for one in rows(db, "contribution", "sealed")}
    assert sizes == {SEAL + len(statements)}


def test_the_table_has_no_time_and_no_order(path: Path, tmp_path: Path) -> None:
    people, other, dumps = [new_person() for _ in range(40)], tmp_path / "andersom.db", []
    with database.opened(path) as db:
        round = add_team(db, new_lead()).current
    database.backup(path, other)
    contents = {person: sealed(round, all_answers()) for person in people}
    for file, order in ((path, people), (other, people[::-1])):
        with database.opened(file) as db:
            for person in order:
                with db.write():
                    contributions.save(db, round, person, contents[person])
            columns = [(c[1], c[2]) for c in db.rows("PRAGMA table_info(contribution)")]
            assert columns == [("round", "BLOB"), ("person", "BLOB"), ("sealed", "BLOB")]
            with pytest.raises(StoreUnavailable, match="no such column: rowid"):
                db.execute("SELECT rowid FROM contribution")
            ids = rows(db, "contribution", "person")
            assert ids == sorted(person.round_id(round.id) for person in people)
        dumps.append([line for line in dump(file) if '"contribution" VALUES' in line])
    assert dumps[0] == dumps[1]
    assert len(dumps[0]) == len(people)


def test_the_same_answers_are_never_sealed_to_the_same_text(path: Path, person: Person) -> None:
    with database.opened(path) as db:
        round, found = add_team(db, new_lead()).current, []
        for _ in range(10):
            contribute(db, round, person, all_answers())
            found += rows(db, "contribution", "sealed")
        for _ in range(10):
            contribute(db, round, new_person(), all_answers())
        found += rows(db, "contribution", "sealed")
    assert len(set(found)) == 10 + 10


def whole(mark: str = "meting") -> Portfolio:
    return Portfolio().started(instrument(), TODAY, mark).answered(mark, all_answers(3), {})


def test_who_contributes_has_a_note_of_it_and_may_change_it_after_closing(
    path: Path, lead: Lead, person: Person
) -> None:
    first = new_round()
    with database.opened(path) as db:
        team = add_team(db, lead, first=first)
        offered = offer(instrument(), team, whole().assessments[0])
        with db.write():
            noted = contributions.contribute(db, person, whole(), offered, NOW)
        assert [(n.team, n.round, n.assessment, n.on) for n in noted.given] == [
            (team.code, team.current.id.hex(), "meting", TODAY)
        ]
        assert opened(db, first[1]) == [packed(instrument(), team.current, all_answers(3))]
        close(db, team)
        with db.write():
            assert contributions.contribute(db, person, noted, offered, NOW) == noted
        assert contributions.count(db, team.current) == 1


@pytest.mark.parametrize(
    ("meanwhile", "refusal"),
    [
        ("closed", RoundClosed),
        ("published", PictureFixed),
        ("begun again", NewRoundBegan),
        ("counted elsewhere", AlreadyCounted),
    ],
)
def test_what_an_offer_comes_too_late_for_is_looked_at_within_the_write(
    path: Path, lead: Lead, person: Person, meanwhile: str, refusal: type[EhboError]
) -> None:
    with database.opened(path) as db:
        team, elsewhere = add_team(db, lead), add_team(db, new_lead(), name="Elders")
        portfolio, (assessment,) = whole(), whole().assessments
        offered = offer(instrument(), team, assessment)
        contributed(db, team.current, 5)
        if meanwhile == "counted elsewhere":
            there = offer(instrument(), elsewhere, assessment)
            with db.write():
                portfolio = contributions.contribute(db, person, portfolio, there, NOW)
        else:
            close(db, team)
        if meanwhile in ("published", "begun again"):
            publish(db, team, lead)
        if meanwhile == "begun again":
            next_round(db, team)
        before = dump(path)
        with pytest.raises(refusal), db.write():
            contributions.contribute(db, person, portfolio, offered, NOW)
        assert dump(path) == before
