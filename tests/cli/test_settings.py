"""Settings on the command line: faults are named in Dutch, and `privacy` tells the live ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ehbo.domain.factsheet import facts

Ehbo = Callable[..., Result]
COMMANDS = [
    ["serve"],
    ["check"],
    ["backup", "kopie.db"],
    ["restore", "kopie.db"],
    ["purge"],
    ["privacy"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_refuses_faulty_settings(
    ehbo: Ehbo, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "kopie.db").touch()
    (tmp_path / "ehbo.toml").write_text('port = 0\nprot = 8001\npublic_url = "ehbo.nl"\n', "utf-8")
    result = ehbo(*command, "--data", tmp_path, EHBO_RETENTION_MONTHS="nooit", EHBO_POORT="1")
    assert result.exit_code == 1
    assert result.stdout == ""
    for place in (
        f"{tmp_path}/ehbo.toml: port\n",
        f"{tmp_path}/ehbo.toml: prot\n",
        f"{tmp_path}/ehbo.toml: public_url\n",
        "omgeving: EHBO_RETENTION_MONTHS\n",
        "omgeving: EHBO_POORT\n",
    ):
        assert place in result.stderr
    assert "bedoelde je `port`?" in result.stderr
    assert result.stderr.count("Zo maak je het goed: ") == 5
    assert result.stderr.endswith("5 fouten gevonden.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ehbo.toml", "kopie.db"]


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_on_the_command_line_is_checked_too(ehbo: Ehbo, tmp_path: Path, port: str) -> None:
    result = ehbo("serve", "--port", port, "--data", tmp_path)
    assert result.exit_code == 1
    assert "port" in result.stderr
    assert "ehbo.toml" not in result.stderr


def test_a_data_folder_under_a_file_is_refused_without_a_traceback(
    ehbo: Ehbo, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for command in COMMANDS[:2] + COMMANDS[4:]:
        result = ehbo(*command, "--data", tmp_path / "file" / "map")
        assert result.exit_code == 1
        assert str(tmp_path / "file") in result.stderr


def test_the_fact_sheet_states_the_live_settings(ehbo: Ehbo, tmp_path: Path) -> None:
    (tmp_path / "ehbo.toml").write_text(
        'retention_months = 7\npublic_url = "https://ehbo.example.nl"', "utf-8"
    )
    result = ehbo("privacy", "--data", tmp_path)
    assert result.exit_code == 0
    assert "Wat 7 maanden niet is gebruikt" in result.output
    assert "alleen over https" in result.output
    for fact in facts(7, https=True):
        assert f"{fact.subject}\n    {fact.text}\n" in result.output


def test_the_environment_goes_before_the_file_in_the_fact_sheet(ehbo: Ehbo, tmp_path: Path) -> None:
    (tmp_path / "ehbo.toml").write_text("retention_months = 7", "utf-8")
    result = ehbo("privacy", "--data", tmp_path, EHBO_RETENTION_MONTHS="1")
    assert "Wat 1 maand niet is gebruikt" in result.output
    assert "alleen over https" not in result.output
