"""Everything that an installation serves: what comes along, and what stands in its data folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ehbo.content import questionnaires
from ehbo.domain.errors import ContentError, Problem
from ehbo.domain.questionnaire import Questionnaire

PACKAGE = Path(__file__).parents[1]
# Per kind of content: the name of its shelf, and what reads everything on such shelves.
KINDS: dict[str, Callable[..., Mapping[str, Any]]] = {"questionnaires": questionnaires.load_all}


@dataclass(frozen=True)
class Library:
    """What is served, each kind by id, in the order in which it is offered."""

    questionnaires: Mapping[str, Questionnaire]


def library(*places: Path) -> Library:
    """What stands on the shelves in these folders. Raises ContentError with all faults of all."""
    faults: list[Problem] = []
    content: dict[str, Mapping[str, Any]] = {}
    for kind, load_all in KINDS.items():
        try:
            content[kind] = load_all(*(place / kind for place in places))
        except ContentError as error:
            faults += error.problems
    if faults:
        raise ContentError(faults)
    return Library(**content)


def served(data: Path) -> Library:
    """What an installation with this data folder serves. Raises ContentError."""
    return library(PACKAGE, data)
