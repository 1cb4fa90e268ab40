"""What is kept in memory of codes: those that open a team, for a while, and none that was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehbo.domain.errors import SealBroken
from ehbo.domain.team_codes import stretched
from ehbo.store import database, team_codes, teams
from tests.store.rounds import add_team, new_code, new_lead, share


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often each code was stretched, from a memory without any code on."""
    times: Counter[str] = Counter()

    def counted(code: str, pepper: bytes) -> bytes:
        times[code] += 1
        return stretched(code, pepper)

    monkeypatch.setattr(team_codes, "stretched", counted)
    team_codes.forget()
    yield times
    team_codes.forget()


def test_a_known_code_is_stretched_once_and_a_wrong_one_each_time(
    path: Path, worked: Counter[str]
) -> None:
    compare, wrong = new_code(), new_code()
    with database.opened(path) as db:
        team = add_team(db, new_lead())
        share(db, team, compare)
        worked.clear()
        for _ in range(3):
            assert teams.find(db, team.code) and teams.find_shared(db, compare)
            assert teams.find(db, wrong) is None
    assert worked == {compare: 1, wrong: 3}


def test_who_guesses_pushes_no_known_code_out(
    path: Path, worked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_codes, "MOST_KNOWN", 2)
    with database.opened(path) as db:
        team = add_team(db, new_lead())
        for _ in range(5):
            assert teams.find(db, new_code()) is None
        assert list(team_codes._known.values()) == [stretched(team.code, team_codes._pepper(db))]


def test_only_so_many_codes_are_remembered(
    path: Path, worked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_codes, "MOST_KNOWN", 2)
    with database.opened(path) as db:
        for _ in range(5):
            assert teams.find(db, add_team(db, new_lead()).code)
            assert len(team_codes._known) <= 2


def test_a_backup_of_elsewhere_that_is_put_back_is_read_by_its_own_pepper(
    path: Path, tmp_path: Path
) -> None:
    """Also by a server that knew the codes of what was there before."""
    elsewhere = tmp_path / "elders.db"
    database.migrate(elsewhere)
    with database.opened(elsewhere) as db:
        theirs = add_team(db, new_lead())
    with database.opened(path) as db:
        ours = add_team(db, new_lead())
        database.backup(elsewhere, tmp_path / "kopie.db")
        database.restore(tmp_path / "kopie.db", path)
        assert (teams.find(db, ours.code), teams.find(db, theirs.code)) == (None, theirs)


@pytest.mark.parametrize("column", ["key", "name"])
def test_what_is_put_in_anothers_place_does_not_open(path: Path, column: str) -> None:
    """Not even by who can write in the database: a team does not get the name of another."""
    with database.opened(path) as db:
        team = add_team(db, new_lead())
        before = db.execute("SELECT id FROM team").fetchall()
        other = add_team(db, new_lead(), name="Andere")
        with database.write(db):
            db.execute(
                f"UPDATE team SET {column} = (SELECT {column} FROM team WHERE id != :id)"
                " WHERE id = :id",
                {"id": before[0][0]},
            )
        with pytest.raises(SealBroken):
            teams.find(db, team.code)
        assert teams.find(db, other.code) == other
