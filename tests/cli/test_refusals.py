"""What cannot be done is refused in plain Dutch, with a mend, and never by Click itself."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from ehbo.cli.refusals import Refused, explained
from ehbo.domain.errors import EhboError
from ehbo.store import database
from tests.cli.server import free_port
from tests.every_error import every_error, name_of

pytestmark = pytest.mark.usefixtures("unserved")
Ehbo = Callable[..., Result]
ENGLISH = re.compile(r"\b(Usage|Try|Error|Invalid|Missing|No such|does not|directory|Got|for)\b")
MISUSED = [
    (["controleer"], "De opdracht controleer bestaat niet."),
    (["chekc"], "De opdracht chekc bestaat niet. Bedoelde je check?"),
    (["--data"], "De optie --data bestaat niet."),
    (["serve", "--pourt", "1"], "De optie --pourt bestaat niet. Bedoelde je --port"),
    (["serve", "--port"], "Bij de optie --port ontbreekt een waarde"),
    (["purge", "--dry-run=ja"], "Bij de optie --dry-run ontbreekt een waarde, of er hoort er geen"),
    (["backup"], "FILE ontbreekt."),
    (["schema"], "FOLDER ontbreekt."),
    (["privacy", "nu"], "Er staat te veel in deze opdracht."),
]
DATA = ["serve", "check", "backup kopie.db", "restore kopie.db", "purge", "privacy", "demo"]
SPOILED = {
    "no database": b"kapot" * 10_000,
    "half of a header": b"SQLite format 3\0" + b"\xff" * 4096,
}


def refusal(result: Result, status: int = 1) -> str:
    """What was said, which is Dutch and all there is."""
    assert (result.exit_code, result.stdout) == (status, "")
    assert not ENGLISH.search(result.stderr), result.stderr
    return result.stderr


@pytest.mark.parametrize(("words", "said"), MISUSED)
def test_a_command_line_that_does_not_exist_is_refused_in_dutch(
    ehbo: Ehbo, words: list[str], said: str
) -> None:
    text = refusal(ehbo(*words), 2)
    assert text.startswith(said)
    assert text.count("\n") == 1
    assert "--help` wat er kan." in text


def test_the_command_alone_shows_what_there_is(ehbo: Ehbo) -> None:
    shown = ehbo().output
    assert "Zet de reservekopie FILE terug." in shown
    assert "wat er kan" not in shown


@pytest.mark.parametrize("command", DATA)
def test_a_file_in_the_place_of_the_data_folder(ehbo: Ehbo, tmp_path: Path, command: str) -> None:
    (tmp_path / "bestand").touch()
    (tmp_path / "kopie.db").touch()
    said = refusal(ehbo(*command.split(), "--data", tmp_path / "bestand"))
    assert said == f"{tmp_path}/bestand is een bestand en geen map. Kies een map.\n"


@pytest.mark.parametrize("words", [["check"], ["check", "--data"], ["schema"]])
def test_a_folder_that_cannot_be_read(
    ehbo: Ehbo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda *asked: False)
    said = refusal(ehbo(*words, tmp_path))
    assert said == f"De map {tmp_path} is niet te lezen. Kijk of je erbij mag.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check nergens", "De map nergens bestaat niet. Kijk of de naam klopt."),
        ("check bestand", "bestand is een bestand en geen map. Kies een map."),
        ("schema bestand", "bestand is een bestand en geen map. Kies een map."),
        ("schema bestand/map", "in het pad staat een bestand waar een map hoort."),
        ("backup bestand", "bestand bestaat al. Kies een andere naam."),
        ("backup map", "map bestaat al. Kies een andere naam."),
        ("restore nergens", "nergens bestaat niet. Kies een bestand dat `ehbo backup` heeft"),
        ("restore map", "map is een map en geen bestand. Kies een bestand dat `ehbo backup` heeft"),
        ("serve --port abc", "opdracht: --port\n    Deze waarde kan niet."),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_dutch(
    ehbo: Ehbo, tmp_path: Path, words: str, said: str
) -> None:
    (tmp_path / "bestand").touch()
    (tmp_path / "map").mkdir()
    database.migrate(tmp_path / "instance" / "ehbo.db")
    assert said in refusal(ehbo(*words.split()))


def test_a_backup_that_may_not_be_read(
    ehbo: Ehbo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kopie.db").touch()
    monkeypatch.setattr(os, "access", lambda path, mode: path != Path("kopie.db"))
    assert "kopie.db is niet te lezen." in refusal(ehbo("restore", "kopie.db"))


@pytest.mark.parametrize("kind", ["junk", "empty", "of another program"])
def test_what_is_no_backup_is_called_so(ehbo: Ehbo, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "anders.db"
    file.write_bytes(b"kapot" * 1_000 if kind == "junk" else b"")
    if kind == "of another program":
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE recept (naam)")
    result = ehbo("restore", "anders.db", "--data", "nieuw")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "anders.db is geen reservekopie van EHBO, of is beschadigd" in result.stderr
    assert "Kies een bestand dat `ehbo backup` heeft gemaakt." in result.stderr
    assert "schijf" not in result.stderr
    assert not (tmp_path / "nieuw").exists()


@pytest.mark.parametrize("kind", SPOILED)
@pytest.mark.parametrize("words", [["serve"], ["purge"], ["backup", "kopie.db"]])
def test_a_spoiled_database_is_to_be_restored(
    ehbo: Ehbo, tmp_path: Path, words: list[str], kind: str
) -> None:
    (tmp_path / "ehbo.db").write_bytes(SPOILED[kind])
    port = ["--port", free_port()] if words == ["serve"] else []
    result = ehbo(*words, *port, "--data", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{tmp_path}/ehbo.db" in result.stderr
    assert "`ehbo restore FILE --force`" in result.stderr


def test_a_header_that_makes_a_database_read_only_is_to_be_restored(
    ehbo: Ehbo, tmp_path: Path
) -> None:
    file = tmp_path / "ehbo.db"
    database.migrate(file)
    header = bytearray(file.read_bytes())
    header[18] = 9  # a way of writing that SQLite does not know
    file.write_bytes(header)
    result = ehbo("serve", "--port", free_port(), "--data", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Mag dat? Zet dan een reservekopie terug met `ehbo restore" in result.stderr


def test_a_database_that_is_only_locked_is_not_to_be_restored(
    ehbo: Ehbo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.migrate(tmp_path / "ehbo.db")
    monkeypatch.setattr(database.sqlite, "BUSY_SECONDS", 0.01)
    with database.opened(tmp_path / "ehbo.db") as db:
        db.execute("BEGIN IMMEDIATE")
        said = ehbo("serve", "--port", free_port(), "--data", tmp_path).stderr
    assert "De database is niet bereikbaar: database is locked. Kijk of" in said
    assert "restore" not in said


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A data folder that a newer version brought up to date: a step more, other columns."""
    file = tmp_path / "ehbo.db"
    database.migrate(file)
    with closing(sqlite3.connect(file)) as later:
        later.execute("ALTER TABLE portfolio RENAME COLUMN last_used TO used")
        later.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('ehbo', 'workshops', '2027-01-01')"
        )
        later.commit()
    return tmp_path


@pytest.mark.parametrize("words", [["serve"], ["purge"], ["purge", "--force"], ["restore"]])
def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(
    ehbo: Ehbo, newer: Path, words: list[str]
) -> None:
    file, before = newer / "ehbo.db", (newer / "ehbo.db").read_bytes()
    more = {"serve": ["--port", free_port()], "restore": [file]}.get(words[0], [])
    to = newer / "nieuw" if words == ["restore"] else newer
    result = ehbo(*words, *more, "--data", to)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{file} is van een nieuwere versie van EHBO dan deze (")
    assert "Installeer de nieuwere versie, of zet de reservekopie van vóór" in result.stderr
    assert file.read_bytes() == before
    assert not (newer / "nieuw").exists()


def test_a_newer_backup_does_not_replace_a_database(ehbo: Ehbo, newer: Path) -> None:
    database.migrate(newer / "nu" / "ehbo.db")
    before = (newer / "nu" / "ehbo.db").read_bytes()
    result = ehbo("restore", newer / "ehbo.db", "--force", "--data", newer / "nu")
    assert "is van een nieuwere versie van EHBO" in refusal(result)
    assert (newer / "nu" / "ehbo.db").read_bytes() == before


def test_a_newer_database_can_be_copied_and_then_replaced_by_the_backup_of_before(
    ehbo: Ehbo, newer: Path
) -> None:
    database.migrate(newer / "voor.db")
    assert ehbo("backup", "nieuwer.db", "--data", newer).exit_code == 0
    with closing(sqlite3.connect(newer / "nieuwer.db")) as copy:
        assert copy.execute("SELECT used FROM portfolio").fetchall() == []
    assert ehbo("restore", "voor.db", "--force", "--data", newer).exit_code == 0
    assert ehbo("purge", "--data", newer).output == "Gewist: 0 pakketten en 0 teams.\n"


@pytest.mark.parametrize("error", list(every_error()), ids=name_of)
def test_whatever_error_a_command_meets_it_ends_in_dutch(error: EhboError) -> None:
    with pytest.raises(Refused) as refused, explained():
        raise error
    said = refused.value.message
    assert said[:1].isupper() or said.startswith(("ehbo.db", "vraag.toml"))
    assert said.endswith(".")
    assert not ENGLISH.search(said), said
    assert str(getattr(error, "reason", "\0")) not in said
