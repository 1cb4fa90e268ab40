"""Named errors of the product: what went wrong, for which reason, and about what.

None has a sentence for people (see `ehbo/web/frame/words.py` and `ehbo/cli/refusals.py`), and none
tells of itself (`str`) what somebody typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ehbo.domain.retention import Doubt

if TYPE_CHECKING:  # these modules raise the errors that are about them
    from ehbo.domain.questionnaire import Questionnaire
    from ehbo.domain.writing import Writing


class EhboError(Exception):
    """Base of all errors that a person may get to see."""


@dataclass(frozen=True)
class Problem:
    """One fault in a content or settings file: where it is, what is wrong, how to mend it."""

    file: str
    place: str
    fault: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}\n    {self.fault}\n    Zo maak je het goed: {self.mend}"


class ContentError(EhboError):
    """Content or settings files have faults; `problems` lists every one of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class Typo(StrEnum):
    """What keeps something that was typed from being a key or a code."""

    EMPTY = "nothing was typed"
    SIGN = "a sign that is in no key"
    LENGTH = "too short or too long"
    PLACE = "one sign is wrong, probably in a known group"
    SIGNS = "more than one sign is wrong, or two are swapped"
    FOREIGN = "sound, and no key of ours"


class KeyTypo(EhboError):
    """What was typed cannot be a key or a code.

    `writing` is what was expected, None when either would do. `sign` is in no key, `group` (from 1)
    is where the fault is, `length` how many signs were typed; each where it is known.
    """

    def __init__(
        self,
        reason: Typo,
        writing: Writing | None = None,
        *,
        sign: str = "",
        group: int = 0,
        length: int = 0,
    ) -> None:
        super().__init__(reason)
        self.reason, self.writing = reason, writing
        self.sign, self.group, self.length = sign, group, length


class WrongDate(EhboError):
    """What was typed is no date, or one that cannot be meant."""


class WrongYear(WrongDate):
    """A date in a year that cannot be meant; `guess` is the one that probably is, if any.

    `first` and `last` are the days between which it can be.
    """

    def __init__(self, guess: int | None, first: date, last: date) -> None:
        super().__init__()
        self.guess, self.first, self.last = guess, first, last


class SealBroken(EhboError):
    """A sealed bundle does not open with this key: damaged, or not this person's."""


class FileFault(StrEnum):
    """Why a personal file cannot be loaded back."""

    FOREIGN = "no file of EHBO"
    NEWER = "made by a newer EHBO"
    LARGE = "more than a bundle holds"
    EMPTY = "nothing of anybody in it"
    PART = "a part of it has another shape"
    ANSWER = "an answer that the statements do not have"
    WORDS = "no statements with an assessment"
    TEXT = "a text that no form would take"
    IDENTIFIER = "an id that no form would bring back"
    DOUBLE = "an assessment or an action twice"


class UnreadableFile(EhboError):
    """A personal file that cannot be loaded back; `part` is where in it, if that is known."""

    def __init__(self, reason: FileFault, part: str = "") -> None:
        super().__init__(reason)
        self.reason, self.part = reason, part


class Plenty(StrEnum):
    """Of what there is so much that no more fits."""

    ASSESSMENTS = "assessments"
    ACTIONS = "actions"
    CONTRIBUTIONS = "contributions"
    TEXT = "text"


class TooMuch(EhboError):
    """There is no room for more of this: `most` of them, or of bytes where it is text, fit."""

    def __init__(self, reason: Plenty, most: int) -> None:
        super().__init__(reason)
        self.reason, self.most = reason, most


class StoreUnavailable(EhboError):
    """The database is locked, full, read-only or gone: nothing was saved."""


class WritersWaiting(StoreUnavailable):
    """So many want to write that the turn of this one took too long to come."""


class DatabaseGone(StoreUnavailable):
    """The database or its log is no longer the file that was opened; only a new start can help."""

    def __init__(self, path: Path) -> None:
        self.path = path


class NewerDatabase(StoreUnavailable):
    """A database that a newer version made or migrated: this one would spoil it."""

    def __init__(self, path: Path) -> None:
        self.path = path


class WordingUnknown(EhboError):
    """The statements of a version that was answered or asked are not kept here."""

    def __init__(self, questionnaire_id: str, version: str) -> None:
        self.questionnaire_id, self.version = questionnaire_id, version


class DoubtfulPurge(EhboError):
    """Nothing was erased: on the day that the clock says so much would go that a person must look.

    `bundles` and `teams` are how many would go.
    """

    def __init__(self, doubt: Doubt, today: date, bundles: int, teams: int) -> None:
        self.doubt, self.today, self.bundles, self.teams = doubt, today, bundles, teams
        super().__init__(doubt)


class ContributionBroken(SealBroken):
    """A contribution does not open with the private half of its round: it is damaged."""


class TooFew(EhboError):
    """Fewer contributions than may be published; it never says how many there are."""


class TooMany(EhboError):
    """More contributions than people were expected: somebody counts who should not."""


class WrongState(EhboError):
    """The round or its team is not in the state for this; the subclasses say in which it is."""


class RoundOpen(WrongState):
    """What is open cannot be published."""


class RoundUnderWay(WrongState):
    """No other round begins while one is open."""


class RoundClosed(WrongState):
    """Nobody new can contribute to what is closed."""


class AlreadyClosed(WrongState):
    """A closed or published round cannot be closed again."""


class AlreadyPublished(WrongState):
    """A published round never changes."""


class PictureFixed(WrongState):
    """With the picture published, nobody's contribution can be added, changed or withdrawn."""


class NewRoundBegan(WrongState):
    """The round that was meant is over: its team has begun another."""


class DayPast(WrongState):
    """A round cannot be open until a day in the past."""


class DayTooFar(WrongState):
    """A round cannot be open for longer than a year."""


class TooManyChanges(WrongState):
    """The number of people expected changed `most` times; it stays `expected`."""

    def __init__(self, most: int, expected: int) -> None:
        self.most, self.expected = most, expected


class TooManyLeads(WrongState):
    """A team has `most` lead keys already."""

    def __init__(self, most: int) -> None:
        self.most = most


class OtherWords(StrEnum):
    """Which statements are other ones than a round asks."""

    ANSWERED = "those that somebody answered"
    SERVED = "those that who begins now gets"
    UNSERVED = "there are none for who begins now"


class OtherWording(EhboError):
    """A round asks other statements (`asked`) than the `other` ones that `reason` is about."""

    def __init__(
        self, reason: OtherWords, asked: Questionnaire, other: Questionnaire | None = None
    ) -> None:
        super().__init__(reason)
        self.reason, self.asked, self.other = reason, asked, other


class Counted(StrEnum):
    """Where an assessment counts already."""

    PUBLISHED = "in a published picture"
    ELSEWHERE = "in a round of another team that is not published yet"
    GONE = "in a team that is gone, published or not"


class AlreadyCounted(EhboError):
    """An assessment that counts in another round."""

    def __init__(self, reason: Counted) -> None:
        super().__init__(reason)
        self.reason = reason


class TeamUnknown(EhboError):
    """No team has this code, or the key leads another team."""


class NobodyHere(EhboError):
    """Nobody is known on this device, or nothing is kept under their key."""


class NoPlace(EhboError):
    """What somebody wrote belongs to a theme or a plan that is not here."""


class OtherPerson(EhboError):
    """The form was made for somebody else than who is known on this device now."""


class UnreadableText(EhboError):
    """A form holds characters that no person types."""


class NotLead(EhboError):
    """Only who holds a lead key of this team may do this."""
