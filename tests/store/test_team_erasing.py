"""Teams go with all they had, on their lead's word or after long disuse; others keep theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.store import database, team_codes, teams
from ehbo.store.database.sqlite import Connection
from tests.builders import TODAY
from tests.store.rounds import (
    add_lead,
    add_team,
    bytes_of,
    close,
    contributed,
    dump,
    left_of,
    new_code,
    new_lead,
    next_round,
    publish,
    rows,
    share,
)

LONG_AGO = date(2024, 11, 1)
BEFORE = date(2024, 11, 22)


def full_team(db: Connection, day: date = TODAY, name: str = "Vol") -> tuple[Team, Lead]:
    """A team with a published round and one that six are in, two leads and a compare code."""
    lead = new_lead()
    team = add_team(db, lead, name=name, day=day)
    contributed(db, team.current, 6)
    close(db, team)
    publish(db, team, lead)
    add_lead(db, team, lead)
    contributed(db, next_round(db, team), 6)
    share(db, team, new_code())
    return teams.get(db, team.code), lead


def sealed_of(db: Connection, day: date) -> list[bytes]:
    """What is sealed of a team, last used on that day, for who has its code."""
    team, *sealed = db.row(
        "SELECT id, key, name, compare_key, compare_code FROM team WHERE last_used = :day",
        {"day": day.isoformat()},
    )
    query = "SELECT publication FROM round WHERE team = :team AND publication IS NOT NULL"
    (publication,) = db.row(query, {"team": team})
    return [team.encode(), publication.encode(), *sealed]


@pytest.mark.parametrize("way", ["erase", "purge"])
def test_a_team_goes_with_all_it_had_and_takes_nothing_of_others(path: Path, way: str) -> None:
    with database.opened(path) as db:
        neighbour, _ = full_team(db, name="Buren")
        before = dump(path)
        team, lead = full_team(db, day=LONG_AGO, name="Kanarieteam")
        assert team.compare_code is not None
        hidden = rows(db, "contribution", "sealed", team.current)
        hidden += rows(db, "wrapped", "private", team.current)
        hidden += sealed_of(db, LONG_AGO)
        assert (len(hidden), len(dump(path)) - len(before)) == (6 + 2 + 6, 1 + 2 + 2 + 2 + 6)
        if way == "erase":
            assert teams.erase(db, team.code)
        else:
            assert teams.purge(db, BEFORE) == 1
        assert dump(path) == before
        assert teams.find(db, team.code) is None
        assert teams.of_lead(db, lead) is None
        assert team_codes._known == {}, "nor is it in memory"
        content = bytes_of(path)
    assert left_of([*hidden, team.current.public, lead.row_id, lead.public], content) == []
    with database.opened(path) as db:
        assert teams.get(db, neighbour.code) == neighbour


def test_erasing_while_somebody_reads_says_that_the_log_is_not_empty(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.sqlite, "BUSY_SECONDS", 0)
    monkeypatch.setattr(database.sqlite, "CHECKPOINT_TURN_MS", 0)
    with database.opened(path) as db, database.opened(path) as reader:
        team = add_team(db, new_lead())
        reader.execute("BEGIN")
        reader.row("SELECT count(*) FROM team")
        assert teams.erase(db, team.code) is False
        assert teams.find(db, team.code) is None
        reader.execute("ROLLBACK")
        assert teams.erase(db, team.code) is True


def test_purging_takes_teams_that_no_lead_used_since_a_day(path: Path) -> None:
    with database.opened(path) as db:
        old, edge, new = (
            add_team(db, new_lead(), day=day) for day in (BEFORE - timedelta(days=1), BEFORE, TODAY)
        )
        touched = add_team(db, new_lead(), day=LONG_AGO)
        teams.touch(db, touched.code, BEFORE)
        before = dump(path)
        assert teams.purge(db, BEFORE, dry_run=True) == 1
        assert dump(path) == before
        assert teams.purge(db, BEFORE) == 1
        assert teams.find(db, old.code) is None
        assert all(teams.find(db, team.code) for team in (edge, new, touched))
        assert teams.purge(db, BEFORE) == 0


def test_a_team_whose_lead_comes_back_during_the_purge_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write: Callable = Connection.write
    with database.opened(path) as db, database.opened(path) as other:
        team = add_team(db, new_lead(), day=LONG_AGO)
        add_team(db, new_lead(), day=LONG_AGO)

        def after_the_lead_came(purging: Connection):
            monkeypatch.setattr(Connection, "write", write)
            teams.touch(other, team.code, TODAY)
            return write(purging)

        monkeypatch.setattr(Connection, "write", after_the_lead_came)
        teams.purge(db, BEFORE)
        assert teams.find(db, team.code) == team
        assert len(rows(db, "team", "id")) == 1
