"""An assessment that can be read by itself: in the words it was taken with, with its scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ehbo.domain.assessment import Assessment
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.scoring import Difference, Profile, comparable, difference, profile


@dataclass(frozen=True)
class Measurement:
    """An assessment with the questionnaire in the words it was taken with."""

    assessment: Assessment
    questionnaire: Questionnaire

    @cached_property
    def profile(self) -> Profile:
        """Its scores."""
        return profile(self.questionnaire, self.assessment.answers)

    @property
    def complete_themes(self) -> set[str]:
        """The ids of the themes that have a score; without any there is no profile to show."""
        return {score.theme.id for score in self.profile.themes if score.complete}

    def since(self, before: Measurement | None) -> Difference:
        """What differs since an earlier measurement; nothing without one."""
        if before is None:
            return Difference({}, {})
        return difference(
            before.questionnaire,
            before.assessment.answers,
            self.questionnaire,
            self.assessment.answers,
        )

    def comparable_of(self, before: Measurement | None) -> Profile | None:
        """The scores of an earlier measurement that may be laid beside these, None if none may."""
        if before is None:
            return None
        return comparable(before.questionnaire, before.assessment.answers, self.questionnaire)


def to_show(
    measurements: Sequence[Measurement], assessment_id: str = ""
) -> tuple[Measurement, Measurement | None] | None:
    """The measurement to show and the one to lay beside it; None when there is nothing to show.

    `measurements` come oldest first. Without an id it is the newest with a complete theme: an
    assessment that has only begun does not hide the profile of the one before.
    """
    filled = [m for m in measurements if m.complete_themes]
    if not filled:
        return None
    named = (m for m in filled if m.assessment.id == assessment_id)
    chosen = next(named, filled[-1])
    return chosen, _before(chosen, filled[: filled.index(chosen)])


def _before(chosen: Measurement, earlier: Sequence[Measurement]) -> Measurement | None:
    """The newest earlier measurement with every theme of the chosen one, else the newest."""
    same = [m for m in reversed(earlier) if m.questionnaire.id == chosen.questionnaire.id]
    with_all = [m for m in same if m.complete_themes >= chosen.complete_themes]
    return next(iter(with_all or same), None)
