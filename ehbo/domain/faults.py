"""What pydantic finds wrong, in Dutch: the place as a person points at it, and the mend."""

from __future__ import annotations

import difflib
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

KNOWN_KEYS = sorted(
    {
        name
        for model in (QuestionnaireFile, ThemeFile, ReasonsFile)
        for part in (model, Scale, Statement, Tip, PlanSection, Reason)
        for name in part.model_fields
    }
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
            named = named.strip() if isinstance(named, str) else ""
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
    }.get(kind, (f"`{key}` klopt niet ({detail['msg']}).", "zie docs/content-format.md."))
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
