"""Settings of one installation: EHBO_* environment > ehbo.toml in the data folder > defaults."""

from __future__ import annotations

import difflib
import os
import secrets
import tempfile
import tomllib
from collections.abc import Mapping
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ehbo.domain.disclosure import LEAST
from ehbo.domain.errors import ContentError, Problem

SETTINGS_FILE = "ehbo.toml"
PREFIX = "EHBO_"
OUTSIDE_SETTINGS = {"EHBO_DATA", "EHBO_CHROMIUM"}


class Settings(BaseModel):
    """All settings, frozen. `data` is the folder with the database and own questionnaires."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    data: Path
    host: str = Field(default="127.0.0.1", description="een adres, zoals 127.0.0.1")
    port: int = Field(default=8000, ge=1, le=65535, description="een getal van 1 tot en met 65535")
    threads: int = Field(default=4, ge=1, le=64, description="een getal van 1 tot en met 64")
    public_url: str = Field(
        default="",
        description="het adres met https:// (of http:// op een eigen machine), zonder pad erachter",
    )
    organisation: str = Field(
        default="", max_length=80, description="een naam van ten hoogste 80 tekens"
    )
    contact: str = Field(
        default="", max_length=200, description="een adres van ten hoogste 200 tekens"
    )
    retention_months: int = Field(
        default=24, ge=1, le=120, description="een heel getal van 1 tot en met 120"
    )
    minimum: int = Field(
        default=LEAST, ge=LEAST, le=100, description=f"een heel getal van {LEAST} tot en met 100"
    )
    organisation_code: str = Field(
        default="", max_length=80, description="een code van ten hoogste 80 tekens"
    )
    demo: bool = Field(default=False, description="true of false")

    @field_validator("host")
    @classmethod
    def _is_an_address(cls, host: str) -> str:
        if host == "localhost":
            return "127.0.0.1"
        try:
            return str(ip_address(host))
        except ValueError:
            raise ValueError("geef een IP-adres, zoals 127.0.0.1 of ::1, en geen naam") from None

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("begin met https:// (of http:// op een eigen machine)")
        if url and url.rstrip("/").count("/") != 2:
            raise ValueError("geef alleen het adres, zonder pad erachter")
        return url.rstrip("/")

    @cached_property
    def database(self) -> Path:
        return self.data / "ehbo.db"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """The address that links and QR codes carry, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    def secret(self) -> str:
        """The key that signs form tokens: made once, kept in the data folder for its owner only."""
        path = self.data / "secret"
        try:
            kept = path.read_text("ascii").strip()
        except FileNotFoundError:
            kept = ""
        else:
            if not kept:  # an older version could leave it empty when it was stopped
                path.unlink(missing_ok=True)
        return kept or self._made_secret(path)

    @staticmethod
    def _made_secret(path: Path) -> str:
        """Writes a new secret beside its place and links it there whole; the first one counts."""
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
        return path.read_text("ascii").strip()


def load(data: Path, environment: Mapping[str, str], **given: Any) -> Settings:
    """The settings of a data folder; `given` (the command line) goes before all else.

    Raises ContentError with every fault, naming file or variable, place and mend.
    """
    from_file, faults = _read(data / SETTINGS_FILE)
    from_environment = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in OUTSIDE_SETTINGS
    }
    values = from_file | from_environment | {k: v for k, v in given.items() if v is not None}
    if faults:
        raise ContentError(faults)
    try:
        return Settings.model_validate(values | {"data": data})
    except ValidationError as error:
        raise ContentError(
            [
                _problem(data, str(detail["loc"][0]), from_environment, given)
                for detail in error.errors()
            ]
        ) from error


def _read(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig")), []
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [
            Problem(
                str(path),
                "",
                f"Dit bestand is niet te lezen ({error.strerror}).",
                "kijk of het een gewoon bestand is en of je het mag lezen.",
            )
        ]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [
            Problem(
                str(path),
                "",
                f"Dit is geen geldige TOML ({error}).",
                "kijk op die plek naar aanhalingstekens en =.",
            )
        ]


def _problem(
    data: Path, name: str, from_environment: Mapping[str, str], given: Mapping[str, Any]
) -> Problem:
    file, place = str(data / SETTINGS_FILE), name
    if given.get(name) is not None:
        file, place = "opdracht", f"--{name}"
    elif name in from_environment:
        file, place = "omgeving", PREFIX + name.upper()
    if name not in Settings.model_fields:
        near = difflib.get_close_matches(name, Settings.model_fields, n=1)
        return Problem(
            file,
            place,
            "Deze instelling bestaat niet.",
            f"bedoelde je `{near[0]}`?" if near else "haal hem weg; zie docs/operations.md.",
        )
    can_be = Settings.model_fields[name].description
    return Problem(file, place, "Deze waarde kan niet.", f"geef {can_be}.")
