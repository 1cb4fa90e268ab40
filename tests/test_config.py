"""Settings: where they come from, what is refused and how that is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ehbo.config import Settings, load
from ehbo.domain.errors import ContentError, Problem


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


@pytest.mark.parametrize(
    ("mode", "open_to_others"),
    [(0o700, False), (0o500, False), (0o710, True), (0o740, True), (0o701, True), (0o755, True)],
)
def test_a_folder_is_open_to_others_when_one_of_them_may_do_anything_there(
    tmp_path: Path, mode: int, open_to_others: bool
) -> None:
    settings = load(tmp_path, {})
    tmp_path.chmod(mode)
    assert settings.open_to_others is open_to_others
    tmp_path.chmod(0o700)


def test_every_setting_says_what_may_be_filled_in() -> None:
    fields = Settings.model_fields.items()
    assert [name for name, field in fields if not field.description] == ["data"]


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        load(tmp_path, {}).port = 9


@pytest.mark.parametrize(
    ("given", "kept", "https"),
    [
        ("https://ehbo.example.nl/", "https://ehbo.example.nl", True),
        ("http://localhost:8000", "http://localhost:8000", False),
        ("http://[::1]:8000", "http://[::1]:8000", False),
        (
            "https://mijn_ehbo.xn--gemeent-5za.nl:8443",
            "https://mijn_ehbo.xn--gemeent-5za.nl:8443",
            True,
        ),
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
        ("port", "8000.5"),
        ("threads", 0),
        ("threads", 65),
        ("retention_months", 0),
        ("retention_months", 121),
        ("retention_months", 1.5),
        ("public_url", "ehbo.example.nl"),
        ("public_url", "ftp://ehbo.example.nl"),
        ("public_url", "https://"),
        ("public_url", "https://example.nl/ehbo"),
        ("public_url", "https://example.nl?x=1"),
        ("public_url", "https://example.nl/?"),
        ("public_url", "https://example.nl#x"),
        ("public_url", "https://naam:woord@example.nl"),
        ("public_url", "https://example .nl"),
        ("public_url", "https://ge\nmeente.nl"),
        ("public_url", "https://example.nl:99999"),
        ("public_url", "https://example.nl:0"),
        ("public_url", "https://example.nl:"),
        ("public_url", "https://[::1"),
        ("contact", "a@example.nl\nExpires: nooit"),
        ("organisation", "Gemeente\u0085Voorbeeld"),
        ("organisation_code", "wij\ue001samen"),
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
    write(tmp_path, f"{name} = {json.dumps(value)}")
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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"port 8000", "geen geldige TOML"),
        (b"port = 1\nport = 2", "geen geldige TOML"),
        (b"a = \x00", "geen geldige TOML"),
        (b"\xff\xfe", "geen UTF-8"),
        (b"a = " + b"[" * 100_000, "te veel haakjes"),
        (b"port = " + b"9" * 5_000, "te lang getal"),
    ],
    ids=["no =", "twice", "NUL", "UTF-16", "brackets", "digits"],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "ehbo.toml").write_bytes(content)
    (fault,) = faults(tmp_path)
    assert fault.file == str(tmp_path / "ehbo.toml")
    assert said in fault.fault


@pytest.mark.parametrize("name", ["port", "threads", "retention_months", "minimum"])
def test_yes_is_not_the_number_one(tmp_path: Path, name: str) -> None:
    (fault,) = faults(write(tmp_path, f"{name} = true"))
    assert fault.place == name


@pytest.mark.parametrize("name", ["organisation", "contact", "organisation_code"])
def test_what_cannot_be_seen_is_refused(tmp_path: Path, name: str) -> None:
    (fault,) = faults(write(tmp_path, f'{name} = "a\\u0000b"'))
    assert (fault.place, "zonder onzichtbare tekens" in fault.mend) == (name, True)


def test_the_data_folder_is_no_setting_of_its_own_file(tmp_path: Path) -> None:
    found = faults(write(tmp_path, 'data = "elders"\nport = 0'))
    assert [fault.place for fault in found] == ["data", "port"]
    assert "--data" in found[0].mend
    (fault,) = faults(write(tmp_path, "dat = 1"))
    assert "bedoelde" not in fault.mend


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "ehbo.toml").write_bytes(b"\xef\xbb\xbfport = 8001\r\ndemo = true\r\n")
    assert load(tmp_path, {}).port == 8001


def test_a_settings_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "ehbo.toml").mkdir()
    (fault,) = faults(tmp_path)
    assert fault.file == str(tmp_path / "ehbo.toml")
