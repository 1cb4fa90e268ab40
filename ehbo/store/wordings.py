"""The wording of every version that was ever served, so that an old profile can show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlite_utils import Database

from ehbo.domain.portfolio import Assessment, Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store.database import translated, write


def keep(db: Database, questionnaires: Iterable[Questionnaire]) -> None:
    """Keeps the wording of each version, in the newest edition of what is not asked.

    A version is about what respondents are asked; a plan or a tip may be bettered under it.
    """
    with write(db):
        for questionnaire in questionnaires:
            db.execute(
                "INSERT INTO wording (questionnaire, version, content)"
                " VALUES (:questionnaire, :version, :content)"
                " ON CONFLICT (questionnaire, version) DO UPDATE SET content = excluded.content"
                " WHERE content <> excluded.content",
                {
                    "questionnaire": questionnaire.id,
                    "version": questionnaire.version,
                    "content": questionnaire.model_dump_json(),
                },
            )


def find(db: Database, questionnaire_id: str, version: str) -> Questionnaire | None:
    with translated():
        row = db.execute(
            "SELECT content FROM wording WHERE questionnaire = :id AND version = :version",
            {"id": questionnaire_id, "version": version},
        ).fetchone()
    return Questionnaire.model_validate_json(row[0]) if row else None


def of_version(
    db: Database, served: Mapping[str, Questionnaire], questionnaire_id: str, version: str
) -> Questionnaire:
    """A questionnaire in the words of one version. Raises KeyError."""
    current = served.get(questionnaire_id)
    if current is not None and current.version == version:
        return current
    wording = find(db, questionnaire_id, version)
    if wording is None:
        raise KeyError(version)
    return wording


def of(
    db: Database,
    served: Mapping[str, Questionnaire],
    portfolio: Portfolio,
    assessment: Assessment,
) -> Questionnaire:
    """The questionnaire in the words that an assessment was taken with. Raises KeyError."""
    brought = portfolio.wording(assessment.questionnaire, assessment.version)
    return brought or of_version(db, served, assessment.questionnaire, assessment.version)


def without_known(db: Database, portfolio: Portfolio) -> Portfolio:
    """The portfolio without the wordings that are kept here anyway."""
    foreign = tuple(q for q in portfolio.wordings if find(db, q.id, q.version) is None)
    return portfolio.model_copy(update={"wordings": foreign})
