"""A team and its rounds: open, then closed, then published; or extended and open again.

Every move is a pure function of a round and the moment; a move that its state does not allow
raises WrongState with a Dutch message. A published round never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ehbo.domain.assessment import Assessment
from ehbo.domain.clock import AMSTERDAM, day_of
from ehbo.domain.errors import AlreadyCounted, OtherWording, SealBroken, TooMany, WrongState
from ehbo.domain.portfolio import Given
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.team.disclosure import Contribution, Publication, published

MOST_EXPECTED = 100_000
MOST_CHANGES = 10
LONGEST_ROUND = timedelta(days=365)
LONGEST_NAME = 80
COUNTED_PUBLISHED = "Je laatste meting staat al in een gepubliceerd teambeeld."
COUNTED_ELSEWHERE = (
    "Je laatste meting telt al mee in een ronde van een ander team. Je kunt haar daar terugtrekken "
    "tot het teambeeld er is."
)
COUNTED_GONE = (
    "Je laatste meting droeg je bij aan een team dat intussen is gewist. We kunnen niet meer zien "
    "of daar een teambeeld van is gemaakt."
)
COUNTED_ONCE = (
    "Een meting telt in één teambeeld mee. Anders kan iemand twee beelden van elkaar aftrekken, en "
    "zo uitrekenen wat één mens antwoordde. Wil je hier meedoen? Begin dan opnieuw met een nieuwe "
    "meting. Wat je eerder invulde, blijft staan."
)
_ZERO = 1  # the byte of the lowest answer; 0 is never written


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


def fitting(
    asked: Questionnaire, taken: Sequence[tuple[Assessment, Questionnaire]]
) -> Assessment | None:
    """The newest assessment that answers what a round asks, None when nothing was taken.

    `taken` has the assessments of the round's questionnaire, oldest first, each with its own
    words. Raises OtherWording if all of them answer other statements.
    """
    found = [a for a, words in taken if words.answered_version == asked.answered_version]
    if taken and not found:
        raise OtherWording
    return found[-1] if found else None


def refuse_counted(
    assessment: Assessment,
    round: Round,
    notes: Iterable[Given],
    find_team: Callable[[str], Team | None],
) -> None:
    """Raises AlreadyCounted when an assessment counts in another round than this one.

    Two pictures of the same answers can be taken off each other, and what is left is one person.
    `notes` are its owner's own. Published or not yet, another round binds the assessment: what is
    in two open rounds would be in two pictures. A round that its team has no more was dropped, and
    frees it. Of a team that is gone nobody can tell whether it published: that binds as well, or
    deleting a team would be the way around.
    """
    for note in notes:
        if note.assessment != assessment.id or note.round == round.id.hex():
            continue
        team = find_team(note.team)
        if team is None:
            raise AlreadyCounted(f"{COUNTED_GONE} {COUNTED_ONCE}")
        for other in team.rounds:
            if other.id.hex() == note.round:
                where = COUNTED_ELSEWHERE if other.publication is None else COUNTED_PUBLISHED
                raise AlreadyCounted(f"{where} {COUNTED_ONCE}")


def open_statements(themes: Sequence[Theme], answers: Mapping[str, int]) -> int:
    """How many statements of these themes have no answer yet."""
    return sum(s.id not in answers for theme in themes for s in theme.statements)


def packed(questionnaire: Questionnaire, round: Round, answers: Mapping[str, int]) -> bytes:
    """Answers as one byte a statement, so always as many for a round. Raises KeyError if open."""
    lowest = questionnaire.scale.lowest
    themes = asked(questionnaire, round.themes)
    return bytes(answers[s.id] - lowest + _ZERO for theme in themes for s in theme.statements)


def unpacked(questionnaire: Questionnaire, round: Round, content: bytes) -> Contribution:
    """The answers in the order of the round's statements. Raises SealBroken when they cannot be."""
    scale = questionnaire.scale
    count = sum(len(theme.statements) for theme in asked(questionnaire, round.themes))
    answers = [byte - _ZERO + scale.lowest for byte in content]
    if len(answers) != count or any(answer not in scale.values for answer in answers):
        raise SealBroken("a contribution does not fit its round")
    return answers
