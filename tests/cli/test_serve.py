"""`ehbo serve` as a process: it migrates, answers, and stops gracefully."""

from __future__ import annotations

import signal
import socket
import stat
import urllib.request
from pathlib import Path

import pytest

from ehbo.store import database
from tests.cli.server import PATIENCE, free_port, serving, wait_until_open


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serves_on_a_fresh_folder_and_stops_gracefully(
    tmp_path: Path, stop: signal.Signals
) -> None:
    port, data, log = free_port(), tmp_path / "vers", tmp_path / "log"
    with serving(port, data, log) as server:
        wait_until_open(server, port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezondheid") as answer:
            assert answer.read() == b"gezond\n"
        database.verify(data / "ehbo.db")
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        server.send_signal(stop)
        assert server.wait(PATIENCE) == 0, log.read_text("utf-8")
    said = log.read_text("utf-8")
    assert f"staat klaar op http://127.0.0.1:{port} " in said
    assert "Traceback" not in said
    assert "WARNING" not in said


def test_a_folder_that_others_may_look_into_is_said_once_and_stays_as_it_is(tmp_path: Path) -> None:
    port, data, log = free_port(), tmp_path / "gemaakt", tmp_path / "log"
    data.mkdir()
    data.chmod(0o750)
    with serving(port, data, log) as server:
        wait_until_open(server, port)
        urllib.request.urlopen(f"http://127.0.0.1:{port}/gezondheid").close()
        assert stat.S_IMODE(data.stat().st_mode) == 0o750
        server.terminate()
        server.wait(PATIENCE)
    said = log.read_text("utf-8")
    assert said.count(f"kunnen in de map {data}: zet haar dicht met chmod 700\n") == 1, said


def test_the_server_of_a_test_lives_on_its_day(tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / "vers"
    data.mkdir()
    (data / "ehbo.toml").write_text('contact = "info@voorbeeld.example"', "utf-8")
    with serving(port, data, tmp_path / "log") as server:
        wait_until_open(server, port)
        address = f"http://127.0.0.1:{port}/.well-known/security.txt"
        with urllib.request.urlopen(address) as answer:
            assert b"Expires: 2027-05-21T00:00:00Z\n" in answer.read()


def test_a_port_that_is_taken_is_refused_before_anything_else(tmp_path: Path) -> None:
    data, log = tmp_path / "vers", tmp_path / "log"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(port, data, log) as server:
            assert server.wait(PATIENCE) == 1
    said = log.read_text("utf-8")
    assert f"poort {port}, lukt niet: die is al in gebruik" in said
    assert "staat klaar" not in said
    assert not data.exists()
