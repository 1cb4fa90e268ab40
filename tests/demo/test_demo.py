"""The demonstration: invented people in a folder of its own, every key works."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ehbo import config
from ehbo.cli import main
from ehbo.demo import people as demo
from ehbo.domain.keys import Person, read
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.scoring import profile
from ehbo.domain.team.disclosure import LEAST, Agreement
from ehbo.domain.team.round_keys import Lead
from ehbo.store import contributions, database, portfolios, teams
from tests.builders import TODAY, Q, instrument


def ehbo_demo(folder: Path) -> Result:
    return CliRunner().invoke(main, ["demo", "--data", str(folder)], catch_exceptions=False)


def of(data: Path, key: str) -> Portfolio:
    with database.opened(data / "ehbo.db") as db:
        return portfolios.get(db, Person(read(key)))


@pytest.fixture
def people(tmp_path: Path) -> dict[str, Portfolio]:
    """First name to portfolio."""
    made = demo.make(tmp_path / "demo", TODAY)
    return {who.split()[0]: of(tmp_path / "demo", key) for who, key in made.people}


def complete(portfolio: Portfolio) -> list[bool]:
    return [profile(instrument(), a.answers).complete for a in portfolio.assessments]


def test_the_people_are_in_different_stages(people: dict[str, Portfolio]) -> None:
    assert {name: complete(portfolio) for name, portfolio in people.items()} == {
        "Anouk": [False],
        "Bram": [True],
        "Noor": [True],
        "Yusuf": [True, True],
    }
    begun = profile(instrument(), people["Anouk"].assessments[0].answers)
    assert [theme.complete for theme in begun.themes].count(True) == 2
    assert [not people[name].plan(Q).empty for name in people] == [False, False, True, True]


def test_nobody_did_anything_in_the_future(people: dict[str, Portfolio]) -> None:
    days = [a.started for portfolio in people.values() for a in portfolio.assessments]
    assert max(days) <= TODAY
    for portfolio in people.values():
        started = [a.started for a in portfolio.assessments]
        assert started == sorted(set(started))
        assert set(portfolio.plan(Q).sections) <= {section.id for section in instrument().plan}


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 1, 1)])
def test_can_be_made_on_any_day(tmp_path: Path, today: date) -> None:
    assert len(demo.make(tmp_path / "demo", today).people) == 4


def test_the_keys_differ_every_time(tmp_path: Path) -> None:
    keys = {key for name in "ab" for _, key in demo.make(tmp_path / name, TODAY).people}
    assert len(keys) == 8


def test_the_command_prints_keys_that_open(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    result = ehbo_demo(data)
    assert result.exit_code == 0
    printed = re.findall(r"^((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})  (\w+ .*)$", result.output, re.M)
    assert [who for _, who in printed] == list(demo.LIVES)
    assert all(of(data, key).assessments for key, _ in printed)
    assert f"ehbo serve --data {data}" in result.output


def test_the_folder_is_marked_as_a_demonstration(tmp_path: Path) -> None:
    assert ehbo_demo(tmp_path / "demo").exit_code == 0
    assert config.load(tmp_path / "demo", {}).demo


def test_only_a_fresh_folder_is_filled(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    data.mkdir()
    assert ehbo_demo(data).exit_code == 0
    files = {path.name: path.read_bytes() for path in data.iterdir()}
    again = ehbo_demo(data)
    assert again.exit_code == 1
    assert f"{data} is niet leeg. Kies een nieuwe map met --data." in again.stderr
    assert {path.name: path.read_bytes() for path in data.iterdir()} == files


def test_the_real_data_folder_is_never_filled_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EHBO_DATA", str(tmp_path / "echt"))
    assert CliRunner().invoke(main, ["demo"]).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_one_of_the_people_contributed_to_a_team(people: dict[str, Portfolio]) -> None:
    assert [len(people[name].given) for name in people] == [0, 0, 0, 1]


def test_the_organisation_has_a_divided_team_and_one_that_is_too_small(tmp_path: Path) -> None:
    made = demo.make(tmp_path / "demo", TODAY)
    with database.opened(tmp_path / "demo" / "ehbo.db") as db:
        found = {team.name: teams.get(db, team.code) for team in made.teams}
        small = found["Bestuursondersteuning"].current
        assert contributions.count(db, small) < LEAST
        for team in made.teams:
            assert teams.of_lead(db, Lead(read(team.lead_key))) == team.code
            assert found[team.name].compare_code == team.compare_code
    assert [len(team.rounds) for team in found.values()] == [3, 3, 2, 1]
    assert [len(team.published) for team in found.values()] == [3, 2, 2, 0]
    divided = found["Team Communicatie"].current.publication
    assert divided is not None
    apart = [s.agreement for s in divided.statements if s.agreement is not None]
    assert apart.count(Agreement.WIDE) > len(apart) / 2
