"""Where somebody stands in a round: what they could contribute, and what keeps them from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import AlreadyCounted, OtherWording
from ehbo.domain.portfolio import Given
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.team.round import Round
from ehbo.domain.team.team import Team

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
