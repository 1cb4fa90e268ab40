"""Settings: where they come from, what is refused and how that is said, and the one secret."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from pydantic import ValidationError

from ehbo.config import Settings, load
from ehbo.domain.errors import ContentError, Problem

SHOW_SECRET = """
import sys
from pathlib import Path
from ehbo.config import Settings
settings = Settings(data=Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(settings.secret())
"""


def write(data: Path, toml: str) -> Path:
    (data / "ehbo.toml").write_text(toml, "utf-8")
    return data


def faults(data: Path, environment: dict[str, str] | None = None, **given: Any) -> list[Problem]:
    with pytest.raises(ContentError) as refused:
        load(data, environment or {}, **given)
    return refused.value.problems


def test_without_anything_the_settings_are_safe(tmp_path: Path) -> None:
    settings = load(tmp_path / "nergens", {})
    assert (settings.host, settings.port, settings.retention_months) == ("127.0.0.1", 8000, 24)
    assert not settings.demo
    assert not settings.https
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.database == tmp_path / "nergens" / "ehbo.db"
    assert not (tmp_path / "nergens").exists()


def test_the_command_line_goes_before_the_environment_before_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'port = 1\nthreads = 1\norganisation = " Gemeente "\ndemo = true')
    environment = {"EHBO_PORT": "2", "EHBO_THREADS": "2", "PATH": "x", "EHBO_DATA": "elders"}
    settings = load(tmp_path, environment, port=3, host=None)
    assert (settings.port, settings.threads, settings.organisation) == (3, 2, "Gemeente")
    assert (settings.host, settings.demo, settings.data) == ("127.0.0.1", True, tmp_path)


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        load(tmp_path, {}).port = 9


@pytest.mark.parametrize(
    ("given", "kept", "https"),
    [
        ("https://ehbo.example.nl/", "https://ehbo.example.nl", True),
        ("http://localhost:8000", "http://localhost:8000", False),
    ],
)
def test_a_public_address_is_an_origin(tmp_path: Path, given: str, kept: str, https: bool) -> None:
    settings = load(tmp_path, {"EHBO_PUBLIC_URL": given})
    assert (settings.public_url, settings.address, settings.https) == (kept, kept, https)


@pytest.mark.parametrize(
    ("given", "kept", "address"),
    [
        ("localhost", "127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "0.0.0.0", "http://0.0.0.0:8000"),
        ("::1", "::1", "http://[::1]:8000"),
    ],
)
def test_the_server_listens_on_an_address(
    tmp_path: Path, given: str, kept: str, address: str
) -> None:
    settings = load(tmp_path, {}, host=given)
    assert (settings.host, settings.address) == (kept, address)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "ehbo.example.nl"),
        ("host", ""),
        ("port", 0),
        ("port", 65_536),
        ("port", "poort"),
        ("threads", 0),
        ("threads", 65),
        ("retention_months", 0),
        ("retention_months", 121),
        ("retention_months", 1.5),
        ("public_url", "ehbo.example.nl"),
        ("public_url", "ftp://ehbo.example.nl"),
        ("public_url", "https://"),
        ("public_url", "https://example.nl/ehbo"),
        ("organisation", "x" * 81),
        ("contact", "x" * 201),
        ("demo", "misschien"),
    ],
)
def test_a_value_that_cannot_be_is_refused_where_it_stands(
    tmp_path: Path, name: str, value: object
) -> None:
    (fault,) = faults(tmp_path, {f"EHBO_{name.upper()}": str(value)})
    assert (fault.file, fault.place) == ("omgeving", f"EHBO_{name.upper()}")
    assert fault.mend
    write(tmp_path, f"{name} = {value!r}")
    (fault,) = faults(tmp_path)
    assert (fault.file, fault.place) == (str(tmp_path / "ehbo.toml"), name)


@pytest.mark.parametrize(
    ("name", "value"), [("port", "0"), ("threads", "veel"), ("demo", "misschien")]
)
def test_what_is_wrong_is_said_in_dutch(tmp_path: Path, name: str, value: str) -> None:
    (fault,) = faults(tmp_path, {f"EHBO_{name.upper()}": value})
    for english in ("Input", "should", "valid", "Value error"):
        assert english not in str(fault)


def test_the_fault_in_a_public_address_is_said_in_dutch_only(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {"EHBO_PUBLIC_URL": "ehbo.nl"})
    assert "https://" in str(fault)
    assert "error" not in str(fault)


@pytest.mark.parametrize(
    ("name", "mend"),
    [("prot", "bedoelde je `port`?"), ("organization", "bedoelde je `organisation`?")],
)
def test_an_unknown_setting_gets_the_nearest_name(tmp_path: Path, name: str, mend: str) -> None:
    write(tmp_path, f"{name} = 1")
    (fault,) = faults(tmp_path)
    assert (fault.place, fault.fault, fault.mend) == (name, "Deze instelling bestaat niet.", mend)


def test_an_unknown_setting_that_looks_like_nothing_is_to_be_removed(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {"EHBO_XYZZY": "1"})
    assert (fault.file, fault.place) == ("omgeving", "EHBO_XYZZY")
    assert "haal hem weg" in fault.mend


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, "port = 0\nxyzzy = 1\nthreads = 0")
    found = {(fault.file, fault.place) for fault in faults(tmp_path, {"EHBO_DEMO": "?"})}
    file = str(tmp_path / "ehbo.toml")
    assert found == {
        (file, "port"),
        (file, "xyzzy"),
        (file, "threads"),
        ("omgeving", "EHBO_DEMO"),
    }


@pytest.mark.parametrize("content", [b"port 8000", b"port = 1\nport = 2", b"\xff\xfe", b"a = \x00"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ehbo.toml").write_bytes(content)
    (fault,) = faults(tmp_path)
    assert fault.file == str(tmp_path / "ehbo.toml")
    assert "geen geldige TOML" in fault.fault


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "ehbo.toml").write_bytes(b"\xef\xbb\xbfport = 8001\r\ndemo = true\r\n")
    assert load(tmp_path, {}).port == 8001


def test_a_settings_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "ehbo.toml").mkdir()
    (fault,) = faults(tmp_path)
    assert fault.file == str(tmp_path / "ehbo.toml")


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    secret = Settings(data=tmp_path).secret()
    assert len(secret) >= 32
    assert Settings(data=tmp_path).secret() == secret
    (file,) = tmp_path.iterdir()
    assert file.name == "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_wide_umask_does_not_show_the_secret(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Settings(data=tmp_path).secret()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_every_installation_has_its_own_secret(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    assert len({Settings(data=folder).secret() for folder in folders}) == 3


def test_the_secret_file_is_never_seen_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process looks at every step of the one that makes it."""
    seen: set[str] = set()
    settings = Settings(data=tmp_path)

    def looking(name: str) -> None:
        real = getattr(os, name)

        def look(*arguments: Any, **options: Any) -> Any:
            done = real(*arguments, **options)
            if (tmp_path / "secret").exists():
                seen.add((tmp_path / "secret").read_text())
            return done

        monkeypatch.setattr(os, name, look)

    for name in ("open", "fdopen", "write", "link", "replace", "rename"):
        looking(name)
    secret = settings.secret()
    monkeypatch.undo()
    assert seen <= {secret}


def test_an_empty_secret_after_a_crash_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret").touch(mode=0o600)
    secret = Settings(data=tmp_path).secret()
    assert len(secret) >= 32
    assert Settings(data=tmp_path).secret() == secret


def test_threads_that_race_get_the_same_secret(tmp_path: Path) -> None:
    for n in range(20):
        folder, start = tmp_path / str(n), Barrier(4)
        folder.mkdir()

        def race(_: int, folder: Path = folder, start: Barrier = start) -> str:
            start.wait()
            return Settings(data=folder).secret()

        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(race, range(4)))
        assert found == {(folder / "secret").read_text()}
        assert "" not in found


def test_processes_that_race_get_the_same_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SHOW_SECRET, str(tmp_path)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {process.communicate()[0].strip() for process in running}
    assert said == {(tmp_path / "secret").read_text()}
    assert len(said.pop()) >= 32
