"""Reads content and settings files: TOML to data, and every fault in it with place and mend."""

from __future__ import annotations

import errno
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ehbo.content.faults import key_of, only_follows, place, problem
from ehbo.domain.errors import Problem
from ehbo.domain.questionnaire import LONGEST_SLUG, SLUG
from ehbo.domain.texts import find_stray

M = TypeVar("M", bound=BaseModel)
Data = dict[str, Any]

REASONS = {
    errno.EACCES: "je mag er niet bij",
    errno.EPERM: "dat mag hier niet",
    errno.ENOENT: "het bestaat niet",
    errno.EEXIST: "het bestaat al",
    errno.EISDIR: "het is een map",
    errno.ENOTDIR: "in het pad staat een bestand waar een map hoort",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "op deze schijf kan niets worden geschreven",
}


def reason(error: OSError) -> str:
    """Why a file or folder cannot be used, as a part of a sentence."""
    return REASONS.get(error.errno or 0, str(error.strerror))


def read_toml(path: Path, name: str) -> tuple[dict[str, Any], Problem | None]:
    """What a file says, or why it cannot be read. Raises FileNotFoundError."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig")), None
    except FileNotFoundError:
        raise
    except OSError as error:
        fault = f"Dit bestand is niet te lezen: {reason(error)}."
        mend = "kijk of het een gewoon bestand is en of je het mag lezen."
        return {}, Problem(name, "", fault, mend)
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        return {}, Problem(name, place, "Dit is geen UTF-8.", "bewaar het als UTF-8.")
    except tomllib.TOMLDecodeError as error:
        fault = f"Dit is geen geldige TOML ({error})."
        mend = "kijk op die plek naar aanhalingstekens, haakjes en =."
        return {}, Problem(name, toml_place(str(error)), fault, mend)
    except RecursionError:
        fault = "Er staan te veel haakjes in elkaar."
        return {}, Problem(name, "", fault, "haal de haakjes weg die er niet horen.")
    except ValueError:  # Python reads no number of thousands of digits
        fault = "Er staat een veel te lang getal in."
        return {}, Problem(name, "", fault, "maak het korter, of zet er aanhalingstekens om.")


def toml_place(message: str) -> str:
    inside = message.rpartition("(at ")[2].rstrip(")")
    return inside.replace("line", "regel").replace("column", "kolom").replace("end of", "eind van")


def read_file(path: Path, model: type[M], faults: list[Problem]) -> tuple[Data, M | None]:
    """The file's data, empty when it cannot be read, and its model when it has no fault.

    What is wrong is added to `faults`.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        data, unreadable = read_toml(path, name)
    except FileNotFoundError:
        unreadable = Problem(name, "", "Dit bestand ontbreekt.", f"maak {path.name} aan.")
    if unreadable:
        faults.append(unreadable)
        return {}, None
    faults.extend(strays(name, data))
    try:
        return data, model.model_validate(data)
    except ValidationError as error:
        details = error.errors()
        faults.extend(
            problem(name, data, detail, model)
            for detail in details
            if not only_follows(detail, details)
        )
        return data, None


def strays(file: str, data: dict[str, Any]) -> Iterator[Problem]:
    """Every text in a file with a character that no text may hold."""
    waiting: list[tuple[tuple[int | str, ...], Any]] = [((), data)]
    while waiting:
        location, part = waiting.pop()
        if isinstance(part, dict):
            waiting += [((*location, key), value) for key, value in reversed(part.items())]
        elif isinstance(part, list):
            waiting += [((*location, at), value) for at, value in reversed([*enumerate(part)])]
        elif isinstance(part, str) and (stray := find_stray(part)):
            yield Problem(
                file,
                place(data, location),
                f"`{key_of(location)}` bevat een teken dat niet te zien is (U+{ord(stray):04X}).",
                "haal het weg, of typ die plek opnieuw; vaak komt het mee met plakken.",
            )


def folders(*shelves: Path, holding: str, faults: list[Problem]) -> list[Path]:
    """The folders on the shelves, in order of name per shelf; `holding` says what each is.

    A shelf may be missing; one that is there and cannot be looked into is a fault.
    """
    found: list[Path] = []
    for shelf in shelves:
        try:
            found += (
                folder
                for folder in sorted(shelf.iterdir())
                if folder.is_dir() and not folder.name.startswith((".", "_"))
            )
        except FileNotFoundError:
            continue
        except OSError as error:
            faults.append(
                Problem(
                    str(shelf),
                    "",
                    f"Deze map is niet te lezen: {reason(error)}.",
                    f"maak er een gewone map van, met per {holding} een eigen map, of haal haar "
                    "weg.",
                )
            )
    return found


def name_faults(file: str, name: str) -> Iterator[Problem]:
    if not is_slug(name):
        yield Problem(
            file,
            "",
            "De naam kan geen adres worden.",
            "gebruik kleine letters, cijfers en streepjes, te beginnen met een letter, "
            f"ten hoogste {LONGEST_SLUG} tekens.",
        )


def is_slug(name: Any) -> bool:
    return isinstance(name, str) and len(name) <= LONGEST_SLUG and bool(re.fullmatch(SLUG, name))
