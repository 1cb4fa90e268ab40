"""A database of every release is brought up to date whole, and every key still opens.

`releases/` holds a backup of what `ehbo demo` of that release made on 22 November 2026: invented
people and teams, whose keys may stand here. A new release gets a file and a line of its own.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from ehbo.domain.keys import Person, read
from ehbo.domain.team.contribution import sealed_answers
from ehbo.domain.team.round_keys import Lead
from ehbo.store import contributions, database, portfolios, rounds, teams, wordings
from tests.builders import Q
from tests.store.rounds import AFTERWARDS, LEAST, new_person

STORED = Path(__file__).parent / "releases"


@dataclass(frozen=True)
class Release:
    """The keys of its people with their number of assessments, and of its leads with the code,
    the number of rounds and of published ones."""

    people: dict[str, int]
    leads: dict[str, tuple[str, int, int]]


RELEASES = {
    "0.1.0": Release(
        {
            "4N6C-P043-YGJW-XS7E-749W-HR3R-TVFD": 1,
            "0PDS-QYGB-4984-FQG7-56F3-JTY5-DFYY": 1,
            "39VV-ZWP9-5GEW-7PP8-Q81A-K2ST-KQ2Y": 1,
            "7GMD-5495-S708-2SSF-6XN5-FMV3-025Q": 2,
        },
        {
            "2EED-NCE3-MA2M-602Y-DHPQ-B0Z8-WKHP": ("0HQA-ZSJG-4MS1", 3, 3),
            "6ANH-DH8V-0Q4H-5AQJ-VDS7-8WPQ-65G1": ("3S8J-GKCH-6Z25", 3, 2),
            "1AN0-5K3R-68KW-H20X-4CAQ-NH72-HGGS": ("Z1R5-YKZD-F49Y", 2, 2),
            "53V3-VV6S-EEKZ-1KV8-EQMJ-1N4G-8V22": ("RX15-59WN-4T7X", 1, 0),
        },
    )
}


def test_every_stored_release_has_its_keys_here() -> None:
    assert {file.stem for file in STORED.glob("*.db")} == RELEASES.keys()


@pytest.mark.parametrize("name", RELEASES)
def test_a_database_of_a_release_is_brought_up_to_date_and_every_key_opens(
    tmp_path: Path, name: str
) -> None:
    path = Path(shutil.copy(STORED / f"{name}.db", tmp_path / "ehbo.db"))
    release = RELEASES[name]
    database.migrate(path)
    database.verify(path)
    with database.opened(path) as db:
        assert db.rows("PRAGMA foreign_key_check") == []
        for key, assessments in release.people.items():
            portfolio = portfolios.get(db, Person(read(key)))
            assert len(portfolio.assessments) == assessments
            assert wordings.find(db, Q, portfolio.assessments[-1].version) is not None
        for key, (code, rounds, published) in release.leads.items():
            lead, team = Lead(read(key)), teams.get(db, code)
            assert teams.of_lead(db, lead) == code
            assert (len(team.rounds), len(team.published)) == (rounds, published)


@pytest.mark.parametrize("name", RELEASES)
def test_a_round_that_was_open_in_a_release_can_be_published(tmp_path: Path, name: str) -> None:
    path = Path(shutil.copy(STORED / f"{name}.db", tmp_path / "ehbo.db"))
    database.migrate(path)
    opened = []
    with database.opened(path) as db:
        for key, (code, total, published) in RELEASES[name].leads.items():
            if total == published:
                continue
            round = teams.get(db, code).current
            asked = wordings.find(db, Q, round.version)
            assert asked is not None
            before = contributions.count(db, round)
            with db.write():
                rounds.save_expected(db, round.expect(before + LEAST))
                for _ in range(LEAST):
                    answers = dict.fromkeys(asked.statements, 3)
                    sealed = sealed_answers(asked, round, answers)
                    contributions.save(db, round, new_person(), sealed)
            now = contributions.publish(db, code, Lead(read(key)), asked, LEAST, AFTERWARDS)
            assert now.publication is not None
            assert now.publication.respondents == before + LEAST
            opened.append(before)
    assert all(opened) and opened
