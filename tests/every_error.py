"""One of every error of the product, for every reason that it can have."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from ehbo.domain import errors
from ehbo.domain.errors import EhboError, Problem, WrongState
from ehbo.domain.retention import Doubt
from ehbo.domain.writing import KEY
from tests.small import small, theme

ABSTRACT = (EhboError, WrongState)  # nothing raises these themselves
ASKED = small(theme("doen", False))
# What errors are about, by the name of the fact. A new kind of fact belongs here.
FACTS: dict[str, Any] = {
    "asked": ASKED,
    "bundles": 12,
    "doubt": Doubt.MANY,
    "expected": 9,
    "first": date(2016, 1, 1),
    "group": 3,
    "guess": 2027,
    "last": date(2046, 12, 31),
    "length": 5,
    "most": 7,
    "other": small(theme("doen", False), theme("geld", False)),
    "part": "plans",
    "path": Path("ehbo.db"),
    "problems": [Problem("vraag.toml", "titel", "Er ontbreekt een titel.", "schrijf er een.")],
    "questionnaire_id": "proef",
    "sign": "!",
    "teams": 3,
    "today": date(2026, 11, 22),
    "version": "0" * 16,
    "writing": KEY,
}


def classes(of: type[EhboError] = EhboError) -> Iterator[type[EhboError]]:
    """Every class of error that can be raised."""
    if of not in ABSTRACT:
        yield of
    for kind in of.__subclasses__():
        yield from classes(kind)


def every_error() -> Iterator[EhboError]:
    for kind in classes():
        if kind.__init__ is Exception.__init__:
            yield kind()
            continue
        names = inspect.signature(kind).parameters
        facts = {name: FACTS[name] for name in names if name != "reason"}
        for reason in reasons(kind):
            yield kind(**facts, **({"reason": reason} if "reason" in names else {}))


def reasons(kind: type[EhboError]) -> list[StrEnum | None]:
    """All reasons that a class of error has; None for one that needs none."""
    reason = inspect.signature(kind).parameters.get("reason")
    return list(getattr(errors, reason.annotation)) if reason else [None]


def name_of(error: EhboError) -> str:
    reason = getattr(error, "reason", None)
    return type(error).__name__ + (f".{reason.name}" if reason else "")
