"""What is kept in memory of codes: those that open a team, for a while, and none that was wrong."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehbo.domain.errors import SealBroken
from ehbo.domain.portfolio import Given, Portfolio
from ehbo.domain.team.codes import stretched
from ehbo.store import database, team_codes, teams
from tests.builders import TODAY
from tests.store.rounds import add_team, new_code, new_lead, share
from tests.team_builders import several
from tests.visitor import Installation

GONE = new_code()


def given(code: str) -> Given:
    """What somebody keeps of a contribution to a team."""
    return Given(team=code, round=secrets.token_hex(16), assessment="meting", on=TODAY)


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


def test_whatever_a_wrong_code_could_open_it_is_stretched_once_and_not_kept(
    here: Installation, worked: Counter[str]
) -> None:
    wrong = new_code()
    form = here.visitor().get("/team").form("/sleutel")

    for times in (1, 2):
        assert form.send({"key_or_code": wrong}).status == 403
        assert worked == {wrong: times}
    assert not team_codes._known


def test_who_guesses_pushes_no_known_code_out(
    path: Path, worked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_codes, "MOST_KNOWN", 2)
    with database.opened(path) as db:
        team = add_team(db, new_lead())
        assert teams.find(db, team.code) == team
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
        before = db.rows("SELECT id FROM team")
        other = add_team(db, new_lead(), name="Andere")
        with db.write():
            db.execute(
                f"UPDATE team SET {column} = (SELECT {column} FROM team WHERE id != :id)"
                " WHERE id = :id",
                {"id": before[0][0]},
            )
        with pytest.raises(SealBroken):
            teams.find(db, team.code)
        assert teams.find(db, other.code) == other


def test_one_request_makes_the_server_work_for_a_few_codes_only(
    here: Installation, worked: Counter[str]
) -> None:
    """However many somebody sends: in an address, in cookies, or in their own bundle."""
    visitor = here.owner(Portfolio(given=(given(GONE), given(GONE), given(GONE))))
    for _ in range(50):
        name = f"leider-{new_code().replace('-', '')}"
        visitor.client.set_cookie(name, new_lead().key, domain="127.0.0.1")
    for address, most in (
        (several(*(new_code() for _ in range(50))), 8),
        ("/team", 1),
        ("/mijn-gegevens", 1),
    ):
        worked.clear()
        assert visitor.get(address).status in (200, 422)
        assert sum(worked.values()) == most, address
