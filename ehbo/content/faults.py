"""What is wrong in a content file, in Dutch: the place as a person points at it, and the mend."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ehbo.domain.errors import Problem
from ehbo.domain.questionnaire import id_by_place
from ehbo.domain.texts import without_strays

AS_BLOCK = "schrijf, onder de losse regels, een blok [[reflection_questions]]"
KEPT = (
    "Met de ids vraag-1, vraag-2… in de volgorde van nu blijft wat mensen al schreven bij zijn "
    "vraag staan."
)


def only_follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is called too short only because pydantic left out its faulty parts."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in details
    )


def place(data: Any, location: tuple[int | str, ...]) -> str:
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


def key_of(location: tuple[int | str, ...]) -> str:
    """What the fault is about: the key, or the key of the list and the place in it."""
    match location:
        case (*_, str(listed), int(index)):
            return f"{listed} {index + 1}"
        case (*_, last):
            return str(last)
    return ""


def problem(file: str, data: Any, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    """A fault that pydantic found in the data of a file, which should have the form of a model."""
    location = detail["loc"]
    key = key_of(location)
    context = detail.get("ctx", {})
    kind = detail["type"]
    fault, mend = {
        "missing": (f"`{key}` ontbreekt.", f"voeg een regel `{key} = …` toe."),
        "extra_forbidden": (f"De sleutel `{key}` is onbekend.", _nearest_key(key, model)),
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
    match location, kind:
        case ("reflection_questions", int(at)), "model_type":
            mend = f'{AS_BLOCK}, met id = "{id_by_place(at)}" en text = deze vraag. {KEPT}'
        case ("reflection_questions",), "tuple_type":
            mend = f"{AS_BLOCK} per vraag, met een id en een text. {KEPT}"
    return Problem(file, place(data, location), fault, mend)


def _right_form(key: str, location: tuple[int | str, ...]) -> str:
    if key == "language":
        return "gebruik een taalcode zoals nl of en-GB."
    if key == "id" and location[0] == "statements":
        return "schrijf kleine letters en cijfers met een streepje ertussen, zoals doen-1."
    return "gebruik kleine letters, cijfers en streepjes, te beginnen met een letter."


def _nearest_key(key: str, model: type[BaseModel]) -> str:
    near = difflib.get_close_matches(key, sorted(set(_known_keys(model))), n=1)
    return f"bedoelde je `{near[0]}`? Haal hem anders weg." if near else "haal de sleutel weg."


def _known_keys(model: type[BaseModel]) -> Iterator[str]:
    """Every key that a file of this form can have, at any depth."""
    for name, field in model.model_fields.items():
        yield name
        for part in _models_in(field.annotation):
            yield from _known_keys(part)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)
