"""`ehbo check` says what a change of content does in an installation that is in use."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from ehbo.content.questionnaires import load
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.round import Round
from ehbo.domain.team.team import Team
from ehbo.store import database, teams, wordings
from tests.builders import TINY, TODAY, put_tiny_questionnaire
from tests.store.rounds import new_lead

Ehbo = Callable[..., Result]


@pytest.fixture
def in_use(tmp_path: Path) -> Path:
    """A data folder that served the tiny questionnaire, with two open rounds and a closed one."""
    data = tmp_path / "in gebruik"
    put_tiny_questionnaire(data)
    asked = load(data / "questionnaires" / TINY)
    database.migrate(data / "ehbo.db")
    with database.opened(data / "ehbo.db") as db:
        wordings.keep(db, [asked])
        for closes in (date(2999, 1, 1), date(2999, 1, 1), date(2020, 1, 1)):
            team = a_team(asked, closes)
            with db.write():
                teams.add(db, team, new_lead(), b"half", TODAY)
    return data


def a_team(asked: Questionnaire, closes: date) -> Team:
    code = secrets.token_hex(6)
    round = Round(
        id=secrets.token_bytes(16),
        number=1,
        questionnaire=asked.id,
        version=asked.answered_version,
        themes=("luisteren",),
        expected=5,
        closes=closes,
        public=bytes(32),
    )
    return Team(code, "Ons team", None, (round,))


def said(ehbo: Ehbo, data: Path, *changes: tuple[str, str]) -> str:
    put_tiny_questionnaire(data, *changes)
    result = ehbo("check", data / "questionnaires" / TINY, "--data", data)
    assert result.exit_code == 0
    return result.stdout


def test_a_change_of_a_statement_is_named_with_what_it_does(ehbo: Ehbo, in_use: Path) -> None:
    told = said(ehbo, in_use, ("Ik luister eerst.", "Ik luister, eerst."))
    assert "is stelling 1 van Luisteren anders geworden." in told
    assert "2 open rondes vragen de oude stellingen" in told
    assert "per stelling die gelijk bleef" in told


def test_a_change_of_the_scale_leaves_nothing_to_compare(ehbo: Ehbo, in_use: Path) -> None:
    told = said(ehbo, in_use, ('"Altijd"', '"Steeds"'))
    assert "zijn de antwoorden waaruit je kiest veranderd." in told
    assert "valt niets te vergelijken" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Over luisteren.", "Over goed luisteren."),
        ("Hoe hoger, hoe meer.", "Hoger is meer."),
        ("Tel tot tien", "Tel tot elf"),
        ("Wat valt je op?", "Wat viel je op?"),
        ('title = "Delen"', 'title = "Meedelen"'),
    ],
)
def test_a_change_of_what_is_read_changes_nothing_else(
    ehbo: Ehbo, in_use: Path, old: str, new: str
) -> None:
    told = said(ehbo, in_use, (old, new))
    assert "Alleen wat mensen lezen, verandert. Verder verandert er niets" in told
    assert "ronde vraag" not in told


def test_what_is_there_already_is_said_to_change_nothing(ehbo: Ehbo, in_use: Path) -> None:
    assert "er verandert niets" in said(ehbo, in_use)


def test_a_questionnaire_that_was_never_served_is_new(ehbo: Ehbo, in_use: Path) -> None:
    new = in_use / "questionnaires" / "nieuw"
    shutil.copytree(in_use / "questionnaires" / TINY, new)
    result = ehbo("check", new, "--data", in_use)
    assert (
        "Deze vragenlijst is hier nog niet aangeboden: er is niets om mee te vergelijken."
        in result.stdout
    )


def test_a_database_that_is_not_up_to_date_yet_is_compared_with_as_well(
    ehbo: Ehbo, in_use: Path
) -> None:
    with database.opened(in_use / "ehbo.db") as db:
        db.execute("ALTER TABLE wording DROP COLUMN served")
    told = said(ehbo, in_use, ("Ik luister eerst.", "Ik luister, eerst."))
    assert "is stelling 1 van Luisteren anders geworden." in told


def test_a_database_that_cannot_be_read_is_no_fault_of_the_content(
    ehbo: Ehbo, in_use: Path
) -> None:
    (in_use / "ehbo.db").write_bytes(b"geen database" * 1000)
    assert "is niet te zien" in said(ehbo, in_use)
