"""Canaries of a team in use: its name and codes are in no file, no log line and no statement."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from ehbo.domain.writing import CODE
from ehbo.store import database
from tests.store.test_canary import CANARY, files_of, forms_of
from tests.team_builders import IN_TIME, OurTeam, sample, several
from tests.visitor import Installation

NAME = f"{CANARY}team"


def secret_things(name: str, *codes: str) -> list[bytes]:
    """The name and the codes in every way in which they could be written down."""
    texts = [form for text in (name, *codes) for form in (text, text.lower(), text.upper())]
    texts += [text.replace("-", "") for text in texts]
    written = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")]
    written += [form for text in (name, *codes) for form in forms_of(text.encode())]
    return written + [
        form for code in codes for form in forms_of(CODE.read(code).to_bytes(7, "big"))
    ]


def in_use(team: OurTeam) -> tuple[str, str]:
    """One round published and one open, shared and used by everybody; all that was written."""
    team.published(*sample(7))
    compare_code = team.shared()
    team.next_round()
    leader, member = team.leader(), team.member()
    team.second_lead()
    written = ""
    for who in (leader, member, team.here.visitor()):
        for address in ("", "/beeld", "/beeld.json", "/beamer", "/poster.pdf", "/beheer"):
            written += f"{who.get(team.address + address).status} "
        for code in (team.code, compare_code, team.code.lower(), f"{team.code[:-1]}!"):
            written += f"{who.post('/sleutel', {'key_or_code': code}).status} "
            written += f"{who.get(several(code)).status} "
    team.manage(leader, "verlengen", {"closes": IN_TIME})
    team.manage(leader, "wissen", {"confirmed": "onzin"})
    return compare_code, written


def test_a_team_in_use_is_in_no_file_and_no_log_line(
    here: Installation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    team, path = OurTeam(here, name=NAME), here.settings.database
    compare_code, written = in_use(team)
    assert {"200", "303", "422"} <= set(written.split())
    hidden = secret_things(NAME, team.code, compare_code)
    database.backup(path, path.with_name("kopie.db"))
    with team.db():  # so that the log is not emptied by the last to close it
        files = files_of(path)
    assert list(files) == ["ehbo.db", "ehbo.db-shm", "ehbo.db-wal", "kopie.db", "secret"]
    assert len(files["ehbo.db-wal"]) > 10_000
    for name, content in files.items():
        assert [thing for thing in hidden if thing in content] == [], name
    lines = "\n".join(f"{record.getMessage()} {record.__dict__!r}" for record in caplog.records)
    assert [thing for thing in hidden if thing in lines.encode()] == []


def test_no_statement_holds_a_code_or_a_name(here: Installation, statements: list[str]) -> None:
    team = OurTeam(here, name=NAME)
    compare_code, _ = in_use(team)
    all_of_it = "\n".join(statements)
    assert "INSERT INTO team" in all_of_it
    assert [
        thing
        for thing in secret_things(NAME, team.code, compare_code)
        if thing.decode("latin-1") in all_of_it
    ] == []
