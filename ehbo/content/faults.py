"""What is wrong with a file or in it, in Dutch: the place as a person points at it, the mend."""

from __future__ import annotations

import difflib
import errno
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails

from ehbo.domain.errors import Problem
from ehbo.domain.questionnaire import (
    PlanSection,
    QuestionnaireFile,
    Reason,
    ReasonsFile,
    Scale,
    Statement,
    ThemeFile,
    Tip,
)
from ehbo.domain.texts import find_stray, without_strays

KNOWN_KEYS = sorted(
    {
        name
        for model in (QuestionnaireFile, ThemeFile, ReasonsFile)
        for part in (model, Scale, Statement, Tip, PlanSection, Reason)
        for name in part.model_fields
    }
)


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
                _place(data, location),
                f"`{_key(location)}` bevat een teken dat niet te zien is (U+{ord(stray):04X}).",
                "haal het weg, of typ die plek opnieuw; vaak komt het mee met plakken.",
            )


def only_follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is called too short only because pydantic left out its faulty parts."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in details
    )


def toml_place(message: str) -> str:
    inside = message.rpartition("(at ")[2].rstrip(")")
    return inside.replace("line", "regel").replace("column", "kolom").replace("end of", "eind van")


def _place(data: Any, location: tuple[int | str, ...]) -> str:
    """The location as a person would point at it: `statements 3 (doen-3), text`."""
    words: list[str] = []
    for step in location:
        data = _step_into(data, step)
        if isinstance(step, int):
            named = data.get("id") or data.get("title") if isinstance(data, dict) else data
            named = without_strays(named).strip() if isinstance(named, str) else ""
            words[-1:] = [f"{words[-1] if words else ''} {step + 1}" + f" ({named})" * bool(named)]
        else:
            words.append(step)
    return ", ".join(words)


def _step_into(data: Any, step: int | str) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _key(location: tuple[int | str, ...]) -> str:
    """What the fault is about: the key, or the key of the list and the place in it."""
    match location:
        case (*_, str(listed), int(index)):
            return f"{listed} {index + 1}"
        case (*_, last):
            return str(last)
    return ""


def problem(file: str, data: Any, detail: ErrorDetails) -> Problem:
    location = detail["loc"]
    key = _key(location)
    context = detail.get("ctx", {})
    kind = detail["type"]
    fault, mend = {
        "missing": (f"`{key}` ontbreekt.", f"voeg een regel `{key} = …` toe."),
        "extra_forbidden": (f"De sleutel `{key}` is onbekend.", _nearest_key(key)),
        "string_too_short": (f"`{key}` is leeg.", "vul een tekst in."),
        "string_type": (f"`{key}` is geen tekst.", "zet de waarde tussen aanhalingstekens."),
        "int_type": (f"`{key}` is geen heel getal.", "schrijf een getal zonder aanhalingstekens."),
        "int_from_float": (f"`{key}` is geen heel getal.", "schrijf een getal, zoals 1."),
        "int_parsing": (f"`{key}` is geen heel getal.", "schrijf een getal, zoals 1."),
        "finite_number": (f"`{key}` is geen heel getal.", "schrijf een getal, zoals 1."),
        "greater_than_equal": (f"`{key}` is te laag.", f"kies {context.get('ge')} of hoger."),
        "less_than_equal": (f"`{key}` is te hoog.", f"kies {context.get('le')} of lager."),
        "bool_type": (f"`{key}` is geen ja of nee.", "schrijf true of false."),
        "bool_parsing": (f"`{key}` is geen ja of nee.", "schrijf true of false."),
        "tuple_type": (f"`{key}` is geen lijst.", 'schrijf een lijst: ["…", "…"].'),
        "model_type": (f"`{key}` heeft niet de goede vorm.", "schrijf een tabel met sleutels."),
        "too_short": (
            f"`{key}` heeft te weinig onderdelen.",
            f"geef er ten minste {context.get('min_length')}.",
        ),
        "too_long": (
            f"`{key}` heeft te veel onderdelen.",
            f"geef er ten hoogste {context.get('max_length')}.",
        ),
        "string_too_long": (
            f"`{key}` is te lang.",
            f"gebruik ten hoogste {context.get('max_length')} tekens.",
        ),
        "string_pattern_mismatch": (
            f"`{key}` heeft niet de goede vorm.",
            _right_form(key, location),
        ),
        "literal_error": (
            f"`{key}` heeft een onbekende waarde.",
            f"kies uit {context.get('expected')}.".replace(" or ", " of "),
        ),
    }.get(kind, (f"`{key}` klopt niet.", "zie docs/content-format.md."))
    return Problem(file, _place(data, location), fault, mend)


def _right_form(key: str, location: tuple[int | str, ...]) -> str:
    if key == "language":
        return "gebruik een taalcode zoals nl of en-GB."
    if key == "id" and location[0] == "statements":
        return "schrijf kleine letters en cijfers met een streepje ertussen, zoals doen-1."
    return "gebruik kleine letters, cijfers en streepjes, te beginnen met een letter."


def _nearest_key(key: str) -> str:
    near = difflib.get_close_matches(key, KNOWN_KEYS, n=1)
    return f"bedoelde je `{near[0]}`? Haal hem anders weg." if near else "haal de sleutel weg."
