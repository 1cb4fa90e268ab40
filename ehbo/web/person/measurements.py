"""The assessments of who is asking, each in the words it was taken with."""

from __future__ import annotations

from ehbo.domain.assessment import Assessment
from ehbo.domain.measurement import Measurement, to_show
from ehbo.store import wordings
from ehbo.web.frame.access import Visit


def measurement(visit: Visit, assessment: Assessment) -> Measurement:
    wording = wordings.of(visit.db, visit.questionnaires, visit.portfolio_or_empty, assessment)
    return Measurement(assessment, wording)


def measurements(visit: Visit, questionnaire_id: str = "") -> list[Measurement]:
    """All of them, or those of one questionnaire, oldest first."""
    kept = visit.portfolio_or_empty
    asked = kept.of(questionnaire_id) if questionnaire_id else kept.assessments
    return [measurement(visit, assessment) for assessment in asked]


def assessments_to_show(
    visit: Visit, assessment_id: str = "", questionnaire_id: str = ""
) -> tuple[Measurement, Measurement | None] | None:
    """The measurement to show and the one to lay beside it; None when there is nothing to show."""
    return to_show(measurements(visit, questionnaire_id), assessment_id)
