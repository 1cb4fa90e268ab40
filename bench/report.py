"""Tables and aims, as text for a terminal or as Markdown for docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


def number(value: float, digits: int = 0) -> str:
    return f"{value:,.{digits}f}"


@dataclass(frozen=True)
class Table:
    """A title, column headings and rows of cells; the first column is words, the others figures."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    notes: tuple[str, ...] = ()

    def shown(self, *, markdown: bool) -> str:
        return self._markdown() if markdown else self._text()

    def _text(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.columns))]
        aligned = [
            "  ".join(
                cell.rjust(width) if at else cell.ljust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        ]
        rule = "  ".join("-" * width for width in widths)
        notes = [f"  {note}" for note in self.notes]
        return "\n".join(["", self.title, "", aligned[0], rule, *aligned[1:], *notes])

    def _markdown(self) -> str:
        def line(cells: Sequence[str]) -> str:
            return "| " + " | ".join(cells) + " |"

        rule = line(["---", *["---:"] * (len(self.columns) - 1)])
        notes = ["", *self.notes] if self.notes else []
        return "\n".join(
            ["", f"### {self.title}", "", line(self.columns), rule, *map(line, self.rows), *notes]
        )


@dataclass(frozen=True)
class Aim:
    """Something this product wants to reach: `measured` against `limit`, at least or at most."""

    words: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        if self.at_least:
            return self.measured >= self.limit
        return self.measured <= self.limit

    def row(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        limit = f"{sign} {self.limit:g}{self.unit}"
        return (
            self.words,
            limit,
            f"{self.measured:.3g}{self.unit}",
            "met" if self.met else "NOT MET",
        )


def aims_table(aims: Sequence[Aim]) -> Table:
    return Table("Aims", ("aim", "limit", "measured", ""), [aim.row() for aim in aims])
