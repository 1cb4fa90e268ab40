"""A copy of any moment goes on with the keys and the codes, without the file `secret`."""

from __future__ import annotations

from pathlib import Path

from ehbo.store import database, teams
from tests.conftest import Install
from tests.store.history import PEOPLE, History, Moment, kept
from tests.store.rounds import (
    add_lead,
    close,
    contribute,
    extend,
    picture_of,
    publish,
    some_answers,
)
from tests.team_builders import OurTeam, sample, several


def test_every_backup_and_every_copied_disk_can_be_finished_with_the_keys(
    history: History, tmp_path: Path
) -> None:
    finished = []
    for at, moment in enumerate(history.moments):
        restored, copied = (tmp_path / f"{way}-{at}" / "ehbo.db" for way in ("kopie", "schijf"))
        database.restore(moment.backup, restored)
        copied.parent.mkdir()
        copied.write_bytes(moment.file)
        copied.with_name("ehbo.db-wal").write_bytes(moment.log)
        for path in (restored, copied):
            assert kept(path, moment) == moment.bundles, moment.step
            finished.append(finish(path, moment, history))
    assert {number for number in finished if number} == {1, 2}
    assert finished.count(0) == 2 * (1 + PEOPLE + 2)


def finish(path: Path, moment: Moment, history: History) -> int:
    """Everybody contributes who has not, and the newest lead publishes; the round's number."""
    with database.opened(path) as db:
        led = [lead for lead in history.leads if teams.of_lead(db, lead)]
        if not led:
            return 0
        team = teams.get(db, history.code)
        first = team.rounds[0].publication
        assert first in (None, history.publication), moment.step
        if team.current.publication is not None:
            with db.write():
                teams.add_round(db, team.code, *history.rounds[1])
            given = {}
        else:
            given = dict(moment.given)
            extend(db, team)
        current = teams.get(db, team.code).current
        new_lead = add_lead(db, team, led[-1])
        for seed, person in enumerate(moment.bundles):
            if person not in given:
                given[person] = some_answers(seed)
                contribute(db, current, person, given[person])
        close(db, team)
        assert publish(db, team, new_lead) == picture_of(current, list(given.values()))
        return current.number


def test_a_backup_opens_every_team_by_code_lead_key_and_compare_code_without_the_secret(
    install: Install, tmp_path: Path
) -> None:
    """On a machine where there never was another."""
    here = install()
    made = [OurTeam(here, name=name) for name in ("Wijkteam Noord", "Team Ruimte")]
    for number, team in enumerate(made):
        team.published(*sample(6, number))
        team.next_round()
    compare_codes = [team.shared() for team in made]
    co_leads = [team.second_lead() for team in made]
    database.backup(here.settings.database, tmp_path / "kopie.db")
    folder = tmp_path / "elders"
    database.restore(tmp_path / "kopie.db", folder / "ehbo.db")
    assert [file.name for file in folder.iterdir() if file.name.startswith("secret")] == []

    there = install("elders")

    assert there.settings.secret() != here.settings.secret()
    for team, compare_code, co_lead in zip(made, compare_codes, co_leads, strict=True):
        name = team.team.name
        assert name in there.visitor().get(team.address).words
        assert there.visitor().get(team.picture).status == 200
        assert name in there.visitor().get(several(compare_code)).words
        for lead in (team.lead, co_lead):
            entered = there.visitor().post("/sleutel", {"key_or_code": lead.key})
            assert entered.location == team.managing
            assert team.code in entered.follow().text
