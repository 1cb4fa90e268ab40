"""Named errors of the product. The web maps each to a status and a page in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ehbo.domain.retention import Doubt


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


class KeyTypo(EhboError):
    """What was typed cannot be a key; the message is Dutch and says where to look."""


class KeyUnknown(EhboError):
    """A well-formed key under which nothing is kept here."""


class SealBroken(EhboError):
    """A sealed bundle does not open with this key: damaged, or not this person's."""


class UnreadableFile(EhboError):
    """A personal file that cannot be loaded back; the message is Dutch and says why."""


class TooMuch(EhboError):
    """There is no room for more of this; the message is Dutch and says of what."""


class StoreUnavailable(EhboError):
    """The database is locked, full, read-only or gone: nothing was saved."""


class NewerDatabase(StoreUnavailable):
    """A database that a newer version made or migrated: this one would spoil it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is van een nieuwere versie van EHBO")


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
    """The round is not in the state for this; the message is Dutch and says what can be done."""


class OtherWording(EhboError):
    """All assessments answer other statements than the round asks."""


class AlreadyCounted(EhboError):
    """An assessment that counts in another round; the message is Dutch and says what to do."""


class TeamUnknown(EhboError):
    """No team has this code, or the key leads another team."""


class NobodyHere(EhboError):
    """The page needs a person, and nobody is known on this device."""


class NoPlace(EhboError):
    """What somebody wrote belongs to a theme or a plan that is not here."""


class OtherPerson(EhboError):
    """The form was made for somebody else than who is known on this device now."""


class UnreadableText(EhboError):
    """A form holds characters that no person types."""


class NotLead(EhboError):
    """Only who holds a lead key of this team may do this."""
