"""A round of a team: open, then closed, then published; or extended and open again.

Every move is a pure function of a round and the moment; a move that its state does not allow
raises WrongState with a Dutch message. A published round never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ehbo.domain.clock import AMSTERDAM, day_of
from ehbo.domain.errors import TooMany, WrongState
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.team.disclosure import Contribution, Publication, published

MOST_EXPECTED = 100_000
MOST_CHANGES = 10
LONGEST_ROUND = timedelta(days=365)


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Round:
    """One asking of a team.

    `id` is 16 random bytes, `public` the public half of its key pair (32 bytes), `number` counts
    from 1 within the team. It is open through the end of the day `closes` in Amsterdam, unless
    the lead closed it before. `themes` are the ids that are asked, in the questionnaire's order.
    `expected_before` has the numbers of people that were expected before `expected`, oldest first:
    a number that can be changed unseen guards nothing.
    """

    id: bytes
    number: int
    questionnaire: str
    version: str
    themes: tuple[str, ...]
    expected: int
    closes: date
    public: bytes = field(repr=False)
    closed: bool = False
    publication: Publication | None = None
    expected_before: tuple[int, ...] = ()

    def state(self, now: datetime) -> State:
        """`now` must know its time zone."""
        if self.publication is not None:
            return State.PUBLISHED
        return State.CLOSED if self.closed or now >= closing_moment(self.closes) else State.OPEN

    def close(self, now: datetime) -> Round:
        if self.state(now) is not State.OPEN:
            raise WrongState("Deze ronde is al gesloten.")
        return replace(self, closed=True)

    def extend(self, closes: date, now: datetime) -> Round:
        """Open again, or longer, through the end of `closes`."""
        if self.state(now) is State.PUBLISHED:
            raise WrongState("Deze ronde is al gepubliceerd. Begin een nieuwe ronde.")
        refuse_date(closes, now)
        return replace(self, closes=closes, closed=False)

    def expect(self, people: int) -> Round:
        """With another number of people expected, and the old one in sight for good.

        Raises WrongState after publication, and when the list would get too long to be followed.
        """
        if self.publication is not None:
            raise WrongState("Deze ronde is al gepubliceerd. Begin een nieuwe ronde.")
        if people == self.expected:
            return self
        if len(self.expected_before) >= MOST_CHANGES:
            raise WrongState(
                f"Het verwachte aantal is al {MOST_CHANGES} keer veranderd. Vaker kan niet: "
                "iedereen moet het nog kunnen volgen. Sluit de ronde en begin opnieuw met "
                f"{self.expected} mensen."
            )
        return replace(
            self, expected=people, expected_before=(*self.expected_before, self.expected)
        )

    def followed_by(self, new: Round) -> Round:
        """The new round as it comes after this one, or instead of it while it is unpublished.

        What comes instead shows the numbers that were expected here: beginning again hides no
        change. Raises WrongState as `expect` does.
        """
        if self.publication is not None:
            return replace(new, number=self.number + 1)
        before = self.expect(new.expected).expected_before
        return replace(new, number=self.number, expected_before=before)

    def publish(
        self,
        questionnaire: Questionnaire,
        contributions: Sequence[Contribution],
        least: int,
        now: datetime,
    ) -> Round:
        """With its publication. Raises TooFew, TooMany, and WrongState while open or afterwards."""
        if self.state(now) is State.OPEN:
            raise WrongState("Deze ronde is nog open. Sluit haar eerst.")
        if self.publication is not None:
            raise WrongState("Deze ronde is al gepubliceerd.")
        themes, statements = published(
            questionnaire.scale, asked(questionnaire, self.themes), contributions, least
        )
        if len(contributions) > self.expected:  # after TooFew, which tells no number
            raise TooMany
        publication = Publication(
            questionnaire=self.questionnaire,
            version=self.version,
            respondents=len(contributions),
            expected=self.expected,
            on=day_of(now),
            themes=themes,
            statements=statements,
            expected_before=self.expected_before,
        )
        return replace(self, publication=publication)

    def admit(self, *, contributed: bool, now: datetime) -> None:
        """Raises WrongState unless somebody may contribute now, or change what they contributed."""
        state = self.state(now)
        if state is State.PUBLISHED:
            raise WrongState("Het teambeeld is al gepubliceerd. Er kan niets meer bij of af.")
        if state is State.CLOSED and not contributed:
            raise WrongState("Deze ronde is gesloten. Vraag je teamleider of zij langer open kan.")


def closing_moment(closes: date) -> datetime:
    """The midnight in Amsterdam that ends the day; clocks change at another hour."""
    return datetime.combine(closes + timedelta(days=1), time(), AMSTERDAM)


def closing_days(today: date) -> tuple[date, date]:
    """The first and the last day that a round can be open through."""
    return today, today + LONGEST_ROUND


def refuse_date(closes: date, now: datetime) -> None:
    """Raises WrongState for a day in the past, or more than a year ahead."""
    first, last = closing_days(day_of(now))
    if closes < first:
        raise WrongState("Kies een dag die nog niet voorbij is.")
    if closes > last:
        raise WrongState("Kies een dag binnen een jaar.")


def asked(questionnaire: Questionnaire, theme_ids: Sequence[str]) -> tuple[Theme, ...]:
    """The themes that a round asks, in the questionnaire's own order."""
    return tuple(theme for theme in questionnaire.themes if theme.id in theme_ids)
