"""Teams, their leads and rounds: found by who may find them, gone with all they had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ehbo.domain.errors import (
    AlreadyPublished,
    NewRoundBegan,
    SealBroken,
    StoreUnavailable,
    TeamUnknown,
)
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.store import contributions, database, rounds, teams
from tests.builders import TODAY, instrument
from tests.store.rounds import (
    CLOSES,
    NOW,
    add_lead,
    add_team,
    close,
    contributed,
    count,
    dump,
    extend,
    new_code,
    new_lead,
    new_round,
    next_round,
    picture_of,
    publish,
    rows,
    share,
    with_publication,
)

LONG_AGO = date(2024, 11, 1)


@pytest.fixture
def lead() -> Lead:
    return new_lead()


def test_a_new_team_is_found_with_its_first_round(path: Path, lead: Lead) -> None:
    first = new_round(themes=("doen", "raad"))
    with database.opened(path) as db:
        team = add_team(db, lead, name="Wijk ’t Zand", first=first)
        assert teams.find(db, team.code) == teams.get(db, team.code) == team
        assert teams.get(db, team.code).current == first[0]
        assert teams.of_lead(db, lead) == team.code
        assert teams.leads(db, team.code) == 1
        assert teams.private_half(db, team.code, first[0], lead) == first[1]


def test_a_team_of_which_the_making_broke_off_was_never_made(path: Path, lead: Lead) -> None:
    round, private = new_round()
    before = dump(path)
    with database.opened(path) as db:
        with pytest.raises(ZeroDivisionError), db.write():
            teams.add(db, Team(new_code(), "Half", None, (round,)), lead, private, TODAY)
            raise ZeroDivisionError
        assert teams.of_lead(db, lead) is None
    assert dump(path) == before


def test_nothing_is_found_under_another_code_or_key(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        assert teams.find(db, new_code()) is None
        assert teams.find(db, team.code.lower()) is None
        assert teams.of_lead(db, new_lead()) is None
        assert teams.leads(db, new_code()) == 0
        with pytest.raises(TeamUnknown):
            teams.get(db, new_code())


def test_a_team_code_is_no_compare_code_nor_the_other_way_round(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team, compare = add_team(db, lead), new_code()
        share(db, team, compare)
        assert teams.find_shared(db, team.code) is None
        assert teams.find(db, compare) is None


def test_the_compare_code_works_until_it_is_withdrawn(path: Path, lead: Lead) -> None:
    first, second = new_code(), new_code()
    with database.opened(path) as db:
        team, other = add_team(db, lead), add_team(db, new_lead(), name="Andere")
        assert teams.find_shared(db, first) is None
        share(db, team, first)
        found = teams.find_shared(db, first)
        assert found == replace(team, code="", compare_code=first), "it opens no team code"
        assert teams.get(db, team.code) == replace(team, compare_code=first)
        share(db, team, None)
        assert teams.find_shared(db, first) is None
        assert teams.get(db, team.code) == team
        share(db, team, second)
        assert teams.find_shared(db, first) is None
        assert teams.find_shared(db, second) is not None
        assert teams.get(db, other.code) == other


def test_teams_that_share_nothing_are_not_found_under_nothing(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        add_team(db, lead)
        assert teams.find_shared(db, "") is None


def test_two_teams_never_share_one_compare_code(path: Path, lead: Lead) -> None:
    compare = new_code()
    with database.opened(path) as db:
        team, other = add_team(db, lead), add_team(db, new_lead(), name="Andere")
        share(db, team, compare)
        with pytest.raises(StoreUnavailable):
            share(db, other, compare)
        found = teams.find_shared(db, compare)
        assert found is not None and found.name == team.name


def test_two_teams_never_have_one_code(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        before = dump(path)
        round, private = new_round()
        with pytest.raises(StoreUnavailable), db.write():
            teams.add(db, Team(team.code, "Dief", None, (round,)), new_lead(), private, TODAY)
    assert dump(path) == before


def test_a_second_round_is_wrapped_for_every_lead(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        co_lead = add_lead(db, team, lead)
        given = contributed(db, team.current, 5)
        close(db, team)
        first = publish(db, team, lead)
        round, private = new_round(number=2)
        with db.write():
            teams.add_round(db, team.code, round, private)
        assert teams.private_half(db, team.code, round, lead) == private
        assert teams.private_half(db, team.code, round, co_lead) == private
        assert len(set(rows(db, "wrapped", "private", round))) == 2
        kept = teams.get(db, team.code)
    assert kept.rounds == (with_publication(team.current, first), round)
    assert first == picture_of(team.current, list(given.values()))


def test_two_leads_never_start_the_same_round(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        round, private = new_round(number=team.current.number)
        with pytest.raises(StoreUnavailable), db.write():
            teams.add_round(db, team.code, round, private)
        assert teams.get(db, team.code) == team


def test_a_co_lead_publishes_what_was_open_when_they_came(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        given = contributed(db, team.current, 6)
        co_lead = add_lead(db, team, lead)
        assert teams.of_lead(db, co_lead) == team.code
        assert teams.leads(db, team.code) == 2
        close(db, team)
        assert publish(db, team, co_lead) == picture_of(team.current, list(given.values()))


@pytest.mark.parametrize("came", ["before the first publication", "after it"])
def test_a_co_lead_publishes_rounds_that_the_other_opened(
    path: Path, lead: Lead, came: str
) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        co_lead = add_lead(db, team, lead) if came.startswith("before") else None
        contributed(db, team.current, 5)
        close(db, team)
        publish(db, team, lead)
        co_lead = co_lead or add_lead(db, team, lead)
        assert count(db, "wrapped") == 0
        second = next_round(db, team)
        given = contributed(db, second, 5)
        close(db, team)
        assert publish(db, team, co_lead) == picture_of(second, list(given.values()))


def test_only_a_lead_makes_a_co_lead(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team, stranger = add_team(db, lead), new_lead()
        add_team(db, stranger, name="Andere")
        before = dump(path)
        with pytest.raises(TeamUnknown):
            add_lead(db, team, stranger)
    assert dump(path) == before


def test_a_lead_of_another_team_can_do_nothing_here(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team, foreign = add_team(db, lead), new_lead()
        add_team(db, foreign, name="Andere")
        contributed(db, team.current, 6)
        close(db, team)
        before = dump(path)
        for stranger in (foreign, new_lead()):
            with pytest.raises(TeamUnknown):
                teams.private_half(db, team.code, team.current, stranger)
            with pytest.raises(TeamUnknown):
                publish(db, team, stranger)
        with pytest.raises(TeamUnknown):
            contributions.publish(db, new_code(), lead, instrument(), 5, NOW)
    assert dump(path) == before


def test_a_wrap_put_in_anothers_place_does_not_open(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        co_lead, foreign = add_lead(db, team, lead), new_lead()
        for other, refusal in ((co_lead, SealBroken), (foreign, TeamUnknown)):
            with db.write():
                db.execute("DELETE FROM wrapped WHERE lead = :lead", {"lead": other.row_id})
                db.execute(
                    "INSERT INTO wrapped SELECT round, :other, private FROM wrapped"
                    " WHERE lead = :lead",
                    {"other": other.row_id, "lead": lead.row_id},
                )
            with pytest.raises(refusal):
                teams.private_half(db, team.code, team.current, other)


def test_a_private_half_that_is_gone_says_why(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team = add_team(db, lead)
        contributed(db, team.current, 5)
        close(db, team)
        publish(db, team, lead)
        with pytest.raises(AlreadyPublished):
            teams.private_half(db, team.code, team.current, lead)
        dropped = next_round(db, team)
        with db.write():
            rounds.drop(db, dropped)
        with pytest.raises(NewRoundBegan):
            teams.private_half(db, team.code, dropped, lead)
        with db.write():
            teams.add_round(db, team.code, dropped, bytes(32))
            db.execute("DELETE FROM wrapped")
        with pytest.raises(SealBroken):
            teams.private_half(db, team.code, dropped, lead)


def test_dates_are_kept_of_one_round(path: Path, lead: Lead) -> None:
    with database.opened(path) as db:
        team, other = add_team(db, lead), add_team(db, new_lead())
        close(db, team)
        closed = teams.get(db, team.code).current
        assert (closed.closes, closed.closed) == (CLOSES, True)
        extend(db, team, days=30)
        longer = teams.get(db, team.code).current
        assert (longer.closes, longer.closed) == (NOW.date() + timedelta(days=30), False)
        assert longer == team.current.extend(longer.closes, NOW)
        assert teams.get(db, other.code) == other


def test_the_last_use_is_a_date_that_never_goes_back(path: Path, lead: Lead) -> None:
    days = []
    with database.opened(path) as db:
        team = add_team(db, lead)
        for day in (TODAY, date(2026, 12, 1), LONG_AGO):
            teams.touch(db, team.code, day)
            days += rows(db, "team", "last_used")
    assert days == ["2026-11-22", "2026-12-01", "2026-12-01"]
