"""A round of a team: open, then closed, then published; or extended and open again.

Every move is a pure function of a round and the moment; a move that its state does not allow
raises the WrongState that says why. A published round never changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ehbo.domain.clock import AMSTERDAM, day_of
from ehbo.domain.errors import (
    AlreadyClosed,
    AlreadyPublished,
    DayPast,
    DayTooFar,
    PictureFixed,
    RoundClosed,
    RoundOpen,
    TooMany,
    TooManyChanges,
)
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.team.disclosure import Contribution, Publication, published
from ehbo.domain.team.round_keys import round_pair

MOST_EXPECTED = 100_000
MOST_CHANGES = 10
LONGEST_ROUND = timedelta(days=365)
SEED_BYTES = 48
ID_BYTES = 16


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
            raise AlreadyClosed
        return replace(self, closed=True)

    def extend(self, closes: date, now: datetime) -> Round:
        """Open again, or longer, through the end of `closes`."""
        if self.state(now) is State.PUBLISHED:
            raise AlreadyPublished
        refuse_date(closes, now)
        return replace(self, closes=closes, closed=False)

    def expect(self, people: int) -> Round:
        """With another number of people expected, and the old one in sight for good.

        Raises AlreadyPublished, and TooManyChanges when the list would get too long to follow.
        """
        if self.publication is not None:
            raise AlreadyPublished
        if people == self.expected:
            return self
        if len(self.expected_before) >= MOST_CHANGES:
            raise TooManyChanges(MOST_CHANGES, self.expected)
        return replace(
            self, expected=people, expected_before=(*self.expected_before, self.expected)
        )

    def followed_by(self, new: Round) -> Round:
        """The new round as it comes after this one, or instead of it while it is unpublished.

        What comes instead shows the numbers that were expected here: beginning again hides no
        change. Raises TooManyChanges.
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
        """With its publication. Raises TooFew, TooMany, RoundOpen and AlreadyPublished."""
        if self.state(now) is State.OPEN:
            raise RoundOpen
        if self.publication is not None:
            raise AlreadyPublished
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
        """Whether somebody may contribute now, or change or withdraw what they contributed.

        Raises PictureFixed or RoundClosed if not.
        """
        state = self.state(now)
        if state is State.PUBLISHED:
            raise PictureFixed
        if state is State.CLOSED and not contributed:
            raise RoundClosed


def new_round(
    questionnaire: Questionnaire,
    theme_ids: Collection[str],
    expected: int,
    closes: date,
    seed: bytes,
) -> tuple[Round, bytes]:
    """A first round, and the private half of its key pair: 32 bytes that are to be sealed.

    `seed` are SEED_BYTES random bytes, of which the first become its id.
    """
    private, public = round_pair(seed[ID_BYTES:])
    round = Round(
        id=seed[:ID_BYTES],
        number=1,
        questionnaire=questionnaire.id,
        version=questionnaire.answered_version,
        themes=tuple(theme.id for theme in asked(questionnaire, theme_ids)),
        expected=expected,
        closes=closes,
        public=public,
    )
    return round, private


def closing_moment(closes: date) -> datetime:
    """The midnight in Amsterdam that ends the day; clocks change at another hour."""
    return datetime.combine(closes + timedelta(days=1), time(), AMSTERDAM)


def closing_days(today: date) -> tuple[date, date]:
    """The first and the last day that a round can be open through."""
    return today, today + LONGEST_ROUND


def refuse_date(closes: date, now: datetime) -> None:
    """Raises DayPast or DayTooFar for a day on which no round can close."""
    first, last = closing_days(day_of(now))
    if closes < first:
        raise DayPast
    if closes > last:
        raise DayTooFar


def asked(questionnaire: Questionnaire, theme_ids: Collection[str]) -> tuple[Theme, ...]:
    """The themes that a round asks, in the questionnaire's own order."""
    return tuple(theme for theme in questionnaire.themes if theme.id in theme_ids)
