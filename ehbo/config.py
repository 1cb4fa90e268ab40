"""Settings of one installation: EHBO_* environment > ehbo.toml in the data folder > defaults."""

from __future__ import annotations

import difflib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ehbo.content.reading import read_toml, reason
from ehbo.domain.errors import ContentError, Problem
from ehbo.domain.team.disclosure import LEAST
from ehbo.domain.texts import find_stray

SETTINGS_FILE = "ehbo.toml"
PREFIX = "EHBO_"
OUTSIDE_SETTINGS = {"EHBO_DATA", "EHBO_CHROMIUM"}
HOST_AND_PORT = re.compile(r"([a-z0-9]([\w.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]+)?", re.A | re.I)
ONE_LINE = "op één regel en zonder onzichtbare tekens"


class Settings(BaseModel):
    """All settings, frozen. `data` is the folder with the database and own questionnaires."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    data: Path
    host: str = Field(default="127.0.0.1", description="een adres, zoals 127.0.0.1")
    port: int = Field(default=8000, ge=1, le=65535, description="een getal van 1 tot en met 65535")
    threads: int = Field(default=4, ge=1, le=64, description="een getal van 1 tot en met 64")
    public_url: str = Field(
        default="",
        description="alleen het adres, zoals https://ehbo.example.nl (of http:// op een eigen "
        "machine), zonder naam ervoor en zonder pad of teken erachter",
    )
    organisation: str = Field(
        default="", max_length=80, description=f"een naam van ten hoogste 80 tekens, {ONE_LINE}"
    )
    contact: str = Field(
        default="", max_length=200, description=f"een adres van ten hoogste 200 tekens, {ONE_LINE}"
    )
    retention_months: int = Field(
        default=24, ge=1, le=120, description="een heel getal van 1 tot en met 120"
    )
    minimum: int = Field(
        default=LEAST, ge=LEAST, le=100, description=f"een heel getal van {LEAST} tot en met 100"
    )
    organisation_code: str = Field(
        default="", max_length=80, description=f"een code van ten hoogste 80 tekens, {ONE_LINE}"
    )
    demo: bool = Field(default=False, description="true of false")

    @field_validator("port", "threads", "retention_months", "minimum", mode="before")
    @classmethod
    def _is_no_yes_or_no(cls, number: Any) -> Any:
        if isinstance(number, bool):
            raise ValueError("true and false would count as 1 and 0")
        return number

    @field_validator("organisation", "contact", "organisation_code")
    @classmethod
    def _is_one_line(cls, text: str) -> str:
        if find_stray(text) or len(text.splitlines()) > 1:
            raise ValueError("these stand on one line of pages, documents and security.txt")
        return text

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
        if not url:
            return url
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in ("http", "https") or url.rstrip("/") != origin:
            raise ValueError("more or less than an origin")
        if not HOST_AND_PORT.fullmatch(parts.netloc) or parts.port == 0:
            raise ValueError("no host, or no port")
        return origin

    @cached_property
    def database(self) -> Path:
        return self.data / "ehbo.db"

    @property
    def open_to_others(self) -> bool:
        """Whether other accounts of this machine may look into the data folder."""
        return bool(self.data.stat().st_mode & 0o077)

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
        kept = self.find_secret()
        if kept == "":  # an older version could leave it empty when it was stopped
            self._secret_file.unlink(missing_ok=True)
        return kept or self._made_secret(self._secret_file)

    def find_secret(self) -> str | None:
        """The secret that is kept. Raises ContentError when what is in its place cannot be read."""
        try:
            return self._secret_file.read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            why = reason(error) if isinstance(error, OSError) else "het is geen gewone tekst"
            fault = f"Dit bestand is niet te lezen: {why}."
            mend = "kijk of je erbij mag, of haal het weg: EHBO maakt dan zelf een nieuw."
            raise ContentError([Problem(str(self._secret_file), "", fault, mend)]) from error

    @property
    def _secret_file(self) -> Path:
        return self.data / "secret"

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
    from_file = _read(data / SETTINGS_FILE)
    from_environment = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in OUTSIDE_SETTINGS
    }
    values = from_file | from_environment | {k: v for k, v in given.items() if v is not None}
    wrong = ["data"] if "data" in from_file else []
    try:
        settings = Settings.model_validate(values | {"data": data})
    except ValidationError as error:
        wrong += [str(detail["loc"][0]) for detail in error.errors()]
    if wrong:
        raise ContentError([_problem(data, name, from_environment, given) for name in wrong])
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        said, unreadable = read_toml(path, str(path))
    except FileNotFoundError:
        return {}
    if unreadable:
        raise ContentError([unreadable])
    return said


def _problem(
    data: Path, name: str, from_environment: Mapping[str, str], given: Mapping[str, Any]
) -> Problem:
    file, place = str(data / SETTINGS_FILE), name
    if given.get(name) is not None:
        file, place = "opdracht", f"--{name}"
    elif name in from_environment:
        file, place = "omgeving", PREFIX + name.upper()
    fault = "Deze instelling bestaat niet."
    if name == "data":
        mend = "haal hem weg; kies de map met de optie --data of met EHBO_DATA."
        return Problem(file, place, fault, mend)
    if name not in Settings.model_fields:
        near = difflib.get_close_matches(name, Settings.model_fields.keys() - {"data"}, n=1)
        mend = f"bedoelde je `{near[0]}`?" if near else "haal hem weg; zie docs/operations.md."
        return Problem(file, place, fault, mend)
    can_be = Settings.model_fields[name].description
    return Problem(file, place, "Deze waarde kan niet.", f"geef {can_be}.")
