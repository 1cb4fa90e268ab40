"""What reports on a person and on a team share: a table ready to print, and a few words."""

from __future__ import annotations

from dataclasses import dataclass

PICTURE_TITLE = "Gemiddelde score per thema"
NOTHING = "–"


@dataclass(frozen=True)
class Table:
    """A table ready to print: a header row and rows of as many cells, all text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
