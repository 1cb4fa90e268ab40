"""A team and its rounds."""

from __future__ import annotations

from dataclasses import dataclass

from ehbo.domain.team.round import Round

LONGEST_NAME = 80


@dataclass(frozen=True)
class Team:
    """A team with its rounds, oldest first. `compare_code` exists while the lead shares it.

    `code` is empty for who came by the compare code, which does not open it.
    """

    code: str
    name: str
    compare_code: str | None
    rounds: tuple[Round, ...]

    @property
    def current(self) -> Round:
        return self.rounds[-1]

    @property
    def published(self) -> tuple[Round, ...]:
        return tuple(round for round in self.rounds if round.publication is not None)

    def find_round(self, number: int) -> Round | None:
        return next((round for round in self.rounds if round.number == number), None)
