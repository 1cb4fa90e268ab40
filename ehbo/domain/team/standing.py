"""Where somebody stands in a round: what they could contribute, and what keeps them from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import AlreadyCounted, Counted, OtherWording, OtherWords
from ehbo.domain.portfolio import Given
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.rewording import rewording
from ehbo.domain.team.round import Round, asked
from ehbo.domain.team.team import Team


@dataclass(frozen=True)
class Standing:
    """Where one person stands in a round.

    `assessment` is what they would contribute, `open` how many of the asked statements it leaves
    unanswered. `refusal` says why nothing of theirs can be contributed, `renewable` that a new
    assessment would do.
    """

    contributed: bool = False
    assessment: Assessment | None = None
    open: int = 0
    refusal: OtherWording | AlreadyCounted | None = None
    renewable: bool = False

    @property
    def ready(self) -> bool:
        return self.assessment is not None and not self.open


def standing(
    round: Round,
    questionnaire: Questionnaire,
    served: Questionnaire | None,
    taken: Sequence[tuple[Assessment, Questionnaire]],
    notes: Iterable[Given],
    find_team: Callable[[str], Team | None],
    *,
    contributed: bool,
) -> Standing:
    """Where somebody stands in a round that is not yet published.

    `questionnaire` has the statements that the round asks, `served` those of who begins now.
    `taken` and `notes` are the person's own, see `fitting` and `refuse_counted`; `contributed`
    says that they are in the round.
    """
    closed_to_new = shut_out(questionnaire, served)
    try:
        assessment = fitting(questionnaire, taken)
        if assessment is not None:
            refuse_counted(assessment, round, notes, find_team)
    except (OtherWording, AlreadyCounted) as refusal:
        return Standing(contributed, refusal=refusal, renewable=closed_to_new is None)
    if assessment is None and closed_to_new:
        return Standing(contributed, refusal=closed_to_new)
    answers: Mapping[str, int] = assessment.answers if assessment else {}
    left = open_statements(asked(questionnaire, round.themes), answers)
    return Standing(contributed, assessment, left)


def shut_out(asked: Questionnaire, served: Questionnaire | None) -> OtherWording | None:
    """Why who begins now cannot take part in a round; None when they can."""
    if served is None:
        return OtherWording(OtherWords.UNSERVED, asked)
    if rewording(asked, served).nothing:
        return None
    return OtherWording(OtherWords.SERVED, asked, served)


def fitting(
    asked: Questionnaire, taken: Sequence[tuple[Assessment, Questionnaire]]
) -> Assessment | None:
    """The newest assessment that answers what a round asks, None when nothing was taken.

    `taken` has the assessments of the round's questionnaire, oldest first, each with its own
    words. Raises OtherWording if all of them answer other statements.
    """
    found = [a for a, words in taken if words.answered_version == asked.answered_version]
    if taken and not found:
        raise OtherWording(OtherWords.ANSWERED, asked, taken[-1][1])
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
            raise AlreadyCounted(Counted.GONE)
        for other in team.rounds:
            if other.id.hex() == note.round:
                unpublished = other.publication is None
                raise AlreadyCounted(Counted.ELSEWHERE if unpublished else Counted.PUBLISHED)


def open_statements(themes: Sequence[Theme], answers: Mapping[str, int]) -> int:
    """How many statements of these themes have no answer yet."""
    return sum(s.id not in answers for theme in themes for s in theme.statements)
