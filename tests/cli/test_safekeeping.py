"""`backup`, `restore` and `purge`: what they do, and what they refuse in Dutch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from ehbo.domain.errors import NobodyHere
from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.store import database, portfolios
from tests.builders import TODAY, Clock, seasoned

Ehbo = Callable[..., Result]
PERSON = Person(bytes(KEY_BYTES))
OTHER = Person(b"\xff" * KEY_BYTES)


def keep(data: Path, person: Person, day: date = TODAY) -> None:
    with database.opened(data / "ehbo.db") as db, db.write():
        portfolios.save(db, person, seasoned(), day)


def keeps(data: Path, person: Person) -> bool:
    with database.opened(data / "ehbo.db") as db:
        try:
            return portfolios.get(db, person) == seasoned()
        except NobodyHere:
            return False


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the bundle of one person."""
    folder = tmp_path / "gegevens"
    database.migrate(folder / "ehbo.db")
    keep(folder, PERSON)
    return folder


def test_a_backup_is_put_back_in_an_empty_folder(ehbo: Ehbo, data: Path, tmp_path: Path) -> None:
    made = ehbo("backup", "kopie.db", "--data", data)
    assert (made.exit_code, made.output) == (0, "Reservekopie gemaakt en nagekeken: kopie.db\n")
    back = ehbo("restore", "kopie.db", "--data", "nieuw")
    assert (back.exit_code, back.output) == (0, "Teruggezet en nagekeken: nieuw/ehbo.db\n")
    assert keeps(tmp_path / "nieuw", PERSON)


def test_the_data_folder_may_come_from_the_environment(ehbo: Ehbo, data: Path) -> None:
    assert ehbo("backup", "kopie.db", EHBO_DATA=str(data)).exit_code == 0


def test_a_backup_does_not_overwrite_a_file(ehbo: Ehbo, data: Path, tmp_path: Path) -> None:
    (tmp_path / "kopie.db").write_text("van gisteren")
    result = ehbo("backup", "kopie.db", "--data", data)
    assert result.exit_code == 1
    assert "kopie.db bestaat al. Kies een andere naam." in result.stderr
    assert (tmp_path / "kopie.db").read_text() == "van gisteren"


def test_a_backup_in_a_folder_that_is_not_there_is_refused(ehbo: Ehbo, data: Path) -> None:
    result = ehbo("backup", "nergens/kopie.db", "--data", data)
    assert result.exit_code == 1
    assert "De map nergens bestaat niet. Maak haar eerst" in result.stderr


def test_a_backup_that_failed_leaves_no_file(ehbo: Ehbo, data: Path, tmp_path: Path) -> None:
    (data / "ehbo.db").write_bytes(b"kapot" * 10_000)
    assert ehbo("backup", "kopie.db", "--data", data).exit_code == 1
    assert not (tmp_path / "kopie.db").exists()


@pytest.mark.parametrize("command", [["backup", "kopie.db"], ["purge"]])
def test_without_a_database_there_is_nothing_to_do(
    ehbo: Ehbo, tmp_path: Path, command: list[str]
) -> None:
    result = ehbo(*command, "--data", tmp_path)
    assert result.exit_code == 1
    assert f"Er is nog geen database in {tmp_path}." in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_live_database_is_replaced_by_force_only(ehbo: Ehbo, data: Path) -> None:
    ehbo("backup", "kopie.db", "--data", data)
    keep(data, OTHER)
    refused = ehbo("restore", "kopie.db", "--data", data)
    assert refused.exit_code == 1
    assert "gebruik dan --force" in refused.stderr
    assert keeps(data, OTHER)
    assert ehbo("restore", "kopie.db", "--force", "--data", data).exit_code == 0
    assert keeps(data, PERSON)
    assert not keeps(data, OTHER)


def test_a_database_that_no_longer_opens_is_replaced_by_force_only(ehbo: Ehbo, data: Path) -> None:
    ehbo("backup", "kopie.db", "--data", data)
    spoiled = b"\xff" * 4096 + (data / "ehbo.db").read_bytes()[4096:]
    (data / "ehbo.db").write_bytes(spoiled)
    assert "gebruik dan --force" in ehbo("restore", "kopie.db", "--data", data).stderr
    assert (data / "ehbo.db").read_bytes() == spoiled
    result = ehbo("restore", "kopie.db", "--force", "--data", data)
    assert (result.exit_code, result.output) == (0, f"Teruggezet en nagekeken: {data}/ehbo.db\n")
    assert keeps(data, PERSON)


@pytest.mark.parametrize("command", [["backup", "kopie.db"], ["purge"]])
def test_a_database_that_no_longer_opens_is_named(
    ehbo: Ehbo, data: Path, command: list[str]
) -> None:
    (data / "ehbo.db").write_bytes(b"kapot" * 10_000)
    result = ehbo(*command, "--data", data)
    assert result.exit_code == 1
    assert f"{data}/ehbo.db" in result.stderr


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_damaged_backup_is_refused_also_by_force(
    ehbo: Ehbo, data: Path, tmp_path: Path, force: list[str]
) -> None:
    ehbo("backup", "kopie.db", "--data", data)
    copy = bytearray((tmp_path / "kopie.db").read_bytes())
    copy[4096:8192] = b"\xff" * 4096
    (tmp_path / "kopie.db").write_bytes(copy)
    for folder in (data, tmp_path / "nieuw"):
        result = ehbo("restore", "kopie.db", *force, "--data", folder)
        assert result.exit_code == 1
        assert "kopie.db is geen reservekopie van EHBO, of is beschadigd (" in result.stderr
    assert keeps(data, PERSON)
    assert not (tmp_path / "nieuw").exists()


def test_a_backup_that_is_not_there_is_refused(ehbo: Ehbo, data: Path) -> None:
    assert ehbo("restore", "nergens.db", "--force", "--data", data).exit_code == 1
    assert keeps(data, PERSON)


def day_before(months: int) -> date:
    """Surely unused for longer than so many months."""
    return TODAY - timedelta(days=31 * months + 1)


def test_purging_counts_first_and_then_wipes(ehbo: Ehbo, data: Path) -> None:
    keep(data, OTHER, day_before(24))
    dry = ehbo("purge", "--dry-run", "--data", data)
    assert (dry.exit_code, dry.output) == (0, "Te wissen: 1 pakket en 0 teams.\n")
    assert keeps(data, OTHER)
    assert ehbo("purge", "--data", data).output == "Gewist: 1 pakket en 0 teams.\n"
    assert not keeps(data, OTHER)
    assert keeps(data, PERSON)
    again = ehbo("purge", "--dry-run", "--data", data)
    assert again.output == "Te wissen: 0 pakketten en 0 teams.\n"
    assert ehbo("purge", "--data", data).output == "Gewist: 0 pakketten en 0 teams.\n"


def test_purging_keeps_to_the_term_of_this_installation(ehbo: Ehbo, data: Path) -> None:
    keep(data, OTHER, day_before(1))
    assert ehbo("purge", "--data", data).output == "Gewist: 0 pakketten en 0 teams.\n"
    (data / "ehbo.toml").write_text("retention_months = 1", "utf-8")
    longer = ehbo("purge", "--data", data, EHBO_RETENTION_MONTHS="3")
    assert longer.exit_code == 1
    assert keeps(data, OTHER)
    forced = ehbo("purge", "--force", "--data", data)
    assert forced.output == "Gewist: 1 pakket en 0 teams.\n"
    assert not keeps(data, OTHER)


@pytest.mark.parametrize("purged_before", [True, False])
def test_purging_by_a_clock_that_leapt_ahead_is_refused_until_a_person_says_so(
    ehbo: Ehbo, data: Path, clock: Clock, purged_before: bool
) -> None:
    if purged_before:
        assert ehbo("purge", "--data", data).exit_code == 0
    clock.now += timedelta(days=1095)
    refused = ehbo("purge", "--data", data)
    assert refused.exit_code == 1
    assert refused.output.startswith("Er is niets gewist. Volgens de klok van deze server is het ")
    assert "21-11-2029" in refused.output
    assert "meer dan 31 dagen vooruit" in refused.output
    assert "wis het met `ehbo purge --force`" in refused.output
    assert keeps(data, PERSON)
    for more in ([], ["--force"]):
        dry = ehbo("purge", "--dry-run", *more, "--data", data)
        assert dry.exit_code == 0
        assert dry.output.startswith("Te wissen: 1 pakket en 0 teams.\nEr is niets gewist. ")
        assert keeps(data, PERSON)
    assert ehbo("purge", "--force", "--data", data).output == "Gewist: 1 pakket en 0 teams.\n"
    assert not keeps(data, PERSON)
    assert ehbo("purge", "--data", data).output == "Gewist: 0 pakketten en 0 teams.\n"


def test_purging_much_at_once_is_refused_until_a_person_says_so(ehbo: Ehbo, data: Path) -> None:
    for number in range(11):
        keep(data, Person(bytes([number + 1]) * KEY_BYTES), day_before(24))
    refused = ehbo("purge", "--data", data)
    assert refused.exit_code == 1
    assert "in één keer 11 pakketten en 0 teams weg: meer dan 10 en meer dan een vijfde" in (
        refused.output
    )
    assert "Te wissen: 11 pakketten" in ehbo("purge", "--dry-run", "--data", data).output
    assert ehbo("purge", "--force", "--data", data).output == "Gewist: 11 pakketten en 0 teams.\n"


def test_purging_after_the_term_was_shortened_is_refused_until_a_person_says_so(
    ehbo: Ehbo, data: Path
) -> None:
    keep(data, OTHER, day_before(12))
    assert ehbo("purge", "--data", data).exit_code == 0
    shorter = {"EHBO_RETENTION_MONTHS": "12"}
    assert "de bewaartermijn is korter geworden" in ehbo("purge", "--data", data, **shorter).output
    assert keeps(data, OTHER)
    forced = ehbo("purge", "--force", "--data", data, **shorter)
    assert forced.output == "Gewist: 1 pakket en 0 teams.\n"
